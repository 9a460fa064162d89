import { Box, Flex } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import { Greatest, Ground } from '../../components/Plot';

interface PictureProps {
  /** For the eye only: the table says the same. */
  picture: ReactNode;
  table: ReactNode;
  /** Names the table's part, which scrolls. */
  label: string;
  /** What the columns of the table need; with less room it goes below. */
  tableWidth?: string;
}

/** A picture with its table beside it, or below it where there is no room. */
export function Picture({ picture, table, label, tableWidth = '28rem' }: PictureProps) {
  return (
    <Flex gap={6} wrap="wrap" alignItems="stretch">
      <Box flex="3" minWidth="32rem" aria-hidden>
        {picture}
      </Box>
      <Scrolling tabIndex={0} role="region" aria-label={label} $width={tableWidth}>
        {table}
      </Scrolling>
    </Flex>
  );
}

const Scrolling = styled.div<{ $width: string }>`
  flex: 2;
  min-width: min(${({ $width }) => $width}, 100%);
  max-height: 22rem;
  overflow: auto;
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

/** The ground of a picture: fills its box, with the greatest value at the top left and the ends of the time below. */
export const Plot = styled(Ground)`
  height: 18rem;
`;

export const Most = styled(Greatest)`
  left: 0.6rem;
`;
