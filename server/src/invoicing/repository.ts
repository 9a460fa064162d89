import type { DocumentKind } from '../connectors/contract';
import type { Invoice, InvoiceState, PreflightResult } from '../contracts/invoices';
import { TABLES } from '../constants';
import {
  chunksOf,
  type Database,
  entryColumns,
  fromJson,
  likePattern,
  messageColumns,
  messageOf,
  toCount,
  toTimestamp,
} from '../utils/database';
import { type Said, sentence } from '../utils/sentence';

/** Whether status and numbers were written to a record. */
export const WRITTEN = { due: 0, done: 1, none: 2 } as const;

export interface InvoiceRecordRow {
  rowId: number;
  /** Null once the invoice has failed. */
  key: string | null;
  contentType: string;
  id: string;
  locale: string;
  number: string;
  written: number;
}

/** An invoice with what only the sender needs. */
export interface InvoiceRow extends Omit<Invoice, 'records'> {
  records: InvoiceRecordRow[];
  rowId: number;
  recordKey: string;
  requestId: string;
  plannedNumber: string;
  runId: number | null;
}

type Row = Record<string, unknown>;

const nullable = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const fromRow = (row: Row): InvoiceRow => ({
  records: [],
  rowId: Number(row.id),
  id: String(row.document_id),
  kind: row.kind === 'credit_note' ? 'credit_note' : 'invoice',
  creditOf: nullable(row.credit_of),
  connectionId: String(row.connection_id),
  source: String(row.source),
  contentType: String(row.content_type),
  recordId: String(row.record_id),
  locale: nullable(row.locale) ?? '',
  recordNumber: nullable(row.record_number) ?? '',
  clientLabel: nullable(row.client_label) ?? '',
  state: row.state as InvoiceState,
  number: nullable(row.number),
  externalId: nullable(row.external_id),
  url: nullable(row.url),
  total: nullable(row.total) ?? '0.00',
  currency: nullable(row.currency),
  resolution: fromJson<PreflightResult>(row.resolution, {} as PreflightResult),
  ...messageOf(row),
  attempts: Number(row.attempts ?? 0),
  createdBy: nullable(row.requested_by) ?? '',
  createdAt: toTimestamp(row.created_at) ?? '',
  issuedAt: toTimestamp(row.issued_at),
  recordKey: String(row.record_key),
  requestId: String(row.request_id),
  plannedNumber: String(row.planned_number),
  runId: row.run_id === null || row.run_id === undefined ? null : Number(row.run_id),
});

/** The part that callers see. */
export function toInvoice({
  rowId: _rowId,
  recordKey: _key,
  requestId: _request,
  plannedNumber: _planned,
  runId: _run,
  records,
  ...invoice
}: InvoiceRow): Invoice {
  return {
    ...invoice,
    records: records.map(({ contentType, id, locale, number, written }) => ({
      contentType,
      id,
      locale,
      number,
      writtenBack: written === WRITTEN.none ? null : written === WRITTEN.done,
    })),
  };
}

/** Gives invoices their records: one statement for a few hundred. */
async function withRecords(db: Database, rows: Row[]): Promise<InvoiceRow[]> {
  const invoices = new Map(rows.map((row) => [String(row.document_id), fromRow(row)]));
  for (const ids of chunksOf([...invoices.keys()])) {
    const records = (await db(TABLES.invoiceRecords).whereIn('invoice_id', ids).orderBy('id')) as Row[];
    for (const row of records) {
      invoices.get(String(row.invoice_id))?.records.push({
        rowId: Number(row.id),
        key: nullable(row.record_key),
        contentType: String(row.content_type),
        id: String(row.record_id),
        locale: nullable(row.locale) ?? '',
        number: nullable(row.number) ?? '',
        written: Number(row.written),
      });
    }
  }
  return [...invoices.values()];
}

/** Names a record of a source, for one connection. */
export type RecordName = Pick<PreflightResult, 'connectionId' | 'contentType' | 'id' | 'locale' | 'number'>;

export interface PlannedInvoice {
  /** What the invoice or credit note says. */
  result: PreflightResult;
  /** Its records; one, or several of a client. */
  members: readonly RecordName[];
  /** Of a credit note: the invoice that it credits. Its records stay with that invoice. */
  creditOf?: string;
  /** Whether the records are written to once the invoice exists. */
  writesBack: boolean;
  /** Of the first member; of a credit note: its place among those of its invoice. */
  recordKey: string;
  requestId: string;
  plannedNumber: string;
}

export const recordKeyOf = (record: {
  connectionId: string;
  contentType: string;
  id: string;
  locale: string;
}): string => `${record.connectionId}:${record.contentType}:${record.id}:${record.locale}`;

/** Stores invoices before anything is sent. Breaks the unique index where a record is invoiced already. */
export async function insertInvoices(
  db: Database,
  planned: readonly PlannedInvoice[],
  requestedBy: string,
): Promise<void> {
  const now = new Date();
  const entries = new Map(planned.map((invoice) => [invoice, entryColumns(now)]));
  for (const chunk of chunksOf(planned, 100)) {
    await db(TABLES.invoices).insert(
      chunk.map(({ result, creditOf, recordKey, requestId, plannedNumber }, index) => ({
        ...entries.get(chunk[index] as PlannedInvoice),
        kind: creditOf === undefined ? 'invoice' : 'credit_note',
        credit_of: creditOf ?? null,
        connection_id: result.connectionId,
        source: result.source,
        content_type: result.contentType,
        record_id: result.id,
        locale: result.locale,
        record_key: recordKey,
        record_number: result.number.slice(0, 255),
        client_label: (result.client.record?.label ?? '').slice(0, 255),
        state: 'planned',
        request_id: requestId,
        planned_number: plannedNumber,
        total: result.total,
        currency: result.currency,
        resolution: JSON.stringify(result),
        attempts: 0,
        requested_by: requestedBy,
      })),
    );
  }
  const records = planned.flatMap((invoice) =>
    invoice.members.map((member) => ({
      invoice_id: entries.get(invoice)?.document_id,
      record_key: invoice.creditOf === undefined ? recordKeyOf(member) : null,
      content_type: member.contentType,
      record_id: member.id,
      locale: member.locale,
      number: member.number.slice(0, 255),
      written: invoice.writesBack ? WRITTEN.due : WRITTEN.none,
    })),
  );
  for (const chunk of chunksOf(records, 100)) await db(TABLES.invoiceRecords).insert(chunk);
}

/** Invoices of versions that had no table of records: each billed the one that its row names. */
export async function addMissingRecords(db: Database): Promise<void> {
  const rows = (await db({ i: TABLES.invoices })
    .whereNotExists((query) => {
      void query
        .select(db.raw('1'))
        .from({ r: TABLES.invoiceRecords })
        .whereRaw('?? = ??', ['r.invoice_id', 'i.document_id']);
    })
    .select(
      'i.document_id',
      'i.record_key',
      'i.content_type',
      'i.record_id',
      'i.locale',
      'i.record_number',
      'i.state',
    )) as Row[];
  for (const chunk of chunksOf(rows, 100)) {
    await db(TABLES.invoiceRecords).insert(
      chunk.map((row) => ({
        invoice_id: row.document_id,
        record_key: row.state === 'failed' || row.state === 'cancelled' ? null : row.record_key,
        content_type: row.content_type,
        record_id: row.record_id,
        locale: row.locale ?? '',
        number: row.record_number ?? '',
        written: WRITTEN.none,
      })),
    );
  }
}

async function findBy(db: Database, column: string, values: readonly string[]): Promise<InvoiceRow[]> {
  const rows: Row[] = [];
  for (const chunk of chunksOf(values))
    rows.push(...((await db(TABLES.invoices).whereIn(column, chunk).orderBy('id')) as Row[]));
  return withRecords(db, rows);
}

/** Invoices that bill any of the records, in the order in which they were stored. */
export async function findInvoicesByRecordKey(db: Database, keys: readonly string[]): Promise<InvoiceRow[]> {
  const ids = new Set<string>();
  for (const chunk of chunksOf(keys)) {
    const rows: { invoice_id: string }[] = await db(TABLES.invoiceRecords)
      .whereIn('record_key', chunk)
      .select('invoice_id');
    for (const row of rows) ids.add(row.invoice_id);
  }
  return findBy(db, 'document_id', [...ids]);
}
export const findInvoicesById = (db: Database, ids: readonly string[]) => findBy(db, 'document_id', ids);

/** Credit notes of an invoice in the order in which they were stored, failed ones too. */
export const findCreditNotes = (db: Database, invoiceId: string) => findBy(db, 'credit_of', [invoiceId]);

/** Which of the record keys have an invoice: keys alone, for lists of thousands. */
export async function findInvoicedKeys(db: Database, keys: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const chunk of chunksOf(keys)) {
    const rows: { record_key: string }[] = await db(TABLES.invoiceRecords)
      .whereIn('record_key', chunk)
      .select('record_key');
    for (const row of rows) found.add(row.record_key);
  }
  return found;
}

/** Invoices that one request with an Idempotency-Key made. */
export async function findInvoicesByRequestPrefix(db: Database, prefix: string): Promise<InvoiceRow[]> {
  const rows = (await db(TABLES.invoices).where('request_id', 'like', `${prefix}%`).orderBy('id')) as Row[];
  return withRecords(db, rows);
}

/** Which of these numbers other invoices of the connection hold. Failed ones have given theirs back. */
export async function findTakenNumbers(
  db: Database,
  connectionId: string,
  numbers: readonly string[],
): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const chunk of chunksOf([...new Set(numbers)])) {
    const rows: { planned_number: string }[] = await db(TABLES.invoices)
      .where({ connection_id: connectionId })
      .whereIn('planned_number', chunk)
      .select('planned_number');
    for (const row of rows) taken.add(row.planned_number);
  }
  return taken;
}

export interface InvoiceFilter {
  connectionId?: string | undefined;
  kind?: DocumentKind | undefined;
  creditOf?: string | undefined;
  search?: string | undefined;
}

export async function listInvoices(
  db: Database,
  filter: InvoiceFilter,
  page: number,
  pageSize: number,
): Promise<{ rows: InvoiceRow[]; total: number }> {
  const base = db(TABLES.invoices).where((query) => {
    if (filter.connectionId) void query.where({ connection_id: filter.connectionId });
    if (filter.creditOf) void query.where({ credit_of: filter.creditOf });
    if (filter.kind === 'credit_note') void query.where({ kind: filter.kind });
    if (filter.kind === 'invoice') void query.where((any) => void any.whereNull('kind').orWhere({ kind: 'invoice' }));
    if (filter.search) {
      const pattern = likePattern(filter.search);
      void query.where((any) => {
        for (const column of ['client_label', 'number']) {
          void any.orWhereRaw("lower(??) like ? escape '!'", [column, pattern]);
        }
        void any.orWhereIn(
          'document_id',
          db(TABLES.invoiceRecords)
            .select('invoice_id')
            .whereRaw("lower(number) like ? escape '!'", [pattern])
            .orWhere('record_id', filter.search ?? ''),
        );
      });
    }
  });
  const [count] = await base.clone().count({ total: '*' });
  const rows = (await base
    .clone()
    .orderBy('id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as Row[];
  return { rows: await withRecords(db, rows), total: toCount(count?.total) };
}

export async function countCreated(db: Database, connectionId: string, source: string): Promise<number> {
  const [count] = await db(TABLES.invoices)
    .where({ connection_id: connectionId, source, state: 'created' })
    .count({ total: '*' });
  return toCount(count?.total);
}

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
