import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { Link } from '../../../../server/src/contracts';
import { useSentence } from '../evidence/useSentence';
import { usePercent } from '../../hooks/usePercent';
import { ChangedSince } from '../evidence/ChangedSince';
import { Explanation } from '../evidence/Explanation';
import { RunnerUpTable } from '../evidence/RunnerUpTable';
import { useNumbers } from '../evidence/useNumbers';
import { RunnerUp } from '../review/RunnerUp';
import { useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { useLinkText } from './useLinkText';

/** Why the two records were put together: score, evidence by field, and what came second. */
export function LinkReasons({ link }: { link: Link }) {
  const text = useLinkText();
  const percent = usePercent();
  const sentenceOf = useSentence();
  const [numbers, setNumbers] = useNumbers();
  const [comparing, setComparing] = useState(false);
  const mappings = useCrosswalkListMappingsQuery({ query: { connectionId: link.connectionId } });
  const mapping = mappings.data?.data.find(({ id }) => id === link.mappingId) ?? null;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {text('links.drawer.why')}
      </Typography>
      {link.origin === 'created' && (
        <Typography tag="p">{text('links.drawer.created', { connection: link.connectionName })}</Typography>
      )}
      {link.origin === 'manual' && link.score === null && (
        <Typography tag="p">{text('links.drawer.byHand')}</Typography>
      )}
      {link.score !== null && (
        <Typography fontWeight="bold" tag="p">
          {text('links.drawer.score', { score: percent(link.score) })}
        </Typography>
      )}
      {link.evidence && <Typography tag="p">{sentenceOf(link.evidence)}</Typography>}
      {link.evidence && link.evidence.fields.length > 0 && (
        <Explanation
          link={link}
          evidence={link.evidence}
          threshold={mapping?.threshold ?? null}
          numbers={numbers}
          onNumbers={setNumbers}
          localHead={<Head>{text('links.column.local')}</Head>}
          externalHead={<Head>{text('links.column.external.of', { connection: link.connectionName })}</Head>}
          evidenceHead={<Head>{text('links.column.evidence')}</Head>}
        />
      )}
      {link.score !== null && <RunnerUp link={link} comparing={comparing} onCompare={setComparing} />}
      {comparing && <RunnerUpTable link={link} margin={mapping?.margin ?? null} />}
      <ChangedSince link={link} />
      {link.reason !== null && (
        <Typography tag="p">
          {text('links.drawer.rejectedFor', { reason: text(`links.reason.${link.reason}`) })}
        </Typography>
      )}
    </Flex>
  );
}

function Head({ children }: { children: string }) {
  return (
    <Typography variant="sigma" textColor="neutral600">
      {children}
    </Typography>
  );
}
