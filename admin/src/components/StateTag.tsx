import type { ReactNode } from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

export type Tone = 'success' | 'warning' | 'danger' | 'neutral' | 'primary';

const DOT = {
  success: 'success600',
  warning: 'warning600',
  danger: 'danger600',
  neutral: 'neutral400',
  primary: 'primary600',
} as const;

/** A state as a word and a dot; the word carries the meaning, so it reads the same in dark mode and without colour. */
export function StateTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Flex
      tag="span"
      display="inline-flex"
      gap={2}
      paddingLeft={2}
      paddingRight={2}
      paddingTop={1}
      paddingBottom={1}
      background="neutral0"
      borderColor="neutral200"
      hasRadius
      width="fit-content"
    >
      <Box tag="span" aria-hidden width="8px" height="8px" borderRadius="50%" background={DOT[tone]} shrink={0} />
      <Typography variant="pi" fontWeight="semiBold" textColor="neutral800" tag="span">
        {children}
      </Typography>
    </Flex>
  );
}
