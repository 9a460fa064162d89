import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { useChargesText } from '../../components/charges/useChargesText';
import { Numbers } from '../../components/review/SummaryTable';

/** Amounts to the right; the second column has words as well as the first. */
export const Table = styled(Numbers)`
  th:nth-child(2),
  td:nth-child(2) {
    text-align: left;
  }
`;

type Column = Parameters<ReturnType<typeof useChargesText>>[0] extends `charges.${infer Name}` ? Name : never;

/** Cells of numbers. */
export const Cells = ({ values }: { values: string[] }) =>
  values.map((value, at) => (
    <td key={at}>
      <Typography textColor="neutral800">{value}</Typography>
    </td>
  ));

/** Headings of a table of charges. */
export function Heads({ columns }: { columns: Column[] }) {
  const text = useChargesText();
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th scope="col" key={column}>
            <Typography variant="sigma" textColor="neutral600">
              {text(`charges.${column}`)}
            </Typography>
          </th>
        ))}
      </tr>
    </thead>
  );
}
