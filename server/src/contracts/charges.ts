import { z } from 'zod';
import { dataOf, id, idParams, pageOf, pageQuery, pagination, timestamp } from './common';
import { endpoint } from './endpoint';

/** Decimal texts. `cost` is what the vendor takes from us, `total` what the customer pays by its reckoning. */
const sum = z.object({ currency: z.string().nullable(), cost: z.string(), total: z.string() });
export type ChargeSum = z.infer<typeof sum>;

/** `coming`, or a month. */
const period = z.string().regex(/^(coming|\d{4}-\d{2})$/, 'a month such as 2026-11, or coming');

/** What is charged in a month, or with the document to come. */
export const chargePeriod = z.object({
  period,
  documents: z.number().int(),
  /** Of the newest of its documents; null: the one to come. */
  issuedOn: z.string().nullable(),
  /** Status of its documents, in the vendor's words; null where they differ or have none. */
  status: z.string().nullable(),
  /** What is still to be paid of its documents. */
  balance: z.array(z.object({ currency: z.string().nullable(), amount: z.string() })),
  /** Documents of which the lines have not been read yet. */
  unread: z.number().int(),
  sums: z.array(sum),
  readAt: timestamp,
});
export type ChargePeriod = z.infer<typeof chargePeriod>;

const linkRef = z.object({
  id,
  /** The local record; null where the caller may not read its entries. */
  label: z.string().nullable(),
});

/** What is charged for one customer. */
export const clientCharges = z.object({
  /** null: lines that name no customer. */
  customerId: z.string().nullable(),
  label: z.string().nullable(),
  lines: z.number().int(),
  sums: z.array(sum),
  links: z.array(linkRef),
  /** Its subscriptions among the lines, and how many of them have no link; null where subscriptions are not mapped. */
  subscriptions: z.number().int(),
  unlinkedSubscriptions: z.number().int().nullable(),
});
export type ClientCharges = z.infer<typeof clientCharges>;

export const chargeLine = z.object({
  id: z.number().int(),
  description: z.string(),
  sku: z.string().nullable(),
  kind: z.string().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  quantity: z.string().nullable(),
  unitPrice: z.string().nullable(),
  total: z.string().nullable(),
  unitCost: z.string().nullable(),
  cost: z.string().nullable(),
  currency: z.string().nullable(),
  subscriptionId: z.string().nullable(),
  productId: z.string().nullable(),
  /** Of its subscription; null where it has none or subscriptions are not mapped. */
  links: z.array(linkRef).nullable(),
});
export type ChargeLine = z.infer<typeof chargeLine>;

/** `unlinked`: only lines of which the customer, or the mapped subscription, has no confirmed link. */
const selection = { period, unlinked: z.stringbool().default(false) };

/** Periods, newest first, the one to come before all. */
export const listChargePeriods = endpoint({
  method: 'GET',
  path: '/connections/:id/charges/periods',
  permission: 'charges',
  params: idParams,
  response: dataOf(z.array(chargePeriod)),
});
/** Customers of a period, the dearest first. */
export const listClientCharges = endpoint({
  method: 'GET',
  path: '/connections/:id/charges',
  permission: 'charges',
  params: idParams,
  query: z.object({ ...pageQuery, ...selection }),
  response: z.object({
    data: z.array(clientCharges),
    meta: z.object({ pagination, sums: z.array(sum) }),
  }),
});
/** Lines of one customer; without `customerId` those that name none. */
export const listChargeLines = endpoint({
  method: 'GET',
  path: '/connections/:id/charges/lines',
  permission: 'charges',
  params: idParams,
  query: z.object({ ...pageQuery, ...selection, customerId: id.optional() }),
  response: pageOf(chargeLine),
});
export const exportCharges = endpoint({
  method: 'GET',
  path: '/connections/:id/charges/export',
  permission: 'charges',
  params: idParams,
  query: z.object(selection),
  /** text/csv, one row a line */
  response: z.unknown(),
});
/** What is charged for the customer of a link: with the document to come, and in the last month. */
export const linkCharges = endpoint({
  method: 'GET',
  path: '/links/:id/charges',
  permission: 'charges',
  params: idParams,
  response: dataOf(z.array(z.object({ period, lines: z.number().int(), sums: z.array(sum) }))),
});
