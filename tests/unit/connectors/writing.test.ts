import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type {
  ConnectorContext,
  CreateRequest,
  LedgerAccount,
  UpdateRequest,
  Writing,
} from '../../../server/src/connectors/contract';
import { pax8 } from '../../../server/src/connectors/pax8';
import { messageSet } from '../../../server/src/connectors/quickbooks-desktop/requests';
import { createRequest, nameQuery } from '../../../server/src/connectors/quickbooks-desktop/writing';
import { quickbooksDesktop } from '../../../server/src/connectors/quickbooks-desktop';
import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import { fitValues } from '../../../server/src/writing/fit';
import { hasVendorSpecs, problemsOf } from '../../helpers/qbd';
import { missingSpecs, specs } from '../../helpers/specs';
import * as distributor from './pax8.fixture';
import * as books from './quickbooks-online.fixture';

const missing = missingSpecs('qbo');
if (missing !== null) console.log(`What is written, against the vendors’ schemas: ${missing}`);

const writingOf = ({ writing }: { writing?: Writing }): Writing => {
  if (!writing?.update) throw new Error('It writes nothing');
  return writing;
};
const request = (recordType: string, values: CreateRequest['values'], choices = {}): CreateRequest => ({
  requestId: 'r5q2b8f0c1d3e4a6b7c9d8e0',
  recordType,
  values,
  choices,
  since: new Date().toISOString(),
});
const change = (
  recordType: string,
  externalId: string,
  values: UpdateRequest['values'],
  before: UpdateRequest['before'],
): UpdateRequest => ({ requestId: 'r', recordType, externalId, values, before });

describe('QuickBooks Online', () => {
  const writing = writingOf(quickbooksOnline);
  let standIn: books.StandIn;
  let ctx: ConnectorContext;
  beforeAll(async () => {
    standIn = await books.startStandIn();
    ctx = await standIn.connect();
  });
  afterAll(() => standIn.close());
  beforeEach(() => standIn.faults.forgetRequests());
  const posted = () =>
    standIn.faults.requests().filter(({ method, path: where }) => method === 'POST' && /\/v3\//.test(where));

  it('asks for what a company takes: one currency, or any; income accounts of items', async () => {
    const customer = await writing.form(ctx, 'customer');
    expect(customer.fields.find(({ role }) => role === 'currency')).toMatchObject({
      options: ['USD'],
      createOnly: true,
    });
    expect(customer.choices).toEqual([]);
    const item = await writing.form(ctx, 'item');
    expect(item.fields.map(({ role }) => role)).toEqual(['name', 'sku', 'description', 'price']);
    expect(item.choices[1]?.options.map(({ label }) => label)).toEqual(['Sales of Product Income', 'Services']);
  });

  it.each([
    ['DisplayName', { name: 'x'.repeat(501) }, '2050'],
    ['a colon', { name: 'a:b' }, '2040'],
    ['an e-mail address', { name: 'Long mail', email: `${'x'.repeat(95)}@x.example` }, '2050'],
    ['a phone', { name: 'Long phone', phone: '1'.repeat(31) }, '2050'],
    ['a postal code', { name: 'Long code', postalCode: '1'.repeat(31) }, '2050'],
    ['another currency', { name: 'Euro', currency: 'EUR' }, '6000'],
  ])('is refused by the vendor for %s, and by the form before it is sent', async (_what, values, code) => {
    expect((await books.errorOf(writing.create(ctx, request('customer', values)), 'rejected')).code).toBe(code);
    const { fields } = await writing.form(ctx, 'customer');
    expect(fitValues(fields, values, true)).toHaveLength(1);
  });

  it('names holders in all three lists, inactive ones too, of 45 names at once', async () => {
    const names = [
      'Gone Ltd',
      'ROBERTSON & associates',
      "Amelia's Bakery",
      ...Array.from({ length: 42 }, (_, n) => `None ${n}`),
    ];
    const found = (await writing.holders?.(ctx, 'customer', names)) ?? [];
    expect(found.map(({ name, kind, active }) => [name, kind, active]).sort()).toEqual([
      ["Amelia's Bakery", 'customer', true],
      ['Gone Ltd', 'customer', false],
      ['Robertson & Associates', 'vendor', true],
    ]);
    // An item under a category leaves its name free.
    expect(await writing.holders?.(ctx, 'item', ['Router'])).toEqual([]);
  });

  it('changes one value: the rest of a name, an address and a list of addresses stays', async () => {
    const before = (await writing.find(ctx, request('customer', { name: "Amelia's Bakery" }))) ?? null;
    expect(before?.externalId).toBe('1');
    await writing.update?.(
      ctx,
      change(
        'customer',
        '1',
        { email: 'billing@ameliasbakery.example', city: 'Wembley' },
        { email: 'ap@ameliasbakery.example', city: 'Harrow' },
      ),
    );
    expect(posted()).toHaveLength(1);
    expect(posted()[0]?.body).toMatchObject({
      Id: '1',
      sparse: true,
      PrimaryEmailAddr: { Address: 'billing@ameliasbakery.example, owner@ameliasbakery.example' },
      BillAddr: {
        Line1: '12 Mill Rd.',
        Line2: 'Unit 4',
        City: 'Wembley',
        CountrySubDivisionCode: 'CA',
        PostalCode: '94001',
      },
    });
    // The same again writes nothing.
    await writing.update?.(ctx, change('customer', '1', { city: 'Wembley' }, { city: 'Harrow' }));
    expect(posted()).toHaveLength(1);
  });

  it('changes nothing of what is inactive', async () => {
    const error = await books.errorOf(
      writing.update!(ctx, change('customer', '4', { city: 'X' }, { city: '' })),
      'rejected',
    );
    expect(error.message).toContain('inactive in QuickBooks');
  });

  it('does not take a record of the same name for ours that is older or another', async () => {
    const theirs = request('customer', { name: 'Café Zürich' });
    expect(await writing.find(ctx, { ...theirs, since: new Date(Date.now() + 3_600_000).toISOString() })).toBeNull();
    expect(await writing.find(ctx, { ...theirs, values: { name: 'Café Zürich', email: 'x@y.example' } })).toBeNull();
  });

  (missing === null ? it : it.skip)('posts no member that the vendor’s schema does not know', async () => {
    const all = {
      email: 'a@b.example',
      phone: '1',
      domain: 'b.example',
      address: 'S',
      city: 'C',
      region: 'R',
      postalCode: 'P',
      country: 'US',
      currency: 'USD',
    };
    await writing.create(ctx, request('customer', { name: 'Whole customer', ...all }));
    await writing.create(ctx, { ...request('vendor', { name: 'Whole vendor', ...all }), requestId: 'vendor' });
    await writing.create(ctx, {
      ...request(
        'item',
        { name: 'Whole item', sku: 'S', description: 'D', price: '1.5' },
        { type: 'Service', incomeAccount: '9001' },
      ),
      requestId: 'item',
    });
    const folder = specs('qbo/xsd');
    const schema = readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');
    const known = new Set(
      [...schema.matchAll(/<xs:(?:element|attribute)\b[^>]*\bname="(\w+)"/g)].map(([, name]) => name),
    );
    const keys = (value: unknown): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, member]) => [key, ...keys(member)])
        : [];
    const sent = posted().flatMap(({ body }) => keys(body));
    expect(sent).toEqual(
      expect.arrayContaining(['DisplayName', 'WebAddr', 'CurrencyRef', 'UnitPrice', 'IncomeAccountRef']),
    );
    expect(sent.filter((name) => !known.has(name) && name !== 'value')).toEqual([]);
  });
});

describe('QuickBooks Desktop', () => {
  const { writing } = quickbooksDesktop;
  const whole = {
    name: 'Vasquez & Sons',
    email: 'a@b.example',
    phone: '1',
    contact: 'Ana',
    code: 'V-1',
    address: 'S',
    city: 'C',
    region: 'OR',
    postalCode: '97',
    country: 'US',
  };

  const wholeItem = { name: 'Cable', sku: 'CBL-1', description: 'Three metres', price: '6.50' };
  const account = (id: string, kind: LedgerAccount['kind'], usual = false): LedgerAccount => ({
    id,
    name: `Account ${id}`,
    kind,
    usual,
  });
  const knowing = (ledgerAccounts?: LedgerAccount[]): ConnectorContext =>
    ({ facts: ledgerAccounts ? { ledgerAccounts } : null }) as ConnectorContext;

  it('asks items for the accounts of the company file, and proposes what QuickBooks takes itself', async () => {
    const { choices } = await writing!.form(
      knowing([
        account('1-1', 'income'),
        account('1-2', 'income'),
        account('2-1', 'cost'),
        account('2-2', 'cost', true),
        account('3-1', 'asset'),
      ]),
      'item',
    );
    expect(choices.map(({ name, value, options }) => [name, value, options.length])).toEqual([
      ['type', 'Service', 3],
      ['incomeAccount', null, 2],
      ['cogsAccount', '2-2', 2],
      ['assetAccount', '3-1', 1],
    ]);
    const plain = await writing!.form(knowing([account('1-1', 'income')]), 'item');
    expect(plain.choices.map(({ name, value, options }) => [name, value, options.length])).toEqual([
      ['type', 'Service', 2],
      ['incomeAccount', '1-1', 1],
    ]);
    await expect(writing!.form(knowing(), 'item')).rejects.toThrow('Start a full sync');
    await expect(writing!.form(knowing([account('2-1', 'cost')]), 'item')).rejects.toThrow('Make one in QuickBooks');
  });

  it('says that a service has no part number', () => {
    expect(writing?.conflicts?.('item', wholeItem, { type: 'Service' })).toMatchObject([{ role: 'sku' }]);
    expect(writing?.conflicts?.('item', wholeItem, { type: 'NonInventory' })).toEqual([]);
    expect(writing?.conflicts?.('customer', { name: 'A' }, {})).toEqual([]);
  });

  (hasVendorSpecs ? it : it.skip)('writes requests that the vendor’s schema takes', async () => {
    expect(
      await problemsOf(
        [
          createRequest('customer', whole),
          createRequest('vendor', { ...whole, taxId: '12-3456789' }),
          createRequest('customer', { name: 'A' }),
          nameQuery('customer', 'A & B'),
          nameQuery('vendor', 'C'),
          nameQuery('item', 'D'),
          createRequest('item', wholeItem, { type: 'NonInventory', incomeAccount: '1-1' }),
          createRequest('item', { name: 'A' }, { type: 'Service', incomeAccount: '1-1', cogsAccount: '2-1' }),
          createRequest('item', wholeItem, {
            type: 'Inventory',
            incomeAccount: '1-1',
            cogsAccount: '2-1',
            assetAccount: '3-1',
          }),
        ].map((element) => messageSet('16.0', element)),
      ),
    ).toEqual([]);
  });

  it('has forms as strict as what is written', async () => {
    const choices = { type: 'NonInventory', incomeAccount: '1-1' };
    for (const type of ['customer', 'vendor', 'item']) {
      const form = await writing?.form(knowing([account('1-1', 'income')]), type);
      for (const field of form?.fields.filter(({ maxLength }) => maxLength !== undefined) ?? []) {
        const long = 'x'.repeat((field.maxLength ?? 0) + 1);
        expect(() => createRequest(type, { name: 'A', [field.role]: long }, choices)).toThrow('takes at most');
        expect(() => createRequest(type, { name: 'A', [field.role]: long.slice(1) }, choices)).not.toThrow();
      }
    }
    const price = (await writing?.form(knowing([account('1-1', 'income')]), 'item'))?.fields.find(
      ({ role }) => role === 'price',
    );
    for (const [text, isTaken] of [
      ['1234567890.12345', true],
      ['12345678901', false],
      ['0.123456', false],
      ['6,50', false],
    ] as const) {
      expect(fitValues([price!], { price: text }, true)).toHaveLength(isTaken ? 0 : 1);
      const write = () => createRequest('item', { name: 'A', price: text }, choices);
      if (isTaken) expect(write).not.toThrow();
      else expect(write).toThrow('price');
    }
  });
});

describe('Pax8', () => {
  const writing = writingOf(pax8);
  let standIn: distributor.StandIn;
  let ctx: ConnectorContext;
  beforeAll(async () => {
    standIn = await distributor.startStandIn();
    ctx = standIn.connect();
  });
  afterAll(() => standIn.close());
  const values = {
    name: 'Lumen Press',
    phone: '503-555-0101',
    domain: 'lumenpress.example',
    city: 'Bend',
    country: 'US',
  };
  const flags = { billOnBehalfOfEnabled: 'false', selfServiceAllowed: 'true', orderApprovalRequired: 'false' };

  it('creates a company, finds it by its reference after a lost answer, and never another', async () => {
    const asked = request('company', values, flags);
    expect(await writing.find(ctx, asked)).toBeNull();
    standIn.faults.add({ kind: 'cut', when: 'after', method: 'POST', path: '/companies' });
    await books.errorOf(writing.create(ctx, asked), 'uncertain');
    const found = await writing.find(ctx, asked);
    expect(found).toMatchObject({
      label: 'Lumen Press',
      active: false,
      roles: { city: 'Bend', domain: 'lumenpress.example' },
    });
    expect(await writing.find(ctx, { ...asked, requestId: 'another' })).toBeNull();
  });

  it('is asked who bills: nobody’s default', async () => {
    const { choices } = await writing.form(ctx, 'company');
    expect(choices.find(({ name }) => name === 'billOnBehalfOfEnabled')?.value).toBeNull();
  });

  it('changes the city of an address and keeps the rest', async () => {
    const list = await distributor.listAll(ctx, 'company');
    const company = list.records.find(({ label }) => label === 'Alder Dental');
    const id = company?.externalId ?? '';
    const after = await writing.update?.(ctx, change('company', id, { city: 'Boulder' }, { city: 'Denver' }));
    expect(after?.roles).toMatchObject({ city: 'Boulder', address: '12 Mill Rd., Unit 4', postalCode: '80210' });
    await books.errorOf(writing.update!(ctx, change('company', id, { city: 'X' }, { city: 'Denver' })), 'rejected');
  });

  (missing === null ? it : it.skip)('sends what the vendor’s OpenAPI takes', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    ajv.addFormat('phone', /\d/);
    ajv.addSchema(
      JSON.parse(readFileSync(specs('pax8/pax8-partner-endpoints-openapi.json'), 'utf8')) as object,
      'partner',
    );
    const sent = standIn.faults.requests().filter(({ method }) => method === 'POST' || method === 'PATCH');
    const bodies = (wanted: string) =>
      sent.filter(({ method, path: where }) => method === wanted && where.includes('/companies'));
    expect([bodies('POST').length, bodies('PATCH').length]).toEqual([1, 1]);
    for (const [method, schema] of [
      ['POST', 'Company'],
      ['PATCH', 'CompanyUpdate'],
    ] as const) {
      const validate = ajv.compile({ $ref: `partner#/components/schemas/${schema}` });
      for (const { body } of bodies(method)) {
        validate(body);
        expect(validate.errors ?? []).toEqual([]);
      }
    }
  });
});
