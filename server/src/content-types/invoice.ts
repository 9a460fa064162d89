import { hidden } from './hidden';

/** One invoice or credit note that was, or is about to be, created at the vendor. */
export const invoice = {
  schema: {
    kind: 'collectionType',
    collectionName: 'crosswalk_invoices',
    info: { singularName: 'invoice', pluralName: 'invoices', displayName: 'Crosswalk invoice' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    indexes: [
      /** Two admins invoicing the same record make one invoice. */
      { name: 'crosswalk_invoices_record_uq', columns: ['record_key'], type: 'unique' },
      { name: 'crosswalk_invoices_request_uq', columns: ['request_id'], type: 'unique' },
      /** Two records never ask for the same document number. */
      { name: 'crosswalk_invoices_number_uq', columns: ['connection_id', 'planned_number'], type: 'unique' },
      { name: 'crosswalk_invoices_credit_idx', columns: ['credit_of'] },
      { name: 'crosswalk_invoices_state_idx', columns: ['connection_id', 'state'] },
    ],
    attributes: {
      /** `invoice` or `credit_note`; null: an invoice of an earlier version. */
      kind: { type: 'string' },
      /** Of a credit note: documentId of the invoice that it credits. */
      creditOf: { type: 'string' },
      connectionId: { type: 'string', required: true },
      source: { type: 'string', required: true },
      contentType: { type: 'string', required: true },
      recordId: { type: 'string', required: true },
      locale: { type: 'string' },
      /** connection, content type, documentId and locale of the invoiced record; of a credit note: invoice and place. */
      recordKey: { type: 'string', required: true, private: true },
      recordNumber: { type: 'string' },
      clientLabel: { type: 'string' },
      state: { type: 'string', required: true },
      /** Idempotency key, stored before the first call. */
      requestId: { type: 'string', required: true, private: true },
      /** Document number that was asked for, stored before the first call. */
      plannedNumber: { type: 'string', required: true, private: true },
      number: { type: 'string' },
      externalId: { type: 'string' },
      url: { type: 'string' },
      /** Decimal text. */
      total: { type: 'string' },
      currency: { type: 'string' },
      resolution: { type: 'json' },
      message: { type: 'text' },
      /** Code and values of that sentence. */
      messageWords: { type: 'json', private: true, searchable: false },
      attempts: { type: 'integer', default: 0 },
      runId: { type: 'integer', private: true },
      requestedBy: { type: 'string' },
      issuedAt: { type: 'datetime' },
    },
  },
} as const;
