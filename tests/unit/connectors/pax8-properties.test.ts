import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import type { ExternalRecordInput } from '../../../server/src/connectors/contract';
import { ConnectorError } from '../../../server/src/connectors/errors';
import { pax8 } from '../../../server/src/connectors/pax8';
import { date, decimal, text } from '../../../server/src/connectors/pax8/lenient';
import { defaultPrice } from '../../../server/src/connectors/pax8/pricing';
import {
  companyRecord,
  contactRecord,
  productRecord,
  subscriptionRecord,
} from '../../../server/src/connectors/pax8/records';
import { contextFor } from './pax8.fixture';

type Json = Record<string, unknown>;

/** Members that the readers look at, holding anything at all or something near what belongs there. */
const members = [
  ...['id', 'name', 'address', 'street', 'city', 'phone', 'website', 'externalId', 'status', 'firstName', 'lastName'],
  ...[
    'email',
    'sku',
    'vendorSku',
    'vendorName',
    'shortDescription',
    'productName',
    'quantity',
    'price',
    'currencyCode',
  ],
  ...['commitmentTerm', 'startDate', 'endDate', 'billingTerm', 'type', 'rates', 'suggestedRetailPrice'],
  ...[
    'startQuantityRange',
    'commitmentTermInMonths',
    'companyId',
    'productId',
    'parentSubscriptionId',
    'content',
    'page',
  ],
];
const near = fc.constantFrom<unknown>(
  'Active',
  'Suspended',
  'deleted',
  '2023-08-11T11:33:12.314-0600',
  '2023-13-45',
  'www.example.com/x',
  'http://[',
  '\u0000',
  ' ',
  1e308,
  -0,
  '12.50',
  '1e99',
  'Mark-Up',
  null,
  [],
  [null],
  {},
);
const { thing } = fc.letrec<{ thing: unknown; object: Json }>((tie) => ({
  thing: fc.oneof(
    { depthSize: 'small' },
    near,
    fc.jsonValue(),
    tie('object'),
    fc.array(tie('thing'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom(...members), tie('thing'), { maxKeys: 12 }),
}));
const row = fc.dictionary(fc.constantFrom(...members), thing, { maxKeys: 16 });

const expectSound = (record: ExternalRecordInput): void => {
  expect(record.label.trim()).not.toBe('');
  expect(record.externalId).not.toBe('');
  expect(typeof record.active).toBe('boolean');
  for (const value of Object.values(record.roles)) {
    expect(typeof value).toBe('string');
    expect(value).not.toBe('');
  }
  expect(JSON.stringify([record.label, record.roles])).not.toContain('\\u0000');
  for (const price of [record.roles.price, record.roles.number]) {
    if (price !== undefined) expect(price).toMatch(/^-?\d+(\.\d+)?$/);
  }
};

describe('reading whatever comes', () => {
  it('makes a sound record of any row', () => {
    fc.assert(
      fc.property(row, fc.array(row, { maxLength: 4 }), (source, pricing) => {
        const company = companyRecord(source, 'id-1');
        expectSound(company);
        expectSound(contactRecord(source, 'id-1', company));
        expectSound(productRecord(source, 'id-1', { rows: pricing, currency: null }));
        expectSound(productRecord(source, 'id-1'));
        expectSound(subscriptionRecord(source, 'id-1', undefined));
        defaultPrice(pricing);
      }),
      { numRuns: 2000 },
    );
  });

  it('never fails on a value', () => {
    fc.assert(
      fc.property(thing, (value) => {
        const day = date(value);
        if (day !== undefined) expect(Number.isNaN(Date.parse(day))).toBe(false);
        const number = decimal(value);
        if (number !== undefined) expect(number).toMatch(/^-?\d+(\.\d+)?$/);
        expect(text(value)).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('reads offsets with and without a colon alike, and leaves days as they are', () => {
    expect(date('2023-08-11T11:33:12.314-0600')).toBe('2023-08-11T17:33:12.314Z');
    expect(date('2023-08-11T11:33:12.314-06:00')).toBe('2023-08-11T17:33:12.314Z');
    expect(date('2023-08-11T17:33:12Z')).toBe('2023-08-11T17:33:12.000Z');
    expect(date('2020-12-03')).toBe('2020-12-03');
    expect([date('yesterday'), date(5), date('2020-99-99')]).toEqual([undefined, undefined, undefined]);
  });

  it('takes an unknown status for an active record, and known ends in any case for ended', () => {
    const active = (status: unknown) => companyRecord({ name: 'A', status }, '1').active;
    expect([active('Suspended'), active(undefined), active(7)]).toEqual([true, true, true]);
    expect([active('Deleted'), active('INACTIVE')]).toEqual([false, false]);
    expect(subscriptionRecord({ status: 'PendingCancel' }, '1', undefined).active).toBe(true);
    expect(subscriptionRecord({ status: 'Brand-New', billingTerm: '5-Year' }, '1', undefined)).toMatchObject({
      active: true,
      roles: { category: '5-Year' },
      raw: { status: 'Brand-New' },
    });
  });

  describe('as answers of a server', () => {
    let body = '';
    const server = createServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json');
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
      if (pathname === '/v1/token') return response.end(JSON.stringify({ access_token: 'token', expires_in: 86_400 }));
      // Lists have one page, whatever they say of others.
      response.end(Number(searchParams.get('page')) > 0 ? body.replace(/"content":\[.*\]/, '"content":[]') : body);
    });
    beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    it('ends a listing with records, problems or a typed error', async () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      let partner = 0;
      const answer = fc.oneof(
        thing,
        fc.record({ content: fc.array(fc.oneof(row, thing), { maxLength: 5 }) }),
        fc.record({
          content: fc.array(row, { maxLength: 5 }),
          page: fc.record({ totalPages: thing, totalElements: thing }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(
          answer,
          fc.constantFrom('company', 'contact', 'product', 'subscription'),
          async (given, type) => {
            body = JSON.stringify(given);
            partner += 1;
            const secrets = { clientId: `any-${partner}`, clientSecret: 'any-secret' };
            const ctx = contextFor(url, secrets, AbortSignal.timeout(20_000));
            try {
              const page = await pax8.list(ctx, { recordType: type, cursor: null });
              page.records.forEach(expectSound);
              const ids = page.records.map(({ externalId }) => externalId);
              expect(new Set(ids).size).toBe(ids.length);
            } catch (error) {
              if (!(error instanceof ConnectorError)) throw error;
              expect(error.kind).toBe('unavailable');
            }
          },
        ),
        // Few, as lists inside lists come to wait for the limiter.
        { numRuns: 60 },
      );
    });
  });
});
