import { Box, Typography } from '@strapi/design-system';
import type { Link } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { RivalTable } from './RivalTable';
import { useEvidenceText } from './useEvidenceText';

interface RunnerUpTableProps {
  link: Link;
  /** The least lead that the mapping asks for; null: not known. */
  margin: number | null;
}

/** The pair and what came second beside each other, and how far they are apart. */
export function RunnerUpTable({ link, margin }: RunnerUpTableProps) {
  const say = useEvidenceText();
  const percent = usePercent();
  const { evidence, runnerUp } = link;
  if (!evidence || !runnerUp?.evidence) return null;
  const names = { first: link.external.label, second: runnerUp.label };
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={3}>
      <RivalTable
        caption={say('evidence.rivals', { ...names, record: link.local.label })}
        first={{ label: link.external.label, score: link.score, evidence }}
        second={{ label: runnerUp.label, score: runnerUp.score, evidence: runnerUp.evidence }}
      />
      {link.margin === null ? null : (
        <Typography variant="pi" tag="p" textColor="neutral800">
          {say('evidence.margin', { ...names, lead: percent(link.margin) })}{' '}
          {margin === null ? '' : say('evidence.margin.least', { margin: percent(margin) })}
        </Typography>
      )}
    </Box>
  );
}
