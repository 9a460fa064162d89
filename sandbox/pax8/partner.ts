import { createHash } from 'node:crypto';
import { addInvoices } from './invoices';
import type { Pax8Seed, SeedCompany, SeedPricing, SeedProduct, SeedSubscription } from './seed';

export type Row = Record<string, unknown>;

/** Everything a partner has; plain JSON, as the vendor sends it. */
export interface PartnerState {
  version: 1;
  name: string;
  companies: Row[];
  /** By company id. */
  contacts: Record<string, Row[]>;
  products: Row[];
  /** Long descriptions, which only the product's own page has, by product id. */
  descriptions: Record<string, string>;
  /** By product id. */
  pricing: Record<string, Row[]>;
  subscriptions: Row[];
  invoices: Row[];
  /** By invoice id. */
  invoiceItems: Record<string, Row[]>;
  draftItems: Row[];
}

/** A UUID that is the same for the same words, so that tests and pages may name it. */
export const idOf = (...words: string[]): string => {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** Time as the vendor prints it: an offset without a colon. */
export const vendorTime = (date = new Date()): string =>
  `${new Date(date.getTime() - 6 * 3_600_000).toISOString().slice(0, 23)}-0600`;

/** A row without what is undefined. */
export const present = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

const companyRow = ({ contacts: _contacts, ...company }: SeedCompany): Row =>
  present({
    ...company,
    id: company.id ?? idOf('company', company.name),
    address: company.address ?? {},
    website: company.website ?? '',
    status: company.status ?? 'Active',
    selfServiceAllowed: false,
    billOnBehalfOfEnabled: false,
    orderApprovalRequired: false,
    updatedDate: vendorTime(new Date('2026-08-11T17:33:12.314Z')),
  });

const productId = (product: SeedProduct): string => product.id ?? idOf('product', product.vendorName, product.name);

const productRow = ({ pricing: _pricing, ...product }: SeedProduct): Row =>
  present({ ...product, id: productId(product), requiresCommitment: product.requiresCommitment ?? false });

const pricingRow = (product: SeedProduct, pricing: SeedPricing): Row =>
  present({
    productId: productId(product),
    productName: product.name,
    type: 'Flat',
    unitOfMeasurement: 'User',
    ...pricing,
    rates: pricing.rates.map((rate) => ({ startQuantityRange: 0, chargeType: 'Per Unit', ...rate })),
  });

const byName = <T extends { name: string }>(rows: readonly T[], name: string): T => {
  const row = rows.find((one) => one.name === name);
  if (!row) throw new Error(`Seed: there is no "${name}".`);
  return row;
};

/** Ids and amounts of a subscription in one place: rows of subscriptions and of invoices are made of it. */
const subscriptionRow = (seed: Pax8Seed, subscription: SeedSubscription, index: number): Row => {
  const company = byName(seed.companies ?? [], subscription.company);
  const product = byName(seed.products ?? [], subscription.product);
  const since = subscription.since ?? '2025-03-01';
  return present({
    id: idOf('subscription', String(index), company.name, product.name),
    companyId: companyRow(company).id,
    productId: productId(product),
    vendorSubscriptionId: idOf('vendor subscription', String(index)),
    vendorSkuId: product.vendorSku,
    quantity: subscription.quantity,
    startDate: `${since}T08:30:00Z`,
    // A date where the schema wants a time, as in the vendor's own examples.
    createdDate: since,
    updatedDate: vendorTime(new Date(`${since}T09:00:00Z`)),
    billingStart: since,
    status: subscription.status ?? 'Active',
    price: subscription.price,
    partnerCost: subscription.partnerCost ?? Math.round(subscription.price * 80) / 100,
    currencyCode: seed.currency ?? 'USD',
    productName: product.name,
    billingTerm: subscription.billingTerm ?? 'Monthly',
    commitmentTerm:
      subscription.commitmentTerm === undefined
        ? undefined
        : {
            id: idOf('commitment', String(index)),
            term: subscription.commitmentTerm,
            endDate: `${Number(since.slice(0, 4)) + 1}${since.slice(4)}T08:30:00Z`,
          },
  });
};

/** State of a seed, with invoices up to today. */
export const stateOf = (seed: Pax8Seed, today = new Date()): PartnerState => {
  const companies = seed.companies ?? [];
  const products = seed.products ?? [];
  const state: PartnerState = {
    version: 1,
    name: seed.partner,
    companies: companies.map(companyRow),
    contacts: Object.fromEntries(
      companies.map((company) => [
        String(companyRow(company).id),
        (company.contacts ?? []).map((contact) => ({
          id: idOf('contact', company.name, contact.email),
          createdDate: '2024-02-19',
          types: [],
          ...contact,
        })),
      ]),
    ),
    products: products.map(productRow),
    descriptions: Object.fromEntries(
      products.map((product) => [productId(product), `${product.name}. ${product.shortDescription ?? ''}`.trim()]),
    ),
    pricing: Object.fromEntries(
      products.map((product) => [productId(product), (product.pricing ?? []).map((row) => pricingRow(product, row))]),
    ),
    subscriptions: (seed.subscriptions ?? []).map((row, index) => subscriptionRow(seed, row, index)),
    invoices: [],
    invoiceItems: {},
    draftItems: [],
  };
  addInvoices(state, seed.currency ?? 'USD', today);
  return state;
};
