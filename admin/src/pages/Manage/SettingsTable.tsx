import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';

interface SettingsTableProps {
  title: string;
  /** Names of the columns; the last one, of the acts, is for screen readers only. */
  columns: string[];
  rows: { key: string; cells: ReactNode[] }[];
  /** Shown where there is no row. */
  empty?: ReactNode;
}

/** The design system's cells are 16 px apart at either side; so all columns fit on a small screen. */
const Rows = styled.div`
  && th,
  && td {
    padding-left: 0.8rem;
    padding-right: 0.8rem;
  }
`;

/** Two lines of a cell: what it is, and of what. */
export function TwoLines({ first, second }: { first: string; second: string | null }) {
  return (
    <>
      <Typography tag="p" textColor="neutral800">
        {first}
      </Typography>
      {second !== null && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {second}
        </Typography>
      )}
    </>
  );
}

/** A titled table of settings. */
export function SettingsTable({ title, columns, rows, empty }: SettingsTableProps) {
  const last = columns.length - 1;
  return (
    <Box tag="section" aria-label={title}>
      <Box paddingBottom={3}>
        <Typography variant="delta" fontWeight="bold" tag="h2">
          {title}
        </Typography>
      </Box>
      {rows.length === 0 ? (
        empty
      ) : (
        <Rows>
          <Table colCount={columns.length} rowCount={rows.length + 1} aria-label={title}>
            <Thead>
              <Tr>
                {columns.map((column, at) => (
                  <Th key={column}>
                    {at === last ? (
                      <VisuallyHidden>{column}</VisuallyHidden>
                    ) : (
                      <Typography variant="sigma">{column}</Typography>
                    )}
                  </Th>
                ))}
              </Tr>
            </Thead>
            <Tbody>
              {rows.map(({ key, cells }) => (
                <Tr key={key}>
                  {cells.map((cell, at) => (
                    <Td key={columns[at]}>
                      {typeof cell === 'string' ? <Typography textColor="neutral800">{cell}</Typography> : cell}
                    </Td>
                  ))}
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Rows>
      )}
    </Box>
  );
}
