import type {
  Connection,
  Invoice,
  Link,
  Mapping,
  previewWrites,
  ResponseOf,
  Run,
  Write,
} from '../../server/src/contracts';
import { dataOf, fillBusiness, mapEverything, waitFor, waitForRun } from '../helpers/flow';
import { accessOf, createDesktop, install, noticeIfAbsent, requestsAreValid } from '../helpers/qbd';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

noticeIfAbsent('the vendor’s WSDL as the source of the SOAP client, its schema as judge of every request');

describe('invoices through the Web Connector', () => {
  let app: TestStrapi;
  let connection: Connection;
  let mappings: Record<string, Mapping>;
  let visitor: Awaited<ReturnType<typeof install>>;
  beforeAll(async () => {
    app = await startStrapi();
    await fillBusiness(app);
    connection = await createDesktop(app);
    mappings = await mapEverything(app.admin, connection.id);
    visitor = await install(app, connection.id);
    const run = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
    await waitForRun(app.admin, run.id);
    await visitor.connector.visit();
    await waitForRun(app.admin, run.id, ['succeeded', 'failed']);
    dataOf(await app.admin.post(`/crosswalk/connections/${connection.id}/steps/check/complete`));
  });
  afterAll(() => app?.stop());

  async function order(number: string): Promise<string> {
    const entryOf = async (uid: string, name: string): Promise<string | undefined> =>
      (await app.strapi.documents(uid as 'api::client.client').findMany({ filters: { name } } as never))[0]?.documentId;
    const entry = await app.strapi.documents('api::work-order.work-order' as 'api::client.client').create({
      data: {
        number,
        title: `Work of ${number}`,
        date: '2026-11-20',
        currency: 'USD',
        client: await entryOf('api::client.client', 'Alder & Finch Dental'),
        lines: [
          { quantity: 2, unitPrice: 165, rate: await entryOf('api::rate.rate', 'Senior engineer, on site') },
          { quantity: 3, unitPrice: 6.5, part: await entryOf('api::part.part', 'Cat6 patch cable, 3 m') },
        ],
      },
      status: 'published',
    } as never);
    return entry.documentId;
  }
  const generate = async (ids: string[]): Promise<Run> => {
    const answer = await app.admin.post('/crosswalk/invoices/generate', {
      source: 'work-orders',
      connectionId: connection.id,
      ids,
    });
    return waitForRun(app.admin, dataOf<{ run: Run }>(answer).run.id);
  };
  const end = (id: string) => waitForRun(app.admin, id, ['succeeded', 'failed', 'cancelled']);
  /** The run wakes after the visit, unless the visit has waited for it. */
  const lookUpQueued = (id: string) =>
    waitFor('the look-up to be queued', async () => {
      if ((await accessOf(app, connection.id)).openRequests > 0) return true;
      return dataOf<Run>(await app.admin.get(`/crosswalk/runs/${id}`)).state === 'succeeded';
    });
  const invoiceOf = async (recordId: string): Promise<Invoice | undefined> =>
    dataOf<Invoice[]>(await app.admin.get('/crosswalk/invoices?pageSize=100')).find((row) => row.recordId === recordId);

  it('are all created in one visit, with numbers that QuickBooks takes', async () => {
    const ids = [await order('WO-1001'), await order('WO-2026-11-0001'), await order('WO-1002')];
    const run = await generate(ids);
    expect(run).toMatchObject({ state: 'waiting', message: expect.stringContaining('next visit') });
    const visit = await visitor.connector.visit();
    expect(visit).toMatchObject({ outcome: 'done', percents: [99, 99, 100] });
    expect(await end(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 3, failed: 0 } } });
    expect(visitor.company.invoices.map(({ members }) => members.RefNumber)).toEqual([
      'WO-1001',
      expect.stringMatching(/^WO-2-[0-9A-Z]{6}$/),
      'WO-1002',
    ]);
    expect(visitor.company.invoices[0]?.members).toMatchObject({ Subtotal: '349.50', TxnDate: '2026-11-20' });
    expect(await invoiceOf(ids[0] ?? '')).toMatchObject({ state: 'created', number: 'WO-1001', total: '349.50' });
  });

  it('are made once when the answer is lost, garbled, or the Web Connector fails', async () => {
    const before = visitor.company.invoices.length;
    const id = await order('WO-1003');
    const run = await generate([id]);
    const cut = await visitor.connector.visit({ after: 0, when: 'before the answer' });
    expect(cut.outcome).toBe('cut');
    visitor.connector.faults.push({
      request: 'InvoiceAddRq',
      kind: 'hresult',
      hresult: '0x80040402',
      message: 'Unexpected error.',
    });
    const again = await visitor.connector.visit();
    expect(again.requests[0]).toBe(cut.requests[0]);
    expect(await end(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1 } } });
    expect(visitor.company.invoices).toHaveLength(before + 1);
    expect(await invoiceOf(id)).toMatchObject({ state: 'created', number: 'WO-1003' });
  });

  it('are looked for by number when QuickBooks gave no answer that can be read', async () => {
    const before = visitor.company.invoices.length;
    const id = await order('WO-1004');
    const run = await generate([id]);
    const kept = visitor.company.kept;
    // The computer forgets what it kept: each sending makes the set anew, and each answer is garbled.
    visitor.connector.faults.push({ request: 'InvoiceAddRq', kind: 'garbled' });
    const visit = await visitor.connector.visit({ after: 1, when: 'before QuickBooks' });
    expect(visit.outcome).toBe('cut');
    for (const answer of kept.values()) answer.response = answer.response.slice(0, 60);
    await visitor.connector.visit();
    await lookUpQueued(run.id);
    await visitor.connector.visit();
    expect(await end(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1 } } });
    expect(visitor.company.invoices).toHaveLength(before + 1);
    expect(await invoiceOf(id)).toMatchObject({ state: 'created', number: 'WO-1004' });
  });

  it('fail with the words of QuickBooks, and can be made later', async () => {
    const id = await order('WO-1005');
    visitor.connector.faults.push({
      request: 'InvoiceAddRq',
      kind: 'status',
      code: 3140,
      message: 'Invalid reference.',
    });
    const run = await generate([id]);
    await visitor.connector.visit();
    const failed = await waitForRun(app.admin, run.id, ['succeeded', 'failed']);
    expect(failed.progress.problems[0]?.message).toContain('Invalid reference. (QuickBooks status 3140)');
    const second = await generate([id]);
    await visitor.connector.visit();
    expect(await end(second.id)).toMatchObject({ progress: { counts: { created: 1, failed: 0 } } });
    expect(await invoiceOf(id)).toMatchObject({ state: 'created', number: 'WO-1005' });
  });

  it('are credited in part and then all, once though the answer is lost, never beyond what was billed', async () => {
    const id = await order('WO-1006');
    const run = await generate([id]);
    await visitor.connector.visit();
    await end(run.id);
    const invoice = await invoiceOf(id);
    const credit = (body: object) => app.admin.post(`/crosswalk/invoices/${invoice?.id}/credit-notes`, body);
    const noteOf = async (noteId: string) => dataOf<Invoice>(await app.admin.get(`/crosswalk/invoices/${noteId}`));

    const part = dataOf<{ run: Run; invoice: Invoice }>(await credit({ lines: [{ line: 2, quantity: '1' }] }));
    await waitForRun(app.admin, part.run.id);
    expect((await visitor.connector.visit({ after: 0, when: 'before the answer' })).outcome).toBe('cut');
    await visitor.connector.visit();
    expect(await end(part.run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1 } } });
    expect(await noteOf(part.invoice.id)).toMatchObject({
      kind: 'credit_note',
      creditOf: invoice?.id,
      state: 'created',
      number: 'WO-1006-C1',
      total: '6.50',
    });

    const rest = dataOf<{ run: Run; invoice: Invoice }>(await credit({}));
    await waitForRun(app.admin, rest.run.id);
    // QuickBooks did it, and forgets what it said: it is asked for the number.
    visitor.connector.faults.push({ request: 'CreditMemoAddRq', kind: 'garbled' });
    await visitor.connector.visit({ after: 1, when: 'before QuickBooks' });
    for (const answer of visitor.company.kept.values()) answer.response = answer.response.slice(0, 60);
    await visitor.connector.visit();
    await lookUpQueued(rest.run.id);
    await visitor.connector.visit();
    expect(await end(rest.run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1 } } });
    expect(await noteOf(rest.invoice.id)).toMatchObject({ state: 'created', number: 'WO-1006-C2', total: '343.00' });
    expect(visitor.company.creditMemos.map(({ members }) => [members.RefNumber, members.Subtotal])).toEqual([
      ['WO-1006-C1', '6.50'],
      ['WO-1006-C2', '343.00'],
    ]);
    expect((await credit({})).status).toBe(422);
  });

  const results = async (id: string): Promise<Write[]> =>
    dataOf<Write[]>(await app.admin.get(`/crosswalk/runs/${id}/writes?pageSize=100`));
  const named = (name: string) => visitor.company.records.filter(({ members }) => members.Name === name);

  describe('customers', () => {
    const create = async (...names: string[]): Promise<Run> => {
      const entries = (await app.strapi.documents('api::client.client').findMany({
        filters: { name: { $in: names } },
      } as never)) as unknown as Array<{ documentId: string }>;
      const answer = await app.admin.post(`/crosswalk/mappings/${mappings.Clients?.id ?? ''}/writes/external`, {
        act: 'create_external',
        records: entries.map(({ documentId }) => ({ id: documentId })),
      });
      return waitForRun(app.admin, dataOf<{ run: Run }>(answer).run.id);
    };

    it('are all created in one visit, each with its link, once though an answer is lost', async () => {
      const run = await create('Vasquez Land Survey', 'Cascade Orthodontics Bend');
      expect(run).toMatchObject({ state: 'waiting', message: expect.stringContaining('next visit') });
      expect((await results(run.id)).map(({ state }) => state)).toEqual(['sending', 'sending']);
      const cut = await visitor.connector.visit({ after: 0, when: 'before the answer' });
      expect(cut.outcome).toBe('cut');
      await visitor.connector.visit();
      expect(await end(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 2, failed: 0 } } });
      expect(named('Vasquez Land Survey')).toHaveLength(1);
      expect(named('Cascade Orthodontics Bend')).toHaveLength(1);
      const links = dataOf<Link[]>(await app.admin.get('/crosswalk/links?search=Vasquez'));
      expect(links).toMatchObject([
        { state: 'confirmed', origin: 'created', external: { id: named('Vasquez Land Survey')[0]?.id } },
      ]);
    });

    it('fail where QuickBooks has the name, which it says', async () => {
      visitor.company.add('Customer', { Name: 'Cascade Orthodontics Salem' });
      const run = await create('Cascade Orthodontics Salem');
      await visitor.connector.visit();
      const ended = await end(run.id);
      expect(ended).toMatchObject({ state: 'succeeded', progress: { counts: { created: 0, failed: 1 } } });
      expect((await results(run.id))[0]?.message).toContain('already in use. (QuickBooks status 3100)');
      expect(named('Cascade Orthodontics Salem')).toHaveLength(1);
    });
  });

  describe('items', () => {
    type Preview = ResponseOf<typeof previewWrites>['data'];
    const part = async (data: Record<string, unknown>): Promise<string> => {
      const made = await app.strapi
        .documents('api::part.part' as 'api::client.client')
        .create({ data, status: 'published' } as never);
      return made.documentId;
    };
    const path = () => `/crosswalk/mappings/${mappings.Parts?.id ?? ''}/writes`;
    const asking = (id: string, choices: Record<string, string>, edits?: Record<string, string>) => ({
      act: 'create_external',
      records: [{ id, ...(edits ? { edits } : {}) }],
      choices,
    });
    const preview = async (body: object): Promise<Preview> =>
      dataOf<Preview>(await app.admin.post(`${path()}/preview`, body));
    const create = async (body: object): Promise<Run> => {
      const { run } = dataOf<{ run: Run }>(await app.admin.post(`${path()}/external`, body));
      expect((await waitForRun(app.admin, run.id)).state).toBe('waiting');
      await visitor.connector.visit();
      return end(run.id);
    };
    const account = (name: string): string => named(name)[0]?.id ?? '';

    it('ask for accounts of the company file, and are created in a visit with their link', async () => {
      const id = await part({ name: 'Keystone jack', sku: 'KEY-C6', price: 2.25 });
      const { choices, records } = await preview(asking(id, {}));
      expect(choices.map(({ name, value, options }) => [name, value, options.map(({ label }) => label)])).toEqual([
        ['type', 'Service', ['Service', 'Product, stock not tracked', 'Product with stock in QuickBooks']],
        ['incomeAccount', null, ['Service income', 'Sales of goods']],
        ['cogsAccount', account('Cost of Goods Sold'), ['Cost of Goods Sold']],
        ['assetAccount', account('Inventory Asset'), ['Inventory Asset']],
      ]);
      // A service has no part number.
      expect(records[0]?.problems).toMatchObject([{ kind: 'choice', role: 'sku' }]);
      const income = { incomeAccount: account('Sales of goods') };
      const blocked = await app.admin.post(`${path()}/external`, asking(id, { ...income, type: 'Service' }));
      expect([blocked.status, blocked.text]).toEqual([422, expect.stringContaining('manufacturer')]);
      const unchosen = await app.admin.post(`${path()}/external`, asking(id, { type: 'NonInventory' }));
      expect([unchosen.status, unchosen.text]).toEqual([400, expect.stringContaining('Choose Income account')]);

      const body = asking(id, { ...income, type: 'NonInventory' });
      expect((await preview(body)).records[0]).toMatchObject({
        problems: [],
        values: [
          { role: 'name', value: 'Keystone jack', maxLength: 31 },
          { role: 'sku', value: 'KEY-C6' },
          { role: 'description', value: '' },
          { role: 'price', value: '2.25' },
        ],
      });
      expect(await create(body)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1, failed: 0 } } });
      expect(named('Keystone jack')).toMatchObject([
        {
          type: 'ItemNonInventory',
          members: {
            ManufacturerPartNumber: 'KEY-C6',
            SalesOrPurchase: { Price: '2.25', AccountRef: { ListID: income.incomeAccount } },
          },
        },
      ]);
      expect(dataOf<Link[]>(await app.admin.get('/crosswalk/links?search=Keystone'))).toMatchObject([
        { state: 'confirmed', origin: 'created', external: { id: named('Keystone jack')[0]?.id } },
      ]);
    });

    it('are services or goods with stock, of which there is none yet', async () => {
      const incomeAccount = account('Service income');
      const service = await part({ name: 'Cabling, per drop', price: 95 });
      await create(asking(service, { type: 'Service', incomeAccount }));
      expect(named('Cabling, per drop')).toMatchObject([{ type: 'ItemService' }]);
      const stocked = await part({ name: 'Patch panel 24', sku: 'PP-24', price: 45 });
      await create(asking(stocked, { type: 'Inventory', incomeAccount }));
      const [item] = named('Patch panel 24');
      expect(item).toMatchObject({
        type: 'ItemInventory',
        members: {
          SalesPrice: '45',
          IncomeAccountRef: { ListID: incomeAccount },
          COGSAccountRef: { ListID: account('Cost of Goods Sold') },
          AssetAccountRef: { ListID: account('Inventory Asset') },
        },
      });
      expect(item?.members).not.toHaveProperty('QuantityOnHand');
    });

    it('are not cut: what is too long is shown with what would do', async () => {
      const name = 'Structured media enclosure, 28 inch, white';
      const id = await part({ name, price: 88 });
      const { records } = await preview(asking(id, { incomeAccount: account('Sales of goods') }));
      expect(records[0]?.problems).toMatchObject([{ kind: 'too_long', role: 'name' }]);
      const suggestion = records[0]?.problems[0]?.suggestion ?? '';
      expect(name.startsWith(suggestion) && suggestion.length <= 31).toBe(true);
    });

    it('fail where QuickBooks refuses an account, which it says', async () => {
      const id = await part({ name: 'Wall plate', price: 3 });
      const incomeAccount = account('Sales of goods');
      visitor.company.remove('Sales of goods');
      await create(asking(id, { type: 'Service', incomeAccount })).then(async (run) => {
        expect(run.progress.counts).toMatchObject({ created: 0, failed: 1 });
        expect((await results(run.id))[0]?.message).toMatch(/invalid reference to QuickBooks Account.*3140/);
      });
      expect(named('Wall plate')).toEqual([]);
    });
  });
});

requestsAreValid([
  'AccountQuery',
  'CreditMemoAdd',
  'CreditMemoQuery',
  'CustomerAdd',
  'CustomerQuery',
  'InvoiceAdd',
  'InvoiceQuery',
  'ItemInventoryAdd',
  'ItemNonInventoryAdd',
  'ItemQuery',
  'ItemServiceAdd',
  'ListDeletedQuery',
  'VendorQuery',
]);
