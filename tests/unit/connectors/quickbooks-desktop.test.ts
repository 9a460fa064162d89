import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { accountQuery } from '../../../server/src/connectors/quickbooks-desktop/accounts';
import {
  customerAdd,
  FieldError,
  invoiceAdd,
  itemAdd,
  vendorAdd,
  type InvoiceLineInput,
} from '../../../server/src/connectors/quickbooks-desktop/adds';
import { errorOf, readAnswer } from '../../../server/src/connectors/quickbooks-desktop/answers';
import { changesSince } from '../../../server/src/connectors/quickbooks-desktop/changes';
import { isOwnCompany, readCompany, versionFor } from '../../../server/src/connectors/quickbooks-desktop/company';
import { currencyCode } from '../../../server/src/connectors/quickbooks-desktop/currency';
import { problems, refusal } from '../../../server/src/connectors/quickbooks-desktop/invoices';
import { jobOf } from '../../../server/src/connectors/quickbooks-desktop/jobs';
import { writeQwc } from '../../../server/src/connectors/quickbooks-desktop/qwc';
import { customerRecord, itemRecord, vendorRecord } from '../../../server/src/connectors/quickbooks-desktop/records';
import {
  customerQuery,
  deletedQuery,
  invoiceQuery,
  itemQuery,
  messageSet,
  vendorQuery,
} from '../../../server/src/connectors/quickbooks-desktop/requests';
import { readCall, writeResult } from '../../../server/src/connectors/quickbooks-desktop/soap';
import {
  childOf,
  parseXml,
  renderXml,
  textOf,
  XmlError,
  type Element,
} from '../../../server/src/connectors/quickbooks-desktop/xml';
import { blockAfter, sameText } from '../../../server/src/web-connector/login';
import { textOf as saidText } from '../../../server/src/utils/sentence';
import { addressProblem } from '../../../server/src/web-connector/address';
import type { ConnectorContext, QueuedRequest } from '../../../server/src/connectors/contract';
import { hasVendorSpecs, noticeIfAbsent, problemsOf, vendorSpecs } from '../../helpers/qbd';

noticeIfAbsent('requests against the vendor’s schema, and its recorded answers');
const withSpecs = hasVendorSpecs ? describe : describe.skip;
const specs = (...parts: string[]) => readFileSync(path.join(vendorSpecs, ...parts), 'utf8');

const longest = (length: number) => 'é'.repeat(length);
const line = (change: Partial<InvoiceLineInput> = {}): InvoiceLineInput => ({
  itemId: '80000002-1',
  description: 'Work & <more>',
  quantity: '2',
  unitPrice: '165',
  amount: '330.00',
  ...change,
});
const party = {
  IsActive: true,
  CompanyName: longest(41),
  Salutation: 'Ms',
  FirstName: 'Ida',
  MiddleName: 'B',
  LastName: 'Wells',
  Phone: '(503) 555-0142',
  Mobile: '1',
  AltPhone: '2',
  Fax: '3',
  Email: 'a@b.example',
  Contact: 'Ida',
  AccountNumber: '77',
  Notes: longest(4095),
};
const address = {
  Addr1: 'a',
  Addr2: 'b',
  Addr3: 'c',
  Addr4: 'd',
  Addr5: 'e',
  City: 'f',
  State: 'g',
  PostalCode: 'h',
  Country: 'i',
};
const items = (['Service', 'NonInventory', 'OtherCharge', 'Inventory'] as const).map((type) =>
  itemAdd({
    type,
    Name: longest(31),
    IsActive: true,
    parentId: '80000001-1',
    salesTaxCodeId: '80000003-1',
    description: longest(4095),
    price: '1234567890.12345',
    incomeAccountId: '80000004-1',
    ...(type === 'Inventory' ? { cogsAccountId: '80000005-1', assetAccountId: '80000006-1' } : {}),
    ...(type === 'Inventory' || type === 'NonInventory' ? { ManufacturerPartNumber: longest(31) } : {}),
  }),
);
const requests: Element[] = [
  customerQuery(null),
  customerQuery('{5c1e4d1c-7a52-4b0a-8f9b-1f0e5a5b8a11}'),
  vendorQuery(null),
  itemQuery('{5c1e4d1c-7a52-4b0a-8f9b-1f0e5a5b8a11}'),
  deletedQuery(),
  customerQuery(null, '2026-11-24'),
  customerQuery('{5c1e4d1c-7a52-4b0a-8f9b-1f0e5a5b8a11}', '2026-11-24'),
  vendorQuery(null, '2026-11-24'),
  itemQuery(null, '2026-11-24'),
  deletedQuery('2026-11-24'),
  accountQuery(),
  invoiceQuery('WO-1'),
  invoiceQuery('WO-1-C1', 'credit_note'),
  customerAdd({ Name: 'Only a name' }),
  customerAdd({
    Name: longest(41),
    ...party,
    parentId: '80000001-1',
    BillAddress: address,
    ShipAddress: address,
    salesTaxCodeId: '80000003-1',
    currencyId: '80000009-1',
  }),
  vendorAdd({ Name: 'Only a name' }),
  vendorAdd({
    Name: longest(41),
    ...party,
    VendorAddress: address,
    NameOnCheck: longest(41),
    VendorTaxIdent: '12-3456789',
    currencyId: '80000009-1',
  }),
  ...items,
  itemAdd({ type: 'Service', Name: 'x', incomeAccountId: '80000004-1' }),
  invoiceAdd({ customerId: '80000001-1', number: 'WO-1', lines: [line()] }),
  invoiceAdd({
    customerId: '80000001-1',
    date: '2026-11-24',
    number: '12345678901',
    memo: longest(4095),
    lines: [line(), line({ quantity: '0.33333', unitPrice: '10', amount: '3.34' }), line({ description: '' })],
  }),
  invoiceAdd({
    customerId: '80000001-1',
    classId: '80000002-1',
    date: '2026-11-24',
    number: 'WO-2',
    termsId: '80000003-1',
    memo: 'Spring service',
    delivery: 'print',
    lines: [line({ heading: 'Work order WO-2: Spring service' }), line({ heading: longest(4095) })],
  }),
  invoiceAdd({ customerId: '80000001-1', number: 'WO-3', delivery: 'email', lines: [line()] }),
  invoiceAdd({
    kind: 'credit_note',
    customerId: '80000001-1',
    classId: '80000002-1',
    date: '2026-11-24',
    number: '12345678901',
    memo: longest(4095),
    delivery: 'print',
    lines: [line({ heading: 'Work order WO-2' }), line({ quantity: '0.33333', unitPrice: '10', amount: '3.34' })],
  }),
];

withSpecs('requests', () => {
  it('are valid by the vendor’s schema, with and without an id', async () => {
    const written = requests.flatMap((element) => [
      messageSet('16.0', element),
      messageSet('13.0', element, 'k'.repeat(23)),
    ]);
    expect(await problemsOf(written)).toEqual([]);
  });

  it('would be found invalid in another order, or too long', async () => {
    const wrong = [
      messageSet('16.0', [
        'CustomerAddRq',
        [
          [
            'CustomerAdd',
            [
              ['IsActive', 'true'],
              ['Name', 'x'],
            ],
          ],
        ],
      ]),
      messageSet('16.0', ['CustomerAddRq', [['CustomerAdd', [['Name', 'x'.repeat(42)]]]]]),
    ];
    expect((await problemsOf(wrong)).join('\n')).toMatch(/request-0[\s\S]*request-1/);
  });
});

describe('values that QuickBooks does not take', () => {
  const fieldOf = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      if (error instanceof FieldError) return error.field;
      throw error;
    }
    return 'none';
  };
  it.each([
    ['Name', () => customerAdd({ Name: 'x'.repeat(42) })],
    ['Name', () => customerAdd({ Name: ' ' })],
    ['Name', () => customerAdd({ Name: 'a:b' })],
    ['Phone', () => customerAdd({ Name: 'a', Phone: '1'.repeat(22) })],
    ['BillAddress.City', () => customerAdd({ Name: 'a', BillAddress: { City: 'x'.repeat(32) } })],
    ['CompanyName', () => vendorAdd({ Name: 'a', CompanyName: 'bell \u0007' })],
    ['VendorTaxIdent', () => vendorAdd({ Name: 'a', VendorTaxIdent: '1'.repeat(16) })],
    ['Name', () => itemAdd({ type: 'Service', Name: 'x'.repeat(32), incomeAccountId: '1-1' })],
    ['price', () => itemAdd({ type: 'Service', Name: 'x', price: '1.123456', incomeAccountId: '1-1' })],
    ['cogsAccountId', () => itemAdd({ type: 'Inventory', Name: 'x', incomeAccountId: '1-1' })],
    [
      'ManufacturerPartNumber',
      () => itemAdd({ type: 'Service', Name: 'x', incomeAccountId: '1-1', ManufacturerPartNumber: 'y' }),
    ],
    ['RefNumber', () => invoiceAdd({ customerId: '1-1', number: 'x'.repeat(12), lines: [line()] })],
    ['Lines', () => invoiceAdd({ customerId: '1-1', number: 'x', lines: [] })],
    ['TxnDate', () => invoiceAdd({ customerId: '1-1', number: 'x', date: '24.11.2026', lines: [line()] })],
    ['line 1 Quantity', () => invoiceAdd({ customerId: '1-1', number: 'x', lines: [line({ quantity: '1e3' })] })],
    ['line 1 Amount', () => invoiceAdd({ customerId: '1-1', number: 'x', lines: [line({ amount: '1.005' })] })],
    ['line 2 Rate', () => invoiceAdd({ customerId: '1-1', number: 'x', lines: [line(), line({ unitPrice: 'a' })] })],
  ])('names %s', (field, act) => {
    expect(fieldOf(act)).toBe(field);
  });

  it('sends a text above a line as a line of its own', () => {
    const xml = renderXml(invoiceAdd({ customerId: '1-1', number: 'x', lines: [line({ heading: 'WO-1 & more' })] }));
    expect(xml).toContain('<InvoiceLineAdd><Desc>WO-1 &amp; more</Desc></InvoiceLineAdd><InvoiceLineAdd><ItemRef>');
  });

  it('finds what QuickBooks would refuse before it is sent', () => {
    const of = (change: Partial<InvoiceLineInput>, memo = '') =>
      problems({ memo, lines: [{ description: '', ...line(change) }] }).map(({ kind, line: at, field }) => [
        kind,
        at,
        field,
      ]);
    expect(of({})).toEqual([]);
    expect(of({ description: 'x'.repeat(4096) })).toEqual([['too_long', 1, 'description']]);
    expect(of({ heading: 'x'.repeat(4096) })).toEqual([['too_long', 1, 'description']]);
    expect(of({ quantity: '0.123456' })).toEqual([['bad_amount', 1, 'quantity']]);
    expect(of({ unitPrice: '12345678901' })).toEqual([['bad_amount', 1, 'unitPrice']]);
    expect(of({}, 'x'.repeat(4090))).toEqual([['too_long', null, 'memo']]);
  });

  it('sends the amount instead of the price where they do not agree', () => {
    const of = (change: Partial<InvoiceLineInput>) =>
      renderXml(invoiceAdd({ customerId: '1-1', number: 'x', lines: [line(change)] }));
    expect(of({})).toContain('<Quantity>2</Quantity><Rate>165</Rate></InvoiceLineAdd>');
    expect(of({ amount: '329.99' })).toContain('<Quantity>2</Quantity><Amount>329.99</Amount></InvoiceLineAdd>');
  });
});

describe('XML', () => {
  it('reads back every text that it writes, in ASCII', () => {
    // XML has no way to carry other control characters or half of a pair, and readers trim and normalise ends of lines.
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((value) => !/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/.test(value) && value.trim() === value);
    fc.assert(
      fc.property(text, text, (content, attribute) => {
        const xml = renderXml(['a', [['b', content, { c: attribute }]]]);
        expect(xml).toMatch(/^[\x20-\x7e]*$/);
        const read = childOf(childOf(parseXml(xml), 'a'), 'b');
        expect(textOf(read, '#text')).toBe(content);
        expect(read?.['@c']).toBe(attribute);
      }),
    );
  });

  it('takes no document types and nothing broken', () => {
    for (const text of ['<!DOCTYPE a><a/>', '<a><!ENTITY x "y"></a>', '<a>', 'a', ''])
      expect(() => parseXml(text)).toThrow(XmlError);
  });
});

withSpecs('recorded calls', () => {
  const folder = path.join(vendorSpecs, 'responses/flowlink');
  const envelopes = hasVendorSpecs
    ? readdirSync(folder).filter((name) => /&lt;QBXML/.test(readFileSync(path.join(folder, name), 'utf8')))
    : [];

  it('are some', () => expect(envelopes.length).toBeGreaterThan(3));

  it.each(envelopes)('are read: %s', (name) => {
    const call = readCall(specs('responses/flowlink', name));
    expect(call.method).toBe('receiveResponseXML');
    expect(call.argument('ticket')).toMatch(/^[0-9a-f-]{36}$/);
    expect(parseXml(call.argument('response'))).toHaveProperty('QBXML');
  });

  it('introduce the company', () => {
    const hcp = specs('responses/qbwc-gem/hcp_first_sendRequestXML_strHCPResponse.repaired.xml');
    const company = readCompany(hcp, { file: 'C:\\a.qbw', majorVersion: '13', minorVersion: '0' });
    expect(company).toMatchObject({ name: 'myCompany', product: 'QuickBooks Pro 2014', file: 'C:\\a.qbw' });
    expect(company.fileIds).toEqual([
      { ownerId: '{512349B1-1111-2222-3333-000DE1813D20}', fileId: '{00000ee-1111-ffff-cccc-5ff123456047}' },
    ]);
    expect(versionFor(company.versions)).toBe('13.0');
  });

  it('tell status, iterator and records', () => {
    const gem = (name: string) => readAnswer(specs('responses/qbwc-gem', name));
    const customer = gem('qbwc_customer_add_response_long.xml');
    expect(customer.status.code).toBe(0);
    expect(customerRecord(customer.records[0]?.node ?? {})).toMatchObject({
      externalId: '8000001B-1405768916',
      label: 'Joseph Customer',
      active: true,
      roles: {
        name: 'mrjoecustomer',
        email: 'joecustomer@gmail.com',
        address: '123 Main St.',
        city: 'Mountain View',
        region: 'CA',
        contact: 'Joe Customer',
        code: '89087',
      },
    });
    expect(errorOf(gem('qbwc_customer_query_response_error.xml').status)).toMatchObject({
      kind: 'rejected',
      code: '3120',
      message: expect.stringMatching(/"8000001B-1405768916".*cannot be found.*status 3120/),
    });
    expect(errorOf(gem('qbwc_customer_query_response_warn.xml').status)).toBeNull();
    expect(gem('qbwc_customer_query_response_info.xml').records).toHaveLength(1);
  });

  it('hold items of several types, invoices and errors', () => {
    const inner = path.join(vendorSpecs, 'responses/flowlink-inner-qbxml');
    const answers = readdirSync(inner).map(
      (name) => [name, readAnswer(readFileSync(path.join(inner, name), 'utf8'))] as const,
    );
    const found = answers.flatMap(([, { records }]) => records.filter(({ name }) => /^Item\w+Ret$/.test(name)));
    expect(found.length).toBeGreaterThan(0);
    for (const { name, node } of found)
      expect(itemRecord(name, node)).toMatchObject({
        externalId: expect.stringMatching(/^\w+-\d+$/),
        label: expect.any(String),
      });
    const invoices = answers.flatMap(([, answer]) =>
      answer.records.some(({ name }) => name === 'InvoiceRet') ? (jobOf('invoice').read(answer) as object[]) : [],
    );
    expect(invoices[0]).toMatchObject({
      id: expect.stringMatching(/-/),
      subtotal: expect.stringMatching(/^\d+\.\d\d$/),
    });
    const refused = answers.find(([name]) => name.includes('invalid_record_ref'))?.[1];
    expect(refused && errorOf(refused.status)?.code).toBe('3140');
  });
});

describe('answers', () => {
  const wrap = (inner: string, attributes = '') =>
    `<?xml version="1.0"?><QBXML><QBXMLMsgsRs${attributes}>${inner}</QBXMLMsgsRs></QBXML>`;
  const status = (code: number, severity: string) =>
    readAnswer(wrap(`<CustomerQueryRs statusCode="${code}" statusSeverity="${severity}" statusMessage="m"/>`)).status;

  it.each([
    [0, 'Info', null],
    [1, 'Info', null],
    [500, 'Warn', null],
    [1010, 'Error', 'unavailable'],
    [3100, 'Error', 'rejected'],
    [3180, 'Error', 'unavailable'],
    [3200, 'Error', 'rejected'],
    [3210, 'Info', 'rejected'],
    [3231, 'Error', 'unavailable'],
  ])('status %s (%s) is %s', (code, severity, kind) => {
    expect(errorOf(status(code, severity))?.kind ?? null).toBe(kind);
  });

  it('of a whole set have a status of their own', () => {
    expect(errorOf(readAnswer(wrap('', ' messageSetStatusCode="9001"')).status)?.message).toMatch(/same id.*9001/);
    expect(() => readAnswer(wrap(''))).toThrow(XmlError);
    expect(() => readAnswer('<other/>')).toThrow(XmlError);
  });

  it('lose no page for one record that cannot be read', () => {
    const answer = readAnswer(
      wrap(
        '<CustomerQueryRs statusCode="0" iteratorRemainingCount="7" iteratorID="{x}"><CustomerRet><ListID>1-1</ListID><Name>A</Name></CustomerRet><CustomerRet><ListID>2-2</ListID></CustomerRet></CustomerQueryRs>',
      ),
    );
    expect(jobOf('customer').read(answer)).toMatchObject({
      records: [{ externalId: '1-1' }],
      problems: [{ recordId: '2-2', message: expect.stringContaining('no Name') }],
      total: 9,
    });
  });
});

describe('changes', () => {
  const DAY = 24 * 3_600_000;
  const asked: QueuedRequest[] = [];
  const page = (ids: number[], extra: object = {}) => ({
    records: ids.map((id) => ({ externalId: `${id}-1`, label: `R${id}`, active: true, roles: {}, raw: {} })),
    problems: [],
    total: null,
    ...extra,
  });
  const contextWith = (answers: Record<string, unknown[]>): ConnectorContext =>
    ({
      queue: {
        put: async (requests: QueuedRequest[]) => void asked.push(...requests),
        read: async (key: string, at: number) => ({ answer: answers[key]?.[at], pages: answers[key]?.length ?? 0 }),
        forget: async () => undefined,
      },
    }) as unknown as ConnectorContext;
  beforeEach(() => void asked.splice(0));

  it('are asked for by the day before, of all types at once, and read from all pages', async () => {
    const ctx = contextWith({
      'changed:item': [page([1, 2]), page([3])],
      'changed:deleted': [
        [
          { type: 'ItemService', id: '9-1' },
          { type: 'Customer', id: '8-1' },
        ],
      ],
    });
    const since = new Date(Date.now() - DAY);
    const changes = await changesSince(ctx, { recordType: 'item', since });
    expect(changes?.records.map(({ externalId }) => externalId)).toEqual(['1-1', '2-1', '3-1']);
    expect(changes?.deleted).toEqual(['9-1']);
    const from = new Date(since.getTime() - DAY).toISOString().slice(0, 10);
    expect(asked.map(({ kind, parameters }) => [kind, parameters.since])).toEqual(
      ['customer', 'vendor', 'item', 'deleted'].map((kind) => [kind, from]),
    );
  });

  it('are not asked for after 90 days, which QuickBooks forgets; nor taken where a list is better', async () => {
    expect(
      await changesSince(contextWith({}), { recordType: 'item', since: new Date(Date.now() - 90 * DAY) }),
    ).toBeNull();
    expect(asked).toEqual([]);
    const much = contextWith({ 'changed:item': Array.from({ length: 51 }, () => page([1])) });
    expect(await changesSince(much, { recordType: 'item', since: new Date() })).toBeNull();
  });
});

describe('records', () => {
  const of = (xml: string) => childOf(parseXml(xml), 'R') ?? {};
  it('read a job with its customer, and the street without the names', () => {
    const record = customerRecord(
      of(
        '<R><ListID>2-1</ListID><Name>Roof</Name><FullName>Acme:Roof</FullName><IsActive>false</IsActive><ParentRef><ListID>1-1</ListID><FullName>Acme</FullName></ParentRef><CompanyName>Acme Inc.</CompanyName><FirstName>Jo</FirstName><LastName>Ray</LastName><BillAddress><Addr1>ACME INC.</Addr1><Addr2>Jo Ray</Addr2><Addr3>1 Main St</Addr3><Addr4>Suite 4</Addr4></BillAddress><Email>a@x.example; b@x.example</Email><CurrencyRef><FullName>Canadian Dollar</FullName></CurrencyRef></R>',
      ),
    );
    expect(record).toMatchObject({
      externalId: '2-1',
      label: 'Acme:Roof',
      active: false,
      parentId: '1-1',
      roles: {
        name: 'Roof',
        parent: 'Acme',
        email: 'a@x.example',
        address: '1 Main St, Suite 4',
        currency: 'CAD',
        contact: 'Jo Ray',
      },
    });
  });

  it('read tax ids of vendors', () => {
    expect(
      vendorRecord(of('<R><ListID>3-1</ListID><Name>V</Name><VendorTaxIdent>12-3456789</VendorTaxIdent></R>')).roles
        .taxId,
    ).toBe('12-3456789');
  });

  it.each([
    ['ItemService', '<SalesOrPurchase><Desc>Work</Desc><Price>165.00</Price></SalesOrPurchase>', '165', 'Work'],
    [
      'ItemNonInventory',
      '<SalesAndPurchase><SalesDesc>Box</SalesDesc><SalesPrice>3.50000</SalesPrice></SalesAndPurchase>',
      '3.5',
      'Box',
    ],
    ['ItemInventory', '<SalesDesc>Part</SalesDesc><SalesPrice>9.99</SalesPrice>', '9.99', 'Part'],
    [
      'ItemDiscount',
      '<ItemDesc>Ten off</ItemDesc><DiscountRatePercent>10.0</DiscountRatePercent>',
      undefined,
      'Ten off',
    ],
    ['ItemOtherCharge', '<SalesOrPurchase><PricePercent>5.0</PricePercent></SalesOrPurchase>', undefined, undefined],
  ])('read the price of %s', (type, inner, price, description) => {
    const record = itemRecord(`${type}Ret`, of(`<R><ListID>4-1</ListID><Name>Thing</Name>${inner}</R>`));
    expect(record.roles).toEqual({
      name: 'Thing',
      externalKey: '4-1',
      ...(price === undefined ? {} : { price }),
      ...(description === undefined ? {} : { description }),
    });
    expect(record.raw.type).toBe(type.replace('Item', ''));
  });

  it('take a code for the SKU and the description for the name', () => {
    const roles = itemRecord(
      'ItemInventoryRet',
      of('<R><ListID>4-1</ListID><Name>CBL-C6-3M</Name><SalesDesc>Cat6 cable\nblue</SalesDesc></R>'),
    ).roles;
    expect(roles).toMatchObject({ name: 'Cat6 cable', sku: 'CBL-C6-3M' });
  });
});

describe('the company', () => {
  const ids = { ownerId: '{A}', fileId: '{F}', accountId: 'C:\\Books\\A.QBW', accountName: 'Acme' };
  const company = (change: object) => ({
    file: 'C:\\Books\\A.QBW',
    name: 'Acme',
    product: null,
    versions: [],
    fileIds: [],
    ...change,
  });
  it.each([
    [
      'the file keeps our id',
      { file: 'D:\\new.qbw', name: 'Renamed', fileIds: [{ ownerId: '{a}', fileId: '{f}' }] },
      true,
    ],
    ['the file keeps another id of ours', { fileIds: [{ ownerId: '{A}', fileId: '{G}' }] }, false],
    ['the file was moved', { file: '\\\\server\\A.QBW' }, true],
    ['the company was renamed', { name: 'Acme Holding' }, true],
    ['both differ', { file: 'C:\\Books\\B.QBW', name: 'Beta' }, false],
  ])('%s', (_what, change, own) => {
    expect(isOwnCompany(company(change), ids)).toBe(own);
  });

  it('is taken as it is at the first visit', () => {
    expect(isOwnCompany(company({ file: 'x', name: 'y' }), { ...ids, accountId: null, accountName: null })).toBe(true);
  });

  it.each([
    [['1.0', '13.0', '16.0'], '16.0'],
    [['13.0', '17.0', '15.0'], '15.0'],
    [['12.0', '9.0'], null],
    [['0.0'], null],
    [['CA13.0'], '13.0'],
  ])('of versions %j writes %s', (versions, version) => {
    expect(versionFor(versions)).toBe(version);
  });
});

describe('small rules', () => {
  it('compares passwords whole', () => {
    expect(sameText('secret', 'secret')).toBe(true);
    for (const other of ['', 'secre', 'secret ', 'Secret', 'sécret']) expect(sameText('secret', other)).toBe(false);
  });
  it('blocks longer and longer, at most a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 9, 10, 50].map(blockAfter)).toEqual([0, 0, 0, 1000, 2000, 4000, 32000, 60000, 60000]);
  });
  it('knows which addresses the Web Connector takes', () => {
    for (const url of ['https://cms.example/api', 'http://localhost:1337/api']) expect(addressProblem(url)).toBeNull();
    for (const url of ['http://cms.example/api', 'https://10.0.0.1/api', 'https://[::1]/api', 'http://127.0.0.1/api'])
      expect(addressProblem(url)?.message).toMatch(/Web Connector takes/);
  });
  it('writes a .qwc file with escaped texts', () => {
    const file = writeQwc({
      name: 'A & B',
      url: 'https://a.example/x',
      userName: 'u<1>',
      ownerId: '{O}',
      fileId: '{F}',
    });
    const root = childOf(parseXml(file), 'QBWCXML');
    expect(textOf(root, 'AppName')).toBe('A & B');
    expect(textOf(root, 'UserName')).toBe('u<1>');
    expect(textOf(root, 'QBType')).toBe('QBFS');
    expect((textOf(root, 'AppDescription') ?? '').length).toBeLessThanOrEqual(80);
  });
  it('writes empty results, as they mean something', () => {
    expect(writeResult('sendRequestXML', '')).toContain('<sendRequestXMLResult/>');
    expect(writeResult('authenticate', ['t', ''])).toContain(
      '<authenticateResult><string>t</string><string/></authenticateResult>',
    );
    expect(writeResult('sendRequestXML', '<a>é</a>')).toContain('&lt;a&gt;&#233;&lt;/a&gt;');
  });
  it('names currencies by their codes', () => {
    expect(['US Dollar', 'Euro', 'British Pound Sterling', 'canadian dollar', 'Galleon'].map(currencyCode)).toEqual([
      'USD',
      'EUR',
      'GBP',
      'CAD',
      null,
    ]);
  });
  it('says what cannot be invoiced', () => {
    expect(refusal('item', { type: 'Service', active: true })).toBeNull();
    expect(saidText(refusal('item', { type: 'Group', active: true }) ?? '')).toMatch(/group/);
    expect(saidText(refusal('customer', { active: false }) ?? '')).toMatch(/inactive/);
    expect(saidText(refusal('customer', { active: true, currency: 'Galleon' }) ?? '')).toMatch(/Galleon/);
  });
});
