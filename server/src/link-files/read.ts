import { createReadStream } from 'node:fs';
import { readRows, type TableRow } from '../connectors/csv/table';
import { sniffFile } from '../connectors/csv/sniff';
import type { ImportIssue } from '../contracts/link-files';
import { invalidField } from '../utils/errors';
import { placesOf, readRow, type FileRow } from './row';

/** Rows of a file on the disk, a batch at a time, whatever a spreadsheet has made of encoding and delimiter. 400 where it is none of ours. */
export async function* readFileRows(path: string): AsyncGenerator<Array<FileRow | ImportIssue>> {
  const open = () => createReadStream(path) as AsyncIterable<Uint8Array>;
  const format = await sniffFile(open).catch((error: unknown) => {
    throw invalidField(['file'], error instanceof Error ? error.message : 'The file cannot be read');
  });
  const places = placesOf(format.columns);
  if (!places)
    throw invalidField(
      ['file'],
      `Line ${format.headerLine} names no columns local_id and external_id. Take a file that was exported here, and keep its header.`,
    );
  const toRow = (row: TableRow): FileRow | ImportIssue => {
    if ('problem' in row) return { line: row.line, field: null, message: row.problem };
    const extra = row.cells.slice(format.columns.length).some((cell) => cell.trim() !== '');
    if (!extra) return readRow(row.line, row.cells, places);
    const message = `The row has ${row.cells.length} cells, the header has ${format.columns.length}. Put cells that hold a delimiter into quotes.`;
    return { line: row.line, field: null, message };
  };
  for await (const batch of readRows(open, format))
    yield batch.filter(({ line }) => line > format.headerLine).map(toRow);
}
