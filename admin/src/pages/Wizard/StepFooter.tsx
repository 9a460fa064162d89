import { Box, Flex } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The bar at the lower edge: hints to the left, how far it is and the step's act to the right. Always on the screen. */
export function StepFooter({ hints, children }: { hints?: React.ReactNode; children: React.ReactNode }) {
  return (
    <Bar>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Box>{hints}</Box>
        <Flex gap={4}>{children}</Flex>
      </Flex>
    </Bar>
  );
}

const Bar = styled.footer`
  position: sticky;
  bottom: 0;
  z-index: 2;
  margin: ${({ theme }) => `${theme.spaces[6]} -${theme.spaces[8]} 0`};
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[8]}`};
  background: ${({ theme }) => theme.colors.neutral0};
  border-top: 1px solid ${({ theme }) => theme.colors.neutral200};
`;
