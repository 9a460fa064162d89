import type { Knex } from 'knex';
import type { ChargeSum } from '../contracts/charges';
import { TABLES } from '../constants';
import { type Database, pagesById, toCount, toTimestamp } from '../utils/database';
import { fromMicros } from './amounts';
import { COMING } from './store';

type Row = Record<string, unknown>;

/** Which lines: those of a period, all or only what is linked to nothing. */
export interface Selection {
  connectionId: string;
  period: string;
  unlinked: boolean;
  customerRecordType: string;
  /** null where subscriptions are not mapped, so that nobody can link them. */
  subscriptionRecordType: string | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Lines `l` that are shown, with their documents `d`. */
const shown = (db: Database, connectionId: string): Knex.QueryBuilder =>
  db(`${TABLES.chargeLines} as l`)
    .join(`${TABLES.chargeDocuments} as d`, (join) => {
      void join.on('d.id', 'l.document_id').andOn('d.shown_run_id', 'l.run_id');
    })
    .where('d.connection_id', connectionId);

/** Confirmed links of the record that a column names. */
const linked = (db: Database, connectionId: string, recordType: string, column: string): Knex.QueryBuilder =>
  db(`${TABLES.links} as k`)
    .select(db.raw('1'))
    .where({ 'k.connection_id': connectionId, 'k.record_type': recordType, 'k.state': 'confirmed' })
    .whereRaw('k.external_id = ??', [column]);

function select(db: Database, selection: Selection): Knex.QueryBuilder {
  const { connectionId, period, unlinked, customerRecordType, subscriptionRecordType } = selection;
  const lines = shown(db, connectionId).where('d.period', period);
  if (!unlinked) return lines;
  return lines.where((any) => {
    // One that names no customer is linked to none.
    void any.whereNotExists(linked(db, connectionId, customerRecordType, 'l.customer_id'));
    if (subscriptionRecordType !== null)
      void any.orWhere((open) => {
        void open
          .whereNotNull('l.subscription_id')
          .whereNotExists(linked(db, connectionId, subscriptionRecordType, 'l.subscription_id'));
      });
  });
}

const sums = 'sum(l.cost_micros) as cost, sum(l.total_micros) as total';
const sumOf = (row: Row): ChargeSum => ({
  currency: text(row.currency),
  cost: fromMicros(row.cost),
  total: fromMicros(row.total),
});

export async function sumLines(db: Database, selection: Selection): Promise<ChargeSum[]> {
  const rows = (await select(db, selection)
    .groupBy('l.currency')
    .orderBy('l.currency')
    .select('l.currency', db.raw(sums))) as Row[];
  return rows.map(sumOf);
}

export interface CustomerRow {
  customerId: string | null;
  name: string | null;
  lines: number;
  subscriptions: number;
}

/** Customers with what they cost, the dearest first; currencies are taken as they are for the order. */
export async function listCustomers(
  db: Database,
  selection: Selection,
  page: { offset: number; limit: number },
): Promise<{ rows: CustomerRow[]; total: number }> {
  const groups = select(db, selection).groupBy('l.customer_id').select('l.customer_id');
  const [count] = (await db.from(groups.clone().as('g')).count({ n: '*' })) as Row[];
  const rows = (await groups
    .max({ name: 'l.customer_name' })
    .count({ n: '*' })
    .countDistinct({ subscriptions: 'l.subscription_id' })
    .select(db.raw('sum(l.cost_micros) as weight'))
    .orderBy([{ column: 'weight', order: 'desc' }, { column: 'l.customer_id' }])
    .offset(page.offset)
    .limit(page.limit)) as Row[];
  return {
    total: toCount(count?.n),
    rows: rows.map((row) => ({
      customerId: text(row.customer_id),
      name: text(row.name),
      lines: toCount(row.n),
      subscriptions: toCount(row.subscriptions),
    })),
  };
}

/** Lines of customers; `null` among them stands for lines that name none. */
const ofCustomers = (lines: Knex.QueryBuilder, ids: Array<string | null>): Knex.QueryBuilder =>
  lines.where((any) => {
    void any.whereIn(
      'l.customer_id',
      ids.filter((id) => id !== null),
    );
    if (ids.includes(null)) void any.orWhereNull('l.customer_id');
  });

export async function sumsByCustomer(
  db: Database,
  selection: Selection,
  ids: Array<string | null>,
): Promise<Map<string | null, ChargeSum[]>> {
  const rows = (await ofCustomers(select(db, selection), ids)
    .groupBy('l.customer_id', 'l.currency')
    .orderBy('l.currency')
    .select('l.customer_id', 'l.currency', db.raw(sums))) as Row[];
  const found = new Map<string | null, ChargeSum[]>();
  for (const row of rows) {
    const id = text(row.customer_id);
    found.set(id, [...(found.get(id) ?? []), sumOf(row)]);
  }
  return found;
}

/** How many subscriptions of each customer have no link. */
export async function unlinkedSubscriptions(
  db: Database,
  selection: Selection & { subscriptionRecordType: string },
  ids: Array<string | null>,
): Promise<Map<string | null, number>> {
  const { connectionId, subscriptionRecordType } = selection;
  const rows = (await ofCustomers(select(db, selection), ids)
    .whereNotNull('l.subscription_id')
    .whereNotExists(linked(db, connectionId, subscriptionRecordType, 'l.subscription_id'))
    .groupBy('l.customer_id')
    .select('l.customer_id')
    .countDistinct({ n: 'l.subscription_id' })) as Row[];
  return new Map(rows.map((row) => [text(row.customer_id), toCount(row.n)]));
}

const lineColumns = [
  ...['l.id', 'l.customer_id', 'l.customer_name', 'l.subscription_id', 'l.product_id', 'l.description', 'l.sku'],
  ...['l.kind', 'l.starts_on', 'l.ends_on', 'l.quantity', 'l.unit_price', 'l.total', 'l.unit_cost', 'l.cost'],
  ...['l.currency', 'd.issued_on'],
];

export type LineRow = ReturnType<typeof lineOf>;

const lineOf = (row: Row) => ({
  id: Number(row.id),
  issuedOn: text(row.issued_on),
  customerId: text(row.customer_id),
  customerName: text(row.customer_name),
  subscriptionId: text(row.subscription_id),
  productId: text(row.product_id),
  description: text(row.description) ?? '',
  sku: text(row.sku),
  kind: text(row.kind),
  startsOn: text(row.starts_on),
  endsOn: text(row.ends_on),
  quantity: text(row.quantity),
  unitPrice: text(row.unit_price),
  total: text(row.total),
  unitCost: text(row.unit_cost),
  cost: text(row.cost),
  currency: text(row.currency),
});

/** Lines of one customer, in the vendor's order. */
export async function listLines(
  db: Database,
  selection: Selection,
  customerId: string | null,
  page: { offset: number; limit: number },
): Promise<{ rows: LineRow[]; total: number }> {
  const lines = ofCustomers(select(db, selection), [customerId]);
  const [count] = (await lines.clone().count({ n: '*' })) as Row[];
  const rows = (await lines.orderBy('l.id').offset(page.offset).limit(page.limit).select(lineColumns)) as Row[];
  return { total: toCount(count?.n), rows: rows.map(lineOf) };
}

/** All lines of a selection, page by page. */
export async function* eachLine(db: Database, selection: Selection): AsyncGenerator<LineRow[]> {
  const query = () => db.from(select(db, selection).select(lineColumns).as('l'));
  for await (const rows of pagesById(query)) yield rows.map(lineOf);
}

/** Documents that are not void, newest first; the one to come before all, once it has been read. */
export async function findDocuments(db: Database, connectionId: string) {
  const rows = (await db(TABLES.chargeDocuments)
    .where({ connection_id: connectionId, is_void: false })
    .where((any) => void any.whereNot({ period: COMING }).orWhereNot({ shown_run_id: 0 }))
    .orderBy([
      { column: 'period', order: 'desc' },
      { column: 'issued_on', order: 'desc' },
    ])) as Row[];
  return rows.map((row) => ({
    period: String(row.period),
    issuedOn: text(row.issued_on),
    status: text(row.status),
    balance: text(row.balance),
    currency: text(row.currency),
    isRead: Number(row.shown_run_id) !== 0,
    readAt: toTimestamp(row.read_at) ?? '',
  }));
}

/** Sums by period, of all customers or of one. */
export async function sumsByPeriod(
  db: Database,
  connectionId: string,
  customerId?: string,
): Promise<Map<string, { lines: number; sums: ChargeSum[] }>> {
  const rows = (await shown(db, connectionId)
    .where(customerId === undefined ? {} : { 'l.customer_id': customerId })
    .groupBy('d.period', 'l.currency')
    .orderBy('l.currency')
    .select('d.period', 'l.currency', db.raw(sums))
    .count({ n: '*' })) as Row[];
  const found = new Map<string, { lines: number; sums: ChargeSum[] }>();
  for (const row of rows) {
    const before = found.get(String(row.period)) ?? { lines: 0, sums: [] };
    found.set(String(row.period), {
      lines: before.lines + toCount(row.n),
      sums: [...before.sums, sumOf(row)],
    });
  }
  return found;
}
