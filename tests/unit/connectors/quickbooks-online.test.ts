import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import type { ExternalRecordInput } from '../../../server/src/connectors/contract';
import {
  callback,
  errorOf,
  oauth,
  realmId,
  redirectUri,
  seed,
  startStandIn,
  type StandIn,
} from './quickbooks-online.fixture';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.close());

const listAll = async (ctx: Awaited<ReturnType<StandIn['connect']>>, recordType: string) => {
  const records: ExternalRecordInput[] = [];
  const totals: (number | null)[] = [];
  let cursor: string | null = null;
  do {
    const page = await quickbooksOnline.list(ctx, { recordType, cursor });
    expect(page.problems).toEqual([]);
    records.push(...page.records);
    totals.push(page.total);
    cursor = page.cursor;
  } while (cursor !== null);
  return { records, totals };
};

describe('listing', () => {
  it('reads customers with inactive ones and sub-customers', async () => {
    const { records, totals } = await listAll(await standIn.connect(), 'customer');
    expect(totals).toEqual([5]);
    expect(records.map(({ externalId, label, active, parentId }) => [externalId, label, active, parentId])).toEqual([
      ['1', "Amelia's Bakery", true, undefined],
      ['2', 'Café Zürich', true, undefined],
      ['3', 'Café Zürich:Cafe Branch 3', true, '2'],
      ['4', 'Gone Ltd (deleted)', false, undefined],
      ['5', 'Euro Kunde GmbH', true, undefined],
    ]);
    expect(records[0]?.roles).toEqual({
      name: "Amelia's Bakery",
      email: 'ap@ameliasbakery.example',
      phone: '(555) 010-3311',
      domain: 'ameliasbakery.example',
      address: '12 Mill Rd., Unit 4',
      city: 'Harrow',
      region: 'CA',
      postalCode: '94001',
      currency: 'USD',
      externalKey: '1',
    });
    expect(records[2]?.roles).toMatchObject({ name: 'Cafe Branch 3', parent: 'Café Zürich' });
    expect(records[3]?.roles.name).toBe('Gone Ltd');
  });

  it('reads vendors and keeps a tax id that is not masked', async () => {
    const { records } = await listAll(await standIn.connect(), 'vendor');
    expect(records.map(({ label, active, roles }) => [label, active, roles.taxId])).toEqual([
      ['Robertson & Associates', true, '12-3456789'],
      ['Old Supplier (deleted)', false, undefined],
    ]);
  });

  it('leaves categories out, keeps bundles, and says who cannot be invoiced', async () => {
    const { records, totals } = await listAll(await standIn.connect(), 'item');
    expect(totals).toEqual([4]);
    expect(
      records.map(({ label, active, roles, raw }) => [
        label,
        active,
        roles.price,
        quickbooksOnline.invoicing?.refusal('item', raw),
      ]),
    ).toEqual([
      ['Hardware:Router', true, '129.9', null],
      ['Consulting', true, '0.0000001', null],
      ['Starter kit', true, '0', expect.objectContaining({ message: expect.stringContaining('bundle') })],
      ['Fax line (deleted)', false, '0', expect.objectContaining({ message: expect.stringContaining('inactive') })],
    ]);
  });

  it('pages through 2,500 customers without missing or repeating one', async () => {
    await standIn.close();
    const customers = Array.from({ length: 2500 }, (_, index) => ({
      DisplayName: `Customer ${String(index).padStart(5, '0')}`,
      Active: index % 7 !== 0,
    }));
    standIn = await startStandIn({ companies: [{ realmId, name: 'Large', customers }] });
    const { records, totals } = await listAll(await standIn.connect(), 'customer');
    expect(totals).toEqual([2500, null, null]);
    expect(new Set(records.map(({ externalId }) => externalId)).size).toBe(2500);
    expect(records.filter(({ active }) => !active)).toHaveLength(Math.ceil(2500 / 7));
  });

  it('ends after an exactly full page', async () => {
    await standIn.close();
    const customers = Array.from({ length: 1000 }, (_, index) => ({ DisplayName: `C${index}` }));
    standIn = await startStandIn({ companies: [{ realmId, name: 'Round', customers }] });
    const { records } = await listAll(await standIn.connect(), 'customer');
    expect(records).toHaveLength(1000);
  });

  it('answers an empty list', async () => {
    await standIn.close();
    standIn = await startStandIn({ companies: [{ realmId, name: 'Empty' }] });
    expect(await listAll(await standIn.connect(), 'vendor')).toEqual({ records: [], totals: [0] });
  });

  it('refuses unknown record types and foreign cursors', async () => {
    const ctx = await standIn.connect();
    await errorOf(quickbooksOnline.list(ctx, { recordType: 'constructor', cursor: null }), 'rejected');
    await errorOf(quickbooksOnline.list(ctx, { recordType: 'customer', cursor: "1' or" }), 'rejected');
  });

  it('names the pages of records', () => {
    const vendors = { options: {}, accountId: realmId };
    expect(quickbooksOnline.recordUrl?.(vendors, 'customer', '12')).toBe(
      'https://app.qbo.intuit.com/app/customerdetail?nameId=12',
    );
    const sandbox = { options: { apiUrl: 'https://sandbox-quickbooks.api.intuit.com' }, accountId: realmId };
    expect(quickbooksOnline.recordUrl?.(sandbox, 'vendor', '3')).toBe(
      'https://app.sandbox.qbo.intuit.com/app/vendordetail?nameId=3',
    );
    expect(quickbooksOnline.recordUrl?.(vendors, 'nothing', '3')).toBeNull();
  });
});

describe('sign-in', () => {
  it('brings back tokens and the company', async () => {
    const before = Date.now();
    const { secrets, account } = await oauth.exchange(standIn.base, await callback(standIn.options));
    expect(account).toEqual({ id: realmId, name: seed.companies[0]?.name });
    expect(Object.keys(secrets).sort()).toEqual([
      'accessExpiresAt',
      'accessToken',
      'grantExpiresAt',
      'refreshExpiresAt',
      'refreshToken',
    ]);
    expect(Date.parse(secrets.accessExpiresAt ?? '') - before).toBeGreaterThan(3_590_000);
    expect(Date.parse(secrets.refreshExpiresAt ?? '') - before).toBeGreaterThan(8_000_000_000);
  });

  it('sends people to the vendor unless told otherwise', () => {
    const url = new URL(
      oauth.authorizeUrl({ options: { clientId: 'a', clientSecret: 'b' }, settings: {} }, { state: 's', redirectUri }),
    );
    expect(url.origin + url.pathname).toBe('https://appcenter.intuit.com/connect/oauth2');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'a',
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      redirect_uri: redirectUri,
      state: 's',
    });
    expect(url.href).not.toContain('secret');
  });

  it('tells a refusal from a connection', async () => {
    const { approve } = await import('../../../sandbox/quickbooks-online');
    const url = oauth.authorizeUrl({ options: standIn.options, settings: {} }, { state: 'x', redirectUri });
    const back = new URL(await approve(url, { decision: 'cancel' }));
    expect(Object.fromEntries(back.searchParams)).toEqual({ state: 'x', error: 'access_denied' });
  });

  it('takes a code once, with the address it was given for, and for its own company', async () => {
    const answer = await callback(standIn.options);
    await oauth.exchange(standIn.base, answer);
    await errorOf(oauth.exchange(standIn.base, answer), 'reauthorize');
    const elsewhere = { ...(await callback(standIn.options)), redirectUri: 'http://localhost:9/other' };
    await errorOf(oauth.exchange(standIn.base, elsewhere), 'reauthorize');
    const foreign = { ...(await callback(standIn.options)), realmId: '42' };
    await errorOf(oauth.exchange(standIn.base, foreign), 'reauthorize');
    for (const bad of [undefined, '../../x', '1?x=']) {
      await errorOf(oauth.exchange(standIn.base, { ...(await callback(standIn.options)), realmId: bad }), 'rejected');
    }
  });

  it('sends the code once even if the answer is lost', async () => {
    const answer = await callback(standIn.options);
    standIn.faults.add({ kind: 'cut', when: 'after', path: '/tokens/bearer' });
    const error = await errorOf(oauth.exchange(standIn.base, answer), 'reauthorize');
    expect(error.message).toContain('Connect to QuickBooks again');
    expect(standIn.faults.requests().filter(({ path }) => path.includes('/tokens/bearer'))).toHaveLength(1);
  });

  it('says that the keys are missing or wrong', async () => {
    expect(() => oauth.authorizeUrl({ options: {}, settings: {} }, { state: 's', redirectUri })).toThrow(/clientId/);
    const answer = await callback(standIn.options);
    const wrong = { ...standIn.base, options: { ...standIn.options, clientSecret: 'not-the-secret' } };
    const error = await errorOf(oauth.exchange(wrong, answer), 'misconfigured');
    expect(error.message).not.toContain('not-the-secret');
  });

  it('takes URLs from the configuration only if they keep secrets safe', () => {
    const { options } = quickbooksOnline;
    expect(options.parse({})).toEqual({ apiUrl: 'https://quickbooks.api.intuit.com' });
    expect(options.parse({ apiUrl: '', oauthUrl: '', clientId: undefined })).toMatchObject({
      apiUrl: 'https://quickbooks.api.intuit.com',
    });
    expect(options.safeParse({ apiUrl: 'http://quickbooks.example' }).success).toBe(false);
    expect(options.safeParse({ oauthUrl: 'file:///etc/passwd' }).success).toBe(false);
    expect(options.safeParse({ apiUrl: 'http://127.0.0.1:4010' }).success).toBe(true);
  });
});

describe('tokens', () => {
  const refreshes = () =>
    standIn.faults.requests().filter(({ method, path }) => method === 'POST' && path === '/oauth2/v1/tokens/bearer')
      .length;

  it('refreshes exactly once when many calls meet an expired token', async () => {
    const ctx = await standIn.connect();
    const before = await ctx.secrets.read();
    standIn.faults.add({ kind: 'expire-access' });
    standIn.faults.forgetRequests();
    const names = await Promise.all(Array.from({ length: 12 }, async () => quickbooksOnline.account?.(ctx)));
    expect(new Set(names.map((account) => account?.name))).toEqual(new Set([seed.companies[0]?.name]));
    expect(refreshes()).toBe(1);
    expect((await ctx.secrets.read()).refreshToken).not.toBe(before.refreshToken);
  });

  it('refreshes before the token ends', async () => {
    const ctx = await standIn.connect();
    ctx.secrets.set({ ...(await ctx.secrets.read()), accessExpiresAt: new Date(Date.now() + 5_000).toISOString() });
    standIn.faults.forgetRequests();
    await Promise.all([quickbooksOnline.account?.(ctx), quickbooksOnline.account?.(ctx)]);
    expect(refreshes()).toBe(1);
    expect(standIn.faults.requests().every(({ status }) => status === 200)).toBe(true);
  });

  it('gives up after one refresh if the new token is refused too', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'answer', status: 401, path: '/companyinfo', times: 5 });
    standIn.faults.forgetRequests();
    const error = await errorOf(quickbooksOnline.account?.(ctx) ?? Promise.resolve(), 'reauthorize');
    expect(error.code).toBe('3200');
    expect(refreshes()).toBe(1);
  });

  it('asks for a new authorisation when the grant is gone', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'revoke-refresh' });
    const error = await errorOf(quickbooksOnline.list(ctx, { recordType: 'customer', cursor: null }), 'reauthorize');
    expect(error.code).toBe('invalid_grant');
    expect(error.message).toContain('Reconnect');
  });

  it('looks once whether another process has renewed meanwhile', async () => {
    const ctx = await standIn.connect();
    const good = await ctx.secrets.read();
    let first = true;
    const stale = { ...good, refreshToken: 'RT1-old', accessExpiresAt: new Date(0).toISOString() };
    const other = {
      ...ctx,
      secrets: {
        read: () => Promise.resolve(first ? stale : good),
        renew: async (isFresh: (s: typeof good) => boolean, renew: (s: typeof good) => Promise<typeof good>) => {
          const stored = first ? stale : good;
          first = false;
          return isFresh(stored) ? stored : renew(stored);
        },
      },
    };
    expect(await quickbooksOnline.account?.(other)).toMatchObject({ id: realmId });
  });

  it('survives a refresh that fails for a moment', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'expire-access' }, { kind: 'answer', status: 503, path: '/tokens/bearer' });
    expect(await quickbooksOnline.account?.(ctx)).toMatchObject({ id: realmId });
  });
});

describe('a company that was moved from QuickBooks Desktop', () => {
  it('tells what became of each record, of the type that is asked for, over many pages', async () => {
    const of = (type: string, desktopType: string, count: number, from: number) =>
      Array.from({ length: count }, (_, at) => ({
        QboEntityId: String(from + at),
        QbdtExportableId: `8${String(at).padStart(7, '0')}-${from}`,
        QboEntityType: type,
        QbdtEntityType: desktopType,
      }));
    const books = await startStandIn({
      companies: [
        {
          ...seed.companies[0]!,
          desktopIds: [
            ...of('CUSTOMER', 'CUSTOMER', 2_001, 1),
            ...of('ITEM', 'ITEM_SERVICE', 2, 5_001),
            ...of('ITEM', 'ITEM', 1, 6_001),
            ...of('TERM', 'TERM', 3, 7_001),
          ],
        },
      ],
    });
    const ctx = await books.connect();
    books.faults.forgetRequests();
    const customers = await quickbooksOnline.moved?.ids(ctx, { recordType: 'customer' });
    expect(customers?.size).toBe(2_001);
    expect(customers?.get('80002000-1')).toBe('2001');
    expect(books.faults.requests()).toHaveLength(3);
    const items = await quickbooksOnline.moved?.ids(ctx, { recordType: 'item' });
    expect([...(items?.values() ?? [])].sort()).toEqual(['5001', '5002', '6001']);
    expect((await quickbooksOnline.moved?.ids(ctx, { recordType: 'term' }))?.size).toBe(0);
    await books.close();
  });

  it('is none where the vendor knows of no move', async () => {
    expect((await quickbooksOnline.moved?.ids(await standIn.connect(), { recordType: 'customer' }))?.size).toBe(0);
  });
});

describe('a vendor in trouble', () => {
  it.each([
    ['a short 429', { kind: 'answer', status: 429, retryAfter: 0, times: 2 }],
    ['502s', { kind: 'answer', status: 502, times: 2 }],
    ['a cut connection', { kind: 'cut', when: 'before', times: 2 }],
    ['an answer cut off', { kind: 'cut', when: 'after', times: 1 }],
  ] as const)('reads on after %s', async (_name, fault) => {
    const ctx = await standIn.connect();
    standIn.faults.add({ ...fault, path: '/query' });
    const page = await quickbooksOnline.list(ctx, { recordType: 'vendor', cursor: null });
    expect(page.records).toHaveLength(2);
  });

  it('leaves a long wait to the run', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'answer', status: 429, retryAfter: 45 });
    expect(await errorOf(quickbooksOnline.list(ctx, { recordType: 'vendor', cursor: null }))).toMatchObject({
      kind: 'unavailable',
      code: '3001',
      retryAfterMs: 45_000,
      requestId: expect.stringMatching(/^1-/) as string,
    });
    // Nobody asks again before that, and nobody is kept waiting.
    standIn.faults.forgetRequests();
    const next = await errorOf(quickbooksOnline.list(ctx, { recordType: 'vendor', cursor: null }));
    expect(next).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/slow down.* in 4\d s/) as string,
    });
    expect(next.retryAfterMs).toBeGreaterThan(40_000);
    expect(standIn.faults.requests()).toEqual([]);
  });

  it('waits a minute where the vendor does not say how long', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'answer', status: 429 });
    expect(await errorOf(quickbooksOnline.list(ctx, { recordType: 'vendor', cursor: null }))).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 60_000,
    });
  });

  it('stops when it is cancelled', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'slow', ms: 5_000, path: '/query' });
    const call = errorOf(quickbooksOnline.list(ctx, { recordType: 'vendor', cursor: null }), 'cancelled');
    setTimeout(() => standIn.abort.abort(), 100);
    const started = Date.now();
    await call;
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});
