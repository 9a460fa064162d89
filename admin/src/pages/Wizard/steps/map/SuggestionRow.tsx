import { Box, Button, Flex, TextButton, Typography } from '@strapi/design-system';
import type { RecordCard, Side, Suggestion } from '../../../../../../server/src/contracts';
import { useRejectionText } from '../../../../components/evidence/useRejectionText';
import { Vetoes } from '../../../../components/evidence/Vetoes';
import { differences } from '../../../../components/review/differences';
import { Key } from '../../../../components/review/Key';
import { Marked } from '../../../../components/review/Marked';
import { useWizardText } from '../../../../components/review/useWizardText';
import { StateTag } from '../../../../components/StateTag';
import { usePercent } from '../../../../hooks/usePercent';
import { EvidenceWords } from './EvidenceWords';
import { MapConfirmation } from './MapConfirmation';
import type { InTheWay } from './useMapPair';
import { ServerText } from '../../../../components/ServerText';

interface SuggestionRowProps {
  mappingId: string;
  record: RecordCard;
  side: Side;
  suggestion: Suggestion;
  /** 1-based place in the list. */
  place: number;
  showKey: boolean;
  canReview: boolean;
  asking: boolean;
  saving: boolean;
  inTheWay: InTheWay | null;
  onAsk: () => void;
  onBack: () => void;
  onConfirm: (replace?: string) => void;
  onOpenLink: (linkId: string) => void;
}

/** One possible partner: what it is, why it may fit, who has it, and Map with its confirmation in the row. */
export function SuggestionRow(props: SuggestionRowProps) {
  const { record, suggestion, asking } = props;
  const text = useWizardText();
  const rejectionText = useRejectionText();
  const percent = usePercent();
  const partner = suggestion.record;
  const refused = suggestion.refusal !== null || !partner.active;
  const names = suggestion.takenBy.map((taker) => taker.label).join(', ');
  return (
    <Box tag="li" borderColor={asking ? 'primary600' : 'neutral200'} hasRadius overflow="hidden">
      <Flex gap={4} padding={4} alignItems="flex-start">
        <Flex gap={3} width="10rem" shrink={0}>
          {props.showKey && props.place <= 9 ? <Key>{String(props.place)}</Key> : null}
          <Typography fontWeight="bold" textColor="neutral800" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {suggestion.score === null ? '–' : percent(suggestion.score)}
          </Typography>
        </Flex>
        <Flex
          direction="column"
          alignItems="flex-start"
          gap={1}
          flex="1"
          minWidth={0}
          style={{ overflowWrap: 'anywhere' }}
        >
          <Flex gap={2} wrap="wrap">
            <Typography fontWeight="bold" textColor="neutral800">
              <Marked pieces={differences(record.label, partner.label).right} />
            </Typography>
            <Typography variant="pi" textColor="neutral600">
              {[partner.detail, props.side === 'local' ? text('wizard.map.id', { id: partner.id }) : '']
                .filter(Boolean)
                .join(' · ')}
            </Typography>
            {partner.active ? null : <StateTag tone="danger">{text('wizard.inactive')}</StateTag>}
            {suggestion.rejected && !suggestion.rejection ? (
              <StateTag tone="warning">{text('wizard.map.rejected')}</StateTag>
            ) : null}
          </Flex>
          {suggestion.evidence ? <EvidenceWords evidence={suggestion.evidence} /> : null}
          {suggestion.evidence ? <Vetoes vetoes={suggestion.evidence.vetoes} /> : null}
          {suggestion.rejection ? (
            <Typography variant="pi" textColor="neutral800">
              {rejectionText(suggestion.rejection)}
            </Typography>
          ) : null}
          {suggestion.refusal !== null ? (
            <Typography variant="pi" textColor="neutral800">
              <ServerText message={suggestion.refusal} words={suggestion.refusalWords} />
            </Typography>
          ) : names !== '' ? (
            <Typography variant="pi" textColor="neutral800">
              {text('wizard.map.has', { names })}
            </Typography>
          ) : null}
          {refused && suggestion.takenBy.length > 0 ? (
            <Flex gap={3} wrap="wrap">
              {suggestion.takenBy.map((taker) => (
                <TextButton key={taker.linkId} onClick={() => props.onOpenLink(taker.linkId)}>
                  {text('wizard.map.openLink', { name: taker.label })}
                </TextButton>
              ))}
            </Flex>
          ) : null}
        </Flex>
        {props.canReview && !asking ? (
          <Button
            variant="secondary"
            disabled={refused}
            onClick={props.onAsk}
            aria-label={text('wizard.map.mapTo', { name: record.label, partner: partner.label })}
          >
            {text('wizard.map.map')}
          </Button>
        ) : null}
      </Flex>
      {asking ? (
        <MapConfirmation
          change={changeOf(props)}
          record={record}
          suggestion={suggestion}
          saving={props.saving}
          inTheWay={props.inTheWay}
          onBack={props.onBack}
          onConfirm={props.onConfirm}
        />
      ) : null}
    </Box>
  );
}

const changeOf = ({ mappingId, record, side, suggestion }: SuggestionRowProps) => {
  const [local, external] = side === 'local' ? [record, suggestion.record] : [suggestion.record, record];
  return { mappingId, localId: local.id, locale: local.locale, externalId: external.id };
};
