import { styled } from 'styled-components';

/** The ground of a picture, whose SVG fills it. Whoever uses it gives it a height. */
export const Ground = styled.div`
  position: relative;
  background: ${({ theme }) => theme.colors.neutral100};
  svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
`;

/** The greatest value, at the top of the ground. Whoever uses it says on which side. */
export const Greatest = styled.span`
  position: absolute;
  top: 0.2rem;
  color: ${({ theme }) => theme.colors.neutral600};
  font-size: ${({ theme }) => theme.fontSizes[1]};
  font-variant-numeric: tabular-nums;
`;
