import { Box, Flex, Typography } from '@strapi/design-system';
import type { MappingCounts } from '../../../../server/src/contracts';
import { useText } from '../../hooks/useText';

/** How much of one mapping is linked: a bar for the eye, the numbers for everyone. */
export function Coverage({ counts }: { counts: MappingCounts }) {
  const t = useText();
  const total = Math.max(counts.localTotal, 1);
  const share = (count: number) => `${(Math.min(count, total) / total) * 100}%`;
  return (
    <Box tag="li">
      <Flex gap={3}>
        <Box width="30%" minWidth="8rem">
          <Typography variant="pi" textColor="neutral800">
            {counts.name}
          </Typography>
        </Box>
        <Flex
          aria-hidden
          flex="1"
          height="6px"
          background="neutral200"
          hasRadius
          overflow="hidden"
          alignItems="stretch"
          justifyContent="flex-start"
        >
          <Box background="success600" width={share(counts.confirmed)} />
          <Box background="warning600" width={share(counts.proposed)} />
        </Flex>
        <Box minWidth="10rem" style={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums' }}>
          <Typography variant="pi" textColor="neutral800">
            {t('home.coverage.confirmed', { confirmed: counts.confirmed, total: counts.localTotal })}
          </Typography>
        </Box>
      </Flex>
      <Typography variant="pi" textColor="neutral600" tag="p" textAlign="right">
        {t('home.coverage.rest', { proposed: counts.proposed, unlinked: counts.localUnlinked })}
      </Typography>
    </Box>
  );
}

/** What the colours of the bars stand for. */
export function Legend() {
  const t = useText();
  const entries = [
    { text: t('home.legend.confirmed'), colour: 'success600' },
    { text: t('home.legend.proposed'), colour: 'warning600' },
    { text: t('home.legend.unlinked'), colour: 'neutral200' },
  ] as const;
  return (
    <Flex gap={4} wrap="wrap">
      {entries.map(({ text, colour }) => (
        <Flex key={colour} gap={2}>
          <Box aria-hidden width="8px" height="8px" borderRadius="50%" background={colour} />
          <Typography variant="pi" textColor="neutral600">
            {text}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
}
