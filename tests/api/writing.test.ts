import type {
  Connection,
  Decision,
  Link,
  Mapping,
  previewWrites,
  ResponseOf,
  Run,
  Write,
} from '../../server/src/contracts';
import { secretsOf } from '../../server/src/connections/secrets';
import {
  books,
  business,
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  updateCustomer,
  waitFor,
  waitForRun,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

type Preview = ResponseOf<typeof previewWrites>['data'];
const [company] = books.companies;
if (!company) throw new Error('The books have no company');

/** More than the business of the other tests: names that are taken, long ones, and many of them. */
const longName =
  'Willamette Valley Community Cooperative for Regional Food Distribution and Cold Storage of Oregon West';
const seed = {
  companies: [{ ...company, employees: [{ Id: '40', DisplayName: 'Pat Morgan' }] }],
};
const many = Array.from({ length: 12 }, (_, index) => ({
  name: `Quarry ${'ABCDEFGHIJKL'.charAt(index)} Stoneworks`,
  email: `office@quarry${index}.example`,
  city: 'Bend',
}));
const clients = [
  ...business['api::client.client'],
  { name: 'Pat Morgan', city: 'Bend' },
  { name: 'Old Harbor Cafe', city: 'Astoria' },
  { name: 'Northwest Cable Supply', city: 'Salem' },
  { name: longName },
  { name: 'Tidewater: Marine', email: 'office@tidewater.example' },
  { name: 'Lumen Press', email: 'desk@lumenpress.example', website: 'lumenpress.example', street: '5 Pearl St' },
  { name: 'Kettle Row Books', email: 'hello@kettlerow.example' },
  { name: 'Sable Point Optics', email: 'eyes@sablepoint.example' },
  ...many,
];

describe('writing records', () => {
  let app: TestStrapi;
  let quickbooks: Awaited<ReturnType<typeof startBooks>>;
  let connection: Connection;
  let mappings: Record<string, Mapping>;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    quickbooks = await startBooks(seed);
    app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url } });
    await fillBusiness(app, {
      ...business,
      'api::client.client': clients,
      'api::part.part': [...business['api::part.part'], { name: 'Rack shelf 2U', sku: 'RK-2U', price: 48.25 }],
    });
    connection = await connectQuickBooks(app.admin);
    mappings = await mapEverything(app.admin, connection.id, 'one_to_one');
    await syncAndMatch(app.admin, connection.id);
    for (const uid of ['api::client.client', 'api::part.part', 'api::rate.rate'] as const) {
      const entries = await app.strapi.documents(uid as 'api::client.client').findMany({ limit: 100 });
      for (const { name, documentId } of entries as unknown as Array<{ documentId: string; name: string }>)
        ids.set(name, documentId);
    }
  });
  afterAll(async () => {
    await app?.stop();
    await quickbooks?.close();
  });
  beforeEach(() => {
    quickbooks.faults.clear();
    quickbooks.faults.forgetRequests();
  });

  const of = (mapping: string): string => mappings[mapping]?.id ?? '';
  const recordsOf = (...names: string[]) => names.map((name) => ({ id: ids.get(name) ?? name }));
  const preview = async (mapping: string, body: object): Promise<Preview> =>
    dataOf<Preview>(await app.admin.post(`/crosswalk/mappings/${of(mapping)}/writes/preview`, body));
  const start = (mapping: string, side: 'external' | 'local', body: object) =>
    app.admin.post(`/crosswalk/mappings/${of(mapping)}/writes/${side}`, body);
  async function carryOut(
    mapping: string,
    side: 'external' | 'local',
    body: object,
  ): Promise<{ run: Run; writes: Write[] }> {
    const { run } = dataOf<{ run: Run }>(await start(mapping, side, body));
    return ended(run.id);
  }
  async function ended(id: string, states?: Run['state'][]): Promise<{ run: Run; writes: Write[] }> {
    const run = await waitForRun(app.admin, id, states);
    return { run, writes: dataOf<Write[]>(await app.admin.get(`/crosswalk/runs/${id}/writes?pageSize=100`)) };
  }
  const creating = (...names: string[]) => ({ act: 'create_external', records: recordsOf(...names) });
  const posted = (entity: string) =>
    quickbooks.faults.requests().filter(({ method, path }) => method === 'POST' && path.includes(`/${entity}`));
  /** Rows of the books, asked for as somebody else would. */
  async function inBooks(entity: string, where: string): Promise<Array<Record<string, unknown>>> {
    const { accessToken } = await secretsOf(app.strapi, connection.id, AbortSignal.timeout(5_000)).read();
    const query = encodeURIComponent(`select * from ${entity} where ${where} and Active in (true, false)`);
    const answer = await fetch(`${quickbooks.url}/v3/company/4620816365000001/query?query=${query}`, {
      headers: { authorization: `Bearer ${accessToken ?? ''}`, accept: 'application/json' },
    });
    const { QueryResponse: rows } = (await answer.json()) as { QueryResponse: Record<string, unknown> };
    return (rows[entity] ?? []) as Array<Record<string, unknown>>;
  }
  const linkTo = async (name: string): Promise<Link | undefined> =>
    (await linksOf(app.admin, `search=${encodeURIComponent(name)}`)).find(({ local }) => local.label === name);
  const journal = async (): Promise<Decision[]> => dataOf<Decision[]>(await app.admin.get('/crosswalk/decisions'));

  describe('from Strapi to QuickBooks', () => {
    it('shows exactly what would be sent, and sends nothing', async () => {
      const { records, choices, unsent } = await preview('Clients', creating('Lumen Press'));
      expect(records).toHaveLength(1);
      expect(records[0]).toMatchObject({ label: 'Lumen Press', target: null, problems: [] });
      expect(
        records[0]?.values.filter(({ value }) => value !== '').map(({ role, label, value }) => [role, label, value]),
      ).toEqual([
        ['name', 'Display name', 'Lumen Press'],
        ['email', 'Email', 'desk@lumenpress.example'],
        ['domain', 'Website', 'lumenpress.example'],
        ['address', 'Street', '5 Pearl St'],
      ]);
      expect(choices).toEqual([]);
      expect(unsent).toEqual(['taxId']);
      expect(posted('customer')).toEqual([]);
    });

    it('creates one customer with its confirmed link, as previewed', async () => {
      const { run, writes } = await carryOut('Clients', 'external', creating('Lumen Press'));
      expect(run).toMatchObject({ kind: 'write', state: 'succeeded', progress: { counts: { created: 1, failed: 0 } } });
      expect(posted('customer').map(({ body }) => body)).toEqual([
        {
          DisplayName: 'Lumen Press',
          PrimaryEmailAddr: { Address: 'desk@lumenpress.example' },
          WebAddr: { URI: 'https://lumenpress.example' },
          BillAddr: { Line1: '5 Pearl St' },
        },
      ]);
      const [made] = await inBooks('Customer', "DisplayName = 'Lumen Press'");
      expect(writes).toEqual([
        expect.objectContaining({ state: 'done', label: 'Lumen Press', externalId: made?.Id, message: null }) as Write,
      ]);
      expect(writes[0]?.url).toContain(`nameId=${String(made?.Id)}`);
      const link = await linkTo('Lumen Press');
      expect(link).toMatchObject({ id: writes[0]?.linkId, state: 'confirmed', origin: 'created' });
      expect(link?.external).toMatchObject({ id: made?.Id, active: true });
      expect((await journal())[0]).toMatchObject({
        act: 'create_external',
        count: 1,
        localLabel: 'Lumen Press',
        canUndo: true,
      });
      // It is there for good, and a sync changes nothing about it.
      const sync = await syncAndMatch(app.admin, connection.id);
      expect(sync.progress.counts).toMatchObject({ created: 0, removed: 0 });
      expect((await linkTo('Lumen Press'))?.attention).toBeNull();
      const again = await start('Clients', 'external', creating('Lumen Press'));
      expect([again.status, again.text]).toEqual([422, expect.stringContaining('linked to Lumen Press already')]);
    });

    it('creates an item with its type and account, which are chosen once', async () => {
      const asked = await preview('Parts', creating('Rack shelf 2U'));
      expect(asked.choices.map(({ name, value }) => [name, value])).toEqual([
        ['type', 'Service'],
        ['incomeAccount', '9002'],
      ]);
      await carryOut('Parts', 'external', {
        ...creating('Rack shelf 2U'),
        choices: { type: 'NonInventory', incomeAccount: '9001' },
      });
      expect(posted('item').map(({ body }) => body)).toEqual([
        {
          Name: 'Rack shelf 2U',
          Sku: 'RK-2U',
          UnitPrice: 48.25,
          Type: 'NonInventory',
          IncomeAccountRef: { value: '9001' },
        },
      ]);
      expect(await linkTo('Rack shelf 2U')).toMatchObject({ state: 'confirmed', origin: 'created' });
    });

    it('says who has a name, and what mends it', async () => {
      const { records } = await preview(
        'Clients',
        creating('Pat Morgan', 'Old Harbor Cafe', 'Northwest Cable Supply', 'Vasquez Land Survey'),
      );
      expect(
        records.map(({ label, problems }) => [label, problems[0]?.holder?.kind, problems[0]?.holder?.active]),
      ).toEqual([
        ['Pat Morgan', 'employee', true],
        ['Old Harbor Cafe', 'customer', false],
        ['Northwest Cable Supply', 'vendor', true],
        ['Vasquez Land Survey', undefined, undefined],
      ]);
      const said = records.map(({ problems }) => problems[0]?.message ?? '');
      expect(said[0]).toContain('An employee in QuickBooks Online has this name');
      expect(said[1]).toContain('Make it active there, sync, and link it');
      expect(said[2]).toContain('A vendor in QuickBooks Online has this name');
      expect(records[2]?.problems[0]?.suggestion).toBe('Northwest Cable Supply (customer)');
      // What the last sync knew is refused at once; employees only the vendor knows.
      const refused = await start('Clients', 'external', creating('Northwest Cable Supply', 'Vasquez Land Survey'));
      expect(refused.status).toBe(422);
      expect(posted('customer')).toEqual([]);
    });

    it('explains a name that is taken when it is sent', async () => {
      const { run, writes } = await carryOut('Clients', 'external', creating('Pat Morgan'));
      expect(run).toMatchObject({ state: 'succeeded', progress: { counts: { created: 0, failed: 1 } } });
      expect(writes[0]).toMatchObject({ state: 'failed', holder: { kind: 'employee', externalId: '40' } });
      expect(writes[0]?.message).toMatch(/An employee .* Use another name.*6240.*intuit_tid 1-/);
      expect(await linkTo('Pat Morgan')).toBeUndefined();
      // The choice that mends it.
      const records = [{ id: ids.get('Pat Morgan'), edits: { name: 'Pat Morgan (customer)' } }];
      const mended = await carryOut('Clients', 'external', { act: 'create_external', records });
      expect(mended.writes[0]).toMatchObject({ state: 'done' });
      expect(await inBooks('Customer', "DisplayName = 'Pat Morgan (customer)'")).toHaveLength(1);
    });

    it('refuses what does not fit instead of cutting it, and takes what somebody chose', async () => {
      const { records } = await preview('Clients', creating(longName, 'Tidewater: Marine'));
      expect(records.map(({ problems }) => problems.map(({ kind, role }) => [kind, role]))).toEqual([
        [['too_long', 'name']],
        [['forbidden_characters', 'name']],
      ]);
      const refused = await start('Clients', 'external', creating(longName, 'Tidewater: Marine'));
      expect(refused.status).toBe(422);
      expect((refused.body as { error: { details: { blocked: unknown[] } } }).error.details.blocked).toHaveLength(2);
      expect(posted('customer')).toEqual([]);
      const mended = records.map(({ id, problems }) => ({ id, edits: { name: problems[0]?.suggestion ?? '' } }));
      const { writes } = await carryOut('Clients', 'external', { act: 'create_external', records: mended });
      expect(writes.map(({ state }) => state)).toEqual(['done', 'done']);
      expect(await inBooks('Customer', "DisplayName = 'Tidewater Marine'")).toHaveLength(1);
    });

    it('makes one customer when the answer is lost', async () => {
      quickbooks.faults.add({ kind: 'cut', when: 'after', method: 'POST', path: '/customer' });
      const { run, writes } = await carryOut('Clients', 'external', creating('Kettle Row Books'));
      expect(run.state).toBe('succeeded');
      expect(writes[0]?.state).toBe('done');
      expect(posted('customer')).toHaveLength(1);
      expect(await inBooks('Customer', "DisplayName = 'Kettle Row Books'")).toHaveLength(1);
      expect((await linkTo('Kettle Row Books'))?.state).toBe('confirmed');
    });

    it('makes one customer when the request is lost', async () => {
      quickbooks.faults.add({ kind: 'cut', when: 'before', method: 'POST', path: '/customer' });
      const { writes } = await carryOut('Clients', 'external', creating('Vasquez Land Survey'));
      expect(writes[0]?.state).toBe('done');
      expect(posted('customer')).toHaveLength(2);
      const keys = posted('customer').map(({ path }) => /requestid=(\w+)/.exec(path)?.[1]);
      expect(new Set(keys).size).toBe(1);
      expect(await inBooks('Customer', "DisplayName = 'Vasquez Land Survey'")).toHaveLength(1);
    });

    it('goes on after a crash between the vendor’s work and ours, and makes nothing twice', async () => {
      const { run } = dataOf<{ run: Run }>(await start('Clients', 'external', creating('Sable Point Optics')));
      const { writes } = await ended(run.id);
      const [write] = writes;
      expect(write?.state).toBe('done');
      // As a process leaves it that is killed before it could store the answer: sent, no link, its lease run out.
      const db = app.strapi.db.connection;
      await db('crosswalk_links')
        .where({ document_id: write?.linkId ?? '' })
        .delete();
      await db('crosswalk_external_records')
        .where({ external_id: write?.externalId ?? '', record_type: 'customer' })
        .delete();
      await db('crosswalk_writes')
        .where({ id: Number(write?.id) })
        .update({ state: 'sending', active_key: 'create:killed', external_id: null, link_id: null, finished_at: null });
      await db('crosswalk_runs')
        .where({ id: Number(run.id) })
        .update({
          state: 'running',
          finished_at: null,
          lease_owner: 'killed',
          lease_until: new Date(Date.now() - 1_000),
        });
      quickbooks.faults.forgetRequests();
      const after = await waitFor('the run to be taken over', async () => {
        const { writes: now } = await ended(run.id);
        return now[0]?.state === 'done' ? now : null;
      });
      expect(after[0]?.externalId).toBe(write?.externalId);
      expect(posted('customer')).toEqual([]);
      expect((await linkTo('Sable Point Optics'))?.state).toBe('confirmed');
      expect(await inBooks('Customer', "DisplayName = 'Sable Point Optics'")).toHaveLength(1);
    });

    it('creates many, stops where it is cancelled, and leaves nothing half-done', async () => {
      quickbooks.faults.add({ kind: 'slow', ms: 500, method: 'POST', path: '/customer', times: 100 });
      const names = many.map(({ name }) => name);
      const { run } = dataOf<{ run: Run }>(await start('Clients', 'external', creating(...names)));
      const twice = await start('Clients', 'external', creating(names[11] ?? ''));
      expect([twice.status, twice.text]).toEqual([422, expect.stringContaining('being written already')]);
      await waitFor('three of them', async () => {
        const now = dataOf<Run>(await app.admin.get(`/crosswalk/runs/${run.id}`));
        return now.progress.counts.created >= 3;
      });
      dataOf(await app.admin.post(`/crosswalk/runs/${run.id}/cancel`));
      const { run: stopped, writes } = await ended(run.id, ['cancelled']);
      expect(stopped.state).toBe('cancelled');
      const done = writes.filter(({ state }) => state === 'done');
      expect(done.length).toBeGreaterThanOrEqual(3);
      expect(done.length).toBeLessThan(12);
      expect(writes.filter(({ state }) => state === 'cancelled')).toHaveLength(12 - done.length);
      const made = await inBooks('Customer', "DisplayName like 'Quarry%'");
      expect(made).toHaveLength(done.length);
      expect((await linksOf(app.admin, 'search=Quarry&state=confirmed')).length).toBe(done.length);
      // The rest can be asked for again; the journal has each batch as one act, which undo takes back.
      quickbooks.faults.clear();
      const rest = names.filter((name) => !done.some(({ label }) => label === name));
      const second = await carryOut('Clients', 'external', creating(...rest));
      expect(second.writes.every(({ state }) => state === 'done')).toBe(true);
      expect(await inBooks('Customer', "DisplayName like 'Quarry%'")).toHaveLength(12);
      const [act] = await journal();
      expect(act).toMatchObject({ act: 'create_external', count: rest.length, canUndo: true });
      dataOf(await app.admin.post(`/crosswalk/decisions/${act?.batchId ?? ''}/undo`));
      expect((await linksOf(app.admin, 'search=Quarry&state=confirmed')).length).toBe(done.length);
      expect(await inBooks('Customer', "DisplayName like 'Quarry%'")).toHaveLength(12);
    });
  });

  describe('from QuickBooks to Strapi', () => {
    it('previews and creates many entries, each with its link', async () => {
      const asked = { act: 'create_local', records: [{ id: '6' }, { id: '5' }] };
      const { records } = await preview('Clients', asked);
      expect(records.map(({ label, problems }) => [label, problems.map(({ kind }) => kind)])).toEqual([
        ['Nordby Hardware', []],
        ['Old Harbor Cafe (deleted)', ['inactive']],
      ]);
      expect((await start('Clients', 'local', asked)).status).toBe(422);
      const { writes } = await carryOut('Clients', 'local', { act: 'create_local', records: [{ id: '6' }] });
      expect(writes[0]).toMatchObject({ state: 'done', externalId: '6' });
      const entry = await app.strapi
        .documents('api::client.client' as never)
        .findOne({ documentId: writes[0]?.localId ?? '', status: 'published' } as never);
      expect(entry).toMatchObject({ name: 'Nordby Hardware', email: 'ap@nordbyhardware.example', city: 'Astoria' });
      expect(await linkTo('Nordby Hardware')).toMatchObject({ state: 'confirmed', origin: 'created' });
    });

    it('says what Strapi refuses, and leaves no half', async () => {
      await updateCustomer(app, connection.id, quickbooks.url, '4', {
        PrimaryEmailAddr: { Address: 'not an address' },
      });
      await syncAndMatch(app.admin, connection.id);
      const link = (await linksOf(app.admin, 'search=Neil'))[0];
      if (link?.state === 'proposed') dataOf(await app.admin.post('/crosswalk/links/reject', { ids: [link.id] }));
      const { records } = await preview('Clients', { act: 'create_local', records: [{ id: '4' }] });
      expect(records[0]?.problems.map(({ kind, role }) => [kind, role])).toEqual([['format', 'email']]);
      const { writes } = await carryOut('Clients', 'local', {
        act: 'create_local',
        records: [{ id: '4', edits: { email: 'orders@oneilbakery.example' } }],
      });
      expect(writes[0]?.state).toBe('done');
    });
  });

  describe('of linked records', () => {
    const confirmed = async (local: string): Promise<Link> => {
      const link = await linkTo(local);
      if (!link) throw new Error(`${local} has no link`);
      if (link.state === 'proposed') dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [link.id] }));
      return link;
    };
    const change = (uid: string, name: string, data: object) =>
      app.strapi
        .documents(uid as 'api::client.client')
        .update({ documentId: ids.get(name) ?? '', data, status: 'published' } as never);

    it('shows differences and carries the price alone to QuickBooks, past a stale token', async () => {
      const link = await confirmed('UniFi U7 Pro');
      await change('api::part.part', 'UniFi U7 Pro', { price: 199.5 });
      const all = await preview('Parts', { act: 'update_external', records: [{ id: link.id }] });
      expect(all.records[0]?.values.map(({ role, before, value }) => [role, before, value])).toEqual([
        ['name', 'UniFi U7 Pro access point', 'UniFi U7 Pro'],
        ['price', '189', '199.5'],
      ]);
      const [before] = await inBooks('Item', "Id = '12'");
      quickbooks.faults.add({ kind: 'stale', method: 'POST', path: '/item', times: 2 });
      const { writes } = await carryOut('Parts', 'external', {
        act: 'update_external',
        records: [{ id: link.id }],
        roles: ['price'],
      });
      expect(writes[0]).toMatchObject({ state: 'done', values: { price: '199.5' }, before: { price: '189' } });
      expect(posted('item')).toHaveLength(3);
      expect(posted('item').at(-1)?.body).toEqual({ Id: '12', SyncToken: '0', sparse: true, UnitPrice: 199.5 });
      const [after] = await inBooks('Item', "Id = '12'");
      expect({ ...after, MetaData: 0 }).toEqual({ ...before, UnitPrice: 199.5, SyncToken: '1', MetaData: 0 });
      expect((await journal())[0]).toMatchObject({
        act: 'update_external',
        reason: 'price: 189 → 199.5',
        canUndo: false,
      });
      // The local copy knows it, so there is nothing left to do.
      const left = await preview('Parts', { act: 'update_external', records: [{ id: link.id }], roles: ['price'] });
      expect(left.records[0]?.problems.map(({ kind }) => kind)).toEqual(['nothing']);
      expect(
        (await start('Parts', 'external', { act: 'update_external', records: [{ id: link.id }], roles: ['price'] }))
          .status,
      ).toBe(422);
      // An update of values does not stand in the way of undoing the link's confirmation.
      const decisions = dataOf<Decision[]>(await app.admin.get(`/crosswalk/decisions?linkId=${link.id}`));
      expect(decisions[0]).toMatchObject({ act: 'update_external', reason: 'price: 189 → 199.5' });
    });

    it('gives up after three stale tokens, and changes nothing', async () => {
      const link = await confirmed('Cat6 patch cable, 3 m');
      await change('api::part.part', 'Cat6 patch cable, 3 m', { price: 7 });
      quickbooks.faults.add({ kind: 'stale', method: 'POST', path: '/item', times: 3 });
      const asked = { act: 'update_external', records: [{ id: link.id }], roles: ['price'] };
      const { run, writes } = await carryOut('Parts', 'external', asked);
      expect(run.progress.counts).toMatchObject({ changed: 0, failed: 1 });
      expect(writes[0]).toMatchObject({ state: 'failed', message: expect.stringContaining('5010') as string });
      expect((await inBooks('Item', "Id = '11'"))[0]?.UnitPrice).toBe(6.5);
      expect((await carryOut('Parts', 'external', asked)).writes[0]?.state).toBe('done');
      expect((await inBooks('Item', "Id = '11'"))[0]?.UnitPrice).toBe(7);
    });

    it('leaves a value alone that somebody changed since the look', async () => {
      const link = await confirmed('Birchwood Vet Clinic');
      await change('api::client.client', 'Birchwood Vet Clinic', { city: 'Troutdale' });
      await updateCustomer(app, connection.id, quickbooks.url, '2', { BillAddr: { City: 'Fairview' } });
      const asked = {
        act: 'update_external',
        records: [{ id: link.id, before: { city: 'Gresham' } }],
        roles: ['city'],
      };
      const { writes } = await carryOut('Clients', 'external', asked);
      expect(writes[0]).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('"Gresham" is "Fairview" now') as string,
      });
      expect(posted('customer')).toHaveLength(1);
    });

    it('makes one change when the answer is lost', async () => {
      const link = await confirmed('Alder & Finch Dental');
      await change('api::client.client', 'Alder & Finch Dental', { email: 'accounts@alderfinch.example' });
      quickbooks.faults.add({ kind: 'cut', when: 'after', method: 'POST', path: '/customer' });
      const { writes } = await carryOut('Clients', 'external', {
        act: 'update_external',
        records: [{ id: link.id }],
        roles: ['email'],
      });
      expect(writes[0]?.state).toBe('done');
      expect(posted('customer')).toHaveLength(1);
      expect((await inBooks('Customer', "Id = '1'"))[0]).toMatchObject({
        PrimaryEmailAddr: { Address: 'accounts@alderfinch.example' },
        BillAddr: { City: 'Portland' },
      });
    });

    it('carries values to Strapi through its validation, and never publishes somebody’s draft', async () => {
      const link = await confirmed('Alder & Finch Dental');
      const asked = { act: 'update_local', records: [{ id: link.id }], roles: ['phone'] };
      const { records } = await preview('Clients', asked);
      expect(records[0]?.values.map(({ role, before, value }) => [role, before, value])).toEqual([
        ['phone', '503-555-0142', '(503) 555-0142'],
      ]);
      const documents = app.strapi.documents('api::client.client' as const);
      const documentId = ids.get('Alder & Finch Dental') ?? '';
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await documents.update({ documentId, data: { city: 'Draftville' } } as never);
      const drafted = await preview('Clients', asked);
      expect(drafted.records[0]?.problems.map(({ kind }) => kind)).toEqual(['unpublished']);
      expect((await start('Clients', 'local', asked)).status).toBe(422);
      await documents.discardDraft({ documentId } as never);
      const { writes } = await carryOut('Clients', 'local', asked);
      expect(writes[0]?.state).toBe('done');
      const entry = (await documents.findOne({ documentId, status: 'published' } as never)) as unknown as Record<
        string,
        unknown
      >;
      expect(entry).toMatchObject({ name: 'Alder & Finch Dental', phone: '(503) 555-0142', city: 'Portland' });
      expect((await journal())[0]).toMatchObject({
        act: 'update_local',
        reason: 'phone: 503-555-0142 → (503) 555-0142',
      });
      expect(posted('customer')).toEqual([]);
    });
  });

  it('refuses bad input with its field, and writes nothing', async () => {
    const [record] = recordsOf('Old Harbor Cafe');
    const asked = { act: 'create_external', records: [record] };
    for (const [mapping, body, field] of [
      ['Clients', { ...asked, records: [record, record] }, 'records.1.id'],
      ['Clients', { ...asked, records: [{ ...record, edits: { sku: 'X' } }] }, 'records.0.edits.sku'],
      ['Clients', { ...asked, records: [] }, 'records'],
      ['Clients', { ...asked, act: 'create_local' }, 'act'],
      ['Clients', { ...asked, choices: { type: 'Service' } }, 'choices.type'],
      ['Parts', { ...asked, choices: { type: 'Inventory' } }, 'choices.type'],
      ['Parts', { act: 'update_external', records: [{ id: 'x' }], roles: ['email'] }, 'roles'],
    ] as const) {
      const answer = await start(mapping, 'external', body);
      const { errors } = (answer.body as { error: { details: { errors: Array<{ path: string[] }> } } }).error.details;
      expect([field, answer.status, errors[0]?.path.join('.')]).toEqual([field, 400, field]);
    }
    const gone = await start('Clients', 'external', { act: 'create_external', records: [{ id: 'nothing' }] });
    expect([gone.status, gone.text]).toEqual([422, expect.stringContaining('does not exist any more')]);
    expect(posted('customer')).toEqual([]);
  });

  it('is allowed to nobody without the right to write, nor without the right to read entries', async () => {
    const reviewer = await app.adminWith([
      'plugin::crosswalk.read',
      'plugin::crosswalk.review',
      'plugin::content-manager.explorer.read@api::client.client',
    ]);
    const path = `/crosswalk/mappings/${of('Clients')}/writes`;
    const body = creating('Old Harbor Cafe');
    expect((await reviewer.post(`${path}/preview`, body)).status).toBe(200);
    expect((await reviewer.post(`${path}/external`, body)).status).toBe(403);
    expect((await reviewer.post(`${path}/local`, { act: 'create_local', records: [{ id: '2' }] })).status).toBe(403);
    const writer = await app.adminWith(['plugin::crosswalk.read', 'plugin::crosswalk.write']);
    expect((await writer.post(`${path}/external`, body)).status).toBe(403);
  });
});
