import { createReadStream } from 'node:fs';
import { readRows, type TableRow } from '../connectors/csv/table';
import { sniffFile } from '../connectors/csv/sniff';
import type { ImportIssue } from '../contracts/link-files';
import { invalidField } from '../utils/errors';
import { saidBy, sayingOf, sentence } from '../utils/sentence';
import { placesOf, readRow, type FileRow } from './row';

/** Rows of a file on the disk, a batch at a time, whatever a spreadsheet has made of encoding and delimiter. 400 where it is none of ours. */
export async function* readFileRows(path: string): AsyncGenerator<Array<FileRow | ImportIssue>> {
  const open = () => createReadStream(path) as AsyncIterable<Uint8Array>;
  const format = await sniffFile(open).catch((error: unknown) => {
    throw invalidField(
      ['file'],
      error instanceof Error ? saidBy(error) : sentence('connections.fileUnreadable', 'The file cannot be read'),
    );
  });
  const places = placesOf(format.columns);
  if (!places)
    throw invalidField(
      ['file'],
      sentence(
        'linkFiles.noColumns',
        'Line {line} names no columns local_id and external_id. Take a file that was exported here, and keep its header.',
        { line: format.headerLine },
      ),
    );
  const toRow = (row: TableRow): FileRow | ImportIssue => {
    if ('problem' in row) return { line: row.line, field: null, ...sayingOf(row.problem) };
    const extra = row.cells.slice(format.columns.length).some((cell) => cell.trim() !== '');
    if (!extra) return readRow(row.line, row.cells, places);
    const said = sentence(
      'linkFiles.cellCount',
      'The row has {cells} cells, the header has {columns}. Put cells that hold a delimiter into quotes.',
      { cells: row.cells.length, columns: format.columns.length },
    );
    return { line: row.line, field: null, ...said };
  };
  for await (const batch of readRows(open, format))
    yield batch.filter(({ line }) => line > format.headerLine).map(toRow);
}
