import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { pax8Seed } from '../../../playground/demo-data/pax8';
import { createPax8, demoClient, idOf } from '../../../sandbox/pax8';
import { listAll, contextFor } from './pax8.fixture';

type Json = Record<string, unknown>;

let running: { url: string; close(): Promise<void> };
let token: string;
beforeAll(async () => {
  running = await createPax8(pax8Seed).listen(0);
  token = String((await post('/v1/token', tokenRequest)).body.access_token);
});
afterAll(() => running.close());

const tokenRequest = {
  client_id: demoClient.clientId,
  client_secret: demoClient.clientSecret,
  audience: 'https://api.pax8.com',
  grant_type: 'client_credentials',
};
const call = async (method: string, where: string, body?: unknown, bearer = token) => {
  const answer = await fetch(`${running.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Json };
};
const get = (where: string) => call('GET', `/v1${where}`);
const post = (where: string, body: unknown) => call('POST', where, body, '');
const patch = (id: string, body: unknown) => call('PATCH', `/v1/companies/${id}`, body);
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

const specs = path.resolve(__dirname, '../../../../shared/specs/pax8');
const found = existsSync(specs);
if (!found) console.log(`Skipped: answers of the Pax8 stand-in against the vendor's OpenAPI, as ${specs} is absent.`);

/** What the vendor's own examples break of its schema, and nothing else. */
const knownBreaks: Record<string, (error: ErrorObject) => boolean> = {
  'a company without a phone': ({ keyword, params, data }) =>
    keyword === 'required' && params.missingProperty === 'phone' && Object.hasOwn(data as Json, 'website'),
  'an offset without a colon': ({ keyword, instancePath, data }) =>
    keyword === 'format' && instancePath.endsWith('/updatedDate') && /[+-]\d{4}$/.test(String(data)),
  'a date for a time': ({ keyword, instancePath, data }) =>
    keyword === 'format' && instancePath.endsWith('/createdDate') && /^\d{4}-\d{2}-\d{2}$/.test(String(data)),
};

(found ? describe : describe.skip)("answers of the stand-in against the vendor's OpenAPI", () => {
  const read = (name: string) => JSON.parse(readFileSync(path.join(specs, name), 'utf8')) as Json;
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  addFormats(ajv);
  // RFC 3339 as the specification means it; the package also takes offsets without a colon.
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
  ajv.addFormat('yyyy-MM-dd', /^\d{4}-\d{2}-\d{2}$/);
  ajv.addFormat('phone', /\d/);
  const broken = new Set<string>();

  beforeAll(() => {
    ajv.addSchema(read('pax8-partner-endpoints-openapi.json'), 'partner');
    ajv.addSchema(read('pax8-authentication-openapi.json'), 'authentication');
  });

  /** Errors of an answer that are no known break. */
  const unknownBreaks = (answer: { status: number; body: unknown }, operation: string, spec = 'partner'): string[] => {
    const [method = '', where = ''] = operation.split(' ');
    const steps = ['paths', where, method, 'responses', String(answer.status), 'content', 'application/json', 'schema'];
    const pointer = steps.map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');
    const validate = ajv.compile({ $ref: `${spec}#/${pointer}` });
    if (validate(answer.body)) return [];
    return (validate.errors ?? []).flatMap((error) => {
      const known = Object.keys(knownBreaks).find((name) => knownBreaks[name]?.(error));
      if (known) broken.add(known);
      return known
        ? []
        : [`${error.instancePath} ${error.message ?? ''} (${JSON.stringify(error.data)?.slice(0, 80)})`];
    });
  };

  it('validates: a wrong answer is found', () => {
    const wrong = { content: [{ id: 'no-uuid', name: 5 }], page: { size: 500 } };
    expect(unknownBreaks({ status: 200, body: wrong }, 'get /companies').length).toBeGreaterThan(3);
    expect(
      unknownBreaks({ status: 200, body: { content: [{ status: 'active' }] } }, 'get /subscriptions'),
    ).toHaveLength(1);
    broken.clear();
  });

  it.each([
    ['/companies?size=200', 'get /companies'],
    [`/companies/${kestrel}`, 'get /companies/{companyId}'],
    ['/companies/nothing', 'get /companies/{companyId}'],
    [`/companies/${kestrel}/contacts`, 'get /companies/{companyId}/contacts'],
    ['/companies/nothing/contacts', 'get /companies/{companyId}/contacts'],
    ['/products?size=200', 'get /products'],
    [`/products/${basic}`, 'get /products/{productId}'],
    ['/products/nothing', 'get /products/{productId}'],
    [`/products/${basic}/pricing`, 'get /products/{productId}/pricing'],
    ['/products/nothing/pricing', 'get /products/{productId}/pricing'],
    ['/subscriptions?size=200', 'get /subscriptions'],
    ['/subscriptions/nothing', 'get /subscriptions/{subscriptionId}'],
    ['/invoices?size=200', 'get /invoices'],
    ['/invoices/draftItems?size=200', 'get /invoices/draftItems'],
    ['/invoices/draftItems?monthOffset=7', 'get /invoices/draftItems'],
  ])('%s', async (where, operation) => {
    expect(unknownBreaks(await get(where), operation)).toEqual([]);
  });

  it('single subscriptions, contacts, invoices and their items', async () => {
    const first = async (where: string) => String(((await get(where)).body.content as Json[])[0]?.id);
    const subscription = await first('/subscriptions');
    expect(unknownBreaks(await get(`/subscriptions/${subscription}`), 'get /subscriptions/{subscriptionId}')).toEqual(
      [],
    );
    const contact = `/companies/${kestrel}/contacts/${await first(`/companies/${kestrel}/contacts`)}`;
    expect(unknownBreaks(await get(contact), 'get /companies/{companyId}/contacts/{contactId}')).toEqual([]);
    const invoice = `/invoices/${await first('/invoices')}`;
    expect(unknownBreaks(await get(invoice), 'get /invoices/{invoiceId}')).toEqual([]);
    expect(unknownBreaks(await get(`${invoice}/items?size=200`), 'get /invoices/{invoiceId}/items')).toEqual([]);
  });

  it('updates of a company, and the refusal of one', async () => {
    const changed = await patch(kestrel, { phone: '503-555-0199' });
    expect(changed.status).toBe(200);
    expect(unknownBreaks(changed, 'patch /companies/{companyId}')).toEqual([]);
    expect(unknownBreaks(await patch(kestrel, { phone: 5 }), 'patch /companies/{companyId}')).toEqual([]);
  });

  it('tokens', async () => {
    expect(unknownBreaks(await post('/v1/token', tokenRequest), 'post /token', 'authentication')).toEqual([]);
  });

  it('breaks the schema exactly where the vendor does', () => {
    expect([...broken].sort()).toEqual(Object.keys(knownBreaks).sort());
  });
});
