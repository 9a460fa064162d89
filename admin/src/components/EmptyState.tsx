import type { ReactNode } from 'react';
import { Flex, Typography } from '@strapi/design-system';

/** Nothing here: one sentence, and the one act that changes it. */
export function EmptyState({ text, action }: { text: ReactNode; action?: ReactNode }) {
  return (
    <Flex
      direction="column"
      gap={5}
      padding={10}
      background="neutral0"
      borderColor="neutral200"
      hasRadius
      justifyContent="center"
    >
      <Typography variant="delta" tag="p" textColor="neutral800" textAlign="center">
        {text}
      </Typography>
      {action}
    </Flex>
  );
}
