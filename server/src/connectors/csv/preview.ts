import type { FilePreview } from '../../contracts/connections';
import type { Open } from './decode';
import { CsvFileError } from './errors';
import { proposeColumns } from './roles';
import { rowReader } from './rows';
import { sniffFile } from './sniff';
import { readRows } from './table';
import { sayingOf, sentence } from '../../utils/sentence';

const shownRows = 20;
const shownProblems = 100;
const sampleRows = 500;
const shownSamples = 5;
const shownChars = 200;

/**
 * Reads a whole file and says what it is: encoding, delimiter, header row, what the columns seem to mean, the first
 * rows and the first 100 rows that could not be imported as things are. `open` is called several times.
 * Throws a CsvFileError that names the problem when the file is no table at all.
 */
export async function previewFile(open: Open, fileName: string, bytes: number): Promise<FilePreview> {
  const format = await sniffFile(open);
  const sample: string[][] = [];
  for await (const batch of readRows(open, format)) {
    for (const row of batch) {
      if (row.line > format.headerLine && 'cells' in row && row.cells.length >= format.columns.length)
        sample.push(row.cells);
    }
    if (sample.length >= sampleRows) break;
  }
  const columns = proposeColumns(format.columns, sample.slice(0, sampleRows));

  const read = rowReader({
    header: format.columns,
    columns,
    idColumn: columns.find((column) => column.isId)?.name ?? null,
    delimiter: format.delimiter,
  });
  const rows: string[][] = [];
  const badRows: FilePreview['badRows'] = [];
  let records = 0;
  for await (const batch of readRows(open, format)) {
    for (const row of batch) {
      if (row.line <= format.headerLine) continue;
      const result = read(row);
      if (result === null) continue;
      if ('problem' in result) {
        if (badRows.length < shownProblems) badRows.push({ line: row.line, ...sayingOf(result.problem) });
        continue;
      }
      records += 1;
      if (rows.length < shownRows && 'cells' in row) rows.push(row.cells.slice(0, format.columns.length).map(shorten));
    }
  }
  if (records === 0 && badRows.length === 0) {
    throw new CsvFileError(
      'no_rows',
      sentence('csv.noRows', 'The file has no rows below its header on line {line}.', { line: format.headerLine }),
    );
  }
  return {
    fileName,
    bytes,
    delimiter: format.delimiter,
    encoding: format.encoding,
    headerLine: format.headerLine,
    columns: columns.map((column, at) => ({ ...column, samples: samplesOf(sample, at) })),
    rows,
    badRows,
  };
}

const shorten = (text: string) => (text.length > shownChars ? `${text.slice(0, shownChars)}…` : text);

/** The first different values of a column. */
function samplesOf(rows: string[][], at: number): string[] {
  const values = new Set<string>();
  for (const row of rows) {
    const value = row[at]?.trim() ?? '';
    if (value !== '') values.add(shorten(value));
    if (values.size === shownSamples) break;
  }
  return [...values];
}
