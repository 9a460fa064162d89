import type { Connection, Invoice, Link, Mapping, Run, Write } from '../../server/src/contracts';
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
    await waitFor(
      'the look-up to be queued',
      async () => (await accessOf(app, connection.id)).openRequests > 0 || (await end(run.id)),
    );
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
    const results = async (id: string): Promise<Write[]> =>
      dataOf<Write[]>(await app.admin.get(`/crosswalk/runs/${id}/writes?pageSize=100`));
    const named = (name: string) => visitor.company.records.filter(({ members }) => members.Name === name);

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
});

requestsAreValid([
  'CustomerAdd',
  'CustomerQuery',
  'InvoiceAdd',
  'InvoiceQuery',
  'ItemQuery',
  'ListDeletedQuery',
  'VendorQuery',
]);
