import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createQuickBooksOnline, demoClient } from '../../../sandbox/quickbooks-online';
import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import { askerOf, oauth, callback, realmId, seed, startStandIn, type StandIn } from './quickbooks-online.fixture';

type Json = Record<string, unknown>;
type Asker = Awaited<ReturnType<typeof askerOf>>;
let standIn: StandIn;
let token: string;
let call: Asker['call'];
let query: Asker['query'];
beforeEach(async () => {
  standIn = await startStandIn();
  ({ token, call, query } = await askerOf(standIn));
});
afterEach(() => standIn.close());

const rows = async (statement: string, entity = 'Customer') => {
  const { body } = await query(statement);
  return ((body.QueryResponse as Json)[entity] ?? []) as Json[];
};
const ids = async (statement: string, entity?: string) => (await rows(statement, entity)).map(({ Id }) => Id);
const fault = ({ body }: { body: Json }) => (body.Fault as { Error: Json[] }).Error[0] ?? {};

describe('query language of the stand-in', () => {
  it.each([
    ['select * from Customer', ['1', '2', '3', '5']],
    ['SELECT * FROM customer WHERE Active IN ( true, false ) ORDERBY Id', ['1', '2', '3', '4', '5']],
    ['select * from Customer where active = false', ['4']],
    ["select * from Customer where DisplayName = 'Amelia\\'s Bakery'", ['1']],
    ["select * from Customer where DisplayName like '%zürich'", ['2']],
    ["select * from Customer where DisplayName like 'c%' orderby DisplayName desc", ['2', '3']],
    ["select * from Customer where Id in ('5', '1') and Job = false orderby Id desc", ['5', '1']],
    ["select Id, DisplayName from Customer where ParentRef = '2'", ['3']],
    ["select * from Customer where MetaData.CreateTime > '2020-01-01' maxresults 2 startposition 3", ['3', '5']],
    ["select * from Customer where MetaData.CreateTime < '2020-01-01T00:00:00-08:00'", []],
    ['select * from Customer orderby Id startposition 2 maxresults 2', ['2', '3']],
    ['select * from Customer startposition 50', []],
  ])('%s', async (statement, expected) => {
    const found = await ids(statement);
    expect(statement.includes('orderby') || statement.includes('ORDERBY') ? found : [...found].sort()).toEqual(
      expected,
    );
  });

  it('compares numbers as numbers', async () => {
    expect(await ids("select * from Item where UnitPrice > '20.5'", 'Item')).toEqual(['31']);
    expect(await ids('select * from Item where UnitPrice <= 0', 'Item')).toEqual(['30', '33']);
  });

  it('takes long statements by POST, as text', async () => {
    const answer = await fetch(`${standIn.url}/v3/company/${realmId}/query?minorversion=75`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/text' },
      body: 'select count(*) from Vendor where Active in (true,false)',
    });
    expect(await answer.json()).toMatchObject({ QueryResponse: { totalCount: 2 } });
  });

  it.each([
    ['select * from Customer startposition 0', '4001', 'value 0 is too small. Min allowed value is 1'],
    ['select * from Customer maxresults 1001', '4001', 'too large'],
    ['select * from Nothing', '4001', 'Nothing'],
    ["select * from Customer where Colour = 'red'", '4001', 'Colour'],
    ["select * from Customer where Id > '5'", '4001', 'Id'],
    ["select * from Customer where DisplayName = 'a' or DisplayName = 'b'", '4000', 'or'],
    ["select * from Customer where DisplayName = 'it's'", '4000', 's'],
    ['delete from Customer', '4000', 'delete'],
    ['', '4000', ''],
  ])('refuses %s', async (statement, code, text) => {
    const answer = await query(statement);
    expect(answer.status).toBe(400);
    expect(fault(answer)).toMatchObject({ code, Detail: expect.stringContaining(text) as string });
  });
});

describe('rules of the stand-in', () => {
  it('keeps names unique over customers and vendors', async () => {
    const taken = await call('POST', 'customer', { DisplayName: 'robertson & ASSOCIATES' });
    expect(taken.status).toBe(400);
    expect(fault(taken).code).toBe('6240');
    expect((await call('POST', 'customer', { DisplayName: 'A new one' })).status).toBe(200);
  });

  it('renames what becomes inactive, and back', async () => {
    const off = await call('POST', 'customer', { Id: '3', SyncToken: '0', sparse: true, Active: false });
    expect(off.body.Customer).toMatchObject({
      DisplayName: 'Cafe Branch 3 (deleted)',
      FullyQualifiedName: 'Café Zürich:Cafe Branch 3 (deleted)',
      PrintOnCheckName: 'Cafe Branch 3',
      SyncToken: '1',
    });
    const on = await call('POST', 'customer', { Id: '3', SyncToken: '1', sparse: true, Active: true });
    expect(on.body.Customer).toMatchObject({ DisplayName: 'Cafe Branch 3', SyncToken: '2' });
  });

  it('refuses a stale token, one that is missing, unknown ids and properties', async () => {
    const change = { Id: '1', sparse: true, Notes: 'x' };
    expect(fault(await call('POST', 'customer', { ...change, SyncToken: '7' })).code).toBe('5010');
    expect(fault(await call('POST', 'customer', change)).code).toBe('2020');
    expect(fault(await call('POST', 'customer', { ...change, Id: '404', SyncToken: '0' })).code).toBe('610');
    expect(fault(await call('POST', 'customer', { ...change, SyncToken: '0', Colour: 1 })).code).toBe('2010');
    expect(fault(await call('GET', 'customer/1.5')).code).toBe('2030');
    expect(fault(await call('GET', 'nothing/1')).code).toBe('500');
  });

  it('keeps absent properties in a sparse update and clears them in a full one', async () => {
    const sparse = await call('POST', 'customer', { Id: '1', SyncToken: '0', sparse: true, Notes: 'n' });
    expect(sparse.body.Customer).toHaveProperty('PrimaryPhone');
    const full = await call('POST', 'customer', { Id: '1', SyncToken: '1', DisplayName: "Amelia's Bakery" });
    expect(full.body.Customer).not.toHaveProperty('PrimaryPhone');
  });

  it('checks the amount of a line and fills in number, subtotal and balance', async () => {
    const line = (detail: Json, Amount: number) => ({
      Amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '32' }, ...detail },
    });
    const wrong = { CustomerRef: { value: '2' }, Line: [line({ Qty: 3, UnitPrice: 1.1 }, 3)] };
    expect(fault(await call('POST', 'invoice', wrong)).code).toBe('6070');
    const right = { CustomerRef: { value: '2' }, Line: [line({ Qty: 3, UnitPrice: 1.1 }, 3.3)] };
    const { body } = await call('POST', 'invoice', right);
    expect(body.Invoice).toMatchObject({ DocNumber: '1001', TotalAmt: 3.3, Balance: 3.3 });
    expect((body.Invoice as { Line: Json[] }).Line.at(-1)).toMatchObject({
      DetailType: 'SubTotalLineDetail',
      Amount: 3.3,
    });
    expect((await rows("select * from Customer where Id = '2'"))[0]).toMatchObject({ Balance: 3.3 });
    const { Id, SyncToken } = body.Invoice as Json;
    const voided = await call('POST', 'invoice?operation=void', { Id, SyncToken });
    expect(voided.body.Invoice).toMatchObject({ TotalAmt: 0, DocNumber: '1001' });
    const gone = await call('POST', 'invoice?operation=delete', { Id, SyncToken: '1' });
    expect(gone.body.Invoice).toEqual({ domain: 'QBO', status: 'Deleted', Id });
  });

  it('takes a credit memo from what the customer owes, and keeps its number from invoices', async () => {
    const body = (number: string) => ({
      DocNumber: number,
      CustomerRef: { value: '2' },
      Line: [
        {
          Amount: 5,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '32' }, Qty: 1, UnitPrice: 5 },
        },
      ],
    });
    const owed = async () => (await rows("select * from Customer where Id = '2'"))[0]?.Balance;
    await call('POST', 'invoice', body('A-1'));
    expect(await owed()).toBe(5);
    const { body: made } = await call('POST', 'creditmemo', body('A-1-C1'));
    expect(made.CreditMemo).toMatchObject({ DocNumber: 'A-1-C1', TotalAmt: 5, RemainingCredit: 5 });
    expect(made.CreditMemo).not.toHaveProperty('DueDate');
    expect(await owed()).toBe(0);
    expect(await rows("select * from CreditMemo where DocNumber = 'A-1-C1'", 'CreditMemo')).toHaveLength(1);
    expect(fault(await call('POST', 'invoice', body('A-1-C1'))).code).toBe('6140');
    expect(fault(await call('POST', 'creditmemo', body('A-1'))).code).toBe('6140');
    expect(fault(await call('POST', 'creditmemo', { ...body('A-2'), InvoiceLink: 'x' })).code).toBe('2010');
    const { Id, SyncToken } = made.CreditMemo as Json;
    expect(fault(await call('POST', 'creditmemo?operation=void', { Id, SyncToken })).code).toBe('500');
    const gone = await call('POST', 'creditmemo?operation=delete', { Id, SyncToken });
    expect(gone.body.CreditMemo).toEqual({ domain: 'QBO', status: 'Deleted', Id });
    expect(await owed()).toBe(5);
  });

  it('lets tokens in only to their company', async () => {
    const other = await fetch(`${standIn.url}/v3/company/42/companyinfo/42`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(other.status).toBe(403);
    const ended = await fetch(`${standIn.url}/v2/oauth2/tokens/revoke`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${demoClient.clientId}:${demoClient.clientSecret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ token }),
    });
    expect(ended.status).toBe(200);
    expect((await call('GET', 'customer/1')).status).toBe(401);
  });

  it('misbehaves on demand over HTTP, and logs without secrets', async () => {
    const post = (body: unknown) =>
      fetch(`${standIn.url}/_faults`, { method: 'POST', body: JSON.stringify(body) }).then(async (answer) => ({
        status: answer.status,
        body: (await answer.json()) as unknown,
      }));
    expect((await post([{ kind: 'tease' }])).status).toBe(400);
    expect((await post({ kind: 'slow' })).status).toBe(400);
    expect((await post([{ kind: 'answer', status: 503, path: '/customer/1', times: 1 }])).body).toHaveLength(1);
    const refused = await fetch(`${standIn.url}/v3/company/${realmId}/customer/1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(503);
    expect((await call('GET', 'customer/1')).status).toBe(200);
    standIn.faults.add({ kind: 'stale', path: '/customer' });
    expect(fault(await call('POST', 'customer', { Id: '1', SyncToken: '0', sparse: true, Notes: 'x' })).code).toBe(
      '5010',
    );
    const log = await (await fetch(`${standIn.url}/_requests`)).text();
    expect(JSON.parse(log)).toHaveLength(3);
    expect(log).not.toContain(token);
  });

  it('keeps its state in a file between starts', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'qbo-stand-in-'));
    const stateFile = path.join(folder, 'state.json');
    try {
      const first = await createQuickBooksOnline({ ...seed, stateFile }).listen();
      const options = { apiUrl: first.url, oauthUrl: first.url, ...demoClient };
      const base = { options, settings: {}, signal: new AbortController().signal };
      const { secrets } = await oauth.exchange(base, await callback(options));
      const create = (url: string) =>
        fetch(`${url}/v3/company/${realmId}/vendor?requestid=r1`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secrets.accessToken}` },
          body: JSON.stringify({ DisplayName: 'Kept vendor' }),
        }).then((answer) => answer.json());
      const made: unknown = await create(first.url);
      await first.close();
      const second = await createQuickBooksOnline({ companies: [], stateFile }).listen();
      expect(await create(second.url)).toEqual(made);
      await second.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the vendor's limits", () => {
  it('are kept by the connector, and met by whoever does not', async () => {
    await standIn.close();
    const [company] = seed.companies;
    const realm = '9130000000000077';
    standIn = await startStandIn(
      { companies: [{ ...company!, realmId: realm }] },
      { enforceLimits: true, latencyMs: 150 },
    );
    const ctx = await standIn.connect();
    const statuses = () =>
      standIn.faults.requests().flatMap(({ path: where, status }) => (where.includes('/query') ? [status] : []));
    const reads = Array.from({ length: 25 }, () =>
      quickbooksOnline.read!(ctx, { recordType: 'vendor', externalIds: ['20'] }),
    );
    for (const { records } of await Promise.all(reads)) expect(records).toHaveLength(1);
    expect(statuses()).toEqual(Array.from({ length: 25 }, () => 200));
    const { accessToken = '' } = await ctx.secrets.read();
    const burst = await Promise.all(
      Array.from({ length: 25 }, () =>
        fetch(`${standIn.url}/v3/company/${realm}/query?query=select * from Vendor`, {
          headers: { authorization: `Bearer ${accessToken}` },
        }),
      ),
    );
    const refused = burst.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(await refused[0]?.json()).toMatchObject({ fault: { type: 'SERVICE', error: [{ code: '3001' }] } });
  });
});
