import { csv } from '../../server/src/connectors/csv';
import { ConnectorError } from '../../server/src/connectors/errors';
import { contextOf, openBytes, preview, settingsOf } from '../unit/connectors/csv-helpers';
import { printTable } from './fault-table';

/** A good file: what is around a broken row must be read, each once. */
const good = 'No,Name,City\n1,Alder Dental,Bend\n2,Birchwood Clinic,Salem\n3,Cascade Optics,Astoria\n';
const settings = {
  recordType: 'customer',
  idColumn: 'No',
  columns: [
    { name: 'No', role: null },
    { name: 'Name', role: 'name' },
    { name: 'City', role: 'city' },
  ],
};
/** `good` with a line of its own after the second record. */
const withLine = (line: string): string => good.replace('\n3,', `\n${line}\n3,`);
const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, 7)]);

/** Files of which nothing can be taken, where they are noticed, and what is said: the problem, and what mends it. */
const broken: Array<
  [fault: string, at: 'upload' | 'sync', file: string | Uint8Array | null, code: string, said: RegExp]
> = [
  ['empty', 'upload', '', 'empty', /is empty\. Export it again/],
  ['blank lines alone', 'upload', '\n\n \n', 'empty', /only blank lines\. Export it again/],
  ['a workbook', 'upload', zip, 'binary', /not a CSV file\. Save it as "CSV UTF-8"/],
  ['binary data', 'upload', Buffer.from([1, 2, 0, 0, 0, 3, 0, 0, 255, 0]), 'binary', /Save it as "CSV UTF-8"/],
  ['no header', 'upload', '1,2\n3,4\n5,6\n', 'no_header', /not the names of the columns\. Put a header row/],
  ['a header alone', 'upload', 'No,Name,City\n', 'no_rows', /no rows below its header on line 1/],
  ['501 columns', 'upload', `${'a,'.repeat(500)}b\n${'1,'.repeat(500)}2\n`, 'too_many_columns', /Export fewer columns/],
  ['a line without end', 'upload', `No,Name\n1,${'x'.repeat(2_100_000)}`, 'line_too_long', /Check how it was exported/],
  [
    'a column is gone',
    'sync',
    good.replace('City', 'Town'),
    'column_missing',
    /no column "City"\. Upload the file again/,
  ],
  [
    'the id column is gone',
    'sync',
    good.replace('No,', 'Nr,'),
    'column_missing',
    /no column "No"\. Upload the file again/,
  ],
  ['no file', 'sync', null, 'no_file', /Upload a CSV file/],
];

/** Rows that cost themselves alone. */
const badRows: Array<[fault: string, line: string, said: RegExp]> = [
  ['too few cells', '9,Half', /2 cells, the header has 3/],
  ['too many cells', '9,Long,Bend,x', /4 cells, the header has 3/],
  ['no id', ',Nobody,Bend', /"No" is empty/],
  ['an id twice', '1,Again,Bend', /Id 1 is used on line 2 already\. Give each record its own id/],
  ['a quote never closed', '9,"Open,Bend', /quote is opened and (never|not) closed.* Close it, or remove it/],
  ['text after a quote', '9,"A" b,Bend', /quote/],
  ['a cell of 100,001 characters', `9,${'x'.repeat(100_001)},Bend`, /Cell 2/],
  ['an id of 300 characters', `${'9'.repeat(300)},Long id,Bend`, /longer than \d+ characters/],
];

const list = (content: string, given = settings) =>
  csv.list(contextOf(openBytes(Buffer.from(content), 4096), given), { recordType: 'customer', cursor: null });
const errorOf = async (work: Promise<unknown>): Promise<ConnectorError> => {
  const error: unknown = await work.then(
    () => new Error('Nothing was refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof ConnectorError) return error;
  throw error;
};

describe('A CSV file, nothing lost and nothing doubled', () => {
  const table: string[][] = [['fault', 'where', 'what is said']];
  afterAll(() => printTable('A CSV file', table));

  it.each(broken)('%s, found at the %s', async (fault, at, file, code, said) => {
    const error =
      at === 'upload'
        ? await errorOf(preview(file ?? '', 65_536))
        : await errorOf(
            file === null
              ? csv.list(contextOf(undefined, settings), { recordType: 'customer', cursor: null })
              : list(String(file)),
          );
    expect(error).toMatchObject({ kind: 'rejected', code });
    expect(error.message).toMatch(said);
    table.push([fault, at, error.message]);
  });

  it.each(badRows)('%s: the row alone is left out, and named', async (fault, line, said) => {
    const { records, problems } = await list(withLine(line));
    expect(records.map(({ externalId }) => externalId)).toEqual(['1', '2', '3']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 4, message: expect.stringMatching(said) as string });
    table.push([fault, 'row', problems[0]?.message ?? '']);
  });

  it('reads the same from other ends of lines, delimiters, encodings and a byte order mark', async () => {
    const wanted = (await list(good)).records;
    const spellings: Array<string | Uint8Array> = [
      good.replace(/\n/g, '\r\n'),
      good.replace(/\n/g, '\r'),
      good.replace(/,/g, ';'),
      good.replace(/,/g, '\t'),
      `\uFEFF${good}`,
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, 'utf16le')]),
    ];
    for (const file of spellings) {
      const bytes = typeof file === 'string' ? Buffer.from(file) : file;
      const given = { ...settingsOf(await preview(bytes, 64)), idColumn: 'No' };
      const read = await csv.list(contextOf(openBytes(bytes, 64), given), { recordType: 'customer', cursor: null });
      expect(read.records.map(({ externalId, label }) => [externalId, label])).toEqual(
        wanted.map(({ externalId, label }) => [externalId, label]),
      );
    }
  });
});
