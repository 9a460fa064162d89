import type { Invoice, InvoiceState, PreflightResult } from '../contracts/invoices';
import { TABLES } from '../constants';
import { chunksOf, type Database, entryColumns, fromJson, likePattern, toCount, toTimestamp } from '../utils/database';

/** An invoice with what only the sender needs. */
export interface InvoiceRow extends Invoice {
  rowId: number;
  recordKey: string;
  requestId: string;
  plannedNumber: string;
  runId: number | null;
}

type Row = Record<string, unknown>;

const nullable = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const fromRow = (row: Row): InvoiceRow => ({
  rowId: Number(row.id),
  id: String(row.document_id),
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
  message: nullable(row.message),
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
  ...invoice
}: InvoiceRow): Invoice {
  return invoice;
}

export interface PlannedInvoice {
  result: PreflightResult;
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
  for (const chunk of chunksOf(planned, 100)) {
    await db(TABLES.invoices).insert(
      chunk.map(({ result, recordKey, requestId, plannedNumber }) => ({
        ...entryColumns(now),
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
}

async function findBy(db: Database, column: string, values: readonly string[]): Promise<InvoiceRow[]> {
  const rows: Row[] = [];
  for (const chunk of chunksOf(values))
    rows.push(...((await db(TABLES.invoices).whereIn(column, chunk).orderBy('id')) as Row[]));
  return rows.map(fromRow);
}

export const findInvoicesByRecordKey = (db: Database, keys: readonly string[]) => findBy(db, 'record_key', keys);
export const findInvoicesById = (db: Database, ids: readonly string[]) => findBy(db, 'document_id', ids);

/** Which of the record keys have an invoice: keys alone, for lists of thousands. */
export async function findInvoicedKeys(db: Database, keys: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const chunk of chunksOf(keys)) {
    const rows: { record_key: string }[] = await db(TABLES.invoices).whereIn('record_key', chunk).select('record_key');
    for (const row of rows) found.add(row.record_key);
  }
  return found;
}

/** Invoices that one request with an Idempotency-Key made. */
export async function findInvoicesByRequestPrefix(db: Database, prefix: string): Promise<InvoiceRow[]> {
  const rows = (await db(TABLES.invoices).where('request_id', 'like', `${prefix}%`).orderBy('id')) as Row[];
  return rows.map(fromRow);
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

export async function listInvoices(
  db: Database,
  filter: { connectionId?: string; search?: string },
  page: number,
  pageSize: number,
): Promise<{ rows: InvoiceRow[]; total: number }> {
  const base = db(TABLES.invoices).where((query) => {
    if (filter.connectionId) void query.where({ connection_id: filter.connectionId });
    if (filter.search) {
      const pattern = likePattern(filter.search);
      void query.where((any) => {
        for (const column of ['record_number', 'client_label', 'number', 'record_id']) {
          void any.orWhereRaw("lower(??) like ? escape '!'", [column, pattern]);
        }
      });
    }
  });
  const [count] = await base.clone().count({ total: '*' });
  const rows = (await base
    .clone()
    .orderBy('id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as Row[];
  return { rows: rows.map(fromRow), total: toCount(count?.total) };
}

export async function countCreated(db: Database, connectionId: string, source: string): Promise<number> {
  const [count] = await db(TABLES.invoices)
    .where({ connection_id: connectionId, source, state: 'created' })
    .count({ total: '*' });
  return toCount(count?.total);
}

/** States of an invoice that is neither created nor failed. */
const OPEN: InvoiceState[] = ['planned', 'sending', 'checking'];
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
  for (const row of rows.map(fromRow)) {
    await failInvoice(db, row, 'Cancelled before anything was sent');
  }
}

/**
 * Takes an invoice for one attempt. `attempts` is its version: whoever read the same one and comes second
 * gets false, and so does an attempt that was overtaken and reports late.
 */
export async function takeInvoice(db: Database, invoice: InvoiceRow, state: InvoiceState): Promise<boolean> {
  const changed = await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts, state: invoice.state })
    .update({ state, attempts: invoice.attempts + 1, message: null, updated_at: new Date() });
  return changed === 1;
}

/** The answer to a request was lost: the vendor must be asked before anything is sent again. */
export async function markChecking(db: Database, invoice: InvoiceRow, message: string): Promise<boolean> {
  const changed = await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts })
    .whereIn('state', ['sending', 'checking'])
    .update({ state: 'checking', message, updated_at: new Date() });
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
      message: null,
      issued_at: now,
      updated_at: now,
    });
  return changed === 1;
}

/**
 * The invoice surely does not exist: its record and its number are free again, the row stays as history.
 * With `numberTaken` the row keeps the number, so that it is not planned again.
 */
export async function failInvoice(
  db: Database,
  invoice: InvoiceRow,
  message: string,
  numberTaken = false,
): Promise<boolean> {
  const changed = await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts, record_key: invoice.recordKey })
    .whereIn('state', OPEN)
    .update({
      state: 'failed',
      message,
      record_key: `${invoice.recordKey}#failed-${invoice.rowId}`,
      ...(numberTaken ? {} : { planned_number: `${invoice.plannedNumber}#failed-${invoice.rowId}` }),
      updated_at: new Date(),
    });
  return changed === 1;
}

/** Says on an open invoice why it is not sent yet. */
export async function noteInvoice(db: Database, invoice: InvoiceRow, message: string): Promise<void> {
  await db(TABLES.invoices)
    .where({ id: invoice.rowId, attempts: invoice.attempts })
    .whereIn('state', OPEN)
    .update({ message });
}
