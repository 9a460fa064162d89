import { csv } from '../../../server/src/connectors/csv';
import { CsvFileError } from '../../../server/src/connectors/csv/errors';
import { decimalText } from '../../../server/src/connectors/csv/numbers';
import { contextOf, importAll, listAll, openBytes, preview, settingsOf } from './csv-helpers';

const roles = async (header: string, ...rows: string[]) => {
  const seen = await preview([header, ...rows].join('\n'));
  return Object.fromEntries(
    seen.columns.map(({ name, role, isId }) => [name, isId ? `id${role ? `+${role}` : ''}` : role]),
  );
};

describe('what a file is', () => {
  it.each([
    [',', 'name,city\nA,Rome\nB,Oslo\n'],
    [';', 'name;price\nA;1,50\nB;2,75\nC;3,10\n'],
    ['\t', 'name\tcity\nA, Inc\tRome\nB, Inc\tOslo\n'],
    ['|', 'name|city\nA|Rome\nB|Oslo'],
    [',', 'name\nA\nB\n'],
  ])('finds the delimiter %j', async (delimiter, text) => {
    expect((await preview(text)).delimiter).toBe(delimiter);
  });

  it.each<[string, Buffer]>([
    ['utf-8', Buffer.from('\ufeffname,city\nCafé Zoë,Köln\n')],
    ['utf-8', Buffer.from('name,city\nCafé Zoë,Köln\n')],
    ['utf-16le', Buffer.from('\ufeffname,city\nCafé Zoë,Köln\n', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffname,city\nCafé Zoë,Köln\n', 'utf16le').swap16()],
    ['windows-1252', Buffer.from('name,city\nCafé Zoë,Köln\n', 'latin1')],
  ])('reads %s', async (encoding, bytes) => {
    const { seen, records } = await importAll(bytes);
    expect(seen.encoding).toBe(encoding);
    expect(seen.columns.map(({ name }) => name)).toEqual(['name', 'city']);
    expect(records[0]?.roles).toEqual({ name: 'Café Zoë', city: 'Köln' });
  });

  it('reads the quotes and the euro sign of windows-1252', async () => {
    const bytes = Buffer.concat([Buffer.from('name,city\n'), Buffer.from([0x93, 0x41, 0x94, 0x80, 0x2c, 0x42, 0xe9])]);
    expect((await importAll(bytes)).records[0]?.roles).toEqual({ name: '“A”€', city: 'Bé' });
  });

  it('finds the header below title rows and leaves totals and blank rows out', async () => {
    const text = [
      'Harborline IT Services LLC,,,',
      'Customer list,,,',
      '"As of November 23,\n2026",,,',
      '',
      'Customer no,Customer,Phone,Amount',
      '1,Aster,503-555-0101,10.00',
      '2,Briar,503-555-0102,"1,200.00"',
      ',,,',
      '',
      'TOTAL,,,"1,210.00"',
      '',
    ].join('\r\n');
    const { seen, records, problems, total } = await importAll(text);
    expect(seen.headerLine).toBe(6);
    expect(records.map(({ externalId }) => externalId)).toEqual(['1', '2']);
    expect(records[1]?.roles.price).toBe('1200.00');
    expect(problems).toEqual([]);
    expect(total).toBe(2);
  });

  it('keeps a company that is called Total', async () => {
    const { records } = await importAll('id,name,city\n1,Total Office Supplies,Salem\n2,Other,Bend\n');
    expect(records).toHaveLength(2);
  });

  it('names columns without a name and repeated ones', async () => {
    const seen = await preview('name,,Phone,Phone,city\nA,x,1,2,Rome\nB,y,3,4,Oslo\n');
    expect(seen.columns.map(({ name }) => name)).toEqual(['name', 'Column 2', 'Phone', 'Phone (2)', 'city']);
  });
});

describe('files that are none', () => {
  it.each<[string, Buffer, string, RegExp]>([
    ['empty', Buffer.alloc(0), 'empty', /empty/],
    ['blank', Buffer.from(' \n\n  \r\n'), 'empty', /blank lines/],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'binary', /Excel workbook.*CSV UTF-8/],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'binary', /PDF/],
    ['binary', Buffer.from([97, 44, 0, 98, 10]), 'binary', /binary data/],
    ['without header', Buffer.from('Aster,a@aster.example\nBriar,b@briar.example\n'), 'no_header', /Line 1 holds data/],
    ['without rows', Buffer.from('name,city\n\n'), 'no_rows', /no rows below its header on line 1/],
    ['too wide', Buffer.from(`${'a,'.repeat(500)}b\n${'1,'.repeat(500)}x\n`), 'too_many_columns', /501 columns.*500/],
  ])('%s', async (_what, bytes, code, message) => {
    const failure: unknown = await preview(bytes).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CsvFileError);
    expect(failure).toMatchObject({ kind: 'rejected', code });
    expect((failure as Error).message).toMatch(message);
  });

  it('stops at a line without an end', async () => {
    const bytes = Buffer.from(`name,city\nA,${'x'.repeat(2_100_000)}`);
    await expect(preview(bytes, 65_536)).rejects.toMatchObject({ code: 'line_too_long', line: 2 });
  });
});

describe('bad rows', () => {
  it('reports wrong column counts, missing and repeated ids with their line and imports the rest', async () => {
    const text = 'id,name,city\n1,"Two\nlines",Rome\n2,Short\n3,Long,Bend,x\n1,Again,Oslo\n,None,Lima\n5,Good,Bonn,,\n';
    const bytes = Buffer.from(text);
    const settings = { ...settingsOf(await preview(bytes)), idColumn: 'id' };
    const { records, problems, total } = await listAll(contextOf(openBytes(bytes), settings));
    expect(records.map(({ externalId, label }) => [externalId, label])).toEqual([
      ['1', 'Two\nlines'],
      ['5', 'Good'],
    ]);
    expect(problems.map(({ line, recordId }) => [line, recordId])).toEqual([
      [4, '2'],
      [5, '3'],
      [6, '1'],
      [7, null],
    ]);
    expect(problems[0]?.message).toContain('2 cells, the header has 3');
    expect(problems[2]?.message).toBe('Id 1 is used on line 2 already. Give each record its own id.');
    expect(problems[3]?.message).toContain('"id" is empty');
    expect(total).toBe(6);
  });

  it.each([
    ['followed by quoted cells', 'id,name\n1,A\n2,"B\n3,"C, c"\n4,D\n'],
    ['followed by plain rows', 'id,name\n1,A\n2,"B\n3,"C, c"\n4,D\n'.replace('"C, c"', 'C c')],
    ['with carriage returns', 'id,name\r1,A\r2,"B\r3,C\r4,D\r'],
  ])('an open quote costs one row: %s', async (_what, text) => {
    const { records, problems } = await importAll(text);
    expect(records.map(({ externalId }) => externalId)).toEqual(['1', '3', '4']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 3, message: expect.stringMatching(/quote/) as string });
  });

  it('an open quote far from the end of a big file costs one row', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `${at},Name ${at},City ${at}`);
    rows[10] = '10,"Name 10,City 10';
    const { records, problems } = await listAll(
      contextOf(openBytes(Buffer.from(['id,name,city', ...rows].join('\n')), 65_536), {
        idColumn: 'id',
        columns: [{ name: 'name', role: 'name' }],
      }),
    );
    expect(records).toHaveLength(29_999);
    expect(problems).toMatchObject([{ line: 12 }]);
  });

  it('takes a quote inside a plain cell as it is, and text after a closed quote as a fault', async () => {
    const { records, problems } = await importAll('id,name\n1,24" monitor\n2,"A" b\n3,"C ""c"""\n');
    expect(records.map(({ label }) => label)).toEqual(['24" monitor', 'C "c"']);
    expect(problems).toMatchObject([{ line: 3 }]);
  });

  it('reports a cell of more than 100,000 characters', async () => {
    const bytes = Buffer.from(`id,name\n1,A\n2,${'x'.repeat(100_001)}\n3,"${'y'.repeat(100_000)}"\n`);
    const settings = { idColumn: 'id', columns: [{ name: 'name', role: 'name' }] };
    const { records, problems } = await listAll(contextOf(openBytes(bytes, 4096), settings));
    expect(records.map(({ externalId }) => externalId)).toEqual(['1', '3']);
    expect(problems).toMatchObject([{ line: 3, message: expect.stringContaining('Cell 2') as string }]);
  });

  it('shows them in the preview', async () => {
    const seen = await preview('id,name\n1,A\n2\n3,C\n');
    expect(seen.badRows).toMatchObject([{ line: 3, message: expect.stringContaining('1 cells') as string }]);
    expect(seen.rows).toEqual([
      ['1', 'A'],
      ['3', 'C'],
    ]);
  });
});

describe('roles of columns', () => {
  it('English', async () => {
    expect(
      await roles(
        'Customer ID,Display Name,Contact Name,E-mail,Phone,Website,Tax ID,Street Address,Address Line 2,City,State,ZIP,Country,Parent Customer,Currency',
        'C1,Aster LLC,Ann,a@aster.example,503-555-0101,aster.example,00-1,1 A St,Fl 2,Salem,OR,97301,US,Head,USD',
        'C2,Briar LLC,Bob,b@briar.example,503-555-0102,briar.example,00-2,2 B St,,Bend,OR,97701,US,,USD',
      ),
    ).toEqual({
      'Customer ID': 'id',
      'Display Name': 'name',
      'Contact Name': null,
      'E-mail': 'email',
      Phone: 'phone',
      Website: 'domain',
      'Tax ID': 'taxId',
      'Street Address': 'address',
      'Address Line 2': 'address',
      City: 'city',
      State: 'region',
      ZIP: 'postalCode',
      Country: 'country',
      'Parent Customer': 'parent',
      Currency: 'currency',
    });
  });

  it('German', async () => {
    expect(
      await roles(
        'Kundennummer;Firma;Straße;PLZ;Ort;Land;Telefon;E-Mail;USt-IdNr;Währung',
        '10;Müller;Hauptstr. 1;10115;Berlin;DE;030 1234567;a@m.example;DE1;EUR',
        '11;Maier;Nebenstr. 2;20095;Hamburg;DE;040 1234567;b@m.example;DE2;EUR',
      ),
    ).toEqual({
      Kundennummer: 'id',
      Firma: 'name',
      Straße: 'address',
      PLZ: 'postalCode',
      Ort: 'city',
      Land: 'country',
      Telefon: 'phone',
      'E-Mail': 'email',
      'USt-IdNr': 'taxId',
      Währung: 'currency',
    });
  });

  it('French and Spanish', async () => {
    expect(
      await roles('Référence;Désignation;Prix unitaire;Code-barres', 'R1;Câble;1,50;2041700000004', 'R2;Prise;2,00;'),
    ).toEqual({ Référence: 'id+sku', Désignation: 'name', 'Prix unitaire': 'price', 'Code-barres': 'barcode' });
    expect(
      await roles(
        'Código,Razón social,Dirección,Ciudad,Teléfono,Correo',
        '1,Uno,Calle 1,Lima,511 555 0101,a@uno.example',
      ),
    ).toEqual({
      Código: 'id',
      'Razón social': 'name',
      Dirección: 'address',
      Ciudad: 'city',
      Teléfono: 'phone',
      Correo: 'email',
    });
  });

  it('goes by values where names say nothing or mislead', async () => {
    expect(
      await roles('id,name,Mail,F1,F2', '1,A,yes,a@a.example,2041700000004', '2,B,no,b@b.example,2041700000370'),
    ).toEqual({ id: 'id', name: 'name', Mail: null, F1: 'email', F2: 'barcode' });
    expect((await roles('id,name', '1,A', '1,B')).id).not.toBe('id');
  });
});

describe('records', () => {
  it.each<[string, boolean, string | null]>([
    ['1,234.50', false, '1234.50'],
    ['$1,234', false, '1234'],
    ['1.234', false, '1.234'],
    ['1.234', true, '1234'],
    ['1.234,50 €', true, '1234.50'],
    ['1 234,5', true, '1234.5'],
    ["CHF 1'234.05", false, '1234.05'],
    ['(123.45)', false, '-123.45'],
    ['($1,000.00)', false, '-1000.00'],
    ['-12', false, '-12'],
    ['12.50-', false, '-12.50'],
    ['.5', false, '0.5'],
    ['0.00', false, '0.00'],
    ['1,234,567', false, '1234567'],
    ['12345678901234567890.12', false, '12345678901234567890.12'],
    ['1,23,4', false, null],
    ['call us', false, null],
    ['12 kg', false, null],
    ['', false, null],
  ])('reads the amount %j', (written, decimalComma, expected) => {
    expect(decimalText(written, decimalComma)).toBe(expected);
  });

  it('are known by their content where there is no id, whatever changes beside it', async () => {
    const before = await importAll('name,city,price\nAster,Bend,1.00\nBriar,Salem,2.00\nAster,Salem,3.00\n');
    const after = await importAll('name,city,price\nBriar,Salem,9.00\n ASTER ,Bend,1.50\nBriar,Salem,7.00\n');
    const [aster, briar, other] = before.records.map(({ externalId }) => externalId);
    expect(new Set([aster, briar, other]).size).toBe(3);
    expect(after.records.map(({ externalId }) => externalId)).toEqual([briar, aster]);
    expect(after.problems).toMatchObject([
      { line: 4, message: expect.stringContaining('same record as line 2') as string },
    ]);
  });

  it('keep what the file said and join address lines', async () => {
    const { records } = await importAll(
      'id,name,address 1,address line 2,colour\n7, Aster ,1 A St,Floor 2,red\n8,B,2 B St,,\n',
    );
    expect(records[0]).toEqual({
      externalId: '7',
      label: 'Aster',
      active: true,
      roles: { name: 'Aster', address: '1 A St, Floor 2' },
      raw: { id: '7', name: ' Aster ', 'address 1': '1 A St', 'address line 2': 'Floor 2', colour: 'red' },
    });
    expect(records[1]?.roles.address).toBe('2 B St');
  });
});

describe('list', () => {
  const text = (count: number) =>
    ['id,name', ...Array.from({ length: count }, (_, at) => (at % 400 === 399 ? 'x' : `${at},Name ${at}`))].join('\n');
  const settings = { idColumn: 'id', columns: [{ name: 'name', role: 'name' }] };

  it.each([0, 1, 999, 1000, 1001, 2500])(
    'pages %i rows the same with and without a restart between pages',
    async (count) => {
      const context = contextOf(openBytes(Buffer.from(text(count)), 997), settings);
      const straight = await listAll(context);
      const restarted = await listAll(context, true);
      expect(straight.records).toHaveLength(count - Math.floor(count / 400));
      expect(straight.total).toBe(count);
      expect(straight.pages).toEqual([
        ...Array<number>(Math.max(0, Math.ceil(count / 1000) - 1)).fill(1000),
        count === 0 ? 0 : count % 1000 || 1000,
      ]);
      expect(restarted).toEqual(straight);
    },
  );

  it('finds ids that an earlier page used, also after a restart', async () => {
    const context = contextOf(openBytes(Buffer.from(`${text(1200)}\n5,Again`), 997), settings);
    expect((await listAll(context, true)).problems.at(-1)).toMatchObject({ line: 1202, recordId: '5' });
  });

  it('refuses a file without the columns, without a header, and none at all', async () => {
    const list = (content: string | null, changed: Record<string, unknown> = {}) =>
      csv.list(contextOf(content === null ? undefined : openBytes(Buffer.from(content)), { ...settings, ...changed }), {
        recordType: 'record',
        cursor: null,
      });
    await expect(list('id,title\n1,A\n')).rejects.toMatchObject({ code: 'column_missing', kind: 'rejected' });
    await expect(list('id,title\n1,A\n')).rejects.toThrow('no column "name"');
    await expect(list('id,name\n1,A\n', { headerLine: 9 })).rejects.toMatchObject({ code: 'no_header' });
    await expect(list('')).rejects.toMatchObject({ code: 'no_header' });
    await expect(list(null)).rejects.toMatchObject({ code: 'no_file' });
    await expect(list('id,name\n1,A\n', { columns: [] })).rejects.toMatchObject({ code: 'no_columns' });
  });

  it('stops when its run is cancelled', async () => {
    const stop = new AbortController();
    const context = contextOf(openBytes(Buffer.from(text(3000)), 997), settings, stop.signal);
    const { cursor } = await csv.list(context, { recordType: 'record', cursor: null });
    stop.abort();
    await expect(csv.list({ ...context }, { recordType: 'record', cursor })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });

  it('describes a connection that has no file yet', () => {
    expect(csv.settings.parse({})).toMatchObject({ recordType: 'record', columns: [] });
    expect(csv.recordTypes({})).toMatchObject([{ id: 'record', label: 'Records' }]);
    expect(csv.recordTypes({ recordType: 'price-list' })).toMatchObject([{ id: 'price-list', label: 'Price lists' }]);
  });
});
