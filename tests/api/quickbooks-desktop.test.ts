import request from 'supertest';
import { CompanyFile, type SeedRecord } from '../../sandbox/quickbooks-desktop';
import type { Connection, Link, Run } from '../../server/src/contracts';
import { TABLES } from '../../server/src/constants';
import { claimRun, findActiveRun, findDueRuns, insertRun, makeDue, releaseRun } from '../../server/src/runs/repository';
import { dataOf, fillBusiness, linksOf, mapEverything, waitFor, waitForRun } from '../helpers/flow';
import {
  accessOf,
  companySeed,
  createDesktop,
  install,
  listen,
  noticeIfAbsent,
  password,
  requestsAreValid,
} from '../helpers/qbd';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

noticeIfAbsent('the vendor’s WSDL as the source of the SOAP client, its schema as judge of every request');

const customers = (count: number): SeedRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    type: 'Customer',
    members: { Name: `Customer ${index}`, Notes: 'n'.repeat(200), Email: `c${index}@many.example`, Balance: '1.00' },
  }));

describe('QuickBooks Desktop through the Web Connector', () => {
  let app: TestStrapi;
  beforeAll(async () => {
    app = await startStrapi();
    await fillBusiness(app);
  });
  afterAll(() => app?.stop());

  const startSync = async (id: string): Promise<Run> => {
    const run = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${id}/sync`));
    return waitForRun(app.admin, run.id);
  };
  const runOf = async (id: string): Promise<Run> => dataOf<Run>(await app.admin.get(`/crosswalk/runs/${id}`));
  const ended = (id: string): Promise<Run> => waitForRun(app.admin, id, ['succeeded', 'failed', 'cancelled', 'asking']);
  const recordsOf = (id: string, recordType: string) =>
    app.strapi.db.connection(TABLES.externalRecords).where({ connection_id: id, record_type: recordType }) as Promise<
      Array<{ external_id: string; label: string; parent_id: string | null; active: unknown; deleted_at: unknown }>
    >;

  it('goes on at once where the answer came just after it was looked for', async () => {
    const db = app.strapi.db.connection;
    // Of a kind that no process works on, so that only this test does.
    const kind = 'test' as Run['kind'];
    const putAside = async (answerComes: boolean): Promise<boolean> => {
      const activeKey = `woken ${answerComes}`;
      await insertRun(db, { kind, connectionId: activeKey, input: {}, startedBy: 'test', activeKey });
      const run = (await findActiveRun(db, activeKey))!;
      expect(await claimRun(db, run.id, 'me', new Date(), new Date(Date.now() + 60_000))).toBe(true);
      if (answerComes) await makeDue(db, activeKey);
      await releaseRun(db, run.id, 'me', { state: 'waiting', progress: run.progress, pending: true });
      const due = await findDueRuns(db, new Date(), 100);
      await db(TABLES.runs)
        .where({ id: Number(run.id) })
        .delete();
      return due.some(({ id }) => id === run.id);
    };
    expect(await putAside(true)).toBe(true);
    expect(await putAside(false)).toBe(false);
  });

  it('waits for a visit, reads everything in it, and links', async () => {
    const connection = await createDesktop(app);
    expect(connection).toMatchObject({ state: 'setup', auth: 'web-connector' });
    await mapEverything(app.admin, connection.id);
    const { connector, company } = await install(app, connection.id);

    const waiting = await startSync(connection.id);
    expect(waiting).toMatchObject({
      state: 'waiting',
      runAfter: null,
      message: expect.stringContaining('first visit'),
    });
    expect(await connector.visit()).toMatchObject({ outcome: 'done', asked: '', percents: [20, 40, 60, 80, 100] });
    const run = await ended(waiting.id);
    expect(run).toMatchObject({ state: 'succeeded', message: null });
    expect(run.progress.counts).toMatchObject({ created: 9, failed: 0, removed: 0 });

    const links = await linksOf(app.admin, `connectionId=${connection.id}&state=proposed`);
    expect(links.map(({ local, external }) => `${local.label} = ${external.label}`).sort()).toEqual([
      'Alder & Finch Dental = Alder and Finch Dental, PLLC',
      'Birchwood Vet Clinic = Birchwood Veterinary Clinic Inc.',
      'Cat6 patch cable, 3 m = CBL-C6-3M',
      'Northwest Cable Supply Co = Northwest Cable Supply',
      "O'Neil and Soehne Bakery = O'Neil & Söhne Bakery",
      'Senior engineer, on site = LAB-SR1',
      'UniFi U7 Pro = UBI-U7-PRO',
    ]);
    const read = await recordsOf(connection.id, 'customer');
    const parent = read.find(({ label }) => label === 'Alder and Finch Dental, PLLC');
    expect(read.find(({ label }) => label === 'Alder and Finch Dental, PLLC:Main office')?.parent_id).toBe(
      parent?.external_id,
    );
    expect(Boolean(read.find(({ label }) => label === 'Old Harbor Cafe')?.active)).toBe(false);
    expect(dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`))).toMatchObject({
      accountName: 'Harborline Test Company',
      accountId: 'C:\\Books\\Harborline.QBW',
    });

    // Nothing to do: no more calls than the login.
    expect(await connector.visit()).toMatchObject({ outcome: 'no work', requests: [] });

    // What QuickBooks says was deleted is marked, and its link asks for attention.
    const { id } = links.find(({ external }) => external.label.startsWith('Birchwood')) as Link;
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [id] }));
    company.remove('Birchwood Veterinary Clinic Inc.');
    company.change("O'Neil & Söhne Bakery", { IsActive: 'false' });
    const second = await startSync(connection.id);
    expect(second.message).toMatch(/next visit/);
    expect(await connector.visit()).toMatchObject({ outcome: 'done', asked: 'C:\\Books\\Harborline.QBW' });
    expect((await ended(second.id)).progress.counts).toMatchObject({ removed: 1, changed: 1, unchanged: 7 });
    const after = dataOf<Link>(await app.admin.get(`/crosswalk/links/${id}`));
    expect(after).toMatchObject({ state: 'confirmed', attention: 'deleted' });
  });

  it('asks only for what changed since the last sync, and for everything once a week or on request', async () => {
    const connection = await createDesktop(app, 'Changes');
    const { connector, company } = await install(app, connection.id, {
      ...companySeed,
      file: 'C:\\Changes.QBW',
      records: [...(companySeed.records ?? []), ...customers(250)],
    });
    const sync = async (full: boolean) => {
      const { id } = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`, { full }));
      await waitForRun(app.admin, id);
      const visit = await connector.visit();
      return { run: await ended(id), visit };
    };
    // The first one reads everything, whatever was asked for.
    const first = await sync(false);
    expect(first.visit.requests.join('')).not.toContain('FromModifiedDate');
    expect(first.run.progress.counts).toMatchObject({ created: 259 });

    company.change('Customer 7', { Email: 'new@many.example' });
    company.add('ItemService', { Name: 'Night work' });
    const gone = company.records.find(({ members }) => members.Name === 'Customer 9')?.id;
    company.remove('Customer 9');
    const { run, visit } = await sync(false);
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(run.progress.counts).toMatchObject({ created: 1, changed: 1, unchanged: 0, removed: 1 });
    // One request for each list and one for deletions, each from a day on: three pages of customers would be more.
    expect(visit.requests).toHaveLength(4);
    for (const qbxml of visit.requests) expect(qbxml).toMatch(/<From(Modified|Deleted)Date>\d{4}-\d\d-\d\d</);
    const rows = await recordsOf(connection.id, 'customer');
    expect(rows.filter(({ deleted_at: at }) => at !== null).map(({ external_id: id }) => id)).toEqual([gone]);

    // Changes of many pages come by iterator, each with the same day; a visit that is cut begins them anew.
    for (let at = 10; at < 140; at += 1) company.change(`Customer ${at}`, { Email: `again${at}@many.example` });
    const many = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`, { full: false }));
    await waitForRun(app.admin, many.id);
    expect(await connector.visit({ after: 1, when: 'before the answer' })).toMatchObject({ outcome: 'cut' });
    const again = await connector.visit();
    expect(again.requests.filter((qbxml) => qbxml.includes('iterator="Continue"'))).toHaveLength(1);
    for (const qbxml of again.requests) expect(qbxml).toMatch(/<From(Modified|Deleted)Date>/);
    // Those of the last two days come once more.
    expect((await ended(many.id)).progress.counts).toMatchObject({ changed: 130, unchanged: 2, removed: 0 });

    expect((await sync(true)).visit.requests.join('')).not.toContain('FromModifiedDate');
    const days = (count: number) => new Date(Date.now() - count * 24 * 3_600_000);
    const lastFull = (at: Date) =>
      app.strapi.db
        .connection('crosswalk_connections')
        .where({ document_id: connection.id })
        .update({ last_full_sync_at: at });
    await lastFull(days(6));
    expect((await sync(false)).visit.requests.join('')).toContain('FromModifiedDate');
    await lastFull(days(8));
    expect((await sync(false)).visit.requests.join('')).not.toContain('FromModifiedDate');
  });

  it('gives out a .qwc file with stable ids and without the password', async () => {
    const connection = await createDesktop(app, 'Files & "more"');
    const first = await accessOf(app, connection.id);
    dataOf(
      await app.admin.put(`/crosswalk/connections/${connection.id}`, {
        fields: { userName: 'other', password: 'another long password' },
      }),
    );
    const second = await accessOf(app, connection.id);
    expect(second).toMatchObject({ userName: 'other', fileName: 'Files more.qwc', lastVisitAt: null, openRequests: 0 });
    const ids = (file: string) => /<OwnerID>(\{.+\})<\/OwnerID><FileID>(\{.+\})<\/FileID>/.exec(file)?.slice(1);
    expect(ids(first.file)).toHaveLength(2);
    expect(ids(second.file)).toEqual(ids(first.file));
    expect(`${first.file}${second.file}`).not.toMatch(/correct horse|another long/);
    expect(second.urlProblem).toMatch(/no address with numbers/);
    expect(JSON.stringify(dataOf(await app.admin.get(`/crosswalk/connections/${connection.id}`)))).not.toContain(
      'another long',
    );
    const csv = dataOf<Connection>(await app.admin.post('/crosswalk/connections', { connector: 'csv', name: 'File' }));
    expect((await app.admin.get(`/crosswalk/connections/${csv.id}/web-connector`)).status).toBe(400);
  });

  it('refuses a wrong password, and looks at none for a while after some', async () => {
    const connection = await createDesktop(app, 'Guessed');
    const { connector } = await install(app, connection.id);
    connector.set({ password: 'wrong' });
    const session = () => app.strapi.db.connection(TABLES.webSessions).where({ connection_id: connection.id });
    const blockedUntil = async () => {
      const row = (await session().first('blocked_until')) as { blocked_until: string | number | Date };
      return new Date(row.blocked_until).getTime();
    };
    const began = Date.now();
    for (let guess = 0; guess < 4; guess += 1) expect((await connector.visit()).outcome).toBe('wrong login');
    connector.set({ password });
    expect(await blockedUntil()).toBeGreaterThanOrEqual(began + 1_000);
    // The block of a second may be over by now; one that is not, and one that is:
    await session().update({ blocked_until: new Date(Date.now() + 60_000) });
    expect((await connector.visit()).outcome).toBe('wrong login');
    await session().update({ blocked_until: new Date(Date.now() - 1) });
    expect((await connector.visit()).outcome).toBe('no work');
    // A ticket that nobody got opens nothing.
    for (const [method, answer] of [
      ['sendRequestXML', ''],
      ['receiveResponseXML', -1],
      ['getLastError', expect.stringMatching(/over/)],
      ['closeConnection', expect.stringMatching(/over/)],
      ['connectionError', 'done'],
    ] as const)
      expect(
        await connector.call(method, { ticket: 'made-up', qbXMLMajorVers: 16, qbXMLMinorVers: 0, response: 'x' }),
      ).toEqual(answer);
  });

  it('asks nothing of another company file, and says so', async () => {
    const connection = await createDesktop(app, 'Two companies');
    const { connector, company } = await install(app, connection.id, { ...companySeed, file: 'C:\\Two\\One.QBW' });
    const first = await startSync(connection.id);
    await connector.visit();
    await ended(first.id);

    const other = new CompanyFile({ file: 'C:\\Two\\Other.QBW', name: 'Other Company', records: customers(3) });
    const run = await startSync(connection.id);
    connector.set({ company: other });
    const visit = await connector.visit();
    expect(visit).toMatchObject({ outcome: 'stopped', requests: [] });
    expect(visit.said[0]).toMatch(/Another company file is open: Other Company.*belongs to Harborline Test Company/);
    // The schedule may wake it at any time, and then it says so again.
    await waitFor('the run to say so', async () => (await runOf(run.id)).message?.includes('Other Company'));
    expect((await waitForRun(app.admin, run.id)).state).toBe('waiting');
    expect(await accessOf(app, connection.id)).toMatchObject({ problem: expect.stringContaining('Other Company') });
    connector.set({ company });
    expect((await connector.visit()).outcome).toBe('done');
    expect((await ended(run.id)).progress.counts).toMatchObject({ created: 0, removed: 0 });

    const twin = await createDesktop(app, 'Twin');
    const { connector: again } = await install(app, twin.id, { ...companySeed, file: 'C:\\Two\\One.QBW' });
    await startSync(twin.id);
    expect((await again.visit()).said[0]).toMatch(/connected already, as Two companies/);
  });

  it('refuses a QuickBooks that is too old', async () => {
    const connection = await createDesktop(app, 'Old');
    const { connector } = await install(app, connection.id, {
      ...companySeed,
      file: 'C:\\Old.QBW',
      product: 'QuickBooks Pro 2012',
      version: '12.0',
    });
    await startSync(connection.id);
    expect((await connector.visit()).said[0]).toMatch(/QuickBooks Pro 2012 is too old.*13\.0/);
  });

  it('reads a listing anew when the connection was lost in the middle of it', async () => {
    const connection = await createDesktop(app, 'Lost');
    await mapEverything(app.admin, connection.id);
    const { connector, company } = await install(app, connection.id, {
      file: 'C:\\Lost.QBW',
      name: 'Lost',
      records: customers(250),
    });
    const run = await startSync(connection.id);
    expect(await connector.visit({ after: 2, when: 'before the answer' })).toMatchObject({ outcome: 'cut' });
    // An answer wakes the run, which looks once more before it waits again and says so.
    await waitFor('the waiting run', async () =>
      /is reading; .* records are still to come/.test((await runOf(run.id)).message ?? ''),
    );
    expect(await recordsOf(connection.id, 'customer')).toHaveLength(0);
    company.remove('Customer 7');
    const visit = await connector.visit();
    expect(visit.outcome).toBe('done');
    const queries = visit.requests.filter((qbxml) => qbxml.includes('<CustomerQueryRq'));
    expect(queries.map((qbxml) => /iterator="(\w+)"/.exec(qbxml)?.[1])).toEqual(['Start', 'Continue', 'Continue']);
    expect(await ended(run.id)).toMatchObject({
      state: 'succeeded',
      progress: { counts: { created: 249, failed: 0 } },
    });
    // Balances and notes were not asked for.
    const rows = (await recordsOf(connection.id, 'customer')) as unknown as Array<{ raw: string }>;
    expect(JSON.stringify(rows)).not.toMatch(/nnnn|1\.00/);
  });

  it('lets one request fail and the others go on', async () => {
    const connection = await createDesktop(app, 'Half');
    await mapEverything(app.admin, connection.id);
    const { connector } = await install(app, connection.id, { ...companySeed, file: 'C:\\Half.QBW' });
    connector.faults.push({
      request: 'VendorQueryRq',
      kind: 'hresult',
      hresult: '0x80040402',
      message: 'Unexpected error. Check the qbsdklog.txt file',
    });
    const run = await startSync(connection.id);
    const visit = await connector.visit();
    expect(visit.outcome).toBe('done');
    expect(visit.requests).toHaveLength(5);
    // Each answer wakes it; it is put aside once it has come to this one.
    await waitFor('the failed request', async () => {
      const { state, runAfter, message } = await runOf(run.id);
      return state === 'waiting' && runAfter !== null && /Unexpected error.*0x80040402/.test(message ?? '');
    });
    dataOf(await app.admin.post(`/crosswalk/runs/${run.id}/resume`));
    await waitFor(
      'the request to be queued again',
      async () => (await accessOf(app, connection.id)).openRequests === 1,
    );
    expect((await connector.visit()).requests).toHaveLength(1);
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 9 } } });
  });

  it('fails a run with the words of QuickBooks', async () => {
    const connection = await createDesktop(app, 'Refused');
    const { connector } = await install(app, connection.id, { ...companySeed, file: 'C:\\Refused.QBW' });
    connector.faults.push({
      request: 'CustomerQueryRq',
      kind: 'status',
      code: 3250,
      message: 'This feature is not on.',
    });
    const run = await startSync(connection.id);
    await connector.visit();
    expect(await ended(run.id)).toMatchObject({
      state: 'failed',
      message: 'This feature is not on. (QuickBooks status 3250)',
    });
  });

  it('serves nothing for a run that was cancelled', async () => {
    const connection = await createDesktop(app, 'Cancelled');
    const { connector } = await install(app, connection.id, { ...companySeed, file: 'C:\\Cancelled.QBW' });
    const run = await startSync(connection.id);
    dataOf(await app.admin.post(`/crosswalk/runs/${run.id}/cancel`));
    await ended(run.id);
    expect((await connector.visit()).outcome).toBe('no work');
  });

  it('answers what is not a call of the Web Connector with a fault', async () => {
    const connection = await createDesktop(app, 'Odd');
    await listen(app);
    const url = `/api/crosswalk/web-connector/${connection.id}`;
    const post = (body: string, address = url) =>
      request(app.server).post(address).set('Content-Type', 'text/xml; charset=utf-8').send(body);
    const wrap = (inner: string) =>
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${inner}</soap:Body></soap:Envelope>`;

    for (const body of ['', 'hello', wrap('<other xmlns="http://developer.intuit.com/"/>'), wrap('<serverVersion>')]) {
      const answer = await post(body);
      expect(answer.status).toBe(500);
      expect(answer.text).toContain('<faultcode>soap:Client</faultcode>');
    }
    const bomb = await post(`<!DOCTYPE a [<!ENTITY x "xxxx">]>${wrap('<serverVersion>&x;</serverVersion>')}`);
    expect(bomb.text).toContain('document type');
    expect((await post(wrap(`<authenticate>${'x'.repeat(9_000_000)}</authenticate>`))).status).toBe(413);
    expect((await post(wrap('<serverVersion/>'), '/api/crosswalk/web-connector/nothing')).status).toBe(404);
    const csv = dataOf<Connection>(await app.admin.post('/crosswalk/connections', { connector: 'csv', name: 'Csv' }));
    expect((await post(wrap('<serverVersion/>'), `/api/crosswalk/web-connector/${csv.id}`)).status).toBe(404);

    const wsdl = await request(app.server).get(`${url}?wsdl`);
    expect(wsdl.headers['content-type']).toContain('text/xml');
    expect(wsdl.text).toContain(`/web-connector/${connection.id}"`);
    expect((await request(app.server).get(url)).text).toContain('Web Connector');
  });

  it('describes itself: a client built from its own WSDL can drive it', async () => {
    const connection = await createDesktop(app, 'Own WSDL');
    const { connector } = await install(app, connection.id, { ...companySeed, file: 'C:\\Own.QBW' });
    const base = await listen(app);
    connector.set({ wsdl: `${base}/api/crosswalk/web-connector/${connection.id}?wsdl` });
    const run = await startSync(connection.id);
    expect((await connector.visit()).outcome).toBe('done');
    expect((await ended(run.id)).state).toBe('succeeded');
  });
});

requestsAreValid(['AccountQuery', 'CustomerQuery', 'ItemQuery', 'ListDeletedQuery', 'VendorQuery']);
