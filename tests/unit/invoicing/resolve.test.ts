import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { priceKeyOf } from '../../../server/src/invoicing/price-key';
import { localKeysOf } from '../../../server/src/invoicing/references';
import { resolveRecords } from '../../../server/src/invoicing/resolve';
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
  localLabel: 'Local',
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

describe('who stands in', () => {
  const office: RecordRef = { contentType: CLIENT, id: 'c2', locale: '', label: 'Head office' };
  const branch = { ...client, id: 'c3', label: 'Branch', parents: [office] };
  const withOffice = (own: LinkFacts | null, parent: LinkFacts | null) =>
    new Map([
      ...links(null),
      ...(own ? [[keyOf(branch, 'customer'), own] as const] : []),
      ...(parent ? [[keyOf(office, 'customer'), parent] as const] : []),
    ]);
  const of = (own: LinkFacts | null, parent: LinkFacts | null) =>
    resolveOne(order({ client: branch }), connection, withOffice(own, parent));

  test('the parent of a record without a link, and it is said', () => {
    const result = of(null, link('customer', '30'));
    expect(result).toMatchObject({
      ready: true,
      client: { reference: { externalId: '30', through: 'parent', parent: office } },
    });
    expect(result.client.record).not.toHaveProperty('parents');
  });

  test('nobody, where the record has a link that cannot be used', () => {
    for (const change of [{ state: 'proposed' as const }, { attention: 'inactive' }, { external: null }]) {
      const result = of(link('customer', '31', change), link('customer', '30'));
      expect(result.client.reference).toBeNull();
      expect(result.reasons).toHaveLength(1);
    }
  });

  test('the parent’s own trouble blocks and names both', () => {
    const result = of(null, link('customer', '30', { attention: 'merged' }));
    expect(result.reasons).toMatchObject([{ kind: 'needs_attention', fix: { act: 'relink', linkId: 'link-30' } }]);
    expect(result.reasons[0]?.message).toContain('Branch is billed through its parent: Head office');
  });

  test('the default of a kind, for its records and for lines without one', () => {
    const standIn = { externalId: '99', label: 'Miscellaneous', external: external() };
    const facts = {
      ...connection,
      defaults: new Map([
        [PART, standIn],
        ['', standIn],
      ]),
    };
    const record = order({
      lines: [
        { description: '', quantity: 1, unitPrice: 5, record: part },
        { description: 'Fee', quantity: 1, unitPrice: 5, record: null },
      ],
    });
    const result = resolveOne(record, facts, links(link('customer', '10'), null));
    expect(result.ready).toBe(true);
    expect(result.lines.map(({ reference }) => reference)).toMatchObject([
      { externalId: '99', linkId: null, through: 'default' },
      { externalId: '99', linkId: null, through: 'default' },
    ]);
    const broken = { ...facts, defaults: new Map([[PART, { ...standIn, external: external({ active: false }) }]]) };
    expect(resolveOne(order(), broken, links(link('customer', '10'), null)).reasons).toMatchObject([
      { kind: 'needs_attention', line: 1, fix: { act: 'edit_external', url: 'https://books.example/item/99' } },
    ]);
  });
});

describe('what is checked', () => {
  const asking = { ...source, asksPrices: true };
  const priced = links(link('customer', '10'), link('item', '20', { external: external({ price: '250' }) }));

  test('a price unlike the item’s is asked about, and taken as answered', () => {
    const open = resolveOne(order(), connection, priced, { source: asking });
    expect(open.reasons).toMatchObject([
      { kind: 'price_differs', line: 1, field: 'rate', fix: { act: 'answer_price', mappingId: 'map-parts' } },
    ]);
    expect(open.lines[0]?.price).toEqual({ ours: '264', theirs: '250', answer: null });
    const question = { localKey: keyOf(part, 'item'), externalId: '20', ours: '264', theirs: '250' };
    const answered = (answer: 'ours' | 'theirs', recordId: string | null) =>
      resolveOne(order(), connection, priced, {
        source: asking,
        answers: new Map([[priceKeyOf(question, recordId), answer]]),
      });
    expect(answered('theirs', null)).toMatchObject({ ready: true, total: '500.00' });
    expect(answered('ours', 'w1')).toMatchObject({ ready: true, total: '528.00' });
    expect(answered('ours', 'another').ready).toBe(false);
    expect(resolveOne(order(), connection, priced)).toMatchObject({ ready: true, total: '528.00' });
  });

  test('an amount of its own must be what quantity times price comes to', () => {
    const withAmount = (amount: unknown) =>
      resolveOne(order({ lines: [{ description: '', quantity: 3, unitPrice: '0.335', amount, record: part }] }));
    expect(withAmount('1.01').ready).toBe(true);
    expect(withAmount(null).ready).toBe(true);
    expect(withAmount('1.00').reasons).toMatchObject([{ kind: 'bad_amount', line: 1, field: 'sum' }]);
  });

  test('a tax that nobody knows leads to the item’s page', () => {
    const untaxed = link('item', '20', {
      external: external({ taxProblem: { at: 'item', message: 'It has no sales tax code' } }),
    });
    expect(resolveOne(order(), connection, links(link('customer', '10'), untaxed)).reasons).toMatchObject([
      { kind: 'tax_missing', line: 1, fix: { act: 'edit_external', url: 'https://books.example/item/20' } },
    ]);
  });

  test('state, e-mail address and what the vendor would refuse block with their field', () => {
    const strict: SourceFacts = { ...source, statusBefore: ['done'], delivery: 'email' };
    const facts: ConnectionFacts = {
      ...connection,
      problemsOf: () => [{ kind: 'too_long', line: 1, field: 'description', message: 'has 9 characters' }],
    };
    expect(resolveOne(order({ status: 'open' }), facts, links(), { source: strict }).reasons).toMatchObject([
      { kind: 'wrong_status', field: 'state' },
      { kind: 'email_missing', field: 'client.email' },
      { kind: 'too_long', line: 1, field: 'text', message: 'Line 1: the description has 9 characters' },
    ]);
  });
});
