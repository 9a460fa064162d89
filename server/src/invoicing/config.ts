import { z } from 'zod';

/** `client.billingAddress.name`: names of attributes, from the record (or the line) on. */
const path = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)*$/, 'names of attributes with dots between them');

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
  /** Relation to one record. */
  client: path,
  /** Repeatable component, or relation to many. */
  lines: path,
  /** Paths from a line on. */
  line: z.strictObject({
    quantity: path,
    unitPrice: path,
    description: path.optional(),
    /** Relations to the record that is billed; the first that is set counts. */
    records: z.array(path).min(1),
  }),
});
export type InvoiceSourceConfig = z.infer<typeof invoiceSourceConfig>;

export const invoicingConfig = z.strictObject({
  sources: z
    .array(invoiceSourceConfig)
    .refine((sources) => new Set(sources.map(({ name }) => name)).size === sources.length, {
      message: 'two sources have the same name',
    }),
});
export type InvoicingConfig = z.infer<typeof invoicingConfig>;
