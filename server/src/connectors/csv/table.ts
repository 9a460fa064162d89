import { parse } from 'csv-parse/sync';
import { decodeText, type Encoding, type Open } from './decode';
import { CsvFileError, limits } from './errors';
import { RowSplitter, type RawRow } from './split';
import { type Said, sentence } from '../../utils/sentence';

/** One row of cells, or why it is none. */
export type TableRow = { line: number; cells: string[] } | { line: number; problem: Said };

export interface TableFormat {
  delimiter: string;
  encoding: Encoding;
}

/** All rows of a file in order, blank ones left out, a batch at a time. Holds one batch, never the file. */
export async function* readRows(open: Open, format: TableFormat): AsyncGenerator<TableRow[]> {
  const splitter = new RowSplitter(format.delimiter);
  for await (const chunk of decodeText(open(), format.encoding)) yield* batches(splitter.push(chunk), format.delimiter);
  yield* batches(splitter.end(), format.delimiter);
}

function* batches(rows: RawRow[], delimiter: string): Generator<TableRow[]> {
  for (let at = 0; at < rows.length; at += 512) {
    const batch = parseRows(rows.slice(at, at + 512), delimiter);
    if (batch.length > 0) yield batch;
  }
}

/** Cells of rows that are cut apart already. Rows of empty cells only are left out. */
export function parseRows(rows: RawRow[], delimiter: string): TableRow[] {
  const good = rows.filter((row) => row.problem === null);
  const cells = parse(good.map((row) => row.text).join('\n'), {
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    // A quote inside a cell that is not quoted stands for itself: 24" monitor.
    relax_quotes: true,
  });
  if (cells.length !== good.length) {
    throw new CsvFileError(
      'line_too_long',
      sentence('csv.rowsUnclear', 'The rows from line {line} on cannot be told apart.', { line: rows[0]?.line ?? 1 }),
      rows[0]?.line,
    );
  }
  let at = 0;
  return rows.flatMap<TableRow>((row) => {
    if (row.problem !== null) return [{ line: row.line, problem: row.problem }];
    const values = cells[at++]!;
    if (values.every((value) => value.trim() === '')) return [];
    if (values.some((value) => value.length > limits.cell)) {
      const column = values.findIndex((value) => value.length > limits.cell) + 1;
      const problem = sentence('csv.cellTooLong', 'Cell {cell} is longer than {most, number} characters. Shorten it.', {
        cell: column,
        most: limits.cell,
      });
      return [{ line: row.line, problem }];
    }
    return [{ line: row.line, cells: values }];
  });
}

/** Names of a header row: empty ones become `Column 3`, repeated ones `Phone (2)`. */
export function columnNames(cells: string[], line: number): string[] {
  if (cells.length > limits.columns) {
    throw new CsvFileError(
      'too_many_columns',
      sentence(
        'csv.tooManyColumns',
        'Line {line} names {count} columns; at most {most} can be read. Export fewer columns.',
        { line, count: cells.length, most: limits.columns },
      ),
      line,
    );
  }
  const taken = new Set<string>();
  return cells.map((cell, at) => {
    const base = cell.trim().replace(/\s+/g, ' ') || `Column ${at + 1}`;
    let name = base;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${base} (${count})`;
    taken.add(name.toLowerCase());
    return name;
  });
}

const totalWord =
  /^((grand |sub)?totals?|(gesamt|zwischen)?summe|gesamt|insgesamt|(sous-)?total( général)?|somme|suma|total general)\s*:?$/i;
const totalOf = /^(total|summe|suma|gesamt) (for|of|de|für|pour|para) /i;

/** Whether a row is a total below the records: it says so first and holds nothing but numbers otherwise. */
export function isTotal(cells: string[]): boolean {
  const [first, ...others] = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (first === undefined || !(totalWord.test(first) || totalOf.test(first))) return false;
  return others.every((cell) => /^[^\p{L}]*[\d][^\p{L}]*$/u.test(cell));
}
