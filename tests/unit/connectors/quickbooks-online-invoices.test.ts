import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import { bodyOf, problems, taxProblem } from '../../../server/src/connectors/quickbooks-online/invoices';
import { errorOf, invoiceRequest, startStandIn, type StandIn } from './quickbooks-online.fixture';
import { textOf } from '../../../server/src/utils/sentence';

const { invoicing } = quickbooksOnline;
if (!invoicing) throw new Error('QuickBooks Online creates invoices.');
const createInvoice: typeof invoicing.createInvoice = (ctx, request) => invoicing.createInvoice(ctx, request);
const findInvoice: typeof invoicing.findInvoice = (ctx, request) => invoicing.findInvoice(ctx, request);

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.close());

type Context = Awaited<ReturnType<StandIn['connect']>>;
const posted = () =>
  standIn.faults.requests().filter(({ method, path }) => method === 'POST' && path.includes('/invoice'));

/** Rows of a query, asked of the stand-in directly. */
const ask = async (ctx: Context, statement: string): Promise<Record<string, unknown>> => {
  const { accessToken } = await ctx.secrets.read();
  const url = `${standIn.url}/v3/company/${ctx.accountId}/query?query=${encodeURIComponent(statement)}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  return ((await answer.json()) as { QueryResponse: Record<string, unknown> }).QueryResponse;
};
const invoiceCount = async (ctx: Context) => (await ask(ctx, 'select count(*) from Invoice')).totalCount;

/** What the vendor's own API would take from someone else. */
const postInvoice = async (ctx: Context, body: object) => {
  const { accessToken } = await ctx.secrets.read();
  const answer = await fetch(`${standIn.url}/v3/company/${ctx.accountId}/invoice`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
};
const foreignLine = { Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '32' } } };

describe('creating an invoice', () => {
  it('sends exact amounts, the number, a marker and a tax code for each line', async () => {
    const ctx = await standIn.connect();
    const receipt = await createInvoice(ctx, invoiceRequest());
    // 259.80 is taxed with 8 %: 20.78; 0.165 is rounded half up.
    expect(receipt).toEqual({
      externalId: expect.stringMatching(/^\d+$/) as string,
      number: 'WO-1001',
      total: '280.75',
      url: `${standIn.url}/app/invoice?txnId=${receipt.externalId}&companyId=${ctx.accountId}`,
    });
    expect(posted()).toHaveLength(1);
    expect(posted()[0]?.path).toContain('requestid=7d1c3f0e-0000-4000-8000-000000000001');
    expect(posted()[0]?.body).toEqual({
      CustomerRef: { value: '1' },
      DocNumber: 'WO-1001',
      TxnDate: '2026-11-20',
      CurrencyRef: { value: 'USD' },
      PrivateNote: 'Work order 1001\n[crosswalk:7d1c3f0e-0000-4000-8000-000000000001]',
      Line: [
        {
          LineNum: 1,
          Description: 'Router',
          Amount: 259.8,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '31' }, Qty: 2, UnitPrice: 129.9, TaxCodeRef: { value: 'TAX' } },
        },
        {
          LineNum: 2,
          Description: 'On site',
          Amount: 0.17,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '32' }, Qty: 1.5, UnitPrice: 0.11, TaxCodeRef: { value: 'NON' } },
        },
      ],
    });
    const page = await fetch(receipt.url ?? '');
    expect(await page.text()).toContain('280.75');
  });

  it('accepts the recorded price with seven decimals', async () => {
    const ctx = await standIn.connect();
    const line = { itemId: '32', description: '', quantity: '24', unitPrice: '0.1104167', amount: '2.65' };
    expect((await createInvoice(ctx, invoiceRequest({ lines: [line] }))).total).toBe('2.65');
  });

  it('gets the first answer again when the same request is repeated', async () => {
    const ctx = await standIn.connect();
    const first = await createInvoice(ctx, invoiceRequest());
    expect(await createInvoice(ctx, invoiceRequest())).toEqual(first);
    expect(await invoiceCount(ctx)).toBe(1);
  });

  it.each([
    ['the connection is cut after the work', { kind: 'cut', when: 'after' }],
    ['a 500 hides the work', { kind: 'answer', status: 500, when: 'after' }],
    ['a 504 hides the work', { kind: 'answer', status: 504, when: 'after' }],
  ] as const)('is uncertain when %s, and finds exactly one invoice', async (_name, fault) => {
    const ctx = await standIn.connect();
    standIn.faults.add({ ...fault, method: 'POST', path: '/invoice' });
    await errorOf(createInvoice(ctx, invoiceRequest()), 'uncertain');
    expect(posted()).toHaveLength(1);
    const found = await findInvoice(ctx, invoiceRequest());
    expect(found).toMatchObject({ number: 'WO-1001', total: '280.75' });
    expect(await invoiceCount(ctx)).toBe(1);
    expect(await createInvoice(ctx, invoiceRequest())).toEqual(found);
    expect(await invoiceCount(ctx)).toBe(1);
  });

  it.each([
    ['the connection is cut before the work', { kind: 'cut', when: 'before' }],
    ['a 503 comes instead of the work', { kind: 'answer', status: 503, when: 'before' }],
  ] as const)('is uncertain when %s, and finds nothing', async (_name, fault) => {
    const ctx = await standIn.connect();
    standIn.faults.add({ ...fault, method: 'POST', path: '/invoice' });
    await errorOf(createInvoice(ctx, invoiceRequest()), 'uncertain');
    expect(await findInvoice(ctx, invoiceRequest())).toBeNull();
    await createInvoice(ctx, invoiceRequest());
    expect(await invoiceCount(ctx)).toBe(1);
  });

  it('is uncertain when it is cancelled under way', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'slow', ms: 3000, method: 'POST', path: '/invoice' });
    const call = errorOf(createInvoice(ctx, invoiceRequest()), 'uncertain');
    setTimeout(() => standIn.abort.abort(), 300);
    await call;
  });

  it('knows that a throttled write was not done', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'answer', status: 429, method: 'POST', path: '/invoice', retryAfter: 0 });
    await errorOf(createInvoice(ctx, invoiceRequest()), 'unavailable');
    expect(posted()).toHaveLength(1);
    expect(await invoiceCount(ctx)).toBe(0);
  });

  it('repeats a write once after a refused token', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'answer', status: 401, method: 'POST', path: '/invoice' });
    await createInvoice(ctx, invoiceRequest());
    expect(posted().map(({ status }) => status)).toEqual([401, 200]);
    expect(await invoiceCount(ctx)).toBe(1);
  });

  it.each([
    ['an unknown item', { itemId: '999' }, /does not exist/],
    ['a bundle', { itemId: '33' }, /bundle/],
    ['a category', { itemId: '30' }, /category/],
    ['an inactive item', { itemId: '34' }, /inactive/],
    ['an amount that is not quantity times price', { amount: '1.00' }, /is not quantity/],
    ['a quantity that is no number', { quantity: '1e3' }, /not a decimal/],
    ['more decimals than the vendor keeps', { quantity: '0.12345678', amount: '16.04' }, /more digits/],
    ['a description that is too long', { description: 'x'.repeat(4001) }, /longer/],
  ])('refuses %s before anything is sent', async (_name, change, message) => {
    const ctx = await standIn.connect();
    const line = { itemId: '31', description: '', quantity: '1', unitPrice: '129.9', amount: '129.90', ...change };
    const error = await errorOf(createInvoice(ctx, invoiceRequest({ lines: [line] })), 'rejected');
    expect(error.message).toMatch(message);
    expect(posted()).toHaveLength(0);
  });

  it('refuses numbers that do not fit, and invoices without lines', async () => {
    const ctx = await standIn.connect();
    await errorOf(createInvoice(ctx, invoiceRequest({ number: 'x'.repeat(22) })), 'rejected');
    await errorOf(createInvoice(ctx, invoiceRequest({ lines: [] })), 'rejected');
    expect(posted()).toHaveLength(0);
  });

  it('reports what the vendor refuses, with its code and request id', async () => {
    const ctx = await standIn.connect();
    const cases = [
      [{ customerId: '4' }, '610'],
      [{ customerId: '404' }, '2500'],
      [{ customerId: '5' }, '6000'],
    ] as const;
    for (const [change, code] of cases) {
      const error = await errorOf(createInvoice(ctx, invoiceRequest(change)), 'rejected');
      expect(error.code).toBe(code);
      expect(error.requestId).toMatch(/^1-/);
    }
    expect(await invoiceCount(ctx)).toBe(0);
  });

  it('bills a customer in its own currency', async () => {
    const ctx = await standIn.connect();
    await createInvoice(ctx, invoiceRequest({ customerId: '5', currency: 'EUR' }));
    const { records } = await quickbooksOnline.list(ctx, { recordType: 'customer', cursor: null });
    const raw = records.find(({ externalId }) => externalId === '5')?.raw ?? {};
    expect(invoicing.clientCurrency(raw)).toBe('EUR');
    expect(invoicing.clientCurrency({})).toBeNull();
    expect(invoicing.refusal('customer', raw)).toBeNull();
    expect(textOf(invoicing.refusal('customer', { Active: false }) ?? '')).toMatch(/inactive/);
  });
});

describe('looking for an invoice', () => {
  it('is uncertain about a number that exists, and says whose it is', async () => {
    const ctx = await standIn.connect();
    await postInvoice(ctx, { DocNumber: 'WO-1001', CustomerRef: { value: '2' }, Line: [foreignLine] });
    const duplicate = await errorOf(createInvoice(ctx, invoiceRequest()), 'uncertain');
    expect(duplicate.code).toBe('6140');
    const other = await errorOf(findInvoice(ctx, invoiceRequest()), 'rejected');
    expect(other.message).toContain('Café Zürich, 5.00');
    expect(other.code).toBe('6140');
  });

  it('knows its own invoice without the marker, by customer and net total', async () => {
    const ctx = await standIn.connect();
    const request = invoiceRequest();
    await createInvoice(ctx, request);
    const [stored] = (await ask(ctx, 'select * from Invoice')).Invoice as Record<string, unknown>[];
    await postInvoice(ctx, { Id: stored?.Id, SyncToken: '0', sparse: true, PrivateNote: 'edited by hand' });
    expect(await findInvoice(ctx, request)).toMatchObject({ externalId: stored?.Id });
    await errorOf(findInvoice(ctx, { ...request, customerId: '2' }), 'rejected');
  });

  it('does not take the invoice of another request for its own', async () => {
    const ctx = await standIn.connect();
    await createInvoice(ctx, invoiceRequest());
    await errorOf(findInvoice(ctx, invoiceRequest({ requestId: 'another' })), 'rejected');
  });

  it('reads numbers with apostrophes and backslashes', async () => {
    const ctx = await standIn.connect();
    const request = invoiceRequest({ number: "O'Neil\\7 & Co" });
    expect(await findInvoice(ctx, request)).toBeNull();
    const receipt = await createInvoice(ctx, request);
    expect(await findInvoice(ctx, request)).toEqual(receipt);
  });
});

describe('what an invoice says and what it may not', () => {
  const items = new Map([
    ['31', { Id: '31', Taxable: true }],
    ['32', { Id: '32', Taxable: false }],
    ['33', { Id: '33', Taxable: true, SalesTaxCodeRef: { value: '5' } }],
  ]);
  const line = (itemId: string, change = {}) => ({
    itemId,
    description: 'Work',
    quantity: '2',
    unitPrice: '10',
    amount: '20.00',
    ...change,
  });
  const codes = (body: Record<string, unknown>) =>
    (body.Line as Array<{ SalesItemLineDetail?: { TaxCodeRef: { value: string } } }>).map(
      ({ SalesItemLineDetail: detail }) => detail?.TaxCodeRef.value,
    );

  it('taxes by TAX and NON in the US, by the item’s own code elsewhere', () => {
    const us = bodyOf(invoiceRequest({ lines: [line('31'), line('32')] }), items);
    expect(codes(us)).toEqual(['TAX', 'NON']);
    expect(us).not.toHaveProperty('GlobalTaxCalculation');
    const elsewhere = bodyOf(invoiceRequest({ lines: [line('33')] }), items);
    expect(codes(elsewhere)).toEqual(['5']);
    expect(elsewhere.GlobalTaxCalculation).toBe('TaxExcluded');
  });

  it('says when nobody knows how an item is taxed', () => {
    const account = (country: string | null, salesTax: boolean | null = true) => ({
      country,
      homeCurrency: null,
      multiCurrency: null,
      customNumbers: null,
      salesTax,
      automatedSalesTax: null,
    });
    const coded = { SalesTaxCodeRef: { value: '5' } };
    expect(taxProblem({ Taxable: false }, account('US'))).toBeNull();
    expect(taxProblem({}, account('US'))).toMatchObject({ at: 'item' });
    expect(taxProblem({ Taxable: false }, account('CA'))).toMatchObject({ at: 'item' });
    expect(taxProblem({ Taxable: false }, account('CA', false))).toBeNull();
    for (const unknown of [null, account(null)])
      expect(taxProblem({ Taxable: false }, unknown)).toMatchObject({ at: 'account' });
    for (const any of [null, account(null), account('CA'), account('US')]) expect(taxProblem(coded, any)).toBeNull();
  });

  it('has texts, terms, class and how it is delivered', () => {
    const request = { terms: '3', class: '8', delivery: 'print' as const };
    const body = bodyOf({ ...invoiceRequest({ lines: [line('32', { heading: 'WO-1' })] }), ...request }, items);
    expect(body).toMatchObject({ SalesTermRef: { value: '3' }, PrintStatus: 'NeedToPrint' });
    expect(body.Line).toMatchObject([
      { LineNum: 1, DetailType: 'DescriptionOnly', Description: 'WO-1' },
      { LineNum: 2, SalesItemLineDetail: { ClassRef: { value: '8' } } },
    ]);
  });

  it('finds what is too long or has too many digits before it is sent', () => {
    const of = (change: object, memo = '') =>
      problems({ memo, lines: [line('32', change)] }).map(({ kind, line: at, field }) => [kind, at, field]);
    expect(of({})).toEqual([]);
    expect(of({ description: 'x'.repeat(4001) })).toEqual([['too_long', 1, 'description']]);
    expect(of({ quantity: '0.12345678' })).toEqual([['bad_amount', 1, 'quantity']]);
    expect(of({ unitPrice: '1234567890123456' })).toEqual([['bad_amount', 1, 'unitPrice']]);
    expect(of({}, 'x'.repeat(3999))).toEqual([['too_long', null, 'memo']]);
    const many = problems({ memo: '', lines: Array.from({ length: 751 }, () => line('32')) });
    expect(many).toMatchObject([{ kind: 'too_long', line: null, field: 'lines' }]);
  });
});
