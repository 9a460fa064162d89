import { Box, lightTheme } from '@strapi/design-system';
import { styled } from 'styled-components';

/** What the browser draws itself, such as the calendar's icon of a date, is in the colours of the theme. */
export const BrowserColors = styled(Box)`
  color-scheme: ${({ theme }) => (theme.colors.neutral0 === lightTheme.colors.neutral0 ? 'light' : 'dark')};
`;
