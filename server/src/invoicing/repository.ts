import type { DocumentKind } from '../connectors/contract';
import type { Invoice, InvoiceState, PreflightResult } from '../contracts/invoices';
import { TABLES } from '../constants';
import {
  chunksOf,
  type Database,
  entryColumns,
  fromJson,
  likePattern,
  messageOf,
  toCount,
  toTimestamp,
} from '../utils/database';

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

export type Row = Record<string, unknown>;

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
export async function withRecords(db: Database, rows: Row[]): Promise<InvoiceRow[]> {
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
