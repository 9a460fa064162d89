import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { TABLES } from '../../server/src/constants';
import type { Connection, Decision, ImportReport, Link, Mapping } from '../../server/src/contracts';
import { exportFile } from '../../server/src/link-files/export';
import { confirmedColumns, newEntry, pairColumns, proposedColumns } from '../../server/src/linking/link-repository';
import { findMapping } from '../../server/src/linking/mapping-repository';
import { chunksOf, databaseOf } from '../../server/src/utils/database';
import { dataOf, fillBusiness, linksOf, syncAndMatch } from '../helpers/flow';
import { startStrapi, type TestAdmin, type TestStrapi } from '../helpers/strapi';

type Row = Record<string, string>;

const names = [
  'Alder Dental',
  'Birchwood Clinic',
  'Cascade Orthodontics',
  'Nordby Hardware',
  'Oakridge Bakery',
  'Pine Legal',
];
/** Ids and names as no spreadsheet may run them. */
const idOf = (at: number) => (at === 0 ? '-1+1' : `00${at}`);
const customers = [
  'No,Name,Email',
  ...names.map((name, at) => `${idOf(at)},${at === 1 ? `=${name}` : `${name} Inc`},office${at}@shop${at}.example`),
  '0091,Zebra Tools,zebra@tools.example',
  '0092,Yak Wool,yak@wool.example',
].join('\n');

describe('links as a file', () => {
  let app: TestStrapi;
  let connection: Connection;
  let mapping: Mapping;

  beforeAll(async () => {
    app = await startStrapi();
    await fillBusiness(app, {
      'api::client.client': [
        ...names.map((name, at) => ({ name, email: `office${at}@shop${at}.example` })),
        { name: 'Quite Alone', email: 'nobody@alone.example' },
      ],
    });
    connection = dataOf<Connection>(
      await app.admin.post('/crosswalk/connections', { connector: 'csv', name: 'Ledger' }),
    );
    const path = `/crosswalk/connections/${connection.id}/file`;
    dataOf(await app.admin.upload(path, Buffer.from(customers), 'customers.csv'));
    const columns = [
      { name: 'No', role: null },
      { name: 'Name', role: 'name' },
      { name: 'Email', role: 'email' },
    ];
    dataOf(await app.admin.put(`${path}/columns`, { recordType: 'customer', idColumn: 'No', columns }));
    mapping = dataOf<Mapping>(
      await app.admin.post('/crosswalk/mappings', {
        connectionId: connection.id,
        name: 'Clients',
        contentType: 'api::client.client',
        recordType: 'customer',
        fieldRoles: [
          { role: 'name', attribute: 'name' },
          { role: 'email', attribute: 'email' },
        ],
        cardinality: 'one_to_one',
      }),
    );
    await syncAndMatch(app.admin, connection.id);
  });
  afterAll(() => app?.stop());

  const download = async (query = '', who: TestAdmin = app.admin) =>
    who.get(`/crosswalk/mappings/${mapping.id}/export?${query}`).buffer(true);
  const rowsOf = (text: string): Row[] => parse(text, { columns: true, bom: true });
  const exported = async (query = ''): Promise<Row[]> => rowsOf((await download(query)).text);
  const write = (rows: Row[]) => Buffer.from(stringify(rows, { header: true }));
  const send = (act: string, content: Buffer, who: TestAdmin = app.admin) =>
    who.upload(`/crosswalk/mappings/${mapping.id}/${act}`, content, 'links.csv');
  const preview = async (rows: Row[]) => dataOf<ImportReport>(await send('import/preview', write(rows)));
  const apply = async (rows: Row[], digest: string) => send(`import?expected=${digest}`, write(rows));
  const links = async () => {
    const all = await linksOf(app.admin, `mappingId=${mapping.id}`);
    return Object.fromEntries(all.map((link) => [`${link.local.label}: ${link.external.id}`, link.state]));
  };
  const rowOf = (rows: Row[], name: string): Row => rows.find(({ local_label }) => local_label === name)!;

  it('are exported with ids, labels, state, origin, score, who and when', async () => {
    const answer = await download();
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="Clients links \d{4}-\d\d-\d\d\.csv"$/,
    );
    const rows = rowsOf(answer.text);
    expect(rows.map(({ state }) => state)).toEqual([
      ...names.map(() => 'proposed'),
      'unlinked', // Quite Alone
      'unlinked', // Zebra Tools
      'unlinked', // Yak Wool
    ]);
    expect(rowOf(rows, 'Cascade Orthodontics')).toMatchObject({
      external_id: '002',
      external_label: 'Cascade Orthodontics Inc',
      origin: 'auto',
      score: expect.stringMatching(/^0\.\d{4}$/),
      exported_as: 'proposed 002',
    });
    // A formula stays text in a spreadsheet.
    expect(rowOf(rows, 'Alder Dental').external_id).toBe("'-1+1");
    expect(rowOf(rows, 'Birchwood Clinic').external_label).toBe("'=Birchwood Clinic");
    expect(answer.text).not.toContain('\uFEFF');
    expect((await download('bom=true')).text.startsWith('\uFEFF')).toBe(true);
  });

  it('are exported with the columns and records that were asked for, and a wrong one is named', async () => {
    const answer = await download('columns=external_id,local_label&include=unlinked,unlinked_external');
    expect(answer.text).toBe('external_id,local_label\r\n,Quite Alone\r\n0091,\r\n0092,\r\n');
    expect((await exported('include=confirmed')).length).toBe(0);
    const wrong = await download('columns=external_id,secrets');
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('columns');
    expect((await app.admin.get('/crosswalk/mappings/nothing/export')).status).toBe(404);
  });

  it('change nothing when they are imported as they were exported', async () => {
    const content = Buffer.from((await download('bom=true')).text);
    const report = dataOf<ImportReport>(await send('import/preview', content));
    expect(report).toMatchObject({
      rows: 9,
      unchanged: 9,
      changes: { total: 0 },
      conflicts: { total: 0 },
      problems: { total: 0 },
    });
    const answer = await send(`import?expected=${report.digest}`, content);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('The file changes nothing');
  });

  it('are confirmed, rejected and added by an edited file, in one act that is undone as a whole', async () => {
    const before = await links();
    const rows = await exported();
    rowOf(rows, 'Birchwood Clinic').state = 'Confirmed ';
    rowOf(rows, 'Cascade Orthodontics').state = 'confirmed';
    Object.assign(rowOf(rows, 'Nordby Hardware'), { state: 'rejected', reason: 'branch' });
    rowOf(rows, 'Quite Alone').external_id = '0091';
    Object.assign(rowOf(rows, 'Pine Legal'), { external_id: '0092', state: 'confirmed' });
    Object.assign(rowOf(rows, 'Oakridge Bakery'), { external_id: '999', state: 'confirmed' });
    rowOf(rows, 'Alder Dental').state = 'maybe';
    const report = await preview(rows);
    expect(report).toMatchObject({
      fileName: 'links.csv',
      rows: 9,
      unchanged: 2,
      counts: { added: 2, changed: 0, removed: 0, confirmed: 2, rejected: 1 },
      conflicts: { total: 0 },
    });
    expect(report.changes.rows.map(({ kind, localLabel, externalLabel }) => [kind, localLabel, externalLabel])).toEqual(
      expect.arrayContaining([
        ['confirmed', 'Birchwood Clinic', '=Birchwood Clinic'],
        ['confirmed', 'Cascade Orthodontics', 'Cascade Orthodontics Inc'],
        ['rejected', 'Nordby Hardware', 'Nordby Hardware Inc'],
        ['added', 'Quite Alone', 'Zebra Tools'],
        ['added', 'Pine Legal', 'Yak Wool'],
      ]),
    );
    const lineOf = (name: string) => rows.indexOf(rowOf(rows, name)) + 2;
    expect(report.problems.rows).toMatchObject(
      [
        {
          line: lineOf('Oakridge Bakery'),
          field: 'external_id',
          message: 'There is no record with the id 999 in the other system. New records are known after the next sync.',
        },
        {
          line: lineOf('Alder Dental'),
          field: 'state',
          message: '“maybe” is no state. Write proposed, confirmed, rejected, unlinked.',
        },
      ].sort((a, b) => a.line - b.line),
    );
    expect(await links()).toEqual(before);

    const { batchId, count } = dataOf<{ batchId: string; count: number }>(await apply(rows, report.digest));
    expect(count).toBe(5);
    const after = await links();
    expect(after).toEqual({
      'Alder Dental: -1+1': 'proposed',
      'Birchwood Clinic: 001': 'confirmed',
      'Cascade Orthodontics: 002': 'confirmed',
      'Nordby Hardware: 003': 'rejected',
      'Oakridge Bakery: 004': 'proposed',
      'Quite Alone: 0091': 'confirmed',
      // Its proposal was pointless with another partner.
      'Pine Legal: 0092': 'confirmed',
    });
    const [decision] = dataOf<Decision[]>(await app.admin.get('/crosswalk/decisions'));
    expect(decision).toMatchObject({
      batchId,
      act: 'import',
      reason: 'links.csv',
      canUndo: true,
      mappingId: mapping.id,
    });
    const rejected = (await linksOf(app.admin, 'state=rejected'))[0] as Link;
    expect(rejected).toMatchObject({ reason: 'branch', decidedBy: expect.stringContaining('Dana') });

    // The file says now what is the case.
    expect(await preview(rows)).toMatchObject({ changes: { total: 0 }, unchanged: 7, problems: { total: 2 } });

    const undone = dataOf<{ batchId: string }>(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
    expect(await links()).toEqual(before);
    // Undo is an act itself.
    dataOf(await app.admin.post(`/crosswalk/decisions/${undone.batchId}/undo`));
    expect(await links()).toEqual(after);
    const [redone] = dataOf<Decision[]>(await app.admin.get('/crosswalk/decisions'));
    dataOf(await app.admin.post(`/crosswalk/decisions/${redone!.batchId}/undo`));
    expect(await links()).toEqual(before);
  });

  it('swap partners, lose links, and name what is in the way', async () => {
    const first = await exported();
    for (const row of first) if (row.state === 'proposed') row.state = 'confirmed';
    dataOf(await apply(first, (await preview(first)).digest));
    const before = await links();

    const rows = await exported();
    rowOf(rows, 'Cascade Orthodontics').external_id = '003';
    rowOf(rows, 'Nordby Hardware').external_id = '002';
    rowOf(rows, 'Oakridge Bakery').state = 'unlinked';
    rowOf(rows, 'Pine Legal').external_id = '001'; // Birchwood Clinic has it.
    rowOf(rows, 'Quite Alone').external_id = '004'; // Oakridge Bakery gives it up.
    const report = await preview(rows);
    expect(report.counts).toEqual({ added: 1, changed: 2, removed: 1, confirmed: 0, rejected: 0 });
    expect(report.changes.rows.find(({ localLabel }) => localLabel === 'Nordby Hardware')).toMatchObject({
      kind: 'changed',
      externalLabel: 'Cascade Orthodontics Inc',
      previousLabel: 'Nordby Hardware Inc',
    });
    expect(report.conflicts.rows).toMatchObject([
      {
        line: rows.indexOf(rowOf(rows, 'Pine Legal')) + 2,
        field: 'external_id',
        message: '=Birchwood Clinic is linked to Birchwood Clinic, and this mapping allows one each.',
      },
    ]);
    const { batchId } = dataOf<{ batchId: string }>(await apply(rows, report.digest));
    expect(await links()).toMatchObject({
      'Cascade Orthodontics: 003': 'confirmed',
      'Cascade Orthodontics: 002': 'rejected',
      'Nordby Hardware: 002': 'confirmed',
      'Oakridge Bakery: 004': 'rejected',
      'Quite Alone: 004': 'confirmed',
      'Pine Legal: 005': 'confirmed',
    });
    dataOf(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
    expect(await links()).toEqual(before);
  });

  it('keep what others decided since the export, and are not imported when that changed after the preview', async () => {
    const rows = await exported();
    const of = async (name: string) =>
      (await linksOf(app.admin, 'state=confirmed')).find(({ local }) => local.label === name)!;
    const undo: string[] = [];
    const unlink = async (name: string) => {
      const { batchId } = dataOf<{ batchId: string }>(
        await app.admin.post('/crosswalk/links/unlink', { ids: [(await of(name)).id] }),
      );
      undo.unshift(batchId);
    };
    await unlink('Alder Dental');
    await unlink('Birchwood Clinic');
    rowOf(rows, 'Birchwood Clinic').external_id = '0091';
    rowOf(rows, 'Cascade Orthodontics').state = 'unlinked';
    const report = await preview(rows);
    expect(report.changes.rows.map(({ kind, localLabel }) => [kind, localLabel])).toEqual([
      ['removed', 'Cascade Orthodontics'],
    ]);
    expect(report.conflicts.rows).toMatchObject([
      {
        line: rows.indexOf(rowOf(rows, 'Birchwood Clinic')) + 2,
        field: null,
        message: expect.stringMatching(/^Was confirmed when it was exported, and is rejected by Dana Ruiz/),
      },
    ]);

    await unlink('Cascade Orthodontics');
    const before = await links();
    const late = await apply(rows, report.digest);
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({
      error: {
        message: expect.stringContaining('Nothing was imported'),
        details: { report: { changes: { total: 0 } } },
      },
    });
    expect(await links()).toEqual(before);
    for (const batchId of undo) dataOf(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
  });

  it('are taken from a list of pairs without more, and each pair counts once', async () => {
    const clients = await exported('columns=local_id,local_label&include=confirmed,proposed,unlinked');
    const id = (name: string) => rowOf(clients, name).local_id!;
    const report = await preview([
      { local_id: id('Alder Dental'), external_id: '-1+1', state: 'confirmed' },
      { local_id: id('Pine Legal'), external_id: '0092', state: 'confirmed' },
      { local_id: id('Pine Legal'), external_id: '0091', state: 'confirmed' },
      { local_id: 'nothing', external_id: '0091', state: 'confirmed' },
      { local_id: id('Quite Alone'), external_id: '0091', state: 'rejected' },
    ]);
    expect(report.changes.rows).toMatchObject([
      { line: 3, kind: 'changed', previousLabel: 'Pine Legal Inc', externalLabel: 'Yak Wool' },
      { line: 6, kind: 'rejected', localLabel: 'Quite Alone' },
    ]);
    expect(report.problems.rows).toMatchObject([
      { line: 4, field: null, message: 'Line 3 decides on the same record already. Keep one of the two.' },
      { line: 5, field: 'local_id', message: expect.stringContaining('No entry of this mapping has the id nothing') },
    ]);
  });

  it('are refused with words where the file is none', async () => {
    const message = async (content: Buffer) => {
      const answer = await send('import/preview', content);
      expect(answer.status).toBe(400);
      return (answer.body as { error: { message: string; details: { errors: [{ path: string[] }] } } }).error.message;
    };
    expect(await message(Buffer.from(''))).toMatch(/empty/i);
    expect(await message(Buffer.from('a,b\n1,2\n'))).toContain('names no columns local_id and external_id');
    expect(await message(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).toContain('Excel workbook');
    const none = await app.admin.post(`/crosswalk/mappings/${mapping.id}/import/preview`);
    expect(none.status).toBe(400);
    expect(none.text).toContain('Send the file as the part');
    const large = Buffer.alloc(101 * 1024 * 1024, 'local_id,external_id\n');
    expect((await send('import/preview', large)).status).toBeGreaterThanOrEqual(400);
  });

  it('ask for the right to read the entries', async () => {
    const reviewer = await app.adminWith(['plugin::crosswalk.read', 'plugin::crosswalk.review']);
    for (const answer of [
      await download('', reviewer),
      await send('import/preview', Buffer.from('local_id,external_id\n'), reviewer),
      await send('import?expected=x', Buffer.from('local_id,external_id\n'), reviewer),
    ]) {
      expect([answer.status, answer.text]).toEqual([
        403,
        expect.stringContaining('may not read entries of api::client.client'),
      ]);
    }
  });

  it('are read as they are sent: whoever takes no more makes no more be read', async () => {
    const db = databaseOf(app.strapi);
    const row = (await findMapping(db, mapping.id))!;
    const many = Array.from({ length: 12_000 }, (_, at) => ({
      ...newEntry(),
      ...pairColumns(row, `many-${at}`, '', `many-${at}`),
      local_label: `Client ${at} ${'x'.repeat(100)}`,
      external_label: `Customer ${at}`,
      warnings: '[]',
      has_warning: false,
      ...proposedColumns(new Date()),
      origin: 'auto',
    }));
    for (const chunk of chunksOf(many)) await db(TABLES.links).insert(chunk);
    await db(TABLES.links)
      .where('local_id', 'like', 'many-%')
      .update(confirmedColumns(db, true, 'Test', new Date()));
    let statements = 0;
    const count = ({ sql }: { sql: string }) => {
      if (/from .crosswalk_links. where .mapping_id. = .+ in /.test(sql)) statements += 1;
    };
    db.on('query', count);
    try {
      const stream = exportFile(db, row, { columns: ['local_id', 'local_label'], include: ['confirmed'], bom: false });
      const reader = stream[Symbol.asyncIterator]();
      await reader.next();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(statements).toBeLessThanOrEqual(2);
      let bytes = 0;
      for (let next = await reader.next(); !next.done; next = await reader.next())
        bytes += (next.value as Buffer).length;
      expect(bytes).toBeGreaterThan(12_000 * 100);
      expect(statements).toBeGreaterThanOrEqual(12);
    } finally {
      db.off('query', count);
    }
    expect((await exported('include=confirmed')).length).toBeGreaterThanOrEqual(12_000);
  });
});
