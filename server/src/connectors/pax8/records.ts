import { host, filled, keep, type Json } from '../values';
import type { ExternalRecordInput } from '../contract';
import { date, decimal, text } from './lenient';
import { defaultPrice } from './pricing';
import { isJson } from '../values';

/** Members that later steps need; times of change alone mean nothing to a link. */
const kept = {
  company: [
    'id',
    'externalId',
    'status',
    'address',
    'billOnBehalfOfEnabled',
    'selfServiceAllowed',
    'orderApprovalRequired',
  ],
  contact: ['id', 'types'],
  product: ['id', 'sku', 'vendorSku', 'altVendorSku', 'vendorName', 'requiresCommitment'],
  subscription: [
    'id',
    'parentSubscriptionId',
    'companyId',
    'productId',
    'vendorSubscriptionId',
    'vendorSkuId',
    'quantity',
    'status',
    'price',
    'partnerCost',
    'currencyCode',
    'billingTerm',
  ],
};

/** Statuses after which nothing is sold to a record any more. Others, known or not, are taken as active. */
const ended = ['inactive', 'deleted', 'cancelled', 'converted'];
const isActive = (source: Json): boolean => !ended.includes((text(source.status) ?? '').toLowerCase());

/** Id of a row; undefined where it has none, and so cannot be a record. */
export const idOf = (source: Json): string | undefined => text(source.id);

/** A customer of the partner. */
export const companyRecord = (source: Json, id: string): ExternalRecordInput => {
  const address = isJson(source.address) ? source.address : {};
  const name = text(source.name);
  return {
    externalId: id,
    label: name ?? id,
    active: isActive(source),
    roles: filled({
      name,
      phone: text(source.phone),
      domain: host(text(source.website)),
      address: [text(address.street), text(address.street2)].filter(Boolean).join(', '),
      city: text(address.city),
      region: text(address.stateOrProvince),
      postalCode: text(address.postalCode),
      country: text(address.country),
      // The partner's own reference: set by hand, by another integration, or as our anchor.
      externalKey: text(source.externalId),
    }),
    raw: keep(source, kept.company),
  };
};

/** A person at a company. Contacts have no state of their own. */
export const contactRecord = (
  source: Json,
  id: string,
  company: Pick<ExternalRecordInput, 'externalId' | 'label' | 'active'>,
): ExternalRecordInput => {
  const name = [text(source.firstName), text(source.lastName)].filter(Boolean).join(' ');
  const email = text(source.email);
  return {
    externalId: id,
    label: name || email || id,
    active: company.active,
    roles: filled({ name, email, phone: text(source.phone), parent: company.label, externalKey: id }),
    raw: { ...keep(source, kept.contact), companyId: company.externalId },
  };
};

/** What is known of a product beside its row; absent for one that nobody has subscribed to. */
export interface ProductPrices {
  rows: Json[];
  /** Of its subscriptions: the vendor's prices name none. */
  currency: string | null;
}

/** A product of the distributor's catalogue. */
export const productRecord = (source: Json, id: string, prices?: ProductPrices): ExternalRecordInput => {
  const name = text(source.name);
  const price = prices && defaultPrice(prices.rows);
  return {
    externalId: id,
    label: name ?? text(source.sku) ?? id,
    active: true,
    roles: filled({
      name,
      sku: text(source.vendorSku),
      // The distributor's own number, which its invoices show.
      code: text(source.sku),
      category: text(source.vendorName),
      description: text(source.shortDescription),
      price,
      currency: price === undefined ? undefined : (prices?.currency ?? undefined),
      externalKey: id,
    }),
    raw: { ...keep(source, kept.product), ...(prices ? { pricing: prices.rows } : {}) },
  };
};

/** What a company has of a product, at the price it pays. */
export const subscriptionRecord = (source: Json, id: string, companyName: string | undefined): ExternalRecordInput => {
  const name = text(source.productName);
  const parentId = text(source.parentSubscriptionId);
  const commitment = isJson(source.commitmentTerm) ? source.commitmentTerm : undefined;
  return {
    externalId: id,
    // The product's name alone says little: many companies have it.
    label: [name ?? id, companyName].filter(Boolean).join(' · '),
    active: isActive(source),
    ...(parentId === undefined ? {} : { parentId }),
    roles: filled({
      name,
      sku: text(source.vendorSkuId),
      code: text(source.vendorSubscriptionId),
      category: text(source.billingTerm),
      number: decimal(source.quantity),
      price: decimal(source.price),
      currency: text(source.currencyCode),
      parent: companyName,
      externalKey: id,
    }),
    raw: {
      ...keep(source, kept.subscription),
      ...keep(
        {
          startDate: date(source.startDate),
          endDate: date(source.endDate),
          billingStart: date(source.billingStart),
          commitmentTerm: commitment && {
            ...keep(commitment, ['id', 'term']),
            ...keep({ endDate: date(commitment.endDate) }, ['endDate']),
          },
        },
        ['startDate', 'endDate', 'billingStart', 'commitmentTerm'],
      ),
    },
  };
};
