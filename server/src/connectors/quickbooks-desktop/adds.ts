import { Decimal } from 'decimal.js';
import type { DocumentKind } from '../contract';
import { ConnectorError } from '../errors';
import { type Said, type Sentence, sentence } from '../../utils/sentence';
import type { Element } from './xml';

/** A value that QuickBooks would refuse or cut. Names the field, so that it can be mended where it comes from. */
export class FieldError extends ConnectorError {
  readonly field: string;
  constructor(field: string, problem: Said) {
    super('rejected', sentence('common.fieldProblem', '{field} {problem}', { field, problem }));
    this.name = 'FieldError';
    this.field = field;
  }
}

type Values = Record<string, string | boolean | undefined>;
/** Members of an element in the order that qbXML wants them, with the length or kind of each. */
type Members = ReadonlyArray<readonly [name: string, kind: number | Kind]>;
/** Lengths and numbers of digits are those of the vendor's schema, qbxmlops160.xsd. */
type Kind = 'boolean' | 'date' | 'amount' | 'price' | 'quantity' | 'id';

const checks: Record<Exclude<Kind, 'boolean'>, { pattern: RegExp; wanted: Sentence }> = {
  date: { pattern: /^\d{4}-\d{2}-\d{2}$/, wanted: sentence('qbd.aDate', 'a date such as 2026-11-24') },
  amount: { pattern: /^-?\d{1,13}\.\d{2}$/, wanted: sentence('qbd.anAmount', 'an amount with two decimals') },
  price: {
    pattern: /^-?\d{1,10}(\.\d{1,5})?$/,
    wanted: sentence('qbd.aPrice', 'a price with at most 10 digits and 5 decimals'),
  },
  quantity: {
    pattern: /^-?\d{1,10}(\.\d{1,5})?$/,
    wanted: sentence('qbd.aQuantity', 'a quantity with at most 10 digits and 5 decimals'),
  },
  id: { pattern: /^[^\s]{1,36}$/, wanted: sentence('qbd.anId', 'an id of QuickBooks') },
};

const required = sentence('qbd.required', 'is required');
const isNot = (value: string, wanted: Sentence): Sentence =>
  sentence('qbd.isNot', '"{value}" is not {wanted}', { value, wanted });

function checkText(field: string, value: string, length: number): string {
  // The characters that XML cannot carry.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(value))
    throw new FieldError(field, sentence('qbd.controlCharacters', 'holds control characters'));
  if (value.length > length)
    throw new FieldError(
      field,
      sentence('qbd.tooLong', 'has {length} characters; QuickBooks takes at most {most}. Shorten it.', {
        length: value.length,
        most: length,
      }),
    );
  return value;
}

/** A list's own name, which QuickBooks joins to the parent's with a colon. */
function nameOf(field: string, value: string, length: number): string {
  const name = checkText(field, value.trim(), length);
  if (name === '') throw new FieldError(field, required);
  if (name.includes(':'))
    throw new FieldError(
      field,
      sentence('qbd.noColon', 'cannot contain a colon: QuickBooks uses it for jobs and sub-items'),
    );
  return name;
}

function member(path: string, name: string, kind: number | Kind, value: string | boolean | undefined): Element[] {
  if (value === undefined || value === '') return [];
  if (kind === 'boolean') return [[name, String(value)]];
  const text = String(value);
  if (typeof kind === 'number') return [[name, checkText(path, text, kind)]];
  if (!checks[kind].pattern.test(text)) throw new FieldError(path, isNot(text, checks[kind].wanted));
  return [[name, text]];
}

const members = (prefix: string, order: Members, values: Values): Element[] =>
  order.flatMap(([name, kind]) => member(`${prefix}${name}`, name, kind, values[name]));

/** A reference to another record, always by its id: names change. */
const reference = (name: string, listId: string | undefined): Element[] => {
  const id = member(`${name}.ListID`, 'ListID', 'id', listId);
  return id.length === 0 ? [] : [[name, id]];
};

export interface Address {
  Addr1?: string;
  Addr2?: string;
  Addr3?: string;
  Addr4?: string;
  Addr5?: string;
  City?: string;
  State?: string;
  PostalCode?: string;
  Country?: string;
}
const addressMembers: Members = [
  ['Addr1', 41],
  ['Addr2', 41],
  ['Addr3', 41],
  ['Addr4', 41],
  ['Addr5', 41],
  ['City', 31],
  ['State', 21],
  ['PostalCode', 13],
  ['Country', 31],
];
const address = (name: string, value: Address | undefined): Element[] => {
  const lines = members(`${name}.`, addressMembers, { ...value });
  return lines.length === 0 ? [] : [[name, lines]];
};

const personMembers: Members = [
  ['Salutation', 15],
  ['FirstName', 25],
  ['MiddleName', 5],
  ['LastName', 25],
];
const contactMembers: Members = [
  ['Phone', 21],
  ['Mobile', 21],
  ['AltPhone', 21],
  ['Fax', 21],
  ['Email', 1023],
  ['Contact', 41],
];

interface Party {
  Name: string;
  IsActive?: boolean;
  CompanyName?: string;
  Salutation?: string;
  FirstName?: string;
  MiddleName?: string;
  LastName?: string;
  Phone?: string;
  Mobile?: string;
  AltPhone?: string;
  Fax?: string;
  Email?: string;
  Contact?: string;
  AccountNumber?: string;
  Notes?: string;
}

export interface CustomerInput extends Party {
  parentId?: string;
  BillAddress?: Address;
  ShipAddress?: Address;
  salesTaxCodeId?: string;
  currencyId?: string;
}

export function customerAdd(input: CustomerInput): Element {
  const { parentId, BillAddress: bill, ShipAddress: ship, salesTaxCodeId, currencyId, ...values } = input;
  return [
    'CustomerAddRq',
    [
      [
        'CustomerAdd',
        [
          ['Name', nameOf('Name', values.Name, 41)],
          ...members('', [['IsActive', 'boolean']], values),
          ...reference('ParentRef', parentId),
          ...members('', [['CompanyName', 41], ...personMembers], values),
          ...address('BillAddress', bill),
          ...address('ShipAddress', ship),
          ...members('', contactMembers, values),
          ...reference('SalesTaxCodeRef', salesTaxCodeId),
          ...members(
            '',
            [
              ['AccountNumber', 99],
              ['Notes', 4095],
            ],
            values,
          ),
          ...reference('CurrencyRef', currencyId),
        ],
      ],
    ],
  ];
}

export interface VendorInput extends Party {
  VendorAddress?: Address;
  NameOnCheck?: string;
  VendorTaxIdent?: string;
  currencyId?: string;
}

export function vendorAdd(input: VendorInput): Element {
  const { VendorAddress: vendorAddress, currencyId, ...values } = input;
  return [
    'VendorAddRq',
    [
      [
        'VendorAdd',
        [
          ['Name', nameOf('Name', values.Name, 41)],
          ...members('', [['IsActive', 'boolean'], ['CompanyName', 41], ...personMembers], values),
          ...address('VendorAddress', vendorAddress),
          ...members('', contactMembers, values),
          ...members(
            '',
            [
              ['NameOnCheck', 41],
              ['AccountNumber', 99],
              ['Notes', 4095],
              ['VendorTaxIdent', 15],
            ],
            {
              ...values,
            },
          ),
          ...reference('CurrencyRef', currencyId),
        ],
      ],
    ],
  ];
}

export interface ItemInput {
  type: 'Service' | 'NonInventory' | 'OtherCharge' | 'Inventory';
  Name: string;
  IsActive?: boolean;
  parentId?: string;
  /** Of goods only. */
  ManufacturerPartNumber?: string;
  salesTaxCodeId?: string;
  description?: string;
  /** Decimal text. */
  price?: string;
  /** Account that sales go to. QuickBooks makes no item without it. */
  incomeAccountId: string;
  /** Of `Inventory`: where its cost and its stock are kept. */
  cogsAccountId?: string;
  assetAccountId?: string;
}

export function itemAdd(input: ItemInput): Element {
  const isGoods = input.type === 'NonInventory' || input.type === 'Inventory';
  if (!isGoods && input.ManufacturerPartNumber)
    throw new FieldError(
      'ManufacturerPartNumber',
      sentence('qbd.notOfType', 'cannot be kept by an item of type {type}', { type: input.type }),
    );
  if (input.incomeAccountId === '') throw new FieldError('incomeAccountId', required);
  const name = `Item${input.type}Add`;
  const stock = input.type === 'Inventory';
  const sales: Element[] = stock
    ? [
        ...member('description', 'SalesDesc', 4095, input.description),
        ...member('price', 'SalesPrice', 'price', input.price),
        ...reference('IncomeAccountRef', input.incomeAccountId),
        ...reference('COGSAccountRef', needed('cogsAccountId', input.cogsAccountId)),
        ...reference('AssetAccountRef', needed('assetAccountId', input.assetAccountId)),
      ]
    : [
        [
          'SalesOrPurchase',
          [
            ...member('description', 'Desc', 4095, input.description),
            ...member('price', 'Price', 'price', input.price),
            ...reference('AccountRef', input.incomeAccountId),
          ],
        ],
      ];
  return [
    `${name}Rq`,
    [
      [
        name,
        [
          ['Name', nameOf('Name', input.Name, 31)],
          ...member('IsActive', 'IsActive', 'boolean', input.IsActive),
          ...reference('ParentRef', input.parentId),
          ...member('ManufacturerPartNumber', 'ManufacturerPartNumber', 31, input.ManufacturerPartNumber),
          ...reference('SalesTaxCodeRef', input.salesTaxCodeId),
          ...sales,
        ],
      ],
    ],
  ];
}

function needed(field: string, value: string | undefined): string {
  if (!value) throw new FieldError(field, required);
  return value;
}

/** An invoice or a credit memo: their elements differ in names only. */
export interface InvoiceInput {
  /** An invoice if absent. */
  kind?: DocumentKind;
  customerId: string;
  /** ISO date; today in QuickBooks if absent. */
  date?: string;
  /** At most 11 characters. */
  number: string;
  memo?: string;
  termsId?: string;
  classId?: string;
  /** QuickBooks prints or e-mails what is so marked; the address is the customer's own there. */
  delivery?: 'print' | 'email';
  lines: InvoiceLineInput[];
}
export interface InvoiceLineInput {
  itemId: string;
  /** Goes before the line as one with a text alone. */
  heading?: string;
  description?: string;
  /** Decimal texts. */
  quantity: string;
  unitPrice: string;
  amount: string;
}

const documentNames: Record<DocumentKind, string> = { invoice: 'Invoice', credit_note: 'CreditMemo' };

export function invoiceAdd(input: InvoiceInput): Element {
  if (input.number.trim() === '') throw new FieldError('RefNumber', required);
  if (input.lines.length === 0)
    throw new FieldError('Lines', sentence('qbd.noLines', 'are missing: at least one is needed'));
  const name = documentNames[input.kind ?? 'invoice'];
  return [
    `${name}AddRq`,
    [
      [
        `${name}Add`,
        [
          ...reference('CustomerRef', needed('CustomerRef.ListID', input.customerId)),
          ...reference('ClassRef', input.classId),
          ...member('TxnDate', 'TxnDate', 'date', input.date),
          ...member('RefNumber', 'RefNumber', 11, input.number),
          ...reference('TermsRef', input.termsId),
          ...member('Memo', 'Memo', 4095, input.memo),
          ...member('IsToBePrinted', 'IsToBePrinted', 'boolean', input.delivery === 'print' ? true : undefined),
          ...member('IsToBeEmailed', 'IsToBeEmailed', 'boolean', input.delivery === 'email' ? true : undefined),
          ...input.lines.flatMap((line, index) => [
            ...headingLine(`${name}LineAdd`, line, index),
            invoiceLine(`${name}LineAdd`, line, index),
          ]),
        ],
      ],
    ],
  ];
}

function headingLine(name: string, { heading }: InvoiceLineInput, index: number): Element[] {
  if (!heading) return [];
  return [[name, member(`text above line ${index + 1}`, 'Desc', 4095, heading)]];
}

/**
 * Quantity and price, from which QuickBooks works out the amount. Where rounding gives another amount than ours, the
 * amount is sent instead of the price, as both are not to be sent together.
 */
function invoiceLine(name: string, line: InvoiceLineInput, index: number): Element {
  const where = `line ${index + 1} `;
  const quantity = decimal(`${where}Quantity`, line.quantity);
  const rate = decimal(`${where}Rate`, line.unitPrice);
  const total = decimal(`${where}Amount`, line.amount);
  if (total.decimalPlaces() > 2)
    throw new FieldError(
      `${where}Amount`,
      sentence('qbd.moreThanCents', '{amount} has more than two decimals', { amount: { decimal: line.amount } }),
    );
  const amount = total.toFixed(2);
  const agrees = quantity.times(rate).toFixed(2, Decimal.ROUND_HALF_UP) === amount;
  return [
    name,
    [
      ...reference('ItemRef', needed(`${where}ItemRef.ListID`, line.itemId)),
      ...member(`${where}Desc`, 'Desc', 4095, line.description),
      ...member(`${where}Quantity`, 'Quantity', 'quantity', quantity.toFixed()),
      ...(agrees
        ? member(`${where}Rate`, 'Rate', 'price', rate.toFixed())
        : member(`${where}Amount`, 'Amount', 'amount', amount)),
    ],
  ];
}

function decimal(field: string, text: string): Decimal {
  if (!/^-?\d+(\.\d+)?$/.test(text))
    throw new FieldError(field, isNot(text, sentence('qbd.aDecimal', 'a decimal number')));
  return new Decimal(text);
}
