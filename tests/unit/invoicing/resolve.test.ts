import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { localKeysOf, resolveRecords } from '../../../server/src/invoicing/resolve';
import {
  type ConnectionFacts,
  type ExternalFacts,
  type LinkFacts,
  mappingKey,
  type PriceAnswers,
  type RecordRef,
  type SourceFacts,
  type SourceRecord,
} from '../../../server/src/invoicing/types';
import { localKeyOf } from '../../../server/src/linking/keys';

const CLIENT = 'api::client.client';
const PART = 'api::part.part';

const connection: ConnectionFacts = {
  id: 'conn',
  name: 'Northwind Books',
  state: 'live',
  clientRecordType: 'customer',
  lineRecordType: 'item',
  mappings: new Map([
    [mappingKey(CLIENT, 'customer'), 'map-clients'],
    [mappingKey(PART, 'item'), 'map-parts'],
  ]),
  defaults: new Map(),
  urlOf: (recordType, externalId) => `https://books.example/${recordType}/${externalId}`,
  problemsOf: () => [],
};
const source: SourceFacts = {
  fields: {
    client: 'client',
    currency: 'currency',
    memo: 'title',
    email: 'client.email',
    status: 'state',
    lines: 'lines',
    line: { quantity: 'hours', unitPrice: 'rate', description: 'text', amount: 'sum', records: 'part or rate' },
  },
  statusBefore: null,
  delivery: null,
  terms: null,
  class: null,
  asksPrices: false,
};
const external = (change: Partial<ExternalFacts> = {}): ExternalFacts => ({
  active: true,
  refusal: null,
  currency: null,
  taxProblem: null,
  price: null,
  ...change,
});
const client: RecordRef = { contentType: CLIENT, id: 'c1', locale: '', label: 'Acme GmbH' };
const part: RecordRef = { contentType: PART, id: 'p1', locale: '', label: 'Switch 24 port' };

const keyOf = (record: RecordRef, recordType: string) =>
  localKeyOf({
    connectionId: 'conn',
    recordType,
    contentType: record.contentType,
    localId: record.id,
    locale: record.locale,
  });
const link = (recordType: string, externalId: string, change: Partial<LinkFacts> = {}): LinkFacts => ({
  linkId: `link-${externalId}`,
  connectionId: 'conn',
  mergedInto: null,
  mappingId: recordType === 'customer' ? 'map-clients' : 'map-parts',
  state: 'confirmed',
  attention: null,
  reference: {
    recordType,
    externalId,
    label: `External ${externalId}`,
    linkId: `link-${externalId}`,
    through: 'record',
    parent: null,
  },
  external: external({ currency: recordType === 'customer' ? 'USD' : null }),
  ...change,
});
const links = (
  clientLink: LinkFacts | null = link('customer', '10'),
  partLink: LinkFacts | null = link('item', '20'),
) =>
  new Map([
    ...(clientLink ? [[keyOf(client, 'customer'), clientLink] as const] : []),
    ...(partLink ? [[keyOf(part, 'item'), partLink] as const] : []),
  ]);

const order = (change: Partial<SourceRecord> = {}): SourceRecord => ({
  source: 'work-orders',
  contentType: 'api::work-order.work-order',
  id: 'w1',
  locale: '',
  number: 'WO-1',
  date: '2026-03-31',
  currency: null,
  memo: '',
  text: '',
  email: null,
  status: null,
  client,
  lines: [{ description: 'On site', quantity: 2, unitPrice: '264.00', record: part }],
  ...change,
});
const resolveOne = (
  record: SourceRecord,
  facts = connection,
  index = links(),
  more: { source?: SourceFacts; answers?: PriceAnswers } = {},
) => {
  const [result] = resolveRecords([record], {
    source: more.source ?? source,
    connection: facts,
    links: index,
    answers: more.answers ?? new Map(),
  });
  if (!result) throw new Error('no result');
  return result;
};

describe('resolve', () => {
  test('a record whose client and lines are linked is ready', () => {
    const result = resolveOne(order());
    expect(result).toMatchObject({
      ready: true,
      reasons: [],
      number: 'WO-1',
      currency: 'USD',
      total: '528.00',
      client: { record: client, reference: { recordType: 'customer', externalId: '10', linkId: 'link-10' } },
    });
    expect(result.lines).toEqual([
      {
        line: 1,
        description: 'On site',
        record: part,
        quantity: '2',
        unitPrice: '264',
        amount: '528.00',
        reference: {
          recordType: 'item',
          externalId: '20',
          label: 'External 20',
          linkId: 'link-20',
          through: 'record',
          parent: null,
        },
        heading: '',
        price: null,
      },
    ]);
  });

  test('the sum of the lines is the total, in decimal arithmetic', () => {
    const number = fc.double({ min: 0, max: 100_000, noNaN: true }).map((value) => Number(value.toFixed(4)));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 40 }), (pairs) => {
        const lines = pairs.map(([quantity, unitPrice]) => ({ description: '', quantity, unitPrice, record: part }));
        const result = resolveOne(order({ lines }));
        const sum = result.lines.reduce((total, line) => total.plus(line.amount), new Decimal(0));
        expect(new Decimal(result.total).eq(sum)).toBe(true);
        expect(result.total).toMatch(/^\d+\.\d{2}$/);
        expect(result.ready).toBe(true);
      }),
    );
  });

  test('every reason is given at once, each with its line and what mends it', () => {
    const unmapped: RecordRef = { contentType: 'api::rate.rate', id: 'r1', locale: '', label: 'Project manager' };
    const result = resolveOne(
      order({
        lines: [
          { description: '', quantity: 1, unitPrice: 5, record: null },
          { description: '', quantity: 1, unitPrice: 5, record: unmapped },
          { description: '', quantity: 'two', unitPrice: null, record: part },
        ],
      }),
      connection,
      links(null, null),
    );
    expect(result.ready).toBe(false);
    expect(result.client.reference).toBeNull();
    expect(result.reasons.map(({ kind, line, fix }) => [kind, line, fix?.act, fix?.mappingId])).toEqual([
      ['client_unlinked', null, 'link', 'map-clients'],
      ['line_record_missing', 1, 'edit_record', null],
      ['no_mapping', 2, 'set_up_mapping', null],
      ['bad_amount', 3, 'edit_record', null],
      ['bad_amount', 3, 'edit_record', null],
      ['line_unlinked', 3, 'link', 'map-parts'],
    ]);
    expect(result.reasons.map(({ message }) => message)).toEqual([
      'Acme GmbH is linked to no customer of Northwind Books',
      'Line 1: it refers to no record that could be billed',
      'Line 2: Project manager is a api::rate.rate, which is not mapped to item on Northwind Books',
      'Line 3: the quantity two is not a number',
      'Line 3: the unit price is not set',
      'Line 3: Switch 24 port is linked to no item of Northwind Books',
    ]);
    expect(result.reasons[2]?.record).toEqual(unmapped);
  });

  test('a proposal is not a link: it has to be reviewed', () => {
    const result = resolveOne(order(), connection, links(link('customer', '10', { state: 'proposed' })));
    expect(result.client.reference).toBeNull();
    expect(result.reasons).toMatchObject([
      { kind: 'client_unlinked', fix: { act: 'review', linkId: 'link-10', mappingId: 'map-clients' } },
    ]);
  });

  test.each([
    ['attention on the link', { attention: 'merged' }, 'merged'],
    ['the external record is inactive', { external: external({ active: false }) }, 'inactive'],
    ['the external record is gone', { external: null }, 'deleted'],
  ])('%s blocks and asks to relink', (_name, change, word) => {
    const result = resolveOne(order(), connection, links(link('customer', '10'), link('item', '20', change)));
    expect(result.lines[0]?.reference).toBeNull();
    expect(result.reasons).toMatchObject([
      { kind: 'needs_attention', line: 1, fix: { act: 'relink', linkId: 'link-20' } },
    ]);
    expect(result.reasons[0]?.message).toContain(word);
  });

  test('what the vendor cannot put on an invoice blocks with its words', () => {
    const refusal = external({ refusal: 'it is a category' });
    const line = resolveOne(
      order(),
      connection,
      links(link('customer', '10'), link('item', '20', { external: refusal })),
    );
    expect(line.reasons).toMatchObject([{ kind: 'not_sellable', line: 1 }]);
    expect(line.reasons[0]?.message).toContain('it is a category');
    const whole = resolveOne(order(), connection, links(link('customer', '10', { external: refusal })));
    expect(whole.reasons).toMatchObject([{ kind: 'needs_attention', line: null }]);
  });

  test("a currency unlike the client's blocks, the same one in small letters does not", () => {
    expect(resolveOne(order({ currency: 'EUR' })).reasons).toMatchObject([{ kind: 'currency_mismatch', line: null }]);
    expect(resolveOne(order({ currency: 'usd' }))).toMatchObject({ ready: true, currency: 'USD' });
  });

  test('no client, no lines and a total below zero block', () => {
    expect(resolveOne(order({ client: null })).reasons).toMatchObject([{ kind: 'client_missing' }]);
    expect(resolveOne(order({ lines: [] })).reasons).toMatchObject([{ kind: 'no_lines' }]);
    const credit = resolveOne(order({ lines: [{ description: '', quantity: -1, unitPrice: 5, record: part }] }));
    expect(credit.reasons).toMatchObject([{ kind: 'bad_amount', line: null }]);
    expect(credit.total).toBe('-5.00');
  });

  test.each([
    ['draft', 'connection_not_live', 'finish_setup'],
    ['setup', 'connection_not_live', 'finish_setup'],
    ['expired', 'connection_expired', 'reconnect'],
  ] as const)('a connection in state %s resolves nothing', (state, kind, act) => {
    const result = resolveOne(order(), { ...connection, state });
    expect(result.reasons).toMatchObject([{ kind, line: null, fix: { act } }]);
    expect(result.client.reference).toBeNull();
    expect(result.lines[0]?.reference).toBeNull();
    expect(result.total).toBe('528.00');
  });

  test('each record is looked up once, however often it is used', () => {
    const unmapped: RecordRef = { contentType: 'api::rate.rate', id: 'r1', locale: '', label: 'Rate' };
    const line = { description: '', quantity: 1, unitPrice: 1 };
    const records = Array.from({ length: 50 }, (_, index) =>
      order({
        id: `w${index}`,
        lines: [
          { ...line, record: part },
          { ...line, record: unmapped },
          { ...line, record: null },
        ],
      }),
    );
    expect(localKeysOf(records, connection)).toEqual([keyOf(client, 'customer'), keyOf(part, 'item')]);
  });
});
