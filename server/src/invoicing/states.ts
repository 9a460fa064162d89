import type { InvoiceState } from '../contracts/invoices';
import { TABLES } from '../constants';
import { chunksOf, type Database, messageColumns } from '../utils/database';
import { type Said, sentence } from '../utils/sentence';
import { type InvoiceRecordRow, type InvoiceRow, type Row, withRecords, WRITTEN } from './repository';

/*
 * From planned to created or failed, and written back: each step is one statement that holds only while the row is as it
 * was read, so that of two that try the same one does it.
 */

/** States of an invoice whose end is not known yet. */
const OPEN: InvoiceState[] = ['planned', 'sending', 'checking'];
export const isOpen = (state: InvoiceState): boolean => OPEN.includes(state);
const ENDED_RUNS = ['succeeded', 'failed', 'cancelled'];

/** Gives invoices to the run that is to send them. */
export async function assignInvoices(db: Database, ids: readonly string[], runId: number): Promise<void> {
  for (const chunk of chunksOf(ids)) {
    await db(TABLES.invoices)
      .whereIn('document_id', chunk)
      .whereIn('state', OPEN)
      .whereNull('run_id')
      .update({ run_id: runId });
  }
}

/**
 * Invoices that no run works on: their process died before it could queue one, or their run has failed.
 * Those of a cancelled run count only once something was sent.
 */
export async function findStranded(
  db: Database,
  before: Date,
  connectionId?: string,
): Promise<{ id: string; connectionId: string }[]> {
  const ended = (states: string[]) => db(TABLES.runs).select('id').whereIn('state', states);
  const rows: { document_id: string; connection_id: string }[] = await db(TABLES.invoices)
    .whereIn('state', OPEN)
    .where((query) => {
      if (connectionId) void query.where({ connection_id: connectionId });
    })
    .where((query) => {
      void query
        .where((left) => void left.whereNull('run_id').where('created_at', '<', before))
        .orWhereIn('run_id', ended(['failed', 'succeeded']))
        .orWhere((sent) => void sent.whereIn('state', ['sending', 'checking']).whereIn('run_id', ended(['cancelled'])));
    })
    .select('document_id', 'connection_id');
  return rows.map((row) => ({ id: row.document_id, connectionId: row.connection_id }));
}

/** Takes stranded invoices from the runs that have ended, so that another run can have them. */
export async function detachInvoices(db: Database, ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids)) {
    await db(TABLES.invoices)
      .whereIn('document_id', chunk)
      .whereIn('state', OPEN)
      .whereIn('run_id', db(TABLES.runs).select('id').whereIn('state', ENDED_RUNS))
      .update({ run_id: null });
  }
}

/** Frees the records of invoices whose run was cancelled before anything was sent. */
export async function releaseCancelled(db: Database): Promise<void> {
  const rows = (await db(TABLES.invoices)
    .where({ state: 'planned' })
    .whereIn('run_id', db(TABLES.runs).select('id').where({ state: 'cancelled' }))) as Row[];
  for (const row of await withRecords(db, rows)) {
    await failInvoice(db, row, sentence('invoicing.cancelledBefore', 'Cancelled before anything was sent'), {
      state: 'cancelled',
    });
  }
}

/**
 * Takes an invoice for one attempt. `attempts` is its version: whoever read the same one and comes second
 * gets false, and so does an attempt that was overtaken and reports late.
 */
export async function takeInvoice(db: Database, invoice: InvoiceRow, state: InvoiceState): Promise<boolean> {
  const changed = await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts, state: invoice.state })
    .update({ state, attempts: invoice.attempts + 1, ...messageColumns(null), updated_at: new Date() });
  return changed === 1;
}

/** The answer to a request was lost: the vendor must be asked before anything is sent again. */
export async function markChecking(db: Database, invoice: InvoiceRow, why: Said): Promise<boolean> {
  const changed = await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts })
    .whereIn('state', ['sending', 'checking'])
    .update({ state: 'checking', ...messageColumns(why), updated_at: new Date() });
  return changed === 1;
}

export async function markCreated(
  db: Database,
  invoice: InvoiceRow,
  receipt: { externalId: string; number: string; url: string | null },
): Promise<boolean> {
  const now = new Date();
  const changed = await db(TABLES.invoices)
    .where({ id: invoice.rowId })
    .whereIn('state', ['sending', 'checking'])
    .update({
      state: 'created',
      external_id: receipt.externalId,
      number: receipt.number,
      url: receipt.url,
      ...messageColumns(null),
      issued_at: now,
      updated_at: now,
    });
  return changed === 1;
}

/**
 * The invoice surely does not exist: its record and its number are free again, the row stays as history.
 * With `numberTaken` the row keeps the number, so that it is not planned again. `cancelled`: somebody wanted it so.
 */
export async function failInvoice(
  db: Database,
  invoice: InvoiceRow,
  why: Said,
  { state = 'failed', numberTaken = false }: { state?: 'failed' | 'cancelled'; numberTaken?: boolean } = {},
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const changed = await trx(TABLES.invoices)
      .where({ id: invoice.rowId, attempts: invoice.attempts, record_key: invoice.recordKey })
      .whereIn('state', OPEN)
      .update({
        state,
        ...messageColumns(why),
        record_key: `${invoice.recordKey}#failed-${invoice.rowId}`,
        ...(numberTaken ? {} : { planned_number: `${invoice.plannedNumber}#failed-${invoice.rowId}` }),
        updated_at: new Date(),
      });
    if (changed === 1) await trx(TABLES.invoiceRecords).where({ invoice_id: invoice.id }).update({ record_key: null });
    return changed === 1;
  });
}

/** Created invoices whose records have not been written to yet. */
export async function findUnwritten(db: Database, connectionId?: string): Promise<InvoiceRow[]> {
  const rows = (await db(TABLES.invoices)
    .where({ state: 'created', ...(connectionId ? { connection_id: connectionId } : {}) })
    .whereIn('document_id', db(TABLES.invoiceRecords).select('invoice_id').where({ written: WRITTEN.due }))
    .orderBy('id')) as Row[];
  return withRecords(db, rows);
}

export async function markWritten(db: Database, record: InvoiceRecordRow): Promise<void> {
  await db(TABLES.invoiceRecords).where({ id: record.rowId }).update({ written: WRITTEN.done, message: null });
}

/** It is tried again when invoicing next recovers what was left. */
export async function noteUnwritten(db: Database, record: InvoiceRecordRow, message: string): Promise<void> {
  await db(TABLES.invoiceRecords).where({ id: record.rowId }).update({ message });
}

/** Says on an open invoice why it is not sent yet. */
export async function noteInvoice(db: Database, invoice: InvoiceRow, why: Said): Promise<void> {
  await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts })
    .whereIn('state', OPEN)
    .update(messageColumns(why));
}
