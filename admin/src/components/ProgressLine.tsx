import { useId } from 'react';
import { Box, Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useText } from '../hooks/useText';

interface ProgressLineProps {
  label: string;
  done: number;
  /** null while the number of records is not known. */
  total: number | null;
}

/** Progress in records, with its name, its bar and its numbers. Tells screen readers at each quarter. */
export function ProgressLine({ label, done, total }: ProgressLineProps) {
  const intl = useIntl();
  const t = useText();
  const labelId = useId();
  const share = total ? Math.min(done / total, 1) : 0;
  const quarter = Math.floor(share * 4);
  const numbers = total === null ? intl.formatNumber(done) : t('progress.numbers', { done, total });
  return (
    <Flex direction="column" alignItems="stretch" gap={1} width="100%">
      <Flex justifyContent="space-between" gap={2}>
        <Typography id={labelId} variant="pi" textColor="neutral800">
          {label}
        </Typography>
        <Typography variant="pi" textColor="neutral800" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {numbers}
        </Typography>
      </Flex>
      <Box
        role="progressbar"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : Math.min(done, total)}
        aria-valuetext={numbers}
        background="neutral200"
        hasRadius
        height="6px"
        overflow="hidden"
        width="100%"
      >
        <Box height="100%" background="primary600" width={`${share * 100}%`} style={{ transition: 'width 0.3s' }} />
      </Box>
      <VisuallyHidden aria-live="polite">
        {quarter > 0 ? t('progress.announce', { label, percent: quarter * 25 }) : ''}
      </VisuallyHidden>
    </Flex>
  );
}
