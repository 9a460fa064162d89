import { Box, Flex, LinkButton, TextButton, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { NavLink } from 'react-router-dom';
import type { RecordCard, Suggestion, WhyNot as Reason } from '../../../../server/src/contracts';
import { BASE_PATH } from '../../pluginId';
import { RecordLink } from '../links/RecordLink';
import { RivalTable } from './RivalTable';
import { useEvidenceText } from './useEvidenceText';
import { useRejectionText } from './useRejectionText';
import { useVetoText } from './useVetoText';
import { isFar, useWhyNotText } from './useWhyNotText';

interface WhyNotProps {
  why: Reason;
  record: RecordCard;
  connectionName: string;
  mappingId: string;
  /** Ranked partners, to find the ones that are named here. */
  suggestions: readonly Suggestion[];
  /** Page with the consequences of another limit; null: this reader may not change it. */
  limitPath: string | null;
  onSearch: () => void;
  onOpenLink: (linkId: string) => void;
}

/** Why a record has no proposal, in words with the names and values, and what to do about it. */
export function WhyNot(props: WhyNotProps) {
  const { why, record, connectionName } = props;
  const say = useEvidenceText();
  const whyText = useWhyNotText();
  const vetoText = useVetoText();
  const rejectionText = useRejectionText();
  return (
    <Box
      role="group"
      aria-label={say('why.label')}
      background="neutral100"
      borderColor="neutral200"
      hasRadius
      padding={4}
    >
      <Typography fontWeight="semiBold" textColor="neutral800" tag="p">
        {whyText(why, { connection: connectionName })}
      </Typography>
      {why.veto ? (
        <Typography textColor="neutral800" tag="p">
          {vetoText(why.veto)}
        </Typography>
      ) : null}
      {why.kind === 'rejected' ? (
        <Typography textColor="neutral800" tag="p">
          {why.rejection ? `${rejectionText(why.rejection)}. ` : ''}
          {say('why.rejected.back')}
        </Typography>
      ) : null}
      <NextAct {...props} record={record} />
    </Box>
  );
}

/** The one act that leads on, where there is one beside choosing a partner below. */
function NextAct(props: WhyNotProps) {
  const { why, record, suggestions } = props;
  const say = useEvidenceText();
  const [comparing, setComparing] = useState(false);
  const best = suggestions.find((suggestion) => suggestion.record.id === why.best?.id);
  const rival = suggestions.find((suggestion) => suggestion.record.id === why.rival?.id);

  switch (why.kind) {
    case 'no_candidate':
      return <Search onSearch={props.onSearch} />;
    case 'below_threshold':
      if (isFar(why)) return <Search onSearch={props.onSearch} />;
      return props.limitPath === null ? null : (
        <Acts>
          <LinkButton tag={NavLink} to={props.limitPath} variant="tertiary" size="S">
            {say('why.act.limit')}
          </LinkButton>
        </Acts>
      );
    case 'ambiguous': {
      if (why.rival?.side === 'local') return <FindRival why={why} mappingId={props.mappingId} />;
      if (!best?.evidence || !rival?.evidence) return null;
      return (
        <>
          <Acts>
            <TextButton aria-expanded={comparing} onClick={() => setComparing(!comparing)}>
              {say(comparing ? 'why.act.compare.hide' : 'why.act.compare')}
            </TextButton>
          </Acts>
          {comparing ? (
            <Box paddingTop={3}>
              <RivalTable
                caption={say('evidence.rivals', {
                  first: best.record.label,
                  second: rival.record.label,
                  record: record.label,
                })}
                first={{ label: best.record.label, score: best.score, evidence: best.evidence }}
                second={{ label: rival.record.label, score: rival.score, evidence: rival.evidence }}
              />
            </Box>
          ) : null}
        </>
      );
    }
    case 'taken': {
      const taker = best?.takenBy.find(({ label }) => label === why.rival?.label) ?? best?.takenBy[0];
      return taker ? (
        <Acts>
          <TextButton onClick={() => props.onOpenLink(taker.linkId)}>
            {say('why.act.openLink', { name: taker.label })}
          </TextButton>
        </Acts>
      ) : null;
    }
    case 'preferred_other':
      return <FindRival why={why} mappingId={props.mappingId} />;
    case 'inactive':
    case 'vetoed': {
      // What is wrong is mended in the record itself: the partner that is inactive, or the value that contradicts.
      const mended = why.kind === 'inactive' ? best?.record : record;
      return mended?.url ? (
        <Acts>
          <RecordLink to={mended.url}>{say('why.act.openRecord', { name: mended.label })}</RecordLink>
        </Acts>
      ) : null;
    }
    case 'rejected':
      return null;
  }
}

function Search({ onSearch }: { onSearch: () => void }) {
  const say = useEvidenceText();
  return (
    <Acts>
      <TextButton onClick={onSearch}>{say('why.act.search')}</TextButton>
    </Acts>
  );
}

function FindRival({ why, mappingId }: { why: Reason; mappingId: string }) {
  const say = useEvidenceText();
  if (!why.rival) return null;
  const search = new URLSearchParams({ mapping: mappingId, search: why.rival.label });
  return (
    <Acts>
      <LinkButton tag={NavLink} to={`${BASE_PATH}/mappings?${search.toString()}`} variant="tertiary" size="S">
        {say('why.act.showRival', { name: why.rival.label })}
      </LinkButton>
    </Acts>
  );
}

function Acts({ children }: { children: React.ReactNode }) {
  return (
    <Flex gap={3} wrap="wrap" paddingTop={2}>
      {children}
    </Flex>
  );
}
