import { readFileSync } from 'node:fs';
import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { pax8Seed } from '../../playground/demo-data/pax8';
import { createPax8, idOf } from '../../sandbox/pax8';
import { missingSpecs, specs } from '../helpers/specs';
import { type Asker, askerOf, tokenRequest } from '../unit/connectors/pax8.fixture';
import { check } from './check';

type Json = Record<string, unknown>;

/** What the vendor's own examples break of its schema, and nothing else. */
const knownBreaks: Record<string, (error: ErrorObject) => boolean> = {
  'a company without a phone': ({ keyword, params, data }) =>
    keyword === 'required' && params.missingProperty === 'phone' && Object.hasOwn(data as Json, 'website'),
  'an offset without a colon': ({ keyword, instancePath, data }) =>
    keyword === 'format' && instancePath.endsWith('/updatedDate') && /[+-]\d{4}$/.test(String(data)),
  'a date for a time': ({ keyword, instancePath, data }) =>
    keyword === 'format' && instancePath.endsWith('/createdDate') && /^\d{4}-\d{2}-\d{2}$/.test(String(data)),
};

describe("Pax8, answers of the stand-in against the vendor's OpenAPI", () => {
  const missing = missingSpecs('pax8');
  const read = (name: string) => JSON.parse(readFileSync(specs(`pax8/${name}`), 'utf8')) as Json;
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  addFormats(ajv);
  // RFC 3339 as the specification means it; the package also takes offsets without a colon.
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
  ajv.addFormat('yyyy-MM-dd', /^\d{4}-\d{2}-\d{2}$/);
  ajv.addFormat('phone', /\d/);
  const broken = new Set<string>();

  let running: { url: string; close(): Promise<void> };
  let get: Asker['get'];
  let post: Asker['post'];
  let patch: Asker['patch'];
  beforeAll(async () => {
    if (missing !== null) return;
    running = await createPax8(pax8Seed).listen(0);
    ({ get, post, patch } = await askerOf(running));
    ajv.addSchema(read('pax8-partner-endpoints-openapi.json'), 'partner');
    ajv.addSchema(read('pax8-authentication-openapi.json'), 'authentication');
  });
  afterAll(() => running?.close());

  const kestrel = idOf('company', 'Kestrelmark Analytics, Inc.');
  const basic = idOf('product', 'Microsoft', 'Microsoft 365 Business Basic (Monthly)');

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

  check('a wrong answer is found', missing, () => {
    const wrong = { content: [{ id: 'no-uuid', name: 5 }], page: { size: 500 } };
    expect(unknownBreaks({ status: 200, body: wrong }, 'get /companies').length).toBeGreaterThan(3);
    expect(
      unknownBreaks({ status: 200, body: { content: [{ status: 'active' }] } }, 'get /subscriptions'),
    ).toHaveLength(1);
    broken.clear();
  });

  for (const [where, operation] of [
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
  ] as const)
    check(where, missing, async () => expect(unknownBreaks(await get(where), operation)).toEqual([]));

  check('single subscriptions, contacts, invoices and their items', missing, async () => {
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

  check('updates of a company, and the refusal of one', missing, async () => {
    const changed = await patch(kestrel, { phone: '503-555-0199' });
    expect(changed.status).toBe(200);
    expect(unknownBreaks(changed, 'patch /companies/{companyId}')).toEqual([]);
    expect(unknownBreaks(await patch(kestrel, { phone: 5 }), 'patch /companies/{companyId}')).toEqual([]);
  });

  check('tokens', missing, async () => {
    expect(unknownBreaks(await post('/v1/token', tokenRequest), 'post /token', 'authentication')).toEqual([]);
  });

  check('breaks the schema exactly where the vendor does', missing, () => {
    expect([...broken].sort()).toEqual(Object.keys(knownBreaks).sort());
  });
});
