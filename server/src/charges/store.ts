import type { ChargeDocument, ChargeLine } from '../connectors/charges';
import { TABLES } from '../constants';
import { chunksOf, type Database } from '../utils/database';
import { toMicros } from './amounts';

/** The period of the document to come, of which there is one; the vendor has no id for it. */
export const COMING = 'coming';
const COMING_ID = '';

/** Lengths of the columns; of descriptions what is worth showing. */
const LONGEST = 255;
const LONGEST_CURRENCY = 16;
const LONGEST_DESCRIPTION = 4_000;
/** Values per row are many: far under the limits of a statement. */
const ROWS = 200;

const cut = (text: string | null, length = LONGEST): string | null => text?.slice(0, length) ?? null;

/** Stores what documents say of themselves; of one that was taken back the lines go. Call inside a transaction. */
export async function saveDocuments(db: Database, connectionId: string, documents: ChargeDocument[]): Promise<void> {
  const rows = new Map(
    documents
      .filter(({ externalId }) => externalId !== COMING_ID && externalId.length <= LONGEST)
      .map((document) => [
        document.externalId,
        {
          connection_id: connectionId,
          external_id: document.externalId,
          number: cut(document.number),
          issued_on: document.date,
          period: document.period,
          status: cut(document.status),
          is_void: document.isVoid,
          total: cut(document.total),
          balance: cut(document.balance),
          currency: cut(document.currency, LONGEST_CURRENCY),
          read_at: new Date(),
        },
      ]),
  );
  for (const chunk of chunksOf([...rows.values()], ROWS)) {
    await db(TABLES.chargeDocuments).insert(chunk).onConflict(['connection_id', 'external_id']).merge();
    const ofVoid = () =>
      db(TABLES.chargeDocuments)
        .where({ connection_id: connectionId, is_void: true })
        .whereIn(
          'external_id',
          chunk.map(({ external_id }) => external_id),
        );
    const ids = (await ofVoid().select('id')) as { id: number }[];
    if (ids.length === 0) continue;
    await db(TABLES.chargeLines)
      .whereIn(
        'document_id',
        ids.map(({ id }) => id),
      )
      .delete();
    await ofVoid().update({ shown_run_id: 0 });
  }
}

/** A document of which the lines have not been read. */
export interface UnreadDocument {
  id: number;
  externalId: string;
  issuedOn: string;
}

/** The newest document of which the lines have not been read; the newest one before `after`. */
export async function nextUnread(
  db: Database,
  connectionId: string,
  after: UnreadDocument | null,
): Promise<UnreadDocument | null> {
  const unread = db(TABLES.chargeDocuments)
    .where({ connection_id: connectionId, shown_run_id: 0, is_void: false })
    .whereNot({ external_id: COMING_ID });
  if (after)
    void unread.where((older) => {
      void older
        .where('issued_on', '<', after.issuedOn)
        .orWhere((sameDay) => void sameDay.where({ issued_on: after.issuedOn }).where('id', '<', after.id));
    });
  const row = (await unread
    .orderBy([
      { column: 'issued_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('id', 'external_id', 'issued_on')) as { id: number; external_id: string; issued_on: string } | undefined;
  return row ? { id: Number(row.id), externalId: row.external_id, issuedOn: row.issued_on } : null;
}

/** Id of the document to come; its row is made if need be. */
export async function comingDocument(db: Database, connectionId: string): Promise<number> {
  const key = { connection_id: connectionId, external_id: COMING_ID };
  await db(TABLES.chargeDocuments)
    .insert({ ...key, period: COMING, is_void: false, shown_run_id: 0, read_at: new Date() })
    .onConflict(['connection_id', 'external_id'])
    .ignore();
  const row = (await db(TABLES.chargeDocuments).where(key).first('id')) as { id: number };
  return Number(row.id);
}

/** Drops what a run that was cut short left of a document. */
export async function dropHidden(db: Database, documentId: number): Promise<void> {
  const shown = db(TABLES.chargeDocuments).where({ id: documentId }).select('shown_run_id');
  await db(TABLES.chargeLines).where({ document_id: documentId }).whereNotIn('run_id', shown).delete();
}

/** Stores a page of lines, which are not shown yet. Call inside a transaction. */
export async function saveLines(
  db: Database,
  { connectionId, documentId, runId }: { connectionId: string; documentId: number; runId: number },
  lines: ChargeLine[],
): Promise<void> {
  const rows = new Map(
    lines.map((line) => [
      line.externalId,
      {
        connection_id: connectionId,
        document_id: documentId,
        run_id: runId,
        external_id: line.externalId.slice(0, LONGEST),
        customer_id: cut(line.customerId),
        subscription_id: cut(line.subscriptionId),
        product_id: cut(line.productId),
        customer_name: cut(line.customerName),
        description: line.description.slice(0, LONGEST_DESCRIPTION),
        sku: cut(line.sku),
        kind: cut(line.kind),
        starts_on: line.startsOn,
        ends_on: line.endsOn,
        quantity: cut(line.quantity),
        unit_price: cut(line.unitPrice),
        total: cut(line.total),
        unit_cost: cut(line.unitCost),
        cost: cut(line.cost),
        currency: cut(line.currency, LONGEST_CURRENCY),
        cost_micros: toMicros(line.cost),
        total_micros: toMicros(line.total),
      },
    ]),
  );
  for (const chunk of chunksOf([...rows.values()], ROWS))
    await db(TABLES.chargeLines).insert(chunk).onConflict(['document_id', 'run_id', 'external_id']).merge();
}

/** Shows the lines of a run in the place of those before. Call inside the transaction that stored the last page. */
export async function showLines(db: Database, documentId: number, runId: number): Promise<void> {
  await db(TABLES.chargeDocuments).where({ id: documentId }).update({ shown_run_id: runId, read_at: new Date() });
  await db(TABLES.chargeLines).where({ document_id: documentId }).whereNot({ run_id: runId }).delete();
}
