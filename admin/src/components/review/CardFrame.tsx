import { styled } from 'styled-components';

/** The box of a card; the open one is told apart by its thick edge, not by colour alone. */
export const CardFrame = styled.div<{ $open: boolean }>`
  overflow: hidden;
  background: ${({ theme }) => theme.colors.neutral0};
  border: 1px solid ${({ theme, $open }) => ($open ? theme.colors.primary600 : theme.colors.neutral200)};
  border-left-width: ${({ $open }) => ($open ? '5px' : '1px')};
  border-radius: ${({ theme }) => theme.borderRadius};
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

/** The columns that open and closed cards share. */
export const CardColumns = styled.div`
  display: grid;
  grid-template-columns: 2rem 6rem minmax(12rem, 1.2fr) 2.4rem minmax(12rem, 1.2fr) minmax(0, 1.3fr) auto;
  gap: 1.2rem;
  align-items: center;
  padding: 0.8rem 1.6rem;
  @media (max-width: 1080px) {
    grid-template-columns: 2rem 6rem minmax(0, 1fr) 2.4rem minmax(0, 1fr) auto;
    .evidence {
      display: none;
    }
  }
`;
