import type { FieldRole, RoleValues } from '../../contracts/common';
import type { ExternalRecordInput, RecordProblem } from '../contract';
import { SeenIds, stableHash } from './ids';
import { decimalText } from './numbers';
import { isTotal, type TableRow } from './table';
import { type Said, sayingOf, sentence } from '../../utils/sentence';

export interface RowSettings {
  /** Names of the header row, in order. */
  header: string[];
  columns: { name: string; role: FieldRole | null }[];
  /** Column that holds the record's id; null: the row is known by its content. */
  idColumn: string | null;
  /** Files of countries that write 1,5 are cut by semicolons. */
  delimiter: string;
}

export type ReadRow = { record: ExternalRecordInput; line: number } | { problem: RecordProblem };

/** What tells rows without an id apart: values that stay when a price or an e-mail address changes. */
const identifying: FieldRole[] = [
  'name',
  'sku',
  'barcode',
  'taxId',
  'externalKey',
  'parent',
  'address',
  'city',
  'postalCode',
];

const maxIdLength = 255;

/**
 * Turns rows into records, in the order of the file. Remembers the ids it has seen, so one reader serves one reading
 * of a file. Answers with null for rows that are no records: totals below the list.
 */
export function rowReader(settings: RowSettings): (row: TableRow) => ReadRow | null {
  const { header } = settings;
  const seen = new SeenIds();
  const position = new Map(header.map((name, at) => [name, at]));
  const idAt = settings.idColumn === null ? null : (position.get(settings.idColumn) ?? null);
  const roleColumns = settings.columns.flatMap(({ name, role }) => {
    const at = position.get(name);
    return role === null || at === undefined ? [] : [{ role, at }];
  });

  return (row) => {
    if ('problem' in row) return problem(row.line, null, row.problem);
    const { line } = row;
    const cells = trimExtra(row.cells, header.length);
    // Programs write totals with fewer cells than records, so they are left out before cells are counted.
    if (isTotal(cells)) return null;
    if (cells.length !== header.length) {
      return problem(
        line,
        idAt === null ? null : (cells[idAt]?.trim() ?? null),
        sentence(
          'csv.cellCount',
          'The row has {cells} cells, the header has {columns}. Check its delimiters and quotes.',
          { cells: cells.length, columns: header.length },
        ),
      );
    }
    const roles = roleValues(cells, roleColumns, settings.delimiter === ';');
    const id = idAt === null ? contentId(roles, cells) : cells[idAt]!.trim();
    if (id === '')
      return problem(
        line,
        null,
        sentence('csv.noId', 'Column "{column}" is empty, so the record has no id.', {
          column: String(settings.idColumn),
        }),
      );
    if (id.length > maxIdLength) {
      return problem(
        line,
        null,
        sentence('csv.idTooLong', 'The id in column "{column}" is longer than {most} characters.', {
          column: String(settings.idColumn),
          most: maxIdLength,
        }),
      );
    }
    const firstLine = seen.add(id, line);
    if (firstLine !== null) {
      const message =
        idAt === null
          ? sentence(
              'csv.sameRecord',
              'The row describes the same record as line {line}. Remove one, or choose a column that holds an id.',
              { line: firstLine },
            )
          : sentence('csv.sameId', 'Id {id} is used on line {line} already. Give each record its own id.', {
              id,
              line: firstLine,
            });
      return problem(line, id, message);
    }
    return {
      line,
      record: {
        externalId: id,
        label: roles.name ?? roles.sku ?? roles.description?.slice(0, maxIdLength) ?? id,
        active: true,
        roles,
        raw: Object.fromEntries(header.map((name, at) => [name, cells[at]!])),
      },
    };
  };
}

const problem = (line: number, recordId: string | null, said: Said): ReadRow => ({
  problem: { line, recordId: recordId === '' ? null : recordId, ...sayingOf(said) },
});

/** Programs end rows with a delimiter: empty cells beyond the header are none. */
function trimExtra(cells: string[], width: number): string[] {
  let length = cells.length;
  while (length > width && cells[length - 1]!.trim() === '') length -= 1;
  return length === cells.length ? cells : cells.slice(0, length);
}

/** Address lines are joined; of other roles the first column with a value counts. A price that is no number is none. */
function roleValues(cells: string[], columns: { role: FieldRole; at: number }[], decimalComma: boolean): RoleValues {
  const roles: RoleValues = {};
  for (const { role, at } of columns) {
    const text = cells[at]!.trim();
    const value = role === 'price' ? (text === '' ? null : decimalText(text, decimalComma)) : text;
    if (value === null || value === '') continue;
    if (roles[role] === undefined) roles[role] = value;
    else if (role === 'address') roles.address = `${roles.address}, ${value}`;
  }
  return roles;
}

function contentId(roles: RoleValues, cells: string[]): string {
  const values = identifying.map((role) => roles[role] ?? '');
  return values.every((value) => value === '') ? stableHash(cells) : stableHash(values);
}
