import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { linkFileColumn } from '../../../server/src/contracts/link-files';
import { isMangledId, protectCell, unprotectCell } from '../../../server/src/link-files/cells';
import { decide, pairsOf } from '../../../server/src/link-files/decide';
import { readFileRows } from '../../../server/src/link-files/read';
import { writeBase, type FileRow, type RowState } from '../../../server/src/link-files/row';
import { writeRows, type Cells } from '../../../server/src/link-files/write';

/** Text as people and vendors write it, with everything that CSV and spreadsheets give a meaning to. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'=+-@\t\r\n\'",;|＝＋－＠'.split(''), '\r\n', '""', ' ', "'=", 'cmd|calc'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const cell = nasty.filter((value) => !value.includes('\0') && !value.includes('\uFEFF'));
/** Ids have no spaces around them, and no vendor has empty ones. */
const id = cell.map((value) => value.trim()).filter((value) => value !== '');
const state = fc.constantFrom<RowState[]>('proposed', 'confirmed', 'rejected', 'unlinked');

const line = fc
  .record({ localId: id, locale: fc.constantFrom('', 'de'), externalId: id, label: cell, state, other: fc.boolean() })
  .map(({ localId, locale, externalId, label, state: is, other }): Cells => {
    const linked = is !== 'unlinked';
    return {
      local_id: linked || !other ? localId : '',
      local_locale: locale,
      local_label: label,
      external_id: linked || other ? externalId : '',
      external_label: label,
      state: is,
      reason: is === 'rejected' ? 'branch' : '',
      origin: 'auto',
      score: '0.9731',
      attention: '',
      proposed_at: '',
      decided_at: '2026-11-24T10:00:00.000Z',
      decided_by: label,
      link_id: 'abc',
      exported_as: writeBase(is, linked || other ? externalId : ''),
    };
  });

describe('a file that is exported and read again', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-links-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = async (content: string | Buffer) => {
    const file = path.join(folder, 'links.csv');
    writeFileSync(file, content);
    const rows = [];
    for await (const batch of readFileRows(file)) rows.push(...batch);
    return rows;
  };

  it('changes nothing, whatever its cells hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), fc.boolean(), async (lines, bom) => {
        const content = await buffer(writeRows(lines, [...linkFileColumn.options], bom));
        expect(content.subarray(0, 3).equals(Buffer.from('\uFEFF'))).toBe(bom);
        const rows = await read(content);
        expect(rows).toHaveLength(lines.length);
        rows.forEach((row, at) => {
          const cells = lines[at]!;
          expect(row).toMatchObject({ localId: cells.local_id, externalId: cells.external_id, state: cells.state });
          // Nothing has to be looked up for it, so that long files cost little.
          expect(pairsOf(row as FileRow)).toEqual([]);
          expect(decide(row as FileRow, () => undefined)).toEqual({ kind: 'unchanged' });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('has no cell that a spreadsheet would run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (lines) => {
        // As other programs parse it.
        const content = await buffer(writeRows(lines, [...linkFileColumn.options], false));
        const parsed = parse(content, { record_delimiter: '\r\n' });
        expect(parsed).toHaveLength(lines.length + 1);
        for (const value of parsed.flat()) expect(value).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
      { numRuns: 50 },
    );
  });

  it('takes off exactly what was put on', () => {
    fc.assert(fc.property(cell, (value) => unprotectCell(protectCell(value)) === value));
    expect(protectCell('=HYPERLINK("https://evil.example")')).toBe(`'=HYPERLINK("https://evil.example")`);
    expect(protectCell("'=1")).toBe("''=1");
    expect(protectCell("'n Sync")).toBe("'n Sync");
    // Some spreadsheets take the apostrophe off themselves.
    expect(unprotectCell('-42')).toBe('-42');
  });

  it('is read as Excel saves it: semicolons, other columns, another order, ids without their zeros', async () => {
    const rows = await read(
      Buffer.from(
        '\uFEFFNotes;State;External_ID;Local ID;exported_as\r\nask Bob;confirmed;42;a1;confirmed 00042\r\n;unlinked;;a2;unlinked\r\n',
      ),
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(decide(row as FileRow, () => undefined)).toEqual({ kind: 'unchanged' });
    expect(isMangledId('1.23457E+15', '1234567890123456')).toBe(true);
    expect(isMangledId('1,23457E+15', '1234567890123456')).toBe(true);
    expect(isMangledId('1.23457E+15', '1934567890123456')).toBe(false);
    expect(isMangledId('43', '00042')).toBe(false);
  });

  it('says which line and column are not understood', async () => {
    const rows = await read(
      [
        'local_id,external_id,state,reason,exported_as',
        'a1,7,linked,,',
        'a2,7,rejected,silly,',
        'a3,7,confirmed,,sometime',
        'a4,7,confirmed,,,one,too many',
        '"a5,7,confirmed',
        'a6,7,confirmed,,',
      ].join('\n'),
    );
    expect(rows.filter((row) => 'message' in row)).toMatchObject([
      { line: 2, field: 'state', message: '“linked” is no state. Write proposed, confirmed, rejected, unlinked.' },
      { line: 3, field: 'reason', message: expect.stringContaining('“silly” is no reason. Write another_company') },
      { line: 4, field: 'exported_as', message: expect.stringContaining('Leave exported_as as it was exported') },
      { line: 5, field: null, message: expect.stringContaining('The row has 7 cells, the header has 5.') },
      { line: 6, field: null, message: expect.any(String) },
    ]);
    expect(rows.at(-1)).toMatchObject({ line: 7, localId: 'a6' });
  });

  it('is refused with words where it is none', async () => {
    await expect(read('')).rejects.toMatchObject({ message: expect.stringContaining('empty') });
    await expect(read('name,city\nAnna,Bend\n')).rejects.toMatchObject({
      message:
        'Line 1 names no columns local_id and external_id. Take a file that was exported here, and keep its header.',
    });
    await expect(read(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).rejects.toMatchObject({
      message: expect.stringContaining('Excel workbook'),
    });
  });
});
