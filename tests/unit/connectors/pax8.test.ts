import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { idOf } from '../../../sandbox/pax8';
import { pax8 } from '../../../server/src/connectors/pax8';
import { listAll, startStandIn, type StandIn } from './pax8.fixture';
import { errorOf } from './quickbooks-online.fixture';

let standIn: StandIn;
beforeEach(async () => {
  standIn = await startStandIn();
});
afterEach(() => standIn.close());

const restart = async (seed: Parameters<typeof startStandIn>[0]) => {
  await standIn.close();
  standIn = await startStandIn(seed);
};
const requests = (part: string) => standIn.faults.requests().filter(({ path }) => path.includes(part));
const companies = (count: number) =>
  Array.from({ length: count }, (_unused, index) => ({
    name: `Company ${String(index).padStart(5, '0')}`,
    phone: '303-555-0100',
    ...(index % 7 === 0 ? { status: 'Inactive' as const } : {}),
  }));

describe('listing', () => {
  it('reads companies, ended ones as inactive', async () => {
    const { records, problems, pages } = await listAll(standIn.connect(), 'company');
    expect(problems).toEqual([]);
    expect(pages.map(({ total }) => total)).toEqual([4]);
    expect(records.map(({ label, active }) => [label, active])).toEqual([
      ['Alder Dental', true],
      ['Café Zürich', true],
      ['Gone Ltd', false],
      ['Silent Ltd', false],
    ]);
    expect(records[0]).toMatchObject({
      externalId: idOf('company', 'Alder Dental'),
      roles: {
        name: 'Alder Dental',
        phone: '303-555-0133',
        domain: 'alderdental.example',
        address: '12 Mill Rd., Unit 4',
        city: 'Denver',
        region: 'CO',
        postalCode: '80210',
        country: 'US',
        externalKey: 'QB-17',
      },
      raw: { externalId: 'QB-17', status: 'Active' },
    });
    expect(records[1]?.roles).toEqual({ name: 'Café Zürich', domain: 'cafe-zuerich.example' });
  });

  it('reads contacts company by company', async () => {
    const { records, problems } = await listAll(standIn.connect(), 'contact');
    expect(problems).toEqual([]);
    expect(records.map(({ label, active, roles }) => [label, active, roles.email, roles.parent])).toEqual([
      ['Nora Lindgren', true, 'nora@alderdental.example', 'Alder Dental'],
      ['Odell Hsu', true, 'odell@alderdental.example', 'Alder Dental'],
    ]);
    expect(records[0]?.raw).toMatchObject({
      companyId: idOf('company', 'Alder Dental'),
      types: [{ type: 'Billing', primary: true }],
    });
  });

  it('reads all pages of a company with many contacts, and none of a company that has gone', async () => {
    const contacts = Array.from({ length: 230 }, (_unused, index) => ({
      firstName: 'Person',
      lastName: String(index),
      email: `p${index}@large.example`,
      phone: '303-555-0100',
    }));
    await restart({
      partner: 'P',
      companies: [
        { name: 'Large', contacts },
        { name: 'Left', contacts },
      ],
    });
    standIn.faults.add({ kind: 'answer', status: 404, path: `${idOf('company', 'Left')}/contacts` });
    expect((await listAll(standIn.connect(), 'contact')).records).toHaveLength(230);
  });

  it('reads products, with the prices of those that are sold', async () => {
    const { records } = await listAll(standIn.connect(), 'product');
    expect(records.map(({ label, roles }) => [label, roles.sku, roles.code, roles.price, roles.currency])).toEqual([
      ['Mail Plan (Annual)', 'MAIL:0001-1Y', 'NOR-MAIL-A', undefined, undefined],
      // By the month, without a commitment, the first unit.
      ['Mail Plan (Monthly)', 'MAIL:0001', 'NOR-MAIL-M', '5.1', 'USD'],
      // The rates of a mark-up are no prices.
      ['Usage', undefined, 'SKY-USE', undefined, undefined],
    ]);
    expect(records[1]?.roles).toMatchObject({ category: 'Norvane', description: 'Mailbox, 50 GB' });
    expect(records[1]?.raw.pricing).toHaveLength(3);
    expect(records[0]?.raw).not.toHaveProperty('pricing');
    expect(requests('/pricing')).toHaveLength(2);
  });

  it('leaves a product whose prices have gone without one', async () => {
    standIn.faults.add({ kind: 'answer', status: 404, path: '/pricing', times: 2 });
    const { records } = await listAll(standIn.connect(), 'product');
    expect(records.map(({ roles }) => roles.price)).toEqual([undefined, undefined, undefined]);
  });

  it('reads subscriptions with the name of their company and times in UTC', async () => {
    const { records } = await listAll(standIn.connect(), 'subscription');
    expect(records.map(({ label, active }) => [label, active])).toEqual([
      ['Mail Plan (Monthly) · Alder Dental', true],
      ['Mail Plan (Monthly) · Gone Ltd', false],
      ['Usage · Café Zürich', true],
    ]);
    expect(records[0]).toMatchObject({
      roles: {
        name: 'Mail Plan (Monthly)',
        sku: 'MAIL:0001',
        category: 'Monthly',
        number: '12',
        price: '5.1',
        currency: 'USD',
        parent: 'Alder Dental',
      },
      raw: {
        status: 'Active',
        partnerCost: 4.08,
        startDate: '2025-03-01T08:30:00.000Z',
        billingStart: '2025-03-01',
        commitmentTerm: { term: '1-Year', endDate: '2026-03-01T08:30:00.000Z' },
      },
    });
  });

  it('pages through 450 companies, and goes on from a cursor', async () => {
    await restart({ partner: 'Large', companies: companies(450) });
    const ctx = standIn.connect();
    const { records, pages } = await listAll(ctx, 'company');
    expect(pages.map(({ records: rows, cursor, total }) => [rows.length, cursor, total])).toEqual([
      [200, '1:450', 450],
      [200, '2:450', 450],
      [50, null, 450],
    ]);
    expect(new Set(records.map(({ externalId }) => externalId)).size).toBe(450);
    expect(records.filter(({ active }) => !active)).toHaveLength(65);
    // Another process takes over with nothing but the cursor.
    expect((await listAll(standIn.connect(), 'company', '2')).records.map(({ label }) => label)).toEqual(
      records.slice(400).map(({ label }) => label),
    );
    expect(requests('/companies').every(({ path }) => path.endsWith('size=200'))).toBe(true);
  });

  it('ends after an exactly full page, and answers an empty list', async () => {
    await restart({ partner: 'Round', companies: companies(200) });
    expect((await listAll(standIn.connect(), 'company')).pages).toHaveLength(1);
    expect((await listAll(standIn.connect(), 'subscription')).records).toEqual([]);
  });

  it('reads what products and subscriptions take beside their rows once for a run', async () => {
    const ctx = standIn.connect();
    await listAll(ctx, 'product');
    await listAll(ctx, 'product');
    expect(requests('/subscriptions')).toHaveLength(1);
  });

  it('refuses unknown record types and foreign cursors', async () => {
    const ctx = standIn.connect();
    await errorOf(pax8.list(ctx, { recordType: 'constructor', cursor: null }), 'rejected');
    for (const cursor of ['-1', '1e3', '01', "1' or", '']) {
      await errorOf(pax8.list(ctx, { recordType: 'company', cursor }), 'rejected');
    }
  });

  it('names the pages of companies', () => {
    expect(pax8.recordUrl?.({ options: {}, accountId: '' }, 'company', 'a-b')).toBe(
      'https://app.pax8.com/companies/a-b',
    );
    expect(pax8.recordUrl?.({ options: {}, accountId: '' }, 'product', 'a-b')).toBeNull();
  });

  it('says which types cost a request per record', () => {
    expect(pax8.recordTypes({}).map(({ id, onlyMapped }) => [id, onlyMapped ?? false])).toEqual([
      ['company', false],
      ['contact', true],
      ['product', false],
      ['subscription', false],
    ]);
  });
});

describe('tokens', () => {
  const tokens = () => requests('/v1/token').length;

  it('proves credentials with a token and a request', async () => {
    const ctx = standIn.connect();
    const account = await pax8.account?.(ctx);
    expect(account).toEqual({ id: expect.stringMatching(/^[\w-]{16}$/), name: null });
    expect(account?.id).not.toContain(standIn.client.clientId);
    const { accessExpiresAt, ...secrets } = await ctx.secrets.read();
    expect(Object.keys(secrets).sort()).toEqual(['accessToken', 'clientId', 'clientSecret']);
    expect(Date.parse(accessExpiresAt ?? '') - Date.now()).toBeGreaterThan(86_000_000);
    expect(requests('/companies')).toHaveLength(1);
  });

  it('asks for one token when many calls need one, and keeps it', async () => {
    const ctx = standIn.connect();
    await Promise.all(Array.from({ length: 6 }, async () => pax8.account?.(ctx)));
    await pax8.account?.({ ...standIn.connect(), secrets: ctx.secrets });
    expect(tokens()).toBe(1);
  });

  it.each([
    ['four minutes are left', 4, 2],
    ['six minutes are left', 6, 1],
  ])('when %s', async (_name, minutes, expected) => {
    const ctx = standIn.connect();
    await pax8.account?.(ctx);
    const left = new Date(Date.now() + minutes * 60_000).toISOString();
    ctx.secrets.set({ ...(await ctx.secrets.read()), accessExpiresAt: left });
    await pax8.account?.(ctx);
    expect(tokens()).toBe(expected);
  });

  it('replaces a refused token once', async () => {
    const ctx = standIn.connect();
    await pax8.account?.(ctx);
    standIn.faults.add({ kind: 'expire-access' });
    await Promise.all([pax8.account?.(ctx), pax8.account?.(ctx), pax8.account?.(ctx)]);
    expect(tokens()).toBe(2);
  });

  it('gives up if the new token is refused too', async () => {
    const ctx = standIn.connect();
    standIn.faults.add({ kind: 'answer', status: 401, path: '/companies', times: 5 });
    const error = await errorOf(pax8.account?.(ctx) ?? Promise.resolve(), 'reauthorize');
    expect(error.message).toContain('not valid');
    expect(tokens()).toBe(2);
  });

  it('says that credentials are wrong, deleted or missing', async () => {
    const wrong = { ...standIn.client, clientSecret: 'not-the-secret' };
    const error = await errorOf(pax8.account?.(standIn.connect(wrong)) ?? Promise.resolve(), 'reauthorize');
    expect(error).toMatchObject({ code: 'access_denied' });
    expect(error.message).toMatch(/refused the client id or secret: Unauthorized .*Credentials/);
    await errorOf(pax8.account?.(standIn.connect({})) ?? Promise.resolve(), 'reauthorize');

    const ctx = standIn.connect();
    await pax8.account?.(ctx);
    standIn.faults.add({ kind: 'revoke-refresh' });
    await errorOf(pax8.list(ctx, { recordType: 'company', cursor: null }), 'reauthorize');
  });

  it('takes URLs from the configuration only if they keep secrets safe', () => {
    expect(pax8.options.parse({})).toEqual({ apiUrl: 'https://api.pax8.com' });
    expect(pax8.options.parse({ apiUrl: '' })).toEqual({ apiUrl: 'https://api.pax8.com' });
    expect(pax8.options.safeParse({ apiUrl: 'http://pax8.example' }).success).toBe(false);
    expect(pax8.options.safeParse({ clientSecret: 'x' }).success).toBe(false);
  });
});

describe('a vendor in trouble', () => {
  it.each([
    ['a 429 that names a wait', { kind: 'answer', status: 429, retryAfter: 1 }],
    ['a 429 that names none', { kind: 'answer', status: 429 }],
    ['a 503', { kind: 'answer', status: 503 }],
    ['a cut connection', { kind: 'cut', when: 'before' }],
    ['an answer cut off', { kind: 'cut', when: 'after' }],
    ['broken JSON', { kind: 'broken' }],
  ] as const)('reads on after %s', async (_name, fault) => {
    standIn.faults.add({ ...fault, path: '/v1/companies' });
    const started = Date.now();
    const page = await pax8.list(standIn.connect(), { recordType: 'company', cursor: null });
    expect(page.records).toHaveLength(4);
    const wait = Date.now() - started;
    expect(wait).toBeGreaterThan('retryAfter' in fault ? 950 : 450);
    expect(requests('/v1/companies')).toHaveLength(2);
  });

  it('leaves a long wait to the run', async () => {
    standIn.faults.add({ kind: 'answer', status: 429, retryAfter: 45, path: '/companies' });
    const error = await errorOf(pax8.list(standIn.connect(), { recordType: 'company', cursor: null }));
    expect(error).toMatchObject({ kind: 'unavailable', code: '429', retryAfterMs: 45_000 });
    expect(error.message).toContain('Too many requests in a short window');
  });

  it.each([
    [400, 'rejected'],
    [403, 'misconfigured'],
    [404, 'rejected'],
    [422, 'rejected'],
  ] as const)('says what a %i means, with its own words', async (status, kind) => {
    standIn.faults.add({ kind: 'answer', status, path: '/companies', times: 4 });
    const error = await errorOf(pax8.list(standIn.connect(), { recordType: 'company', cursor: null }), kind);
    expect(error).toMatchObject({
      code: String(status),
      message: expect.stringContaining('Refused on demand'),
      words: {
        code: 'pax8.saidWithAdvice',
        values: {
          said: expect.stringContaining('Refused on demand'),
          advice: { words: { code: `pax8.code${status}` } },
        },
      },
    });
  });

  it('stops when it is cancelled: in a request, in a wait, and in the queue for a turn', async () => {
    standIn.faults.add({ kind: 'slow', ms: 5_000, path: '/companies' });
    const ctx = standIn.connect();
    const calls = Array.from({ length: 9 }, () =>
      errorOf(pax8.list(ctx, { recordType: 'company', cursor: null }), 'cancelled'),
    );
    standIn.faults.add({ kind: 'answer', status: 429, retryAfter: 5, path: '/companies', times: 9 });
    setTimeout(() => standIn.abort.abort(), 300);
    const started = Date.now();
    await Promise.all(calls);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it('asks at most five times a second', async () => {
    await restart({ partner: 'Many', companies: companies(20) });
    const ctx = standIn.connect();
    await pax8.account?.(ctx);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    standIn.faults.forgetRequests();
    const started = Date.now();
    await listAll(ctx, 'contact');
    // 21 requests: four windows of five have to pass before the last one.
    expect(standIn.faults.requests()).toHaveLength(21);
    expect(Date.now() - started).toBeGreaterThan(3_900);
  });

  it('never takes an answer without a list for an empty one', async () => {
    standIn.faults.add({ kind: 'broken', path: '/companies', times: 4 });
    const error = await errorOf(pax8.list(standIn.connect(), { recordType: 'company', cursor: null }), 'unavailable');
    expect(error.message).toContain('JSON');
  });

  it('never takes a page without rows for the end of a list that says it goes on', async () => {
    await restart({ partner: 'P', companies: companies(201) });
    const ctx = standIn.connect();
    const { cursor } = await pax8.list(ctx, { recordType: 'company', cursor: null });
    expect(cursor).toBe('1:201');
    const past = await pax8.list(ctx, { recordType: 'company', cursor: '7' });
    expect(past).toMatchObject({ records: [], cursor: null });
    const broken = createServer((request, response) => {
      request.resume();
      response.end(
        request.url === '/v1/token'
          ? '{"access_token":"token","expires_in":86400}'
          : '{"content":[],"page":{"size":200,"totalPages":2,"number":0}}',
      );
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const options = { apiUrl: `http://127.0.0.1:${(broken.address() as AddressInfo).port}` };
    await errorOf(pax8.list({ ...standIn.connect(), options }, { recordType: 'company', cursor: null }), 'unavailable');
    broken.closeAllConnections();
    broken.close();
  });

  it('shows no secret in any error or log', async () => {
    const ctx = standIn.connect();
    await pax8.account?.(ctx);
    const { accessToken = '', clientId = '', clientSecret = '' } = await ctx.secrets.read();
    const texts: string[] = [];
    for (const status of [400, 401, 403, 404, 422]) {
      standIn.faults.add({ kind: 'answer', status, path: '/companies', times: 2 });
      const error = await errorOf(pax8.list(ctx, { recordType: 'company', cursor: null }));
      texts.push(error.message, String(error.stack), JSON.stringify(error), String(error.cause));
    }
    standIn.faults.add({ kind: 'expire-access' }, { kind: 'answer', status: 401, path: '/token', times: 2 });
    texts.push((await errorOf(pax8.list(ctx, { recordType: 'company', cursor: null }))).message);
    const all = [...texts, ...standIn.logged, JSON.stringify(standIn.faults.requests())].join('\n');
    for (const secret of [accessToken, clientId, clientSecret]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(all).not.toContain(secret);
    }
  });
});

describe('anchor', () => {
  const alder = idOf('company', 'Alder Dental');
  const zurich = idOf('company', 'Café Zürich');
  const write = (externalId: string, key: string, replaces: string | null, ctx = standIn.connect()) =>
    pax8.anchor?.write(ctx, { recordType: 'company', externalId, key, replaces }) ?? Promise.reject(new Error('none'));
  const patches = () => standIn.faults.requests().filter(({ method }) => method === 'PATCH');
  const keyOf = async (label: string) => {
    const { records } = await listAll(standIn.connect(), 'company');
    return pax8.anchor?.read('company', records.find((record) => record.label === label)?.raw ?? {});
  };

  it('puts a key on a company, from which the record leads back', async () => {
    await write(zurich, 'crosswalk:abc123', null);
    expect(patches()).toEqual([expect.objectContaining({ body: { externalId: 'crosswalk:abc123' }, status: 200 })]);
    expect(await keyOf('Café Zürich')).toBe('crosswalk:abc123');
    expect(await keyOf('Silent Ltd')).toBeNull();
  });

  it('writes nothing where the key is there already', async () => {
    await write(alder, 'QB-17', null);
    expect(patches()).toEqual([]);
  });

  it("replaces another's key only if told which", async () => {
    const error = await errorOf(write(alder, 'crosswalk:abc123', null), 'rejected');
    expect(error.message).toContain('"QB-17"');
    await errorOf(write(zurich, 'crosswalk:abc123', 'QB-17'), 'rejected');
    expect(patches()).toEqual([]);
    await write(alder, 'crosswalk:abc123', 'QB-17');
    expect(await keyOf('Alder Dental')).toBe('crosswalk:abc123');
  });

  it('looks whether it was done when the answer is lost', async () => {
    standIn.faults.add({ kind: 'cut', when: 'after', method: 'PATCH' });
    await write(zurich, 'crosswalk:abc123', null);
    expect(patches()).toHaveLength(1);

    standIn.faults.add({ kind: 'cut', when: 'before', method: 'PATCH' });
    await errorOf(write(zurich, 'crosswalk:other', 'crosswalk:abc123'), 'uncertain');
    await write(zurich, 'crosswalk:other', 'crosswalk:abc123');
    expect(await keyOf('Café Zürich')).toBe('crosswalk:other');
  });

  it('says that the company has gone', async () => {
    const error = await errorOf(write(idOf('company', 'Nobody'), 'k', null), 'rejected');
    expect(error.message).toContain('Company not found');
  });
});
