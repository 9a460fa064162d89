import type { QuickBooksSeed, SeedCustomer, SeedItem, SeedVendor } from '../../sandbox/quickbooks-online/seed';
import { clients, parts, products, rates, vendors } from './business';
import { quickBooksCustomerRows } from './quickbooks-customers';
import { quickBooksItemRows, quickBooksVendorRows } from './quickbooks-lists';
import { fictionalPhone } from './table';

/** Realm of the demo's company. */
export const demoRealmId = '9130000000000001';

/** The books of Harborline IT Services: the same business as `business.ts`, kept by somebody else for years. */
export const quickBooksSeed: QuickBooksSeed = {
  companies: [
    {
      realmId: demoRealmId,
      name: 'Harborline IT Services LLC',
      currency: 'USD',
      customers: customers(),
      vendors: vendorList(),
      items: items(),
    },
  ],
};

/**
 * What the books kept of a client, one letter each: e-mail, phone, address, tax id, website as they are;
 * E another mailbox, P another number, A an old address, T an older tax id; c bills in CAD; x inactive; b billed with parent.
 */
function customers(): SeedCustomer[] {
  const idOf = new Map<string, string>();
  return quickBooksCustomerRows.map((row, index) => {
    const id = String(index + 1);
    idOf.set(row.name, id);
    const client = clients.find((one) => one.key === row.local);
    if (row.local !== '' && !client) throw new Error(`Demo data: no client ${row.local}.`);
    const has = (letter: string) => row.kept.includes(letter);
    const parentId = row.parent === '' ? undefined : idOf.get(row.parent);
    if (row.parent !== '' && parentId === undefined) throw new Error(`Demo data: no parent ${row.parent}.`);
    const domain = client?.email?.split('@')[1] ?? client?.website?.replace('https://www.', '');
    const email = has('e') ? client?.email : has('E') && domain ? `invoices@${domain}` : null;
    const phone = has('p')
      ? client?.phone?.replace(/[()]/g, '').replace(' ', '-')
      : has('P')
        ? fictionalPhone(503, 60 + index)
        : null;
    return {
      Id: id,
      DisplayName: row.name,
      ...(row.company === '' ? {} : { CompanyName: row.company }),
      ...(email ? { PrimaryEmailAddr: { Address: email } } : {}),
      ...(phone ? { PrimaryPhone: { FreeFormNumber: phone } } : {}),
      ...(has('w') && client?.website ? { WebAddr: { URI: client.website.replace('https://www.', 'http://') } } : {}),
      ...(has('t') && client?.taxId ? { PrimaryTaxIdentifier: client.taxId } : {}),
      ...(client && (has('a') || has('A'))
        ? {
            BillAddr: {
              Line1: has('a') ? spellOut(client.street) : `PO Box ${1200 + index}`,
              City: client.city,
              CountrySubDivisionCode: client.region,
              PostalCode: client.postalCode,
            },
          }
        : {}),
      CurrencyRef: has('c')
        ? { value: 'CAD', name: 'Canadian Dollar' }
        : { value: 'USD', name: 'United States Dollar' },
      ...(parentId ? { Job: true, ParentRef: { value: parentId }, BillWithParent: has('b') } : {}),
      ...(has('x') ? { Active: false } : {}),
    };
  });
}

/** Street types in full, as the books write them. */
function spellOut(street: string): string {
  return street
    .replace(/\bSt\b/, 'Street')
    .replace(/\bAve\b/, 'Avenue')
    .replace(/\bRd\b/, 'Road')
    .replace(/, Ste /, ' #');
}

function vendorList(): SeedVendor[] {
  return quickBooksVendorRows.map((row, index) => {
    const vendor = vendors.find((one) => one.key === row.local);
    return {
      Id: String(201 + index),
      DisplayName: row.name,
      ...(vendor && row.kept.includes('e') ? { PrimaryEmailAddr: { Address: vendor.email } } : {}),
      ...(vendor && row.kept.includes('p')
        ? { PrimaryPhone: { FreeFormNumber: vendor.phone.replace(/\D/g, '') } }
        : {}),
      ...(vendor && row.kept.includes('w') ? { WebAddr: { URI: vendor.website } } : {}),
      ...(vendor ? { BillAddr: { City: vendor.city } } : {}),
      ...(row.kept.includes('x') ? { Active: false } : {}),
    };
  });
}

/** Items: what the books call each part, rate and product, filed under categories, plus what only they have. */
function items(): SeedItem[] {
  const local = new Map<string, { price: string; description: string }>([
    ...parts.map((part) => [part.sku, { price: part.price, description: part.description }] as const),
    ...rates.map((rate) => [rate.code, { price: rate.hourlyRate, description: rate.description }] as const),
    ...products.map((product) => [product.sku, { price: product.price, description: product.name }] as const),
  ]);
  const categories = new Map<string, string>();
  return quickBooksItemRows.map((row, index) => {
    const id = String(index + 1);
    if (row.kept.includes('C')) {
      categories.set(row.name, id);
      return { Id: id, Name: row.name, Type: 'Category' };
    }
    const known = local.get(row.local);
    if (row.local !== '' && !known) throw new Error(`Demo data: no part, rate or product ${row.local}.`);
    const category = row.category === '' ? undefined : categories.get(row.category);
    if (row.category !== '' && !category) throw new Error(`Demo data: no category ${row.category}.`);
    const price = row.price === '' ? known?.price : row.price;
    return {
      Id: id,
      Name: row.name,
      Type: row.kept.includes('n') ? 'NonInventory' : 'Service',
      ...(row.sku === '' ? {} : { Sku: row.sku === '=' ? row.local : row.sku }),
      ...(known && row.kept.includes('d') ? { Description: known.description } : {}),
      ...(price === undefined ? {} : { UnitPrice: Number(price) }),
      ...(category ? { SubItem: true, ParentRef: { value: category } } : {}),
      ...(row.kept.includes('x') ? { Active: false } : {}),
    };
  });
}
