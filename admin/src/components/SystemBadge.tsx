import { Flex, Typography } from '@strapi/design-system';

const SHORT: Record<string, string> = {
  'quickbooks-online': 'QB',
  'quickbooks-desktop': 'QD',
  pax8: 'P8',
  csv: 'CSV',
};

/** The square that stands for a system. `connector` is the connector's id; unknown ones show their first letters. */
export function SystemBadge({ connector, size = '4rem' }: { connector: string; size?: string }) {
  const initials = connector
    .split('-')
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
    .slice(0, 2);
  return (
    <Flex
      aria-hidden
      justifyContent="center"
      width={size}
      height={size}
      shrink={0}
      background="neutral100"
      borderColor="neutral200"
      hasRadius
    >
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {SHORT[connector] ?? initials}
      </Typography>
    </Flex>
  );
}
