import { Checkbox, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { LinkDifference } from '../../../../server/src/contracts';
import { useBatchText } from '../../components/batch/useBatchText';

interface DifferenceTableProps {
  differences: LinkDifference[];
  /** Name of the other restore point; null: compared with now. */
  otherName: string | null;
  selectable: boolean;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

/** Each record with its partner then and now. */
export function DifferenceTable({ differences, otherName, selectable, selected, onSelect }: DifferenceTableProps) {
  const text = useBatchText();
  const keys = differences.map(({ key }) => key);
  const all = keys.every((key) => selected.has(key));
  const toggle = (key: string) => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };
  const toggleAll = () => {
    const next = new Set(selected);
    for (const key of keys)
      if (all) next.delete(key);
      else next.add(key);
    onSelect(next);
  };
  const columns = [
    text('restore.column.record'),
    text('restore.column.mapping'),
    text('restore.column.before'),
    otherName === null ? text('restore.column.after') : text('restore.column.other', { name: otherName }),
  ];
  return (
    <Table
      colCount={columns.length + (selectable ? 1 : 0)}
      rowCount={differences.length + 1}
      aria-label={text('restore.table')}
    >
      <Thead>
        <Tr>
          {selectable && (
            <Th>
              <Checkbox
                aria-label={text('restore.select.all')}
                checked={all ? true : keys.some((key) => selected.has(key)) ? 'indeterminate' : false}
                onCheckedChange={toggleAll}
              />
            </Th>
          )}
          {columns.map((column) => (
            <Th key={column}>
              <Typography variant="sigma">{column}</Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {differences.map(({ key, label, mappingName, before, after }) => (
          <Tr key={key}>
            {selectable && (
              <Td>
                <Checkbox
                  aria-label={text('restore.select.one', { name: label })}
                  checked={selected.has(key)}
                  onCheckedChange={() => toggle(key)}
                />
              </Td>
            )}
            <Td>
              <Typography fontWeight="bold">{label}</Typography>
            </Td>
            <Td>
              <Typography textColor="neutral800">{mappingName}</Typography>
            </Td>
            {[before, after].map((partner, at) => (
              <Td key={at === 0 ? 'before' : 'after'}>
                <Typography textColor={partner ? 'neutral800' : 'neutral600'}>
                  {partner ? partner.label : text('restore.none')}
                </Typography>
              </Td>
            ))}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
