import type { CreditPreview, Invoice, Run } from '../../server/src/contracts';
import { secretsOf } from '../../server/src/connections/secrets';
import { dataOf, waitForRun } from '../helpers/flow';
import { type InvoicingApp, type Order, startInvoicing } from '../helpers/invoicing-flow';
import type { TestAdmin } from '../helpers/strapi';

type Made = { run: Run; invoice: Invoice };
interface CreditMemo {
  DocNumber: string;
  TotalAmt: number;
  CustomerRef: { value: string };
  Line: Array<{ Amount: number; SalesItemLineDetail?: { ItemRef: { value: string }; Qty: number } }>;
}

describe('credit notes', () => {
  let app: InvoicingApp;
  beforeAll(async () => {
    app = await startInvoicing();
    await app.goLive();
  });
  afterAll(() => app?.stop());
  afterEach(() => app.quickbooks.faults.clear());

  const path = (invoice: Invoice) => `/crosswalk/invoices/${invoice.id}/credit-notes`;
  const credit = (invoice: Invoice, body: object = {}, key?: string) => {
    const request = app.admin.post(path(invoice), body);
    return key === undefined ? request : request.set('Idempotency-Key', key);
  };
  const preview = async (invoice: Invoice, body: object = {}) =>
    dataOf<CreditPreview>(await app.admin.post(`${path(invoice)}/preview`, body));
  const get = async (id: string) => dataOf<Invoice>(await app.admin.get(`/crosswalk/invoices/${id}`));
  const end = (id: string) => waitForRun(app.admin, id, ['succeeded', 'failed', 'cancelled']);
  const made = async (answer: { body: unknown }): Promise<Invoice> => {
    const { run, invoice } = dataOf<Made>(answer as never);
    await end(run.id);
    return get(invoice.id);
  };
  const cable = { quantity: 3, unitPrice: 6.5, part: 'Cat6 patch cable, 3 m' };
  const work = { quantity: 2, unitPrice: 165, rate: 'Senior engineer, on site' };
  async function issue(number: string, order: Partial<Order> = {}): Promise<Invoice> {
    const id = await app.createOrder({ number, lines: [work, cable], ...order });
    const { run, invoices } = dataOf<{ run: Run; invoices: Invoice[] }>(
      await app.admin.post('/crosswalk/invoices/generate', {
        source: 'work-orders',
        connectionId: app.connection.id,
        ids: [id],
      }),
    );
    await end(run.id);
    return get(invoices[0]?.id ?? '');
  }
  /** What is really in the vendor's books. */
  async function booked(number: string): Promise<CreditMemo[]> {
    const { accessToken = '' } = await secretsOf(app.strapi, app.connection.id, AbortSignal.timeout(5_000)).read();
    const query = encodeURIComponent(`select * from CreditMemo where DocNumber like '${number}-C%'`);
    const answer = await fetch(`${app.quickbooks.url}/v3/company/4620816365000001/query?query=${query}`, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    });
    if (answer.status !== 200) throw new Error(await answer.text());
    const { QueryResponse } = (await answer.json()) as { QueryResponse: { CreditMemo?: CreditMemo[] } };
    return QueryResponse.CreditMemo ?? [];
  }

  it('of all lines are previewed, then made with number and page', async () => {
    const invoice = await issue('CN-1');
    expect(await preview(invoice, { date: '2026-05-02' })).toMatchObject({
      left: {
        lines: [
          { line: 1, quantity: '2', amount: '330.00' },
          { line: 2, quantity: '3', amount: '19.50' },
        ],
        total: '349.50',
      },
      note: { ready: true, reasons: [], total: '349.50', date: '2026-05-02', memo: 'Credit for invoice CN-1' },
    });
    expect(await booked('CN-1')).toEqual([]);
    const note = await made(await credit(invoice, { memo: 'Returned' }));
    expect(note).toMatchObject({
      kind: 'credit_note',
      creditOf: invoice.id,
      state: 'created',
      number: 'CN-1-C1',
      total: '349.50',
      url: expect.stringContaining('/app/creditmemo?txnId=') as unknown,
      resolution: { memo: 'Returned' },
      records: [{ id: invoice.recordId, writtenBack: null }],
    });
    const page = await fetch(note.url ?? '');
    expect(await page.text()).toContain('CreditMemo CN-1-C1');
    expect(await booked('CN-1')).toMatchObject([
      { DocNumber: 'CN-1-C1', TotalAmt: 349.5, CustomerRef: { value: '1' } },
    ]);
    // The record stays invoiced.
    const again = await app.admin.post('/crosswalk/invoices/generate', {
      source: 'work-orders',
      connectionId: app.connection.id,
      ids: [invoice.recordId],
    });
    expect(again.status).toBe(409);

    const listed = (query: string) => app.admin.get(`/crosswalk/invoices?${query}`);
    expect((await listed(`creditOf=${invoice.id}`)).body).toMatchObject({ data: [{ id: note.id }] });
    expect((await listed('kind=credit_note&search=CN-1')).body).toMatchObject({ data: [{ id: note.id }] });
    expect((await listed('kind=invoice&search=CN-1')).body).toMatchObject({ data: [{ id: invoice.id }] });
  });

  it('of parts add up to what was billed, and no further', async () => {
    const invoice = await issue('CN-2');
    const part = await made(await credit(invoice, { lines: [{ line: 2, quantity: '1' }] }));
    expect(part).toMatchObject({ state: 'created', number: 'CN-2-C1', total: '6.50' });
    const tooMuch = await credit(invoice, { lines: [{ line: 2, quantity: '2.5' }] });
    expect(tooMuch.status).toBe(422);
    expect(tooMuch.text).toContain('Line 2: 2.5 is more than the 2 that are left to credit');
    expect(await preview(invoice, { lines: [{ line: 2, quantity: '2.5' }] })).toMatchObject({
      left: { total: '343.00' },
      note: { ready: false, reasons: [{ kind: 'not_creditable', line: 2 }] },
    });
    expect(await made(await credit(invoice))).toMatchObject({ state: 'created', number: 'CN-2-C2', total: '343.00' });
    expect((await credit(invoice)).status).toBe(422);
    expect((await booked('CN-2')).map(({ TotalAmt }) => TotalAmt).sort()).toEqual([343, 6.5]);
  });

  it('that are asked for at once never come to more than was billed', async () => {
    const invoice = await issue('CN-3');
    const answers = await Promise.all(
      [1, 2, 3, 4].map((hours) => credit(invoice, { lines: [{ line: 1, quantity: String(hours / 2) }] })),
    );
    const stored = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status !== 200).every(({ status }) => status === 422)).toBe(true);
    expect(stored.length).toBeGreaterThan(0);
    for (const answer of stored) expect((await made(answer)).state).toBe('created');
    const sum = (await booked('CN-3')).reduce((total, { TotalAmt }) => total + TotalAmt, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(330);
    expect((await preview(invoice)).left.total).toBe((349.5 - sum).toFixed(2));
  });

  it.each(['cut', 'broken', '503'] as const)('are in the books once when the answer is lost (%s)', async (how) => {
    const invoice = await issue(`CN-4-${how}`);
    const at = { method: 'POST', path: '/creditmemo?' };
    app.quickbooks.faults.add({ kind: 'ignore-request-ids' });
    app.quickbooks.faults.add(
      how === 'cut'
        ? { ...at, kind: 'cut', when: 'after' }
        : how === 'broken'
          ? { ...at, kind: 'broken' }
          : { ...at, kind: 'answer', status: 503, when: 'after' },
    );
    expect(await made(await credit(invoice))).toMatchObject({ state: 'created', number: `CN-4-${how}-C1` });
    expect(await booked(`CN-4-${how}`)).toHaveLength(1);
  });

  it('that are refused give back what they held', async () => {
    const invoice = await issue('CN-5');
    app.quickbooks.faults.add({ kind: 'answer', status: 400, code: '6000', method: 'POST', path: '/creditmemo?' });
    expect(await made(await credit(invoice))).toMatchObject({ state: 'failed', number: null });
    expect((await preview(invoice)).left.total).toBe('349.50');
    expect(await made(await credit(invoice))).toMatchObject({ state: 'created', number: 'CN-5-C2', total: '349.50' });
    expect(await booked('CN-5')).toHaveLength(1);
  });

  it('keep client and items of the invoice after a re-link, and follow a merge', async () => {
    const invoice = await issue('CN-6');
    const [link] = dataOf<Array<{ id: string }>>(
      await app.admin.get(`/crosswalk/links?state=confirmed&search=alder&connectionId=${app.connection.id}`),
    );
    const { batchId } = dataOf<{ batchId: string }>(
      await app.admin.post('/crosswalk/links/map', {
        mappingId: app.mappings.Clients?.id,
        localId: app.ids.get('Alder & Finch Dental'),
        externalId: '6',
        replace: link?.id,
      }),
    );
    const next = await issue('CN-6-NEXT');
    expect(next.resolution.client.reference?.externalId).toBe('6');
    const note = await made(await credit(invoice, { lines: [{ line: 2, quantity: '1' }] }));
    expect(note.resolution.client.reference?.externalId).toBe('1');
    expect(note).toMatchObject({ state: 'created' });

    // In the books the old customer goes into another one; the next sync tells.
    const external = () =>
      app.strapi.db
        .connection('crosswalk_external_records')
        .where({ connection_id: app.connection.id, record_type: 'customer', external_id: '1' });
    await external().update({ deleted_at: new Date(), merged_into: '2' });
    const after = await made(await credit(invoice, { lines: [{ line: 2, quantity: '1' }] }));
    expect(after).toMatchObject({
      state: 'created',
      resolution: { client: { reference: { externalId: '2', label: 'Birchwood Veterinary Clinic Inc.' } } },
    });
    // Gone for good: said before anything is sent.
    await external().update({ merged_into: null });
    expect((await preview(invoice)).note.reasons).toMatchObject([
      { kind: 'needs_attention', line: null, message: expect.stringContaining('was deleted') as unknown },
    ]);
    expect((await credit(invoice)).status).toBe(422);
    await external().update({ deleted_at: null });
    dataOf(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
    expect((await booked('CN-6')).map(({ CustomerRef }) => CustomerRef.value).sort()).toEqual(['1', '2']);
  });

  it('give the same answer to the same key, and refuse it for anything else', async () => {
    const invoice = await issue('CN-7');
    const body = { lines: [{ line: 2, quantity: '1' }] };
    const [first, second] = await Promise.all([credit(invoice, body, 'k1'), credit(invoice, body, 'k1')]);
    const note = await made(first);
    expect((await made(second)).id).toBe(note.id);
    expect((await made(await credit(invoice, body, 'k1'))).id).toBe(note.id);
    expect((await credit(invoice, { lines: [{ line: 2, quantity: '2' }] }, 'k1')).status).toBe(422);
    expect(await booked('CN-7')).toHaveLength(1);
  });

  it('are only made of issued invoices, by who may', async () => {
    const invoice = await issue('CN-9');
    expect((await app.admin.post('/crosswalk/invoices/nothere/credit-notes')).status).toBe(404);
    const note = await made(await credit(invoice));
    expect((await credit(note)).status).toBe(409);
    for (const body of [
      { lines: [] },
      { lines: [{ line: 1, quantity: '1,5' }] },
      {
        lines: [
          { line: 1, quantity: '1' },
          { line: 1, quantity: '1' },
        ],
      },
      { date: 'today' },
      { colour: 'red' },
    ])
      expect((await credit(invoice, body)).status).toBe(400);
  });

  it('are made by the content API with its own scopes and the key of the caller', async () => {
    const invoice = await issue('CN-10');
    const scopes = ['previewCreditNote', 'createCreditNote'].map((act) => `plugin::crosswalk.api-invoice.${act}`);
    const looker = await app.token('custom', scopes.slice(0, 1));
    const biller = await app.token('custom', scopes);
    const post = (who: TestAdmin, sub: string, body: object) => who.post(`/api${path(invoice)}${sub}`, body);
    expect((await post(looker, '/preview', {})).body).toMatchObject({
      data: { note: { total: '349.50', ready: true } },
    });
    expect((await post(looker, '', {})).status).toBe(403);
    const body = { lines: [{ line: 1, quantity: '1' }] };
    const keyed = () => post(biller, '', body).set('Idempotency-Key', 'credit-10');
    const answers = [await keyed(), await keyed()];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [first, second] = await Promise.all(answers.map(made));
    expect(first?.id).toBe(second?.id);
    expect(first).toMatchObject({
      state: 'created',
      total: '165.00',
      createdBy: expect.stringMatching(/^API token/) as unknown,
    });
    expect(await booked('CN-10')).toHaveLength(1);
  });
});
