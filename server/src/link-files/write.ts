import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { LinkFileColumn } from '../contracts/link-files';
import { protectCell } from './cells';

export type Cells = Record<LinkFileColumn, string>;

/**
 * Rows as CSV with a header, made as they are asked for, so that nobody holds the file. An error breaks the stream off,
 * so that the receiver does not take half a file for a whole one.
 */
export function writeRows<Column extends string>(
  rows: AsyncIterable<Record<Column, string>> | Iterable<Record<Column, string>>,
  columns: Column[],
  bom: boolean,
): Readable {
  const chosen = [...new Set(columns)];
  async function* protectedRows(): AsyncGenerator<string[]> {
    for await (const cells of rows) yield chosen.map((column) => protectCell(cells[column]));
  }
  const source = Readable.from(protectedRows());
  const writer = stringify({
    header: true,
    columns: chosen,
    bom,
    record_delimiter: '\r\n',
    // Line ends of their own kind, and what other programs take for a delimiter.
    quoted_match: /[\r\n;\t|]/,
  });
  source.on('error', (error) => writer.destroy(error));
  writer.on('close', () => source.destroy());
  return source.pipe(writer);
}
