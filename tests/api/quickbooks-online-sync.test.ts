import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { demoClient, signedCall, type WebhookEvent } from '../../sandbox/quickbooks-online';
import { secretsOf } from '../../server/src/connections/secrets';
import type { Connection, Link, Mapping, Run } from '../../server/src/contracts';
import {
  authorize,
  books,
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  tryToAuthorize,
  waitFor,
  waitForRun,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

const realmId = '4620816365000001';
const otherRealm = '4620816365000002';
const verifierToken = 'test-verifier-token';
const hook = '/api/crosswalk/webhooks/quickbooks-online';
const dayMs = 24 * 3_600_000;

/** Linked by hand, so that syncs are tested apart from matching: client → customer. */
const pairs = {
  'Alder & Finch Dental': '1',
  'Birchwood Vet Clinic': '2',
  'Cascade Orthodontics Salem': '3',
  "O'Neil and Soehne Bakery": '4',
  'Vasquez Land Survey': '6',
};

describe('QuickBooks Online, kept up to date', () => {
  let app: TestStrapi;
  let quickbooks: Awaited<ReturnType<typeof startBooks>>;
  let connection: Connection;
  let mappings: Record<string, Mapping>;
  let front: Server;
  let address: string;
  const logged: string[] = [];
  const tokens = new Set<string>();

  beforeAll(async () => {
    quickbooks = await startBooks({
      companies: [...books.companies, { realmId: otherRealm, name: 'Another Company' }],
    });
    app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url } });
    for (const level of ['debug', 'info', 'warn', 'error'] as const)
      jest.spyOn(app.strapi.log, level).mockImplementation(((message: unknown) => {
        logged.push(String(message));
        return app.strapi.log;
      }) as never);
    // Supertest opens and closes the app's own server with each request.
    front = createServer((incoming, outgoing) => void app.server.emit('request', incoming, outgoing));
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(front.address() as AddressInfo).port}${hook}`;
    await fillBusiness(app);
    connection = await connectQuickBooks(app.admin);
    mappings = await mapEverything(app.admin, connection.id);
    await syncAndMatch(app.admin, connection.id);
    const clients = (await app.strapi.documents('api::client.client' as never).findMany({})) as unknown as Array<{
      documentId: string;
      name: string;
    }>;
    for (const [name, externalId] of Object.entries(pairs)) {
      const localId = clients.find((client) => client.name === name)?.documentId;
      dataOf(await app.admin.post('/crosswalk/links/map', { mappingId: mappings.Clients?.id, localId, externalId }));
    }
  });
  afterAll(async () => {
    front?.close();
    front?.closeAllConnections();
    await app?.stop();
    await quickbooks?.close();
  });
  afterEach(async () => {
    const { accessToken, refreshToken } = await secrets().read();
    for (const token of [accessToken, refreshToken]) if (token) tokens.add(token);
  });

  const secrets = () => secretsOf(app.strapi, connection.id, AbortSignal.timeout(5_000));
  const company = () => quickbooks.company(realmId);
  const read = async () => dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`));
  const set = (columns: Record<string, unknown>) =>
    app.strapi.db.connection('crosswalk_connections').where({ document_id: connection.id }).update(columns);
  const paths = (part: string) => quickbooks.faults.requests().filter(({ path }) => path.includes(part));
  const start = async (full: boolean) =>
    dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`, { full }));
  const syncChanges = async () => waitForRun(app.admin, (await start(false)).id);
  const stored = async (externalId: string) =>
    (await app.strapi.db
      .connection('crosswalk_external_records')
      .where({ connection_id: connection.id, record_type: 'customer', external_id: externalId })
      .first()) as Record<string, unknown> | undefined;
  const linkOf = async (name: string, state = 'confirmed') =>
    (await linksOf(app.admin, `connectionId=${connection.id}&state=${state}`)).find(
      ({ local }) => local.label === name,
    );
  const rename = (id: string, change: Record<string, unknown>) =>
    company().update('Customer', {
      Id: id,
      SyncToken: company().get('Customer', id).SyncToken,
      sparse: true,
      ...change,
    });
  const notices = async () =>
    Number(((await app.strapi.db.connection('crosswalk_notices').count({ n: '*' })) as [{ n: unknown }])[0].n);
  const quiet = () =>
    waitFor('webhooks to be followed', async () => (await notices()) === 0 && (await read()).activeRun === null);
  /** Sends as the vendor does. */
  const post = (body: string | Buffer, headers: Record<string, string>) =>
    request(app.server).post(hook).set(headers).send(body.toString());
  const call = (events: WebhookEvent[], how: Partial<Parameters<typeof signedCall>[1]> = {}) => {
    const { body, headers } = signedCall(events, { verifierToken, ...how });
    return post(body, headers);
  };
  const updated = (id: string): WebhookEvent => ({ realmId, entity: 'Customer', id, operation: 'Update' });

  it('says what the company is set to, when the authorisation ends, and where webhooks go', async () => {
    const { facts, expiries, expiresWithinDays, webhook, canReadChanges, lastFullSyncAt } = await read();
    expect(facts).toEqual({
      country: 'US',
      homeCurrency: 'USD',
      multiCurrency: false,
      customNumbers: false,
      salesTax: false,
      automatedSalesTax: false,
    });
    expect(Date.parse(expiries?.refreshExpiresAt ?? '') - Date.now()).toBeGreaterThan(100 * dayMs);
    expect(Date.parse(expiries?.grantExpiresAt ?? '') - Date.now()).toBeGreaterThan(1_800 * dayMs);
    expect(expiresWithinDays).toBeNull();
    expect(webhook).toEqual({
      url: expect.stringContaining(hook),
      problem: expect.stringContaining('https'),
      problemWords: { code: 'connections.webhookAddress', values: {} },
      noticedAt: null,
    });
    expect([canReadChanges, lastFullSyncAt !== null]).toEqual([true, true]);
  });

  it('reads changes alone: one that changed, one that is new, one that is gone', async () => {
    rename('1', { PrimaryEmailAddr: { Address: 'accounts@alderfinch.example' } });
    const made = company().create('Customer', { DisplayName: 'Tidewater Pilates' });
    company().remove('Customer', '6');
    quickbooks.faults.forgetRequests();
    const run = await syncChanges();
    expect(run).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1, changed: 1, removed: 1 } } });
    expect(paths('/cdc')).toHaveLength(3);
    expect(paths('/query')).toEqual([]);
    expect(String((await stored('1'))?.roles)).toContain('accounts@alderfinch.example');
    expect((await stored(made.Id as string))?.label).toBe('Tidewater Pilates');
    expect((await stored('6'))?.deleted_at).not.toBeNull();
    expect(await linkOf('Vasquez Land Survey')).toMatchObject({ attention: 'deleted', state: 'confirmed' });
    // Nothing that was not named was taken for deleted.
    expect((await stored('2'))?.deleted_at).toBeNull();
  });

  it('lists everything of a type that has more changes than one answer holds', async () => {
    for (let index = 0; index < 1_050; index += 1)
      company().create('Customer', { DisplayName: `Imported customer ${String(index).padStart(4, '0')}` });
    quickbooks.faults.forgetRequests();
    const run = await syncChanges();
    expect(run).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1_050, removed: 0 } } });
    expect(paths('/cdc')).toHaveLength(3);
    expect(paths('select * from Customer').length).toBe(2);
    expect(paths('select * from Vendor')).toEqual([]);
  });

  it('syncs by schedule: changes where the last complete sync is recent, everything once a day', async () => {
    dataOf(await app.admin.post(`/crosswalk/connections/${connection.id}/steps/check/complete`));
    const { startDue } = app.strapi.plugin('crosswalk').service('sync') as { startDue(): Promise<void> };
    const scheduled = async () => {
      quickbooks.faults.forgetRequests();
      await set({ next_sync_at: new Date(Date.now() - 1_000) });
      await startDue();
      const { activeRun, lastRun } = await read();
      const run = await waitForRun(app.admin, (activeRun ?? lastRun)?.id ?? '');
      expect(run).toMatchObject({ state: 'succeeded', startedBy: 'Schedule' });
      return { changes: paths('/cdc').length > 0, everything: paths('select * from Vendor').length > 0 };
    };
    expect(await scheduled()).toEqual({ changes: true, everything: false });
    await set({ last_full_sync_at: new Date(Date.now() - 25 * 3_600_000) });
    expect(await scheduled()).toEqual({ changes: false, everything: true });
    expect(await scheduled()).toEqual({ changes: true, everything: false });
    // Longer ago than the vendor remembers: listed, not guessed.
    await set({ last_sync_at: new Date(Date.now() - 31 * dayMs) });
    expect(await scheduled()).toEqual({ changes: false, everything: true });
  });

  it('changes a record as soon as the vendor tells of it, and matches a new one', async () => {
    quickbooks.webhooks.subscribe({ url: address, verifierToken });
    rename('3', { PrimaryPhone: { FreeFormNumber: '(503) 555-0199' } });
    const made = company().create('Customer', {
      DisplayName: 'Cascade Orthodontics Bend',
      BillAddr: { City: 'Bend' },
    });
    await waitFor('the new customer', () => stored(made.Id as string));
    await quiet();
    quickbooks.webhooks.subscribe(undefined);
    expect(String((await stored('3'))?.roles)).toContain('555-0199');
    expect(quickbooks.webhooks.deliveries.every((status) => status === 200)).toBe(true);
    expect((await read()).webhook?.noticedAt).not.toBeNull();
    expect((await read()).lastRun).toMatchObject({ state: 'succeeded', startedBy: 'QuickBooks Online (webhook)' });
    const proposal = await linkOf('Cascade Orthodontics Bend', 'proposed');
    expect(proposal?.external.label).toBe('Cascade Orthodontics Bend');
  });

  it.each([
    ['application/json', 'legacy'],
    ['application/json', 'cloudevents'],
    ['application/cloudevents+json', 'cloudevents'],
    ['application/cloudevents-batch+json', 'cloudevents'],
  ] as const)('takes %s in the format %s', async (contentType, format) => {
    const phone = `(971) 555-${String(1000 + contentType.length + format.length)}`;
    rename('4', { PrimaryPhone: { FreeFormNumber: phone } });
    const answer = await call([updated('4')], { contentType, format });
    expect([answer.status, answer.body]).toEqual([200, { received: 1 }]);
    await quiet();
    expect(String((await stored('4'))?.roles)).toContain(phone);
  });

  it('bears duplicates, disorder, strangers and what it does not know', async () => {
    rename('2', { PrimaryEmailAddr: { Address: 'desk@birchwoodvet.example' } });
    const before = Number(
      ((await app.strapi.db.connection('crosswalk_external_records').count({ n: '*' })) as [{ n: unknown }])[0].n,
    );
    const events: WebhookEvent[] = [
      updated('2'),
      { ...updated('2'), operation: 'Create' },
      { ...updated('2'), realmId: otherRealm },
      { ...updated('2'), realmId: '99' },
      { ...updated('1'), operation: 'Delete' },
      { realmId, entity: 'Invoice', id: '7', operation: 'Create' },
      { realmId, entity: 'Term', id: '7', operation: 'Create' },
    ];
    const answers = await Promise.all([call(events), call([...events].reverse()), call(events, { format: 'legacy' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await quiet();
    expect(String((await stored('2'))?.roles)).toContain('desk@birchwoodvet.example');
    // Said to be deleted, and still there.
    expect((await stored('1'))?.deleted_at).toBeNull();
    const after = Number(
      ((await app.strapi.db.connection('crosswalk_external_records').count({ n: '*' })) as [{ n: unknown }])[0].n,
    );
    expect(after).toBe(before);
    for (const odd of ['[]', '{}', 'null', '[{"type":"qbo.future.invented.v9"}]', '{"eventNotifications":[]}']) {
      const signature = createHmac('sha256', verifierToken).update(odd).digest('base64');
      const answer = await post(odd, { 'content-type': 'application/json', 'intuit-signature': signature });
      expect([odd, answer.status]).toEqual([odd, 200]);
    }
  });

  it('takes deliveries that name the same records in another order at once', async () => {
    const events = ['1', '2', '3', '4'].map(updated);
    const statuses: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.all(
        [events, [...events].reverse(), events, [...events].reverse()].map((one) => call(one)),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    await quiet();
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });

  it('changes nothing without a right signature, and takes no body without end', async () => {
    const runs = async () => dataOf<Run[]>(await app.admin.get('/crosswalk/runs?pageSize=1'))[0]?.id;
    const [lastRun, seen] = [await runs(), (await read()).webhook?.noticedAt];
    const { body, headers } = signedCall([updated('1')], { verifierToken });
    const foreign = signedCall([updated('1')], { verifierToken: 'guessed-token' });
    for (const [name, answer] of [
      ['another token', await post(body, foreign.headers)],
      ['another body', await post(body.replace('"1"', '"2"'), headers)],
      ['none', await post(body, { 'content-type': 'application/json' })],
      ['an empty one', await post(body, { ...headers, 'intuit-signature': '' })],
      ['no JSON either', await post('{', { 'content-type': 'application/json' })],
    ] as const)
      expect([name, answer.status]).toEqual([name, 401]);
    const long = ' '.repeat(2 * 1024 * 1024 + 1);
    const signature = createHmac('sha256', verifierToken).update(long).digest('base64');
    expect((await post(long, { 'content-type': 'text/plain', 'intuit-signature': signature })).status).toBe(413);
    const cut = createHmac('sha256', verifierToken).update('{').digest('base64');
    expect((await post('{', { 'content-type': 'application/json', 'intuit-signature': cut })).status).toBe(400);
    for (const where of ['/api/crosswalk/webhooks/pax8', '/api/crosswalk/webhooks/nothing'])
      expect((await request(app.server).post(where).set(headers).send(body)).status).toBe(404);
    expect((await request(app.server).get(hook)).status).not.toBe(200);
    expect([await notices(), await runs(), (await read()).webhook?.noticedAt]).toEqual([0, lastRun, seen]);
  });

  it('answers before anything is read at the vendor', async () => {
    quickbooks.faults.add({ kind: 'slow', ms: 5_000, path: 'where Id in' });
    quickbooks.faults.forgetRequests();
    expect((await call([updated('1')])).status).toBe(200);
    expect(paths('where Id in')).toEqual([]);
    await quiet();
    expect(paths('where Id in')).toHaveLength(1);
  });

  it('follows a merge to the record that is left, as a proposal', async () => {
    quickbooks.webhooks.subscribe({ url: address, verifierToken });
    company().merge('Customer', '2', '1');
    await waitFor('the merge', async () => (await linkOf('Birchwood Vet Clinic'))?.attention === 'merged');
    await quiet();
    quickbooks.webhooks.subscribe(undefined);
    const old = (await linkOf('Birchwood Vet Clinic')) as Link;
    expect(old).toMatchObject({ state: 'confirmed', attention: 'merged', mergedInto: { id: '1' } });
    expect(old.mergedInto?.label).toBe('Alder and Finch Dental, PLLC');
    const proposal = (await linkOf('Birchwood Vet Clinic', 'proposed')) as Link;
    expect(proposal).toMatchObject({ origin: 'merged', external: { id: '1' }, attention: null });

    // A complete sync with its match leaves it to the person, and says nothing twice.
    await syncAndMatch(app.admin, connection.id);
    expect((await linkOf('Birchwood Vet Clinic', 'proposed'))?.id).toBe(proposal.id);
    expect((await linkOf('Birchwood Vet Clinic'))?.attention).toBe('merged');

    const act = dataOf<{ batchId: string }>(await app.admin.post('/crosswalk/links/confirm', { ids: [proposal.id] }));
    expect(await linkOf('Birchwood Vet Clinic')).toMatchObject({ id: proposal.id, external: { id: '1' } });
    expect(await linkOf('Birchwood Vet Clinic', 'rejected')).toMatchObject({ id: old.id, reason: 'old_record' });
    dataOf(await app.admin.post(`/crosswalk/decisions/${act.batchId}/undo`));
    expect(await linkOf('Birchwood Vet Clinic')).toMatchObject({ id: old.id, attention: 'merged' });
    expect(await linkOf('Birchwood Vet Clinic', 'proposed')).toMatchObject({ id: proposal.id, origin: 'merged' });
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [proposal.id] }));
  });

  it('notices a record that is deactivated, renamed or now somebody else', async () => {
    rename('3', { Active: false });
    rename('4', { DisplayName: "O'Neil & Sons Bakery" });
    expect((await syncChanges()).state).toBe('succeeded');
    expect(await stored('3')).toMatchObject({ label: 'Cascade Orthodontics Group (deleted)' });
    expect(String((await stored('3'))?.roles)).toContain('"name":"Cascade Orthodontics Group"');
    expect((await linkOf('Cascade Orthodontics Salem'))?.attention).toBe('inactive');
    // Another name with the same e-mail is a renaming.
    expect((await linkOf("O'Neil and Soehne Bakery"))?.attention).toBeNull();

    rename('3', { Active: true });
    rename('4', {
      DisplayName: 'Zephyr Marine Salvage',
      PrimaryEmailAddr: { Address: 'crew@zephyr.example' },
      PrimaryPhone: { FreeFormNumber: '(206) 555-0777' },
    });
    expect((await syncChanges()).state).toBe('succeeded');
    expect((await linkOf('Cascade Orthodontics Salem'))?.attention).toBeNull();
    const link = (await linkOf("O'Neil and Soehne Bakery")) as Link;
    expect(link.attention).toBe('repurposed');
    const healthy = await linkOf('Cascade Orthodontics Salem');
    expect((await app.admin.post('/crosswalk/links/keep', { ids: [healthy?.id] })).status).toBe(409);
    dataOf(await app.admin.post('/crosswalk/links/keep', { ids: [link.id] }));
    expect((await linkOf("O'Neil and Soehne Bakery"))?.attention).toBeNull();
    await syncAndMatch(app.admin, connection.id);
    expect((await linkOf("O'Neil and Soehne Bakery"))?.attention).toBeNull();
  });

  it('waits as long as the vendor asks, and goes on', async () => {
    quickbooks.faults.add({ kind: 'answer', status: 429, retryAfter: 11, path: 'cdc?entities=Vendor' });
    const began = Date.now();
    const run = await start(false);
    const waiting = await waitForRun(app.admin, run.id);
    expect(waiting).toMatchObject({
      state: 'waiting',
      message: expect.stringMatching(/ThrottleExceeded.*code 3001, intuit_tid 1-/),
    });
    expect(Date.parse(waiting.runAfter ?? '') - began).toBeGreaterThanOrEqual(11_000);
    quickbooks.faults.forgetRequests();
    expect((await waitForRun(app.admin, run.id, ['succeeded', 'failed'])).state).toBe('succeeded');
    // Customers were read before it.
    expect(paths('/cdc').map(({ path }) => /entities=(\w+)/.exec(path)?.[1])).toEqual(['Vendor', 'Item']);
  });

  it('renews a token that has ended, once, and warns when the authorisation is about to end', async () => {
    for (const [days, warning] of [
      [40, null],
      [25, 30],
      [6, 7],
      [1, 2],
    ] as const) {
      quickbooks.signIn.lifetimes = { grant: days * 24 * 3600 };
      quickbooks.faults.add({ kind: 'expire-access' });
      quickbooks.faults.forgetRequests();
      expect((await syncChanges()).state).toBe('succeeded');
      expect(paths('/tokens/bearer')).toHaveLength(1);
      expect((await read()).expiresWithinDays).toBe(warning);
    }
    quickbooks.signIn.lifetimes = {};
  });

  it('stops when the subscription has lapsed, in the words of the vendor', async () => {
    quickbooks.faults.add({ kind: 'answer', status: 400, code: '6190', path: '/cdc' });
    const run = await syncChanges();
    expect(run).toMatchObject({ state: 'failed', message: expect.stringMatching(/code 6190.*lapsed/) });
    expect(await read()).toMatchObject({
      state: 'expired',
      stateReason: expect.stringContaining('6190'),
      nextSyncAt: null,
    });
    expect((await app.admin.post(`/crosswalk/connections/${connection.id}/sync`)).status).toBe(409);
  });

  it('takes no other company when it is reconnected, and keeps its links', async () => {
    const before = (await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`)).length;
    const refused = await tryToAuthorize(app.admin, connection.id, otherRealm);
    expect(refused.status).toBe(409);
    expect((refused.body as { error: { message: string } }).error.message).toMatch(
      /belongs to Harborline Test Company, and another account was chosen.*links were kept/,
    );
    expect(await read()).toMatchObject({ state: 'expired', accountId: realmId });
    expect(await authorize(app.admin, connection.id)).toMatchObject({ state: 'live', accountId: realmId });
    // It is due at once; the schedule is not what is tested here.
    await set({ next_sync_at: new Date(Date.now() + dayMs) });
    await quiet();
    expect((await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`)).length).toBe(before);
  });

  it('gives its authorisation back when it is disconnected, and keeps links and records', async () => {
    const before = (await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`)).length;
    const { refreshToken = '' } = await secrets().read();
    const disconnect = () => app.admin.post(`/crosswalk/connections/${connection.id}/disconnect`);
    quickbooks.faults.add({ kind: 'answer', status: 503, path: '/tokens/revoke', times: 4 });
    expect((await disconnect()).status).toBe(503);
    expect(await read()).toMatchObject({ state: 'live' });

    quickbooks.faults.forgetRequests();
    const after = dataOf<Connection>(await disconnect());
    expect(after).toMatchObject({ state: 'expired', expiries: null, nextSyncAt: null, accountId: realmId });
    expect(after.stateReason).toMatch(/^Disconnected by Dana Ruiz/);
    expect(paths('/tokens/revoke').map(({ status }) => status)).toEqual([200]);
    const basic = Buffer.from('test-client:test-client-secret').toString('base64');
    const reuse = await fetch(`${quickbooks.url}/oauth2/v1/tokens/bearer`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    });
    expect(await reuse.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`)).length).toBe(before);

    // Nobody can follow what is told now.
    expect((await call([updated('1')])).status).toBe(200);
    expect(await notices()).toBe(0);
    expect(await authorize(app.admin, connection.id)).toMatchObject({ state: 'live', stateReason: null });
    expect((await syncChanges()).state).toBe('succeeded');
  });

  it('is disconnected only by those who may configure', async () => {
    const reviewer = await app.adminWith(['plugin::crosswalk.read', 'plugin::crosswalk.review']);
    expect((await reviewer.post(`/crosswalk/connections/${connection.id}/disconnect`)).status).toBe(403);
  });

  it('has logged no secret, and the id of each request that was refused', async () => {
    const text = logged.join('\n');
    expect(tokens.size).toBeGreaterThan(4);
    for (const secret of [...tokens, verifierToken, 'test-client-secret', demoClient.clientSecret])
      expect(text).not.toContain(secret);
    expect(text).toMatch(/failed: QuickBooks: .*code 6190, intuit_tid 1-/);
  });
});
