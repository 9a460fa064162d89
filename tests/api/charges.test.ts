import { type ChargesCheckpoint, readCharges } from '../../server/src/charges/read';
import type { ChargeLine as Line, Charges } from '../../server/src/connectors/charges';
import { lineOf } from '../../server/src/connectors/pax8/charges';
import { emptyProgress, type RunContext } from '../../server/src/runs/types';
import { createPax8, demoClient, idOf, type Pax8Seed } from '../../sandbox/pax8';
import type {
  ChargeLine,
  ChargePeriod,
  ClientCharges,
  Connection,
  linkCharges,
  Mapping,
  ResponseOf,
  Run,
} from '../../server/src/contracts';
import { dataOf, fillBusiness, linksOf, syncAndMatch, waitForRun } from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

const seed: Pax8Seed = {
  partner: 'Fern & Daughter',
  companies: [
    { name: 'Alder Dental', phone: '303-555-0133', website: 'alderdental.example' },
    { name: 'Birch Legal', phone: '303-555-0134', website: 'birchlegal.example' },
    { name: 'Cedar Vets', phone: '303-555-0135', website: 'cedarvets.example' },
  ],
  products: [
    { name: 'Mail Plan', vendorName: 'Norvane', sku: 'NOR-MAIL' },
    { name: 'Backup', vendorName: 'Skyreach', sku: 'SKY-BACK' },
  ],
  subscriptions: [
    { company: 'Alder Dental', product: 'Mail Plan', quantity: 3, price: 5.1, partnerCost: 4.08 },
    { company: 'Alder Dental', product: 'Backup', quantity: 1, price: 20, partnerCost: 15.005 },
    { company: 'Birch Legal', product: 'Mail Plan', quantity: 250, price: 5.1, partnerCost: 4.1 },
    { company: 'Cedar Vets', product: 'Backup', quantity: 2, price: 20, partnerCost: 15 },
  ],
};
const company = (name: string) => idOf('company', name);

describe('charges', () => {
  let app: TestStrapi;
  let server: ReturnType<typeof createPax8>;
  let running: Awaited<ReturnType<typeof server.listen>>;
  let connection: Connection;
  let month: string;

  beforeAll(async () => {
    server = createPax8(seed);
    running = await server.listen(0);
    app = await startStrapi({ env: { TEST_PAX8_URL: running.url } });
    await fillBusiness(app, {
      'api::client.client': [{ name: 'Alder Dental', phone: '303-555-0133' }, { name: 'Birch' }],
      'api::product.product': [{ name: 'Mail for Alder' }],
    });
    connection = dataOf<Connection>(
      await app.admin.post('/crosswalk/connections', { connector: 'pax8', name: 'Pax8', fields: { ...demoClient } }),
    );
    month = String(server.partner.invoices.at(-1)?.invoiceDate).slice(0, 7);
  });
  afterAll(async () => {
    await app?.stop();
    await running?.close();
    delete process.env.TEST_PAX8_URL;
  });

  const path = (rest = '') => `/crosswalk/connections/${connection.id}/charges${rest}`;
  const periods = async () => dataOf<ChargePeriod[]>(await app.admin.get(path('/periods')));
  const clients = async (query: string, who = app.admin) => {
    const { body } = await who.get(path(`?${query}`));
    return body as { data: ClientCharges[]; meta: { sums: unknown[]; pagination: { total: number } } };
  };
  const lines = async (query: string) => dataOf<ChargeLine[]>(await app.admin.get(path(`/lines?${query}`)));
  const map = async (contentType: string, recordType: string) => {
    const types = dataOf<Array<{ uid: string; proposedRoles: unknown[] }>>(
      await app.admin.get('/crosswalk/content-types'),
    );
    const fieldRoles = types.find(({ uid }) => uid === contentType)?.proposedRoles;
    const body = { connectionId: connection.id, name: recordType, contentType, recordType, fieldRoles };
    return dataOf<Mapping>(await app.admin.post('/crosswalk/mappings', { ...body, cardinality: 'one_to_one' }));
  };
  const link = async (mapping: Mapping, label: string, externalId: string) => {
    const uid = mapping.contentType as 'api::client.client';
    const [entry] = await app.strapi.documents(uid).findMany({ filters: { name: label } as never });
    const body = { mappingId: mapping.id, localId: entry?.documentId, locale: '', externalId };
    return dataOf(await app.admin.post('/crosswalk/links/map', body));
  };
  const requests = (part: string) => server.faults.requests().filter((one) => one.path.includes(part));
  const count = async (table: string) => Number((await app.strapi.db.connection(table).count({ n: '*' }))[0]?.n);

  it('are read with a sync: issued invoices, none that was taken back, and what is to come', async () => {
    const run = await syncAndMatch(app.admin, connection.id);
    expect(run.progress.parts.at(-1)).toMatchObject({ key: 'charges', phase: 'done' });
    const found = await periods();
    expect(found.map(({ period, documents, status, unread }) => [period, documents, status, unread])).toEqual([
      ['coming', 1, null, 0],
      [month, 1, 'Unpaid', 0],
      [found[2]?.period, 1, 'Paid', 0],
    ]);
    // 3 × 4.08, 1 × 15.005 rounded by the vendor, 250 × 4.1, 2 × 15; then half a seat back, 200 once, 25 credited.
    expect(found[0]?.sums).toEqual([{ currency: 'USD', cost: '1082.25', total: '1350.3' }]);
    expect(found[1]?.sums[0]?.cost).toBe('1255.21');
    expect(found[1]?.balance).toEqual([{ currency: 'USD', amount: '1255.21' }]);
    expect((await app.admin.get('/crosswalk/connections')).body).toMatchObject({ data: [{ hasCharges: true }] });
  });

  it('are told by client, the dearest first, with what names no client', async () => {
    const { data, meta } = await clients(`period=${month}`);
    expect(data.map(({ label, lines: n, sums }) => [label, n, sums[0]?.cost])).toEqual([
      ['Birch Legal', 1, '1025'],
      ['Alder Dental', 4, '225.21'],
      ['Cedar Vets', 1, '30'],
      [null, 1, '-25'],
    ]);
    expect(meta.pagination.total).toBe(4);
    expect(data.map(({ unlinkedSubscriptions }) => unlinkedSubscriptions)).toEqual([null, null, null, null]);
    const second = await clients('period=coming&pageSize=1&page=2');
    expect(second.data.map(({ label }) => label)).toEqual(['Cedar Vets']);
    expect(second.meta.sums).toEqual((await periods())[0]?.sums);
  });

  it('are told line by line, with amounts as the vendor gives them', async () => {
    const found = await lines(`period=${month}&customerId=${company('Alder Dental')}`);
    expect(
      found.map(({ description, kind, quantity, cost, links }) => [description, kind, quantity, cost, links]),
    ).toEqual([
      ['Mail Plan', 'subscription', '3', '12.24', null],
      ['Backup', 'subscription', '1', '15.01', null],
      ['Mail Plan', 'prorate', '-1', '-2.04', null],
      ['Migration service', 'one-time', '1', '200', null],
    ]);
    expect(await lines(`period=${month}`)).toMatchObject([{ description: 'Promotional credit', cost: '-25' }]);
    const page = await app.admin.get(
      path(`/lines?period=${month}&customerId=${company('Alder Dental')}&pageSize=3&page=2`),
    );
    expect((page.body as { data: unknown[] }).data).toHaveLength(1);
  });

  it('say what is linked, and show alone what is charged and linked to nothing', async () => {
    const mapping = await map('api::client.client', 'company');
    await syncAndMatch(app.admin, connection.id);
    await link(mapping, 'Alder Dental', company('Alder Dental'));
    const linked = await clients(`period=${month}`);
    expect(linked.data.map(({ label, links }) => [label, links.map((one) => one.label)])).toEqual([
      ['Birch Legal', []],
      ['Alder Dental', ['Alder Dental']],
      ['Cedar Vets', []],
      [null, []],
    ]);
    const open = await clients(`period=${month}&unlinked=true`);
    expect(open.data.map(({ label }) => label)).toEqual(['Birch Legal', 'Cedar Vets', null]);
    expect(open.meta.sums).toEqual([{ currency: 'USD', cost: '1030', total: '1315' }]);

    // Once subscriptions are mapped, those without a link count too.
    const subscriptions = await map('api::product.product', 'subscription');
    await syncAndMatch(app.admin, connection.id);
    const [mail, backup] = await lines(`period=coming&customerId=${company('Alder Dental')}`);
    await link(subscriptions, 'Mail for Alder', mail?.subscriptionId ?? '');
    const now = await clients('period=coming');
    const alder = now.data.find(({ label }) => label === 'Alder Dental');
    expect([alder?.subscriptions, alder?.unlinkedSubscriptions]).toEqual([2, 1]);
    const left = await lines(`period=coming&customerId=${company('Alder Dental')}&unlinked=true`);
    expect(left.map(({ subscriptionId, links }) => [subscriptionId, links])).toEqual([[backup?.subscriptionId, []]]);
  });

  it('name local records only to those who may read them', async () => {
    const some = await app.adminWith(['plugin::crosswalk.read', 'plugin::crosswalk.charges']);
    const { data } = await clients('period=coming', some);
    expect(data.flatMap(({ links }) => links.map(({ label }) => label))).toEqual([null]);
    const reader = await app.adminWith(['plugin::crosswalk.read']);
    expect((await reader.get(path('?period=coming'))).status).toBe(403);
  });

  it('are shown beside the link of a client', async () => {
    const [found] = (await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`)).filter(
      ({ recordType }) => recordType === 'company',
    );
    const told = dataOf<ResponseOf<typeof linkCharges>['data']>(
      await app.admin.get(`/crosswalk/links/${found?.id}/charges`),
    );
    expect(told).toEqual([
      { period: 'coming', lines: 2, sums: [{ currency: 'USD', cost: '27.25', total: '35.3' }] },
      { period: month, lines: 4, sums: [{ currency: 'USD', cost: '225.21', total: expect.any(String) }] },
    ]);
    const some = await app.adminWith(['plugin::crosswalk.charges']);
    expect((await some.get(`/crosswalk/links/${found?.id}/charges`)).status).toBe(403);
  });

  it('can be saved as a file', async () => {
    const file = await app.admin.get(path(`/export?period=${month}`));
    expect(file.headers['content-type']).toContain('text/csv');
    const rows = file.text.trim().split('\r\n');
    expect(rows[0]).toContain('customerName,description,sku');
    expect(rows).toHaveLength(8);
    expect(file.text).toContain('Migration service');
  });

  it('are read once where they are issued, and replaced as a whole where they are to come', async () => {
    server.faults.forgetRequests();
    const [first] = server.partner.draftItems;
    server.partner.draftItems = [{ ...first, costTotal: 99.999999 }];
    server.partner.invoices.at(-1)!.status = 'Paid';
    await syncAndMatch(app.admin, connection.id);
    expect(requests('/items')).toEqual([]);
    const [coming, last] = await periods();
    expect(coming?.sums[0]?.cost).toBe('99.999999');
    expect(last?.status).toBe('Paid');
    server.partner.draftItems = [];
    await syncAndMatch(app.admin, connection.id);
    expect((await clients('period=coming')).data).toEqual([]);
  });

  it('go on at the page where they were cut short, and show nothing that is read in part', async () => {
    let saved: ChargesCheckpoint | null = null;
    const ctx: RunContext = {
      run: { id: 999_999, kind: 'sync', connectionId: connection.id, input: {}, answer: null },
      checkpoint: null,
      progress: emptyProgress(),
      signal: AbortSignal.timeout(10_000),
      save: async (_db, change = {}) => {
        if ('checkpoint' in change) saved = change.checkpoint as ChargesCheckpoint;
      },
    };
    const page = (lines: Line[], cursor: string | null = null) => Promise.resolve({ lines, problems: [], cursor });
    const line = (place: string) => lineOf({ costTotal: 1.5, currencyCode: 'EUR' }, place);
    const asked: Array<string | null> = [];
    const source: Charges = {
      customerRecordType: 'company',
      subscriptionRecordType: 'subscription',
      documents: () =>
        Promise.resolve({
          documents: [
            {
              ...{ externalId: 'old', number: '7', date: '2020-01-05', period: '2020-01', status: null },
              ...{ isVoid: false, total: null, balance: null, currency: null },
            },
          ],
          problems: [],
          cursor: null,
        }),
      openLines: () => page([]),
      lines: (_ctx, { cursor }) => {
        asked.push(cursor);
        if (cursor === null) return page([line('0:0'), line('0:1')], '1');
        return asked.length === 2 ? Promise.reject(new Error('killed')) : page([line('1:0')]);
      },
    };
    const read = () => readCharges(app.strapi, ctx, source, {} as never, saved, (checkpoint) => checkpoint);
    const old = async () => (await periods()).find(({ period }) => period === '2020-01');
    await expect(read()).rejects.toThrow('killed');
    expect(await old()).toMatchObject({ unread: 1, sums: [] });
    await read();
    expect(asked).toEqual([null, '1', '1']);
    expect(await old()).toMatchObject({ unread: 0, sums: [{ currency: 'EUR', cost: '4.5', total: '0' }] });
  });

  it('go when an invoice is taken back', async () => {
    const before = await count('crosswalk_charge_lines');
    server.partner.invoices.at(-1)!.status = 'Void';
    await syncAndMatch(app.admin, connection.id);
    expect((await periods()).map(({ period }) => period)).not.toContain(month);
    expect(await count('crosswalk_charge_lines')).toBe(before - 7);
    server.partner.invoices.at(-1)!.status = 'Unpaid';
  });

  it('that cannot be read cost no record, are said, and come with the next sync', async () => {
    server.faults.add({ kind: 'answer', status: 403, path: '/items', times: 1 });
    server.partner.companies[0]!.name = 'Alder Dental Group';
    const run = await syncAndMatch(app.admin, connection.id);
    expect(run.progress.counts.changed).toBeGreaterThan(0);
    expect(run.progress.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Charges could not be read\. Pax8: .*may not do this/),
    ]);
    expect((await periods()).find(({ period }) => period === month)).toMatchObject({ unread: 1, sums: [] });
    await syncAndMatch(app.admin, connection.id);
    expect((await periods()).find(({ period }) => period === month)).toMatchObject({ unread: 0 });
  });

  it('of one invoice that is refused do not keep back those of older ones', async () => {
    const unread = async () => (await periods()).filter(({ period }) => period > '2021').map((each) => each.unread);
    const months = (await unread()).length - 1;
    expect(months).toBeGreaterThan(1);
    await app.strapi.db
      .connection('crosswalk_charge_documents')
      .where('issued_on', '>', '2021')
      .update({ shown_run_id: 0 });
    server.faults.add({ kind: 'answer', status: 404, path: '/items', times: 1 });
    const run = await syncAndMatch(app.admin, connection.id);
    expect(run.progress.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The charges of \d{4}-\d\d-\d\d could not be read\. Pax8: /),
    ]);
    expect(await unread()).toEqual([0, 1, ...Array.from({ length: months - 1 }, () => 0)]);
    await syncAndMatch(app.admin, connection.id);
    expect(await unread()).toEqual(Array.from({ length: months + 1 }, () => 0));
  });

  it('refuse what makes no sense', async () => {
    expect((await app.admin.get(path('?period=last'))).status).toBe(400);
    expect((await app.admin.get('/crosswalk/connections/nothing/charges/periods')).status).toBe(404);
  });

  it('expire the connection where the credentials end meanwhile', async () => {
    server.faults.add({ kind: 'answer', status: 401, path: '/invoices', times: 4 });
    const run = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
    expect((await waitForRun(app.admin, run.id)).state).toBe('failed');
    server.faults.clear();
  });

  it('are removed with their connection', async () => {
    dataOf(await app.admin.delete(`/crosswalk/connections/${connection.id}?confirm=Pax8`));
    expect([await count('crosswalk_charge_lines'), await count('crosswalk_charge_documents')]).toEqual([0, 0]);
  });
});
