import { z } from 'zod';
import { fieldRole } from '../../contracts/common';
import { defineConnector, type ConnectorContext, type ListPage } from '../contract';
import { ConnectorError } from '../errors';
import { CsvFileError } from './errors';
import { rowReader, type ReadRow } from './rows';
import { columnNames, readRows } from './table';
import { sentence } from '../../utils/sentence';

/** Everything is absent until a file was uploaded and its columns were named. */
const settingsSchema = z.looseObject({
  recordType: z.string().min(1).default('record'),
  recordTypeLabel: z.string().min(1).optional(),
  idColumn: z.string().nullable().default(null),
  columns: z.array(z.object({ name: z.string(), role: fieldRole.nullable() })).default([]),
  delimiter: z.string().length(1).default(','),
  headerLine: z.number().int().min(1).default(1),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).default('utf-8'),
  fileName: z.string().optional(),
});
type CsvSettings = z.output<typeof settingsSchema>;

const pageSize = 1000;

/** A CSV file that a person uploads: one record type, read anew on each sync. */
export const csv = defineConnector({
  id: 'csv',
  displayName: 'CSV file',
  description: 'Reads records from a CSV file that you upload, such as an export of any other system.',
  fields: [],
  settings: settingsSchema,
  options: z.object({}),
  auth: { type: 'file' },
  recordTypes: (settings) => {
    const { recordType, recordTypeLabel } = settingsSchema.parse(settings);
    return [{ id: recordType, label: recordTypeLabel ?? labelOf(recordType), roles: fieldRole.options }];
  },
  list: (ctx, { cursor }) => listPage(ctx, cursor),
});

/** `price-list` becomes `Price lists`, `record` becomes `Records`. */
function labelOf(recordType: string): string {
  const words = recordType.replace(/-/g, ' ');
  const text = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return /s$/.test(text) ? text : `${text}s`;
}

/** Rows done and rows in all, so that the file is counted once. Rows are those that are records or problems. */
const cursorPattern = /^(\d+)\/(\d+)$/;

/** A reading under way. Kept while its run goes on, so that a page does not read the file from its start again. */
interface Reading {
  done: number;
  rows: AsyncGenerator<ReadRow>;
}
const readings = new WeakMap<ConnectorContext, Reading>();

async function listPage(ctx: ConnectorContext, cursor: string | null): Promise<ListPage> {
  const settings = settingsSchema.parse(ctx.settings);
  const position = cursor === null ? null : cursorPattern.exec(cursor);
  if (cursor !== null && !position)
    throw new ConnectorError('misconfigured', sentence('csv.placeUnknown', 'The place in the file is not known.'));
  const start = position ? Number(position[1]) : 0;
  const total = position ? Number(position[2]) : await countRows(ctx, settings);

  const reading = await readingAt(ctx, settings, start);
  readings.delete(ctx);
  const page: ListPage = { records: [], problems: [], cursor: null, total };
  for (let count = 0; count < pageSize; count += 1) {
    const next = await reading.rows.next();
    if (next.done) return page;
    reading.done += 1;
    if ('record' in next.value) page.records.push(next.value.record);
    else page.problems.push(next.value.problem);
  }
  // The next page must not be promised where the file ends with this one: `total` counts the same rows.
  if (reading.done >= total) {
    await reading.rows.return(undefined);
    return page;
  }
  readings.set(ctx, reading);
  return { ...page, cursor: `${reading.done}/${total}` };
}

/** The reading that stands at this row; after a restart the file is read again up to it, which also finds the ids again. */
async function readingAt(ctx: ConnectorContext, settings: CsvSettings, start: number): Promise<Reading> {
  const known = readings.get(ctx);
  if (known?.done === start) return known;
  await known?.rows.return(undefined);
  const reading: Reading = { done: 0, rows: resultRows(ctx, settings) };
  while (reading.done < start && !(await reading.rows.next()).done) reading.done += 1;
  return reading;
}

async function countRows(ctx: ConnectorContext, settings: CsvSettings): Promise<number> {
  let count = 0;
  const rows = resultRows(ctx, settings);
  while (!(await rows.next()).done) count += 1;
  return count;
}

/** Records and problems below the header. Throws when the file is not the one that the columns were named for. */
async function* resultRows(ctx: ConnectorContext, settings: CsvSettings): AsyncGenerator<ReadRow> {
  if (!ctx.openFile)
    throw new CsvFileError(
      'no_file',
      sentence('csv.noFile', 'No file was uploaded. Upload a CSV file to this connection.'),
    );
  if (settings.columns.length === 0) {
    throw new CsvFileError(
      'no_columns',
      sentence('csv.noColumns', 'The columns of the file have no meaning yet. Say what they are.'),
    );
  }
  let read: ReturnType<typeof rowReader> | null = null;
  for await (const batch of readRows(ctx.openFile, settings)) {
    if (ctx.signal.aborted)
      throw new ConnectorError('cancelled', sentence('csv.stopped', 'Reading the file was stopped.'));
    for (const row of batch) {
      if (row.line < settings.headerLine) continue;
      if (row.line === settings.headerLine && 'cells' in row) {
        read = rowReader({ ...settings, header: headerOf(row.cells, settings) });
        continue;
      }
      if (!read) throw headerMissing(settings);
      const result = read(row);
      if (result) yield result;
    }
  }
  if (!read) throw headerMissing(settings);
}

const headerMissing = ({ headerLine }: CsvSettings) =>
  new CsvFileError(
    'no_header',
    sentence('csv.notHeader', 'Line {line} is not the header row. Upload the file again.', { line: headerLine }),
    headerLine,
  );

function headerOf(cells: string[], settings: CsvSettings): string[] {
  const header = columnNames(cells, settings.headerLine);
  const wanted = [...settings.columns.filter(({ role }) => role !== null).map(({ name }) => name), settings.idColumn];
  const missing = wanted.filter((name) => name !== null && !header.includes(name));
  if (missing.length > 0) {
    throw new CsvFileError(
      'column_missing',
      sentence(
        'csv.columnMissing',
        'The file has no column {columns}. Upload the file again and say what its columns are.',
        { columns: missing.map((name) => `"${name}"`).join(', ') },
      ),
      settings.headerLine,
    );
  }
  return header;
}
