import { SearchForm } from '@strapi/design-system';
import { styled } from 'styled-components';

/** The design system's button that clears a small search bar is a little under the least size of a target. */
export const SearchFormWithRoom = styled(SearchForm)`
  button {
    min-width: 2.4rem;
    min-height: 2.4rem;
  }
`;
