import { Box, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { useText } from '../../../hooks/useText';

const SHOWN = 5;

/** The first rows as they were read. */
export function RowsTable({ columns, rows }: { columns: string[]; rows: string[][] }) {
  const t = useText();
  if (rows.length === 0) return <Typography>{t('file.noRows')}</Typography>;
  return (
    <Box>
      <Box paddingBottom={3}>
        <Typography fontWeight="bold" tag="h3">
          {t('file.rows', { count: Math.min(rows.length, SHOWN) })}
        </Typography>
      </Box>
      <Table colCount={columns.length} rowCount={Math.min(rows.length, SHOWN) + 1} aria-label={t('file.firstRows')}>
        <Thead>
          <Tr>
            {columns.map((column) => (
              <Th key={column}>
                <Typography variant="sigma">{column}</Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.slice(0, SHOWN).map((row, at) => (
            <Tr key={at}>
              {columns.map((column, cell) => (
                <Td key={column}>
                  <Typography textColor="neutral800" ellipsis title={row[cell]} tag="div">
                    {row[cell] ?? ''}
                  </Typography>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
}
