import { styled } from 'styled-components';

/** A table of fields: values of any length wrap in columns of fixed width, the sum stands apart. */
export const FieldRows = styled.table`
  width: 100%;
  border-collapse: collapse;
  table-layout: fixed;
  th,
  td {
    padding: 0.3rem 1.2rem 0.3rem 0;
    font-weight: normal;
    text-align: left;
    overflow-wrap: anywhere;
  }
  tfoot th,
  tfoot td {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral200};
  }
`;
