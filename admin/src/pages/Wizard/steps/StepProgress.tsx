import { Box, Flex, Typography } from '@strapi/design-system';

/** How much of a step is done, as words over a thin bar. */
export function StepProgress({ label, done, total }: { label: string; done: number; total: number }) {
  const share = total === 0 ? 0 : Math.min(done / total, 1);
  return (
    <Flex direction="column" alignItems="stretch" gap={1} minWidth="16rem">
      <Typography variant="pi" textColor="neutral600" textAlign="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {label}
      </Typography>
      <Box
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(done, total)}
        background="neutral200"
        height="6px"
        hasRadius
        overflow="hidden"
      >
        <Box background="primary600" height="100%" width={`${share * 100}%`} />
      </Box>
    </Flex>
  );
}
