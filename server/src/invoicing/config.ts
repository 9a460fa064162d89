import { z } from 'zod';

/** `client.billingAddress.name`: names of attributes, from the record (or the line) on. */
const path = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/, 'names of attributes with dots between them');

const attribute = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_]\w*$/, 'name of an attribute of the record');

/** Vendor ids by name of the connection, as they differ from one to the next. */
const byConnection = z.record(z.string().min(1), z.string().min(1).max(255));

/** Where an invoice comes from: a content type and the paths of what an invoice needs. */
export const invoiceSourceConfig = z.strictObject({
  /** Known by it in the API, e.g. `work-orders`. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes'),
  displayName: z.string().min(1).max(80).optional(),
  contentType: z.string().min(1),
  /** The record's own number; document numbers are made from it. */
  number: path.optional(),
  /** A date or datetime; without it the vendor takes the day of creation. */
  date: path.optional(),
  /** ISO 4217 code; without it the client's currency at the vendor counts. */
  currency: path.optional(),
  memo: path.optional(),
  /** Text above the record's lines, with paths in braces: `Work order {number} of {date}: {title}`. */
  text: z.string().min(1).max(1000).optional(),
  /** Marks the invoice at the vendor as to be printed or e-mailed. */
  delivery: z.enum(['print', 'email']).optional(),
  /** The address that it is e-mailed to, e.g. `client.email`. */
  email: path.optional(),
  terms: byConnection.optional(),
  class: byConnection.optional(),
  /** Only records in these states are billed; `after` is set once the invoice exists. */
  status: z
    .strictObject({
      attribute,
      before: z.array(z.string().min(1)).min(1),
      after: z.string().min(1).optional(),
    })
    .optional(),
  /** Attributes of the record that are written once the invoice exists, through the document service. */
  writeBack: z
    .strictObject({
      number: attribute.optional(),
      externalId: attribute.optional(),
      url: attribute.optional(),
      /** A boolean that is set to true. */
      closed: attribute.optional(),
    })
    .optional(),
  /** `ask`: a price unlike the linked item's has to be answered before the record is billed. */
  prices: z.enum(['ours', 'ask']).default('ours'),
  /** Relation to one record. */
  client: path,
  /** Repeatable component, or relation to many. */
  lines: path,
  /** Paths from a line on. */
  line: z.strictObject({
    quantity: path,
    unitPrice: path,
    description: path.optional(),
    /** The line's own amount; it must be what quantity times price comes to. */
    amount: path.optional(),
    /** Relations to the record that is billed; the first that is set counts. */
    records: z.array(path).min(1),
  }),
});
export type InvoiceSourceConfig = z.infer<typeof invoiceSourceConfig>;

/**
 * What stands in for records of a content type that have no link of their own, in this order: the records that
 * `parents` lead to (head office, group), then the default of the connection. Without it they are blocked.
 */
export const fallbackConfig = z.strictObject({
  /** Left out: lines that refer to no record. */
  contentType: z.string().min(1).optional(),
  /** Relations to one record, followed from the record on and again from there. */
  parents: z.array(path).max(5).default([]),
  /** Vendor id of the record that stands in, by name of the connection. */
  defaults: byConnection.default({}),
});
export type FallbackConfig = z.infer<typeof fallbackConfig>;

export const invoicingConfig = z.strictObject({
  fallbacks: z
    .array(fallbackConfig)
    .default([])
    .refine((list) => new Set(list.map(({ contentType }) => contentType)).size === list.length, {
      message: 'two fallbacks are for the same content type',
    }),
  sources: z
    .array(invoiceSourceConfig)
    .refine((sources) => new Set(sources.map(({ name }) => name)).size === sources.length, {
      message: 'two sources have the same name',
    }),
});
export type InvoicingConfig = z.infer<typeof invoicingConfig>;
