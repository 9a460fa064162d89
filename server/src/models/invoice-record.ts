import type { Model } from '@strapi/database';
import { increments, requiredInteger, requiredString, string, text } from './columns';

/** Which records an invoice bills: one row each, so that several can share an invoice and none has two. */
export const invoiceRecord: Model = {
  uid: 'plugin::crosswalk.invoice-record',
  tableName: 'crosswalk_invoice_records',
  singularName: 'invoice-record',
  attributes: {
    id: increments,
    /** documentId of the invoice. */
    invoiceId: requiredString(),
    /** connection, content type, documentId and locale; null once the invoice has failed: the record is free again. */
    recordKey: string(),
    contentType: requiredString(),
    recordId: requiredString(),
    /** Empty where the content type has no locales. */
    locale: requiredString(),
    number: requiredString(),
    /** 0: to be written to the record, 1: written, 2: the source asks for nothing. */
    written: requiredInteger(),
    /** Why it could not be written yet. */
    message: text(),
  },
  indexes: [
    { name: 'crosswalk_invoice_records_key_uq', columns: ['record_key'], type: 'unique' },
    { name: 'crosswalk_invoice_records_inv_idx', columns: ['invoice_id'] },
    { name: 'crosswalk_invoice_records_due_idx', columns: ['written'] },
  ],
};
