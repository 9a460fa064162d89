import { z } from 'zod';
import type { SentenceValue, Words } from '../utils/sentence';

/** A documentId of Strapi, or an id of one of our own rows; both are opaque to callers. */
export const id = z.string().min(1).max(255);
export const idParams = z.object({ id });

/**
 * Code and values of a sentence of the server (`utils/sentence.ts`), by which the panel words it in the reader's language.
 * Absent where somebody else said it, and in rows of earlier versions: then the text itself is all there is.
 */
export const words: z.ZodType<Words> = z.object({
  code: z.string(),
  values: z.record(z.string(), z.unknown() as z.ZodType<SentenceValue>),
});

/** ISO 8601 in UTC. */
export const timestamp = z.string();

/**
 * What a field means to matching. `address` is the street line; `name` is the display name; `contact` names persons;
 * `category` is a kind, brand or trade; `code` any other number or code that identifies (date of birth, member
 * number); `number` a quantity (weight, strength). Stored as bits in this order: new ones go to the end.
 */
export const fieldRole = z.enum([
  'name',
  'email',
  'phone',
  'domain',
  'taxId',
  'address',
  'city',
  'region',
  'postalCode',
  'country',
  'sku',
  'barcode',
  'price',
  'currency',
  'description',
  'parent',
  'externalKey',
  'contact',
  'category',
  'code',
  'number',
]);
export type FieldRole = z.infer<typeof fieldRole>;

/** Values of one record by role. Prices are decimal strings. */
export const roleValues = z.partialRecord(fieldRole, z.string());
export type RoleValues = z.infer<typeof roleValues>;

export const pageQuery = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
};
export const pagination = z.object({
  page: z.number().int(),
  pageSize: z.number().int(),
  pageCount: z.number().int(),
  total: z.number().int(),
});
export type Pagination = z.infer<typeof pagination>;

/** `{ data }` as Strapi answers. */
export const dataOf = <T extends z.ZodType>(schema: T) => z.object({ data: schema });
/** `{ data: [], meta: { pagination } }` as Strapi answers. */
export const pageOf = <T extends z.ZodType>(schema: T) =>
  z.object({ data: z.array(schema), meta: z.object({ pagination }) });

/** Comma separated list in a query, e.g. `?state=proposed,confirmed`. */
export const csvOf = <const T extends readonly [string, ...string[]]>(options: T) =>
  z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(options)));

export const side = z.enum(['local', 'external']);
export type Side = z.infer<typeof side>;

/** Shown the way a person would name a record: title, a line of detail, its state. */
export const recordCard = z.object({
  /** documentId of a local record, vendor id of an external one. */
  id: z.string(),
  locale: z.string(),
  label: z.string(),
  /** City, SKU, e-mail …: the first telling values, for a second line. */
  detail: z.string(),
  roles: roleValues,
  active: z.boolean(),
  /** Page of the record in the vendor's system or in the Content Manager. */
  url: z.string().nullable(),
});
export type RecordCard = z.infer<typeof recordCard>;
