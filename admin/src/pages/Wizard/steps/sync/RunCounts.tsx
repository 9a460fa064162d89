import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Run } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';

const COUNTS = ['created', 'changed', 'unchanged', 'removed', 'failed', 'proposed'] as const;

/** What a run has done so far, in records. */
export function RunCounts({ run }: { run: Run }) {
  const intl = useIntl();
  const text = useWizardText();
  return (
    <Flex tag="dl" gap={6} wrap="wrap">
      {COUNTS.map((name) => (
        <Flex key={name} direction="column-reverse" alignItems="flex-start">
          <Typography tag="dt" variant="pi" textColor="neutral600">
            {text(`wizard.count.${name}`)}
          </Typography>
          <Typography tag="dd" variant="beta" textColor="neutral800" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {intl.formatNumber(run.progress.counts[name])}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
}
