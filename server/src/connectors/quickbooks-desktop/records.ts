import { Decimal } from 'decimal.js';
import type { RoleValues } from '../../contracts/common';
import type { ExternalRecordInput, RecordType } from '../contract';
import { currencyCode } from './currency';
import { childOf, textOf, type XmlNode } from './xml';
import { sentence } from '../../utils/sentence';

const partyRoles: RecordType['roles'] = [
  'name',
  'email',
  'phone',
  'taxId',
  'address',
  'city',
  'region',
  'postalCode',
  'country',
  'currency',
  'contact',
  'code',
  'externalKey',
];
export const recordTypes: RecordType[] = [
  { id: 'customer', label: 'Customers', roles: [...partyRoles, 'parent'] },
  { id: 'vendor', label: 'Vendors', roles: partyRoles },
  { id: 'item', label: 'Items', roles: ['name', 'sku', 'barcode', 'description', 'price', 'externalKey'] },
];

/** Only roles that hold something. */
const filled = (roles: RoleValues): RoleValues =>
  Object.fromEntries(Object.entries(roles).flatMap(([role, value]) => (value?.trim() ? [[role, value.trim()]] : [])));

/** A record without id or name cannot be one. */
function need(node: XmlNode, member: string): string {
  const value = textOf(node, member);
  if (value !== undefined) return value;
  const { message, words } = sentence('qbd.hasNo', 'it has no {member}', { member });
  throw Object.assign(new Error(message), { words });
}

const isActive = (node: XmlNode): boolean => textOf(node, 'IsActive') !== 'false';
const lastName = (path: string | undefined): string | undefined => path?.split(':').at(-1);

/**
 * The street out of five free lines: QuickBooks puts the name of the company, and of a person, into the first of them.
 */
function streetOf(address: XmlNode | undefined, names: Array<string | undefined>): string {
  const known = new Set(names.flatMap((name) => (name ? [name.toLowerCase()] : [])));
  return ['Addr1', 'Addr2', 'Addr3', 'Addr4', 'Addr5']
    .flatMap((line) => textOf(address, line) ?? [])
    .filter((line) => !known.has(line.toLowerCase()))
    .join(', ');
}

function partyRecord(node: XmlNode, address: XmlNode | undefined, taxId: string | undefined): ExternalRecordInput {
  const name = need(node, 'Name');
  const parentId = textOf(node, 'ParentRef', 'ListID');
  const person = [textOf(node, 'FirstName'), textOf(node, 'LastName')].filter(Boolean).join(' ');
  const company = textOf(node, 'CompanyName');
  const contact = textOf(node, 'Contact') ?? person;
  const currency = textOf(node, 'CurrencyRef', 'FullName');
  return {
    externalId: need(node, 'ListID'),
    // A job is called by its whole path, Customer:Job: its own name alone says little.
    label: textOf(node, 'FullName') ?? name,
    active: isActive(node),
    ...(parentId === undefined ? {} : { parentId }),
    roles: filled({
      name,
      email: textOf(node, 'Email')?.split(/[,;]/)[0],
      phone: textOf(node, 'Phone') ?? textOf(node, 'AltPhone'),
      taxId,
      address: streetOf(address, [name, company, person, contact]),
      city: textOf(address, 'City'),
      region: textOf(address, 'State'),
      postalCode: textOf(address, 'PostalCode'),
      country: textOf(address, 'Country'),
      currency: currency === undefined ? undefined : (currencyCode(currency) ?? undefined),
      contact: contact === name ? undefined : contact,
      code: textOf(node, 'AccountNumber'),
      parent: lastName(textOf(node, 'ParentRef', 'FullName')),
      externalKey: textOf(node, 'ListID'),
    }),
    raw: { active: isActive(node), ...(company ? { company } : {}), ...(currency ? { currency } : {}) },
  };
}

export const customerRecord = (node: XmlNode): ExternalRecordInput =>
  partyRecord(node, childOf(node, 'BillAddress'), textOf(node, 'TaxRegistrationNumber'));

export const vendorRecord = (node: XmlNode): ExternalRecordInput =>
  partyRecord(
    node,
    childOf(node, 'VendorAddress'),
    textOf(node, 'VendorTaxIdent') ?? textOf(node, 'TaxRegistrationNumber'),
  );

/** One word with a digit in it: item names are often the part number, and the description says what it is. */
const isCode = (name: string): boolean => /^\S*\d\S*$/.test(name);

/** Where the types of items keep what they are sold for, and under which words. */
const prices = [
  ['SalesOrPurchase', 'Price'],
  ['SalesAndPurchase', 'SalesPrice'],
  ['SalesPrice'],
  ['FixedAssetSalesInfo', 'SalesPrice'],
];
const descriptions = [
  ['SalesOrPurchase', 'Desc'],
  ['SalesAndPurchase', 'SalesDesc'],
  ['SalesDesc'],
  ['ItemDesc'],
  ['AssetDesc'],
  ['PurchaseDesc'],
];
const firstOf = (node: XmlNode, paths: string[][]): string | undefined =>
  paths.map((path) => textOf(node, ...path)).find((text) => text !== undefined);

/** An item of any type; `element` is its name in the answer, e.g. `ItemServiceRet`. */
export function itemRecord(element: string, node: XmlNode): ExternalRecordInput {
  const name = need(node, 'Name');
  const price = firstOf(node, prices);
  const description = firstOf(node, descriptions);
  const parentId = textOf(node, 'ParentRef', 'ListID');
  const code = isCode(name) ? name : undefined;
  return {
    externalId: need(node, 'ListID'),
    label: textOf(node, 'FullName') ?? name,
    active: isActive(node),
    ...(parentId === undefined ? {} : { parentId }),
    roles: filled({
      name: code && description ? description.split('\n')[0] : name,
      sku: textOf(node, 'ManufacturerPartNumber') ?? code,
      barcode: textOf(node, 'BarCodeValue'),
      description,
      price: price === undefined ? undefined : new Decimal(price).toFixed(),
      externalKey: textOf(node, 'ListID'),
    }),
    raw: { type: element.replace(/^Item|Ret$/g, ''), active: isActive(node) },
  };
}
