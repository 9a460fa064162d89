import { z } from 'zod';
import { batchAct, batchFilter } from './batches';
import { dataOf, id, idParams, pageOf, pageQuery, timestamp, words } from './common';
import { endpoint, type ResponseOf } from './endpoint';
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
  'tax_missing',
  'price_differs',
  'too_long',
  'email_missing',
  'wrong_status',
  'not_creditable',
]);
export type ReasonKind = z.infer<typeof reasonKind>;

export const recordRef = z.object({ contentType: z.string(), id, locale: z.string(), label: z.string() });

/** One thing that stops an invoice. */
export const blockReason = z.object({
  kind: reasonKind,
  /** 1-based; null when it is about the client or the whole invoice. */
  line: z.number().int().nullable(),
  /** Path of the attribute that it is about, as the source declares it; null where it is about no single one. */
  field: z.string().nullable(),
  /** In words: `Line 3: rate Project manager has no item`. */
  message: z.string(),
  words: words.optional(),
  /** The local record it is about. */
  record: recordRef.nullable(),
  /** The act that mends it; null when it is mended in the record itself. */
  fix: z
    .object({
      act: z.enum([
        'link',
        'review',
        'relink',
        'reconnect',
        'finish_setup',
        'edit_record',
        'set_up_mapping',
        /** Mended in the external system; `url` is the record's page there. Then check again. */
        'edit_external',
        'answer_price',
        'open_settings',
      ]),
      mappingId: id.nullable(),
      linkId: id.nullable(),
      url: z.string().nullable(),
    })
    .nullable(),
});
export type BlockReason = z.infer<typeof blockReason>;

/** What a client or line became, and the link it came through. */
export const reference = z.object({
  recordType: z.string(),
  externalId: z.string(),
  label: z.string(),
  /** Null where a default of the site stands in, which needs no link. */
  linkId: id.nullable(),
  /** The record's own link, that of its parent or group, or the default of its kind. */
  through: z.enum(['record', 'parent', 'default']),
  /** The parent whose link it is; null unless `through` is `parent`. */
  parent: recordRef.nullable(),
});
export type Reference = z.infer<typeof reference>;

export const resolvedLine = z.object({
  line: z.number().int(),
  description: z.string(),
  record: recordRef.nullable(),
  quantity: decimal,
  unitPrice: decimal,
  /** round half up (quantity × unit price, 2). */
  amount: decimal,
  reference: reference.nullable(),
  /** Text that stands above the line on the invoice; empty for most lines. */
  heading: z.string(),
  /** Where our price is not the item's: both, and what was answered. Null: they agree, or the source does not ask. */
  price: z.object({ ours: decimal, theirs: decimal, answer: z.enum(['ours', 'theirs']).nullable() }).nullable(),
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
  /** How the customer gets it: marked to be printed or e-mailed at the vendor, or neither. */
  delivery: z.enum(['print', 'email']).nullable(),
  email: z.string().nullable(),
  /** Vendor ids of payment terms and class. */
  terms: z.string().nullable(),
  class: z.string().nullable(),
  connectionId: id,
  client: z.object({
    record: recordRef.nullable(),
    reference: reference.nullable(),
  }),
  lines: z.array(resolvedLine),
  total: decimal,
  currency: z.string().nullable(),
  ready: z.boolean(),
  reasons: z.array(blockReason),
});
export type PreflightResult = z.infer<typeof preflightResult>;

/**
 * planned: stored, not sent. sending: a request is or was under way. checking: the answer was lost, the vendor is asked.
 * cancelled: given up before anything was sent.
 */
export const invoiceState = z.enum(['planned', 'sending', 'checking', 'created', 'failed', 'cancelled']);
export type InvoiceState = z.infer<typeof invoiceState>;

/** A record that an invoice bills; several of one client may share an invoice. */
export const invoicedRecord = z.object({
  contentType: z.string(),
  id,
  locale: z.string(),
  number: z.string(),
  /** Whether status and numbers were written to the record; null where the source asks for neither. */
  writtenBack: z.boolean().nullable(),
});

/** An invoice, or a credit note that gives back all of one or a part. Both are made and kept alike. */
export const documentKind = z.enum(['invoice', 'credit_note']);

export const invoice = z.object({
  id,
  kind: documentKind,
  /** Of a credit note: the invoice that it credits. */
  creditOf: id.nullable(),
  connectionId: id,
  source: z.string(),
  contentType: z.string(),
  recordId: id,
  locale: z.string(),
  recordNumber: z.string(),
  /** All that it bills; the first is `recordId`. */
  records: z.array(invoicedRecord),
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
  words: words.optional(),
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
  problemWords: words.optional(),
});
export type InvoiceSource = z.infer<typeof invoiceSource>;

export const listInvoiceSources = endpoint({
  method: 'GET',
  path: '/invoices/sources',
  permission: 'read',
  response: dataOf(
    z.object({
      sources: z.array(invoiceSource),
      /** `creditNotes`: whether credit notes can be made there, too. */
      connections: z.array(z.object({ id, name: z.string(), state: z.string(), creditNotes: z.boolean() })),
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
        /** What is ready and what is blocked, by currency; null: none is known. The greatest amount first. */
        values: z.array(z.object({ currency: z.string().nullable(), ready: decimal, blocked: decimal })),
      }),
    }),
  }),
});
export type DraftCounts = ResponseOf<typeof listDrafts>['meta']['counts'];
export type DraftValue = DraftCounts['values'][number];
export const listInvoices = endpoint({
  method: 'GET',
  path: '/invoices',
  permission: 'read',
  query: z.object({
    ...pageQuery,
    connectionId: id.optional(),
    kind: documentKind.optional(),
    /** Credit notes of this invoice. */
    creditOf: id.optional(),
    search: z.string().trim().max(200).optional(),
  }),
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
export const generateRequest = z.strictObject({
  ...invoiceRequest.shape,
  /** `client`: records of one client and currency go on one invoice. */
  grouping: z.enum(['each', 'client']).default('each'),
});
export const preflightInvoices = endpoint({
  method: 'POST',
  path: '/invoices/preflight',
  permission: 'read',
  body: invoiceRequest,
  response: dataOf(z.array(preflightResult)),
});
/** Starts a run that creates one invoice per record or client; blocked records are refused with 422 and their reasons before anything starts. */
export const generateInvoices = endpoint({
  method: 'POST',
  path: '/invoices/generate',
  permission: 'invoice',
  body: generateRequest,
  response: dataOf(z.object({ run, invoices: z.array(invoice) })),
});

/**
 * Answers "our price is not the item's" for one record's lines or for all lines with the same record, item and pair of
 * prices. `update_ours` writes the item's price to the local record, then takes it. Writing ours to the item is an act
 * of the connector that updates external records, not of invoicing.
 */
export const answerPrice = endpoint({
  method: 'POST',
  path: '/invoices/prices',
  permission: 'invoice',
  body: z.strictObject({
    source: z.string().min(1),
    connectionId: id,
    id,
    line: z.number().int().min(1),
    answer: z.enum(['ours', 'theirs', 'update_ours']),
    all: z.boolean().default(false),
  }),
  response: dataOf(preflightResult),
});

/** What changes of links would do to invoices; `externalId` null: the link is removed. */
export const linkImpact = endpoint({
  method: 'POST',
  path: '/invoices/impact',
  permission: 'read',
  body: z
    .strictObject({
      changes: z
        .array(
          z.strictObject({
            mappingId: id,
            localId: id,
            locale: z.string().max(32).default(''),
            externalId: z.string().min(1).max(255).nullable(),
            /** Of a removal: whether the link or, as by rejecting it, the proposal goes. */
            removes: z.enum(['confirmed', 'proposed']).default('confirmed'),
          }),
        )
        .min(1)
        .max(200)
        .optional(),
      /** Instead: what confirming all proposals of this connection would do, however many there are. */
      proposalsOf: id.optional(),
      /** Instead: what one act on every link that a filter shows would do. */
      batch: z.strictObject({ act: batchAct, filter: batchFilter }).optional(),
    })
    .refine(
      (body) => [body.changes, body.proposalsOf, body.batch].filter((asked) => asked !== undefined).length === 1,
      {
        path: ['changes'],
        message: 'name changes, the connection whose proposals are meant, or a batch: one of them',
      },
    ),
  response: dataOf(
    z.object({
      drafts: z.object({
        /** Those that the change makes different; their amounts and how many it frees or blocks. */
        count: z.number().int(),
        total: decimal,
        becomeReady: z.number().int(),
        becomeBlocked: z.number().int(),
        /** At most 50. */
        items: z.array(
          z.object({
            source: z.string(),
            id,
            number: z.string(),
            total: decimal,
            currency: z.string().nullable(),
            readyBefore: z.boolean(),
            readyAfter: z.boolean(),
            /** Line null: the client. Before and after: name and id there, null: nothing. */
            parts: z.array(
              z.object({
                line: z.number().int().nullable(),
                label: z.string(),
                before: z.string().nullable(),
                after: z.string().nullable(),
              }),
            ),
          }),
        ),
      }),
      /** Invoices made from such records. They keep the resolution they were made with. */
      issued: z.object({
        count: z.number().int(),
        items: z.array(
          z.object({
            id,
            number: z.string().nullable(),
            recordNumber: z.string(),
            state: invoiceState,
            total: decimal,
            currency: z.string().nullable(),
          }),
        ),
      }),
      /** More than 500 records refer to these; only the newest were looked at. */
      truncated: z.boolean(),
    }),
  ),
});
export type LinkImpact = ResponseOf<typeof linkImpact>['data'];

/** Ready invoices as CSV, one row a line, for systems that Crosswalk cannot create invoices in. */
export const exportInvoices = endpoint({
  method: 'GET',
  path: '/invoices/export',
  permission: 'invoice',
  query: z.object({ source: z.string().min(1), connectionId: id }),
  /** text/csv */
  response: z.unknown(),
});
