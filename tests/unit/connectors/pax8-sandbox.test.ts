import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pax8Seed } from '../../../playground/demo-data/pax8';
import { createPax8, demoClient, idOf } from '../../../sandbox/pax8';
import { type Asker, askerOf, contextFor, listAll, tokenRequest } from './pax8.fixture';

type Json = Record<string, unknown>;

let running: { url: string; close(): Promise<void> };
let call: Asker['call'];
let get: Asker['get'];
let post: Asker['post'];
let patch: Asker['patch'];
beforeAll(async () => {
  running = await createPax8(pax8Seed).listen(0);
  ({ call, get, post, patch } = await askerOf(running));
});
afterAll(() => running.close());

const names = ({ body }: { body: Json }) => (body.content as Json[]).map(({ name }) => name);
const page = ({ body }: { body: Json }) => body.page;
const details = ({ body }: { body: Json }) => (body.details as Json[]).map(({ message }) => message).join('; ');

const kestrel = idOf('company', 'Kestrelmark Analytics, Inc.');
const basic = idOf('product', 'Microsoft', 'Microsoft 365 Business Basic (Monthly)');

describe('rules of the stand-in', () => {
  it('gives tokens for the right credentials and audience only', async () => {
    expect(await post('/v1/token', { ...tokenRequest, client_secret: 'wrong' })).toEqual({
      status: 401,
      body: { error: 'access_denied', error_description: 'Unauthorized' },
    });
    expect((await post('/v1/token', { ...tokenRequest, audience: undefined })).status).toBe(422);
    expect((await post('/v1/token', { ...tokenRequest, grant_type: 'password' })).status).toBe(422);
    const usage = await post('/v1/token', { ...tokenRequest, audience: 'api://usage' });
    expect((await call('GET', '/v1/companies', undefined, String(usage.body.access_token))).status).toBe(401);
    expect((await call('GET', '/v1/companies', undefined, 'nothing')).status).toBe(401);
  });

  it('pages from 0, by 10 unless told otherwise, by 200 at most', async () => {
    expect(page(await get('/companies'))).toEqual({ size: 10, totalElements: 52, totalPages: 6, number: 0 });
    const second = await get('/companies?page=1&size=50&sort=name');
    expect(names(second)).toHaveLength(2);
    expect(page(second)).toEqual({ size: 50, totalElements: 52, totalPages: 2, number: 1 });
    expect(names(await get('/companies?page=9'))).toEqual([]);
    for (const query of ['size=201', 'size=0', 'page=-1', 'page=one']) {
      expect((await get(`/companies?${query}`)).status).toBe(422);
    }
  });

  it('compares the values of an enum letter by letter', async () => {
    expect(names(await get('/companies?status=Deleted'))).toHaveLength(2);
    const refused = await get('/companies?status=deleted');
    expect(refused.status).toBe(422);
    expect(details(refused)).toContain('status must be one of Active, Inactive, Deleted');
    expect((await get('/subscriptions?billingTerm=monthly')).status).toBe(422);
    expect((await get('/companies?sort=name,desc')).status).toBe(422);
    expect((await get('/invoices/draftItems?monthOffset=2')).status).toBe(422);
  });

  it('filters and searches as the lists allow', async () => {
    expect(names(await get('/companies?city=Salem'))).toEqual([
      'Hearwell Audiology of Salem LLC',
      'Bellwether Insurance',
    ]);
    expect(names(await get('/products?search=wildcard'))).toHaveLength(2);
    expect(names(await get('/products?vendorName=Rootline'))).toHaveLength(3);
    const { body } = await get(`/subscriptions?companyId=${kestrel}&size=200`);
    expect((body.content as Json[]).every(({ companyId }) => companyId === kestrel)).toBe(true);
    expect((await get('/invoices?status=Paid')).body.content).toHaveLength(1);
  });

  it('changes what a partner may change, if it changes', async () => {
    expect((await patch(kestrel, { externalId: 'K-1', status: 'Deleted' })).body).toMatchObject({
      id: kestrel,
      externalId: 'K-1',
      status: 'Active',
    });
    expect((await get(`/companies/${kestrel}`)).body.externalId).toBe('K-1');
    expect(details(await patch(kestrel, { externalId: 'K-1' }))).toContain('At least one parameter');
    expect((await patch(kestrel, { externalId: 5 })).status).toBe(422);
    expect((await patch(idOf('company', 'Nobody'), { externalId: 'x' })).status).toBe(404);
  });

  it('has siblings that differ by their term, with a price each', async () => {
    const siblings = await get('/products?search=365 Business Basic');
    expect(names(siblings)).toEqual([
      'Microsoft 365 Business Basic (Monthly)',
      'Microsoft 365 Business Basic (Annual Commitment)',
      'Microsoft 365 Business Basic (3-Year Commitment)',
    ]);
    const pricing = (await get(`/products/${basic}/pricing`)).body.content as Json[];
    expect(pricing[0]).toMatchObject({ billingTerm: 'Monthly', rates: [{ suggestedRetailPrice: 7.2 }, {}] });
  });

  it('keeps what was done in a file', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'pax8-'));
    try {
      const stateFile = path.join(folder, 'pax8.json');
      for (const expected of ['PSA', 'KEPT']) {
        const server = await createPax8({ ...pax8Seed, stateFile }).listen(0);
        const ctx = contextFor(server.url, { ...demoClient }, AbortSignal.timeout(20_000));
        const { records } = await listAll(ctx, 'company');
        expect(records.find(({ externalId }) => externalId === kestrel)?.roles.externalKey).toContain(expected);
        const { accessToken = '' } = await ctx.secrets.read();
        await fetch(`${server.url}/v1/companies/${kestrel}`, {
          method: 'PATCH',
          headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
          body: JSON.stringify({ externalId: 'KEPT' }),
        });
        await server.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('shows the page of a company', async () => {
    const shown = await fetch(`${running.url}/companies/${kestrel}`);
    expect(shown.headers.get('content-type')).toContain('text/html');
    expect(await shown.text()).toContain('Kestrelmark Analytics, Inc.');
  });
});
