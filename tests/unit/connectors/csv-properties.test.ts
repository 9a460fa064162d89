import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { SeenIds } from '../../../server/src/connectors/csv/ids';
import { previewFile } from '../../../server/src/connectors/csv/preview';
import { readRows } from '../../../server/src/connectors/csv/table';
import type { Encoding } from '../../../server/src/connectors/csv/decode';
import { textOf } from '../../../server/src/utils/sentence';
import { contextOf, listAll, openBytes } from './csv-helpers';

const delimiter = fc.constantFrom(',', ';', '\t', '|');
const newline = fc.constantFrom('\n', '\r\n', '\r');
const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', 'a', ' ', 'é', '漢', '😀'), maxLength: 12 }),
);
/** A row with some letter in it: rows of blanks only are left out by design. */
const row = (width: number) =>
  fc
    .tuple(fc.constantFrom('x', 'é', '漢'), fc.array(cell, { minLength: width - 1, maxLength: width - 1 }))
    .map(([first, rest]) => [first, ...rest]);
const table = fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(row(width), { minLength: 1, maxLength: 8 }));

/** Writes as RFC 4180 asks, with quotes also where they are not needed. */
const write = (rows: string[][], by: string, end: string, quoteAll: boolean) =>
  rows
    .map((cells) =>
      cells
        .map((value) =>
          quoteAll || value.includes(by) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
        )
        .join(by),
    )
    .join(end);

const encoders: Record<Encoding, (text: string) => Buffer> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1252': (text) => Buffer.from(text, 'latin1'),
};

describe('a written table', () => {
  it('comes back the same, with the line of each row', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        delimiter,
        newline,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, by, end, quoteAll, mark, lastEnd, encoding, piece) => {
          const text = `${mark ? '\ufeff' : ''}${write(rows, by, end, quoteAll)}${lastEnd ? end : ''}`;
          const open = openBytes(encoders[encoding](text), piece);
          const read: { line: number; cells: string[] }[] = [];
          for await (const batch of readRows(open, { delimiter: by, encoding })) {
            for (const one of batch) read.push('cells' in one ? one : { line: one.line, cells: [textOf(one.problem)] });
          }
          expect(read.map(({ cells }) => cells)).toEqual(rows);
          let line = 1;
          const lines = rows.map((cells) => {
            const at = line;
            line += write([cells], by, end, quoteAll).split(/\r\n|\r|\n/).length;
            return at;
          });
          expect(read.map((one) => one.line)).toEqual(lines);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is previewed, or refused with a reason, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 64 }), async (bytes, piece) => {
        const outcome: unknown = await previewFile(openBytes(bytes, piece), 'x.csv', bytes.length).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'CsvFileError', kind: 'rejected' });
      }),
      { numRuns: 500 },
    );
  });
});

describe('ids seen', () => {
  it('are told apart as a map tells them apart', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 3000 }), (ids) => {
        const seen = new SeenIds();
        const lines = new Map<string, number>();
        ids.forEach((id, at) => {
          expect(seen.add(id, at + 1)).toBe(lines.get(id) ?? null);
          if (!lines.has(id)) lines.set(id, at + 1);
        });
      }),
      { numRuns: 50 },
    );
    const seen = new SeenIds();
    for (let at = 1; at <= 200_000; at += 1)
      if (seen.add(`R${at}`, at) !== null) throw new Error(`R${at} is no repetition.`);
  });
});

/** Without it the heap holds garbage of unknown size, and the measure says nothing. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

describe('a file of 100,000 rows', () => {
  it('is previewed and listed with less than 20 MB more memory', async () => {
    const rowCount = 100_000;
    let peak = 0;
    const measure = () => (peak = Math.max(peak, used()));
    const open = async function* () {
      await Promise.resolve();
      yield Buffer.from('\ufeffid,name,email,street,city,zip,notes\r\n');
      for (let from = 0; from < rowCount; from += 500) {
        if (from % 50_000 === 0) measure();
        const rows = Array.from({ length: 500 }, (_, at) => {
          const id = from + at;
          return `C${id},"Company ${id}, Inc.",office@c${id}.example,${id} Main St,Portland,${97000 + (id % 300)},"Said ""hello"",\r\nthen left"`;
        });
        yield Buffer.from(`${rows.join('\r\n')}\r\n`);
      }
    };
    const collect = garbageCollector();
    const used = () => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = used();
    const seen = await previewFile(open, 'big.csv', 0);
    expect(seen.badRows).toEqual([]);
    measure();
    const context = contextOf(open, {
      idColumn: 'id',
      columns: seen.columns.map(({ name, role }) => ({ name, role })),
      delimiter: seen.delimiter,
      headerLine: 1,
    });
    const { csv } = await import('../../../server/src/connectors/csv');
    let cursor: string | null = null;
    let count = 0;
    let last = '';
    do {
      const page = await csv.list(context, { recordType: 'record', cursor });
      count += page.records.length;
      last = page.records.at(-1)?.externalId ?? last;
      cursor = page.cursor;
      if (count % 25_000 === 0) measure();
    } while (cursor !== null);
    expect([count, last]).toEqual([rowCount, 'C99999']);
    // Keeping all records, or the whole file, would take 40 MB.
    expect(peak - before).toBeLessThan(20 * 1024 * 1024);
  });

  it('is listed whole after a restart in the middle', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => `${at},N${at}`);
    const context = contextOf(openBytes(Buffer.from(['id,name', ...rows].join('\n')), 4096), {
      idColumn: 'id',
      columns: [{ name: 'name', role: 'name' }],
    });
    expect((await listAll(context, true)).records.map(({ externalId }) => externalId)).toEqual(
      rows.map((_, at) => String(at)),
    );
  });
});
