import { styled } from 'styled-components';

/**
 * A key of the keyboard. Beside a button it is a hint that screen readers pass over (`aria-keyshortcuts` tells them);
 * `spoken` in lists of keys.
 */
export function Key({ children, spoken = false }: { children: string; spoken?: boolean }) {
  return <Cap aria-hidden={!spoken}>{children}</Cap>;
}

const Cap = styled.kbd`
  display: inline-block;
  min-width: 2rem;
  padding: 0 0.5rem;
  border: 1px solid currentColor;
  border-bottom-width: 2px;
  border-radius: ${({ theme }) => theme.borderRadius};
  font-family: inherit;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.6;
  text-align: center;
  & + & {
    margin-left: 0.3rem;
  }
  color: inherit;
`;
