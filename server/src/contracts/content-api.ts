import { z } from 'zod';
import { dataOf, id, timestamp } from './common';
import { createCreditNote, previewCreditNote } from './credit-notes';
import { endpoint } from './endpoint';
import {
  blockReason,
  generateRequest,
  getInvoice,
  invoice,
  invoiceRequest,
  listInvoices,
  preflightResult,
  reasonKind,
  reference,
} from './invoices';
import { attentionKind, linkOrigin, linkState, rejectReason } from './links';
import { run } from './runs';

/**
 * What other systems use: `/api/crosswalk/…`, with API tokens or users' permissions. Access is Strapi's own scope
 * of each route's handler (`plugin::crosswalk.link.find` …); the `permission` of these endpoints is not asked for.
 */

const contentType = z.string().min(1).max(255);

/** A link as the content API shows it: the public attributes of `plugin::crosswalk.link`. */
export const apiLink = z.object({
  documentId: id,
  connectionId: id,
  mappingId: id,
  recordType: z.string(),
  contentType,
  /** documentId of the entry. */
  localId: id,
  localLocale: z.string().nullable(),
  localLabel: z.string().nullable(),
  externalId: z.string(),
  externalLabel: z.string().nullable(),
  state: linkState,
  origin: linkOrigin,
  score: z.number().nullable(),
  attention: attentionKind.nullable(),
  reason: rejectReason.nullable(),
  proposedAt: timestamp.nullable(),
  decidedAt: timestamp.nullable(),
  decidedBy: z.string().nullable(),
});

/** As Strapi's own find: checked by Strapi against the link's attributes. */
export const linkQuery = {
  filters: z.record(z.string(), z.unknown()).optional(),
  sort: z.union([z.string(), z.array(z.string())]).optional(),
  fields: z.union([z.string(), z.array(z.string())]).optional(),
  pagination: z
    .object({
      page: z.coerce.number().int().min(1).optional(),
      pageSize: z.coerce.number().int().min(1).optional(),
      start: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().optional(),
      withCount: z.union([z.boolean(), z.string()]).optional(),
    })
    .optional(),
};

export const findApiLinks = endpoint({
  method: 'GET',
  path: '/links',
  permission: 'read',
  query: z.looseObject(linkQuery),
  response: z.object({
    data: z.array(apiLink.partial()),
    meta: z.object({
      pagination: z.object({
        page: z.number().int().optional(),
        pageSize: z.number().int().optional(),
        pageCount: z.number().int().optional(),
        start: z.number().int().optional(),
        limit: z.number().int().optional(),
        total: z.number().int().optional(),
      }),
    }),
  }),
});
export const findApiLink = endpoint({
  method: 'GET',
  path: '/links/:documentId',
  permission: 'read',
  params: z.object({ documentId: id }),
  query: z.looseObject({ fields: linkQuery.fields }),
  response: z.object({ data: apiLink.partial(), meta: z.object({}) }),
});

/** What an entry is at a connection. */
export const apiReference = z.object({
  /** documentId of the connection. */
  connection: id,
  recordType: z.string(),
  externalId: z.string(),
  label: z.string(),
  /** Null where a default of the site stands in. */
  linkId: id.nullable(),
  through: reference.shape.through,
  parent: reference.shape.parent,
});

const asOf = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .optional()
  .describe(
    'as the links were then, e.g. at the date of the invoice that a credit note is for; a date means its end, UTC',
  );

const resolution = z.object({
  connection: z.object({ id, name: z.string() }),
  record: z.object({ contentType, id, locale: z.string(), label: z.string() }),
  reference: apiReference.nullable(),
  /** Why there is no reference; null when there is one. */
  reason: blockReason.extend({ kind: z.enum([...reasonKind.options, 'unlinked']) }).nullable(),
  /** When the link held; only with `asOf`. `to` null: it still does. */
  period: z.object({ from: timestamp.nullable(), to: timestamp.nullable() }).nullable(),
});

export const resolveRecord = endpoint({
  method: 'GET',
  path: '/resolve',
  permission: 'read',
  query: z.strictObject({
    contentType: contentType.describe('uid, e.g. api::client.client'),
    documentId: id,
    connection: id.optional().describe('documentId; may be left out where one live connection maps the content type'),
    recordType: z.string().min(1).max(64).optional().describe('where the content type is mapped to several'),
    locale: z.string().min(1).max(32).optional(),
    asOf,
  }),
  response: dataOf(resolution),
});
/** Client and lines of an invoice at once: answers in the order of `records`, which are named by their documentIds. */
export const resolveRecords = endpoint({
  method: 'POST',
  path: '/resolve',
  permission: 'read',
  body: z.strictObject({
    connection: id.describe('documentId'),
    records: z
      .array(
        z.strictObject({
          contentType,
          documentId: id,
          recordType: z.string().min(1).max(64).optional(),
          locale: z.string().min(1).max(32).optional(),
        }),
      )
      .min(1)
      .max(1000),
    asOf,
  }),
  response: dataOf(z.array(resolution)),
});

export const findApiInvoices = endpoint({
  method: 'GET',
  path: '/invoices',
  permission: 'read',
  query: listInvoices.query,
  response: listInvoices.response,
});
export const findApiInvoice = endpoint({
  method: 'GET',
  path: '/invoices/:id',
  permission: 'read',
  params: getInvoice.params,
  response: getInvoice.response,
});
export const preflightApiInvoices = endpoint({
  method: 'POST',
  path: '/invoices/preflight',
  permission: 'read',
  body: invoiceRequest,
  response: dataOf(z.array(preflightResult)),
});
/** Answers 202: the invoices are stored, a run creates them. Header `Idempotency-Key`: the same key gets the same answer. */
export const createApiInvoices = endpoint({
  method: 'POST',
  path: '/invoices',
  permission: 'invoice',
  body: generateRequest,
  response: dataOf(z.object({ run, invoices: z.array(invoice) })),
});

export const previewApiCreditNote = endpoint({
  method: 'POST',
  path: '/invoices/:id/credit-notes/preview',
  permission: 'read',
  params: previewCreditNote.params,
  body: previewCreditNote.body,
  response: previewCreditNote.response,
});
/** Answers 202: the credit note is stored, a run creates it. Header `Idempotency-Key`: the same key gets the same answer. */
export const createApiCreditNote = endpoint({
  method: 'POST',
  path: '/invoices/:id/credit-notes',
  permission: 'invoice',
  params: createCreditNote.params,
  body: createCreditNote.body,
  response: createCreditNote.response,
});

/** What `?crosswalk=true` adds to each entry of a users' content type. */
export const entryReference = z.object({
  connection: id,
  connectionName: z.string(),
  connectionState: z.enum(['draft', 'setup', 'live', 'expired']),
  recordType: z.string(),
  externalId: z.string(),
  label: z.string(),
  linkId: id,
  /** Why the link cannot be trusted now. */
  attention: attentionKind.nullable(),
  /** Active at the vendor when it was synced last. */
  active: z.boolean(),
});
export type EntryReference = z.infer<typeof entryReference>;
