import { Box, Flex, VisuallyHidden } from '@strapi/design-system';
import { keyframes, styled } from 'styled-components';
import { useText } from '../hooks/useText';

interface LoadingRowsProps {
  rows?: number;
  /** Height of one row; take that of the rows that will come. */
  height?: string;
}

/** Grey rows in the place of those that are being loaded. */
export function LoadingRows({ rows = 5, height = '5.2rem' }: LoadingRowsProps) {
  const t = useText();
  return (
    <Box role="status" aria-busy="true">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      <Flex direction="column" alignItems="stretch" gap={2} aria-hidden>
        {Array.from({ length: rows }, (_, row) => (
          <Row key={row} $height={height} />
        ))}
      </Flex>
    </Box>
  );
}

const pulse = keyframes`
  from { opacity: 1; }
  to { opacity: 0.5; }
`;

const Row = styled.div<{ $height: string }>`
  height: ${({ $height }) => $height};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral150};
  @media (prefers-reduced-motion: no-preference) {
    animation: ${pulse} 0.9s ease-in-out infinite alternate;
  }
`;
