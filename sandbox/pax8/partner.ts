import { createHash } from 'node:crypto';
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

const present = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

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

const round = (amount: number): number => Math.round(amount * 100) / 100;

/** A line of the invoice of a month for one subscription. */
const itemRow = (state: PartnerState, subscription: Row, month: string): Row => {
  const company = state.companies.find(({ id }) => id === subscription.companyId) ?? {};
  const product = state.products.find(({ id }) => id === subscription.productId) ?? {};
  const [quantity, price, cost] = [subscription.quantity, subscription.price, subscription.partnerCost].map(Number) as [
    number,
    number,
    number,
  ];
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
  const total = round(quantity * price);
  return present({
    id: idOf('item', month, String(subscription.id)),
    type: 'subscription',
    companyId: company.id,
    externalId: company.externalId,
    companyName: company.name,
    startPeriod: `${month}-01`,
    endPeriod: `${month}-${last}`,
    quantity,
    unitOfMeasure: 'User',
    term: 'Monthly',
    sku: product.sku,
    description: product.name,
    chargeType: 'per',
    price,
    subTotal: total,
    cost,
    costTotal: round(quantity * cost),
    offeredBy: 'Pax8',
    billedByPax8: false,
    total,
    productId: product.id,
    productName: product.name,
    billingFee: 0,
    billingFeeRate: 0,
    amountDue: round(quantity * cost),
    currencyCode: subscription.currencyCode,
    salesTax: 0,
    subscriptionId: subscription.id,
    vendorName: product.vendorName,
  });
};

/** State of a seed: with two invoices of the past months and a draft, each with a line per monthly subscription. */
export const stateOf = (seed: Pax8Seed): PartnerState => {
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
  const monthly = state.subscriptions.filter(
    ({ status, billingTerm }) => status === 'Active' && billingTerm === 'Monthly',
  );
  state.draftItems = monthly.map((row) => itemRow(state, row, '2026-12'));
  for (const [month, status] of [
    ['2026-10', 'Paid'],
    ['2026-11', 'Unpaid'],
  ] as const) {
    const items = monthly.map((row) => itemRow(state, row, month));
    const total = round(items.reduce((sum, item) => sum + Number(item.costTotal), 0));
    const id = idOf('invoice', month, seed.partner);
    state.invoiceItems[id] = items;
    state.invoices.push({
      id,
      invoiceDate: `${month}-05`,
      dueDate: `${month}-20`,
      total,
      balance: status === 'Paid' ? 0 : total,
      carriedBalance: 0,
      currencyCode: seed.currency ?? 'USD',
      // On the wire and filterable, though not in the schema.
      status,
      partnerName: seed.partner,
    });
  }
  return state;
};
