import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { InvoiceRequest } from '../../../server/src/connectors/contract';
import { addRequest } from '../../../server/src/connectors/quickbooks-desktop/invoices';
import type { Element } from '../../../server/src/connectors/quickbooks-desktop/xml';
import { bodyOf } from '../../../server/src/connectors/quickbooks-online/invoices';
import { billsOf } from '../../../server/src/invoicing/bills';
import { resolveRecords } from '../../../server/src/invoicing/resolve';
import { requestOf } from '../../../server/src/invoicing/send';
import {
  type ConnectionFacts,
  type LinkFacts,
  mappingKey,
  type SourceRecord,
} from '../../../server/src/invoicing/types';
import { localKeyOf } from '../../../server/src/linking/keys';

/** What holds for every work order, whatever its quantities, prices, discounts and returns. */
const CLIENT = 'api::client.client';
const PART = 'api::part.part';
const connection: ConnectionFacts = {
  id: 'conn',
  name: 'Books',
  state: 'live',
  clientRecordType: 'customer',
  lineRecordType: 'item',
  mappings: new Map([
    [mappingKey(CLIENT, 'customer'), 'map-clients'],
    [mappingKey(PART, 'item'), 'map-parts'],
  ]),
  defaults: new Map(),
  urlOf: () => null,
  problemsOf: () => [],
};
const linkOf = (recordType: string, externalId: string): LinkFacts => ({
  linkId: `link-${externalId}`,
  connectionId: 'conn',
  mergedInto: null,
  mappingId: 'mapping',
  state: 'confirmed',
  localLabel: 'Local',
  attention: null,
  reference: {
    recordType,
    externalId,
    label: externalId,
    linkId: `link-${externalId}`,
    through: 'record',
    parent: null,
  },
  external: { active: true, refusal: null, currency: null, taxProblem: null, price: null },
});
const keyOf = (contentType: string, localId: string, recordType: string) =>
  localKeyOf({ connectionId: 'conn', recordType, contentType, localId, locale: '' });
const links = new Map([
  [keyOf(CLIENT, 'c1', 'customer'), linkOf('customer', '10')],
  ...Array.from({ length: 5 }, (_, index): [string, LinkFacts] => [
    keyOf(PART, `p${index}`, 'item'),
    linkOf('item', String(20 + index)),
  ]),
]);
const items = new Map(
  Array.from({ length: 5 }, (_, index) => [
    String(20 + index),
    { Id: String(20 + index), Taxable: false, Type: 'Service' },
  ]),
);

/** Decimals as work orders hold them: text or number, up to `places` decimals. */
const decimal = (most: number, places: number) =>
  fc.tuple(fc.integer({ min: -most * 10 ** places, max: most * 10 ** places }), fc.boolean()).map(([units, asText]) => {
    const value = new Decimal(units).div(new Decimal(10).pow(places));
    return asText ? value.toFixed() : value.toNumber();
  });
const order = fc
  .array(
    fc.record({ quantity: decimal(1_000, 3), unitPrice: decimal(10_000, 4), part: fc.integer({ min: 0, max: 4 }) }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((lines): SourceRecord => ({
    source: 'orders',
    contentType: 'api::order.order',
    id: 'w1',
    locale: '',
    number: 'WO-1',
    date: '2026-03-31',
    currency: 'USD',
    memo: '',
    text: 'Work order WO-1',
    email: null,
    status: null,
    client: { contentType: CLIENT, id: 'c1', locale: '', label: 'Acme' },
    lines: lines.map(({ quantity, unitPrice, part }) => ({
      description: 'Work',
      quantity,
      unitPrice,
      record: { contentType: PART, id: `p${part}`, locale: '', label: `Part ${part}` },
    })),
  }));

const resolve = (records: SourceRecord[]) =>
  resolveRecords(records, {
    source: {
      fields: {
        client: null,
        currency: null,
        memo: null,
        email: null,
        status: null,
        lines: null,
        line: { quantity: null, unitPrice: null, description: null, amount: null, records: null },
      },
      statusBefore: null,
      delivery: null,
      terms: null,
      class: null,
      asksPrices: false,
    },
    connection,
    links,
    answers: new Map(),
  });
const requestFor = (
  records: SourceRecord[],
  grouping: 'each' | 'client' = 'each',
): InvoiceRequest & { total: string } => {
  const [bill] = billsOf(resolve(records), grouping);
  if (!bill) throw new Error('No bill');
  return {
    ...requestOf({ requestId: 'request-1', plannedNumber: 'WO-1', resolution: bill.result }),
    total: bill.result.total,
  };
};
const halfUp = (value: Decimal): Decimal => value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
const sumOf = (amounts: Array<string | number>): Decimal =>
  amounts.reduce((sum: Decimal, amount) => sum.plus(amount), new Decimal(0));

describe('for any work order', () => {
  test('the lines sum to the total, and each amount is round(quantity × price, 2)', () => {
    fc.assert(
      fc.property(order, (record) => {
        const request = requestFor([record]);
        expect(sumOf(request.lines.map(({ amount }) => amount)).toFixed(2)).toBe(request.total);
        for (const [index, line] of request.lines.entries()) {
          const given = record.lines[index];
          const exact = new Decimal(String(given?.quantity)).times(String(given?.unitPrice));
          expect(new Decimal(line.amount).equals(halfUp(exact))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what QuickBooks Online is sent holds the same, in JSON numbers', () => {
    fc.assert(
      fc.property(order, (record) => {
        const request = requestFor([record]);
        const body = JSON.parse(JSON.stringify(bodyOf(request, items))) as {
          Line: Array<{ Amount?: number; SalesItemLineDetail?: { Qty: number; UnitPrice: number } }>;
        };
        const lines = body.Line.filter(({ SalesItemLineDetail: detail }) => detail);
        expect(lines).toHaveLength(record.lines.length);
        expect(sumOf(lines.map(({ Amount }) => Amount ?? 0)).toFixed(2)).toBe(request.total);
        for (const { Amount = 0, SalesItemLineDetail: detail } of lines)
          expect(halfUp(new Decimal(detail?.Qty ?? 0).times(detail?.UnitPrice ?? 0)).equals(Amount)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('what QuickBooks Desktop is sent comes to the same', () => {
    fc.assert(
      fc.property(order, (record) => {
        const request = requestFor([record]);
        const [, [[, add]]] = addRequest(request) as unknown as [string, [[string, Element[]]]];
        const lines = add
          .filter(([name]) => name === 'InvoiceLineAdd')
          .map(([, members]) => new Map(members as Array<[string, string]>))
          .filter((line) => line.has('ItemRef'));
        const amounts = lines.map((line) =>
          line.has('Amount')
            ? String(line.get('Amount'))
            : halfUp(new Decimal(String(line.get('Quantity'))).times(String(line.get('Rate')))).toFixed(2),
        );
        expect(sumOf(amounts).toFixed(2)).toBe(request.total);
      }),
      { numRuns: 300 },
    );
  });

  test('several on one invoice come to the sum of them, and no line is lost', () => {
    fc.assert(
      fc.property(fc.array(order, { minLength: 2, maxLength: 5 }), (records) => {
        const numbered = records.map((record, index) => ({ ...record, id: `w${index}`, number: `WO-${index}` }));
        const request = requestFor(numbered, 'client');
        expect(request.lines).toHaveLength(numbered.reduce((sum, { lines }) => sum + lines.length, 0));
        expect(request.total).toBe(sumOf(resolve(numbered).map(({ total }) => total)).toFixed(2));
        expect(request.lines.filter(({ heading }) => heading)).toHaveLength(numbered.length);
      }),
      { numRuns: 200 },
    );
  });
});
