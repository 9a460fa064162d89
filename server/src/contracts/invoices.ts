import { z } from 'zod';
import { dataOf, id, idParams, pageOf, pageQuery, timestamp } from './common';
import { endpoint } from './endpoint';
import { run } from './runs';

/** Decimal as text, e.g. `528.00`. */
export const decimal = z.string();

export const reasonKind = z.enum([
  'client_missing',
  'client_unlinked',
  'line_record_missing',
  'line_unlinked',
  'needs_attention',
  'no_mapping',
  'no_lines',
  'bad_amount',
  'currency_mismatch',
  'not_sellable',
  'connection_not_live',
  'connection_expired',
]);
export type ReasonKind = z.infer<typeof reasonKind>;

/** One thing that stops an invoice. */
export const blockReason = z.object({
  kind: reasonKind,
  /** 1-based; null when it is about the client or the whole invoice. */
  line: z.number().int().nullable(),
  /** In words: `Line 3: rate Project manager has no item`. */
  message: z.string(),
  /** The local record it is about. */
  record: z.object({ contentType: z.string(), id, locale: z.string(), label: z.string() }).nullable(),
  /** The act that mends it; null when it is mended in the record itself. */
  fix: z
    .object({
      act: z.enum(['link', 'review', 'relink', 'reconnect', 'finish_setup', 'edit_record', 'set_up_mapping']),
      mappingId: id.nullable(),
      linkId: id.nullable(),
    })
    .nullable(),
});
export type BlockReason = z.infer<typeof blockReason>;

/** What a client or line became, and the link it came through. */
export const reference = z.object({ recordType: z.string(), externalId: z.string(), label: z.string(), linkId: id });
export type Reference = z.infer<typeof reference>;

export const resolvedLine = z.object({
  line: z.number().int(),
  description: z.string(),
  record: z.object({ contentType: z.string(), id, locale: z.string(), label: z.string() }).nullable(),
  quantity: decimal,
  unitPrice: decimal,
  /** round half up (quantity × unit price, 2). */
  amount: decimal,
  reference: reference.nullable(),
});
export type ResolvedLine = z.infer<typeof resolvedLine>;

export const preflightResult = z.object({
  source: z.string(),
  contentType: z.string(),
  id,
  locale: z.string(),
  number: z.string(),
  date: z.string().nullable(),
  /** Note on the invoice; empty where the source declares none. */
  memo: z.string(),
  connectionId: id,
  client: z.object({
    record: z.object({ contentType: z.string(), id, locale: z.string(), label: z.string() }).nullable(),
    reference: reference.nullable(),
  }),
  lines: z.array(resolvedLine),
  total: decimal,
  currency: z.string().nullable(),
  ready: z.boolean(),
  reasons: z.array(blockReason),
});
export type PreflightResult = z.infer<typeof preflightResult>;

/** planned: stored, not sent. sending: a request is or was under way. checking: the answer was lost, the vendor is asked. */
export const invoiceState = z.enum(['planned', 'sending', 'checking', 'created', 'failed']);
export type InvoiceState = z.infer<typeof invoiceState>;

export const invoice = z.object({
  id,
  connectionId: id,
  source: z.string(),
  contentType: z.string(),
  recordId: id,
  locale: z.string(),
  recordNumber: z.string(),
  clientLabel: z.string(),
  state: invoiceState,
  /** Document number at the vendor. */
  number: z.string().nullable(),
  externalId: z.string().nullable(),
  url: z.string().nullable(),
  total: decimal,
  currency: z.string().nullable(),
  /** The resolution it was made with; never changes again. */
  resolution: preflightResult,
  /** Vendor's text and request id when it failed. */
  message: z.string().nullable(),
  attempts: z.number().int(),
  createdBy: z.string(),
  createdAt: timestamp,
  issuedAt: timestamp.nullable(),
});
export type Invoice = z.infer<typeof invoice>;

export const invoiceSource = z.object({
  name: z.string(),
  displayName: z.string(),
  contentType: z.string(),
  /** Why it cannot be used (a path that leads nowhere …), in words; null when all is well. */
  problem: z.string().nullable(),
});
export type InvoiceSource = z.infer<typeof invoiceSource>;

export const listInvoiceSources = endpoint({
  method: 'GET',
  path: '/invoices/sources',
  permission: 'read',
  response: dataOf(
    z.object({
      sources: z.array(invoiceSource),
      connections: z.array(z.object({ id, name: z.string(), state: z.string() })),
    }),
  ),
});
/** Records that have no invoice yet, each ready or with every reason why not. */
export const listDrafts = endpoint({
  method: 'GET',
  path: '/invoices/drafts',
  permission: 'read',
  query: z.object({
    ...pageQuery,
    source: z.string(),
    connectionId: id,
    status: z.enum(['ready', 'blocked']),
    search: z.string().trim().max(200).optional(),
  }),
  response: z.object({
    data: z.array(preflightResult),
    meta: z.object({
      pagination: z.object({ page: z.number(), pageSize: z.number(), pageCount: z.number(), total: z.number() }),
      counts: z.object({
        ready: z.number().int(),
        blocked: z.number().int(),
        created: z.number().int(),
        readyTotal: decimal,
        blockedTotal: decimal,
      }),
    }),
  }),
});
export const listInvoices = endpoint({
  method: 'GET',
  path: '/invoices',
  permission: 'read',
  query: z.object({ ...pageQuery, connectionId: id.optional(), search: z.string().trim().max(200).optional() }),
  response: pageOf(invoice),
});
export const getInvoice = endpoint({
  method: 'GET',
  path: '/invoices/:id',
  permission: 'read',
  params: idParams,
  response: dataOf(invoice),
});

export const invoiceRequest = z.strictObject({
  source: z.string().min(1),
  connectionId: id,
  /** documentIds of the source's records. */
  ids: z.array(id).min(1).max(1000),
});
export const preflightInvoices = endpoint({
  method: 'POST',
  path: '/invoices/preflight',
  permission: 'read',
  body: invoiceRequest,
  response: dataOf(z.array(preflightResult)),
});
/** Starts a run that creates one invoice per record; blocked records are refused with 422 and their reasons before anything starts. */
export const generateInvoices = endpoint({
  method: 'POST',
  path: '/invoices/generate',
  permission: 'invoice',
  body: invoiceRequest,
  response: dataOf(z.object({ run, invoices: z.array(invoice) })),
});
