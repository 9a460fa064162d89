import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import { useWizardText } from './useWizardText';

interface SummaryTableProps {
  label: string;
  numberLabel: string;
  rows: Array<{ id: string; name: string; count: number }>;
}

/** A count for each mapping, and all of them. */
export function SummaryTable({ label, numberLabel, rows }: SummaryTableProps) {
  const intl = useIntl();
  const text = useWizardText();
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <Numbers>
      <thead>
        <tr>
          <th scope="col">
            <Typography variant="sigma" textColor="neutral600">
              {label}
            </Typography>
          </th>
          <th scope="col">
            <Typography variant="sigma" textColor="neutral600">
              {numberLabel}
            </Typography>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Typography textColor="neutral800">{row.name}</Typography>
            </th>
            <td>
              <Typography textColor="neutral800">{intl.formatNumber(row.count)}</Typography>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            <Typography fontWeight="bold" textColor="neutral800">
              {text('wizard.inAll')}
            </Typography>
          </th>
          <td>
            <Typography fontWeight="bold" textColor="neutral800">
              {intl.formatNumber(total)}
            </Typography>
          </td>
        </tr>
      </tfoot>
    </Numbers>
  );
}

/** Numbers to the right, in figures of one width. */
export const Numbers = styled.table`
  width: 100%;
  border-collapse: collapse;
  font-variant-numeric: tabular-nums;
  th,
  td {
    padding: 0.8rem clamp(0.6rem, 0.9vw, 1.2rem);
    font-weight: normal;
    text-align: right;
    border-bottom: 1px solid ${({ theme }) => theme.colors.neutral200};
  }
  th:first-child {
    text-align: left;
  }
`;
