import type { DocumentKind } from '../contract';
import { renderXml, type Element } from './xml';

/** Records in one answer. Small enough for an answer to be read in some milliseconds, and for QuickBooks to stay usable. */
export const PAGE_SIZE = 100;

/** Where a listing goes on; null at its start. Valid only within one session of the Web Connector. */
export type Iterator = string | null;

/** Only these members of customers and vendors leave QuickBooks: no balances, no cards, no notes. */
const partyMembers = [
  'ListID',
  'Name',
  'FullName',
  'IsActive',
  'ParentRef',
  'CompanyName',
  'FirstName',
  'LastName',
  'Phone',
  'AltPhone',
  'Email',
  'Contact',
  'AccountNumber',
  'CurrencyRef',
];
const customerMembers = [...partyMembers, 'BillAddress', 'SalesTaxCodeRef', 'TaxRegistrationNumber'];
const vendorMembers = [...partyMembers, 'VendorAddress', 'VendorTaxIdent', 'TaxRegistrationNumber'].filter(
  (name) => name !== 'FullName' && name !== 'ParentRef',
);

/** `since`: a day (ISO), from whose beginning on changes are asked for; null: everything. */
const listing = (name: string, iterator: Iterator, since: string | null, members: string[]): Element => [
  name,
  [
    ['MaxReturned', String(PAGE_SIZE)],
    ['ActiveStatus', 'All'],
    ['FromModifiedDate', since ?? undefined],
    ...members.map((member): Element => ['IncludeRetElement', member]),
  ],
  { iterator: iterator === null ? 'Start' : 'Continue', iteratorID: iterator ?? undefined },
];

export const customerQuery = (iterator: Iterator, since: string | null = null): Element =>
  listing('CustomerQueryRq', iterator, since, customerMembers);
export const vendorQuery = (iterator: Iterator, since: string | null = null): Element =>
  listing('VendorQueryRq', iterator, since, vendorMembers);
/** Items of all types at once; as their members differ by type, all of them are asked for. */
export const itemQuery = (iterator: Iterator, since: string | null = null): Element =>
  listing('ItemQueryRq', iterator, since, []);

/** Types of items, as they are called in `…Ret` and in deletions. */
export const itemTypes = [
  'ItemService',
  'ItemNonInventory',
  'ItemOtherCharge',
  'ItemInventory',
  'ItemInventoryAssembly',
  'ItemFixedAsset',
  'ItemSubtotal',
  'ItemDiscount',
  'ItemPayment',
  'ItemSalesTax',
  'ItemSalesTaxGroup',
  'ItemGroup',
] as const;

/** What was deleted for good, in the last 90 days or since a day; QuickBooks forgets what is older. */
export const deletedQuery = (since: string | null = null): Element => [
  'ListDeletedQueryRq',
  [
    ...['Customer', 'Vendor', ...itemTypes].map((type): Element => ['ListDelType', type]),
    ...(since === null ? [] : [['DeletedDateRangeFilter', [['FromDeletedDate', since]]] satisfies Element]),
  ],
];

/** Invoices or credit memos with a number, without their lines. */
export const invoiceQuery = (number: string, kind: DocumentKind = 'invoice'): Element => [
  kind === 'invoice' ? 'InvoiceQueryRq' : 'CreditMemoQueryRq',
  [['RefNumberCaseSensitive', number]],
];

/**
 * A message set with one request. `id` makes QuickBooks keep the answer, so that the same text sent again is not
 * carried out again; at most 23 characters. Only for requests that write.
 */
export const messageSet = (version: string, request: Element, id?: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><?qbxml version="${version}"?>` +
  renderXml(['QBXML', [['QBXMLMsgsRq', [request], { onError: 'stopOnError', newMessageSetID: id }]]]);
