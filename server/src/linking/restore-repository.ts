import type { Knex } from 'knex';
import { createId } from '@paralleldrive/cuid2';
import type { LinkDifference, RestorePoint } from '../contracts/restore-points';
import { TABLES } from '../constants';
import { type Database, toCount, toText, toTimestamp } from '../utils/database';
import type { RawLink } from './link-repository';

/** Columns that a restore point keeps of a link. */
const KEPT = [
  'connection_id',
  'mapping_id',
  'local_key',
  'local_id',
  'local_locale',
  'external_id',
  'local_label',
  'external_label',
  'origin',
] as const;

const fromRow = (row: RawLink): RestorePoint => ({
  id: String(row.point_id),
  connectionId: String(row.connection_id),
  name: String(row.name),
  count: toCount(row.count),
  createdBy: String(row.created_by),
  createdAt: toTimestamp(row.created_at) ?? '',
});

export async function findRestorePoints(db: Database, connectionId?: string): Promise<RestorePoint[]> {
  const rows = (await db(TABLES.restorePoints)
    .where(connectionId ? { connection_id: connectionId } : {})
    .orderBy('id', 'desc')) as RawLink[];
  return rows.map(fromRow);
}

export async function findRestorePoint(db: Database, id: string): Promise<RestorePoint | null> {
  const row = (await db(TABLES.restorePoints).where({ point_id: id }).first()) as RawLink | undefined;
  return row ? fromRow(row) : null;
}

/** Copies every confirmed link of a connection; one statement whatever their number. Call inside a transaction. */
export async function insertRestorePoint(
  db: Database,
  connectionId: string,
  name: string,
  createdBy: string,
): Promise<string> {
  const id = createId();
  const confirmed = db(TABLES.links)
    .where({ connection_id: connectionId, state: 'confirmed' })
    .select(db.raw('?', [id]), ...KEPT);
  await db(db.raw('?? (??, ??, ??, ??, ??, ??, ??, ??, ??, ??)', [TABLES.restoreLinks, 'point_id', ...KEPT])).insert(
    confirmed,
  );
  const [row] = await db(TABLES.restoreLinks).where({ point_id: id }).count({ n: '*' });
  await db(TABLES.restorePoints).insert({
    point_id: id,
    connection_id: connectionId,
    name,
    count: toCount(row?.n),
    created_by: createdBy,
    created_at: new Date(),
  });
  return id;
}

export async function deleteRestorePoint(db: Database, id: string): Promise<void> {
  await db(TABLES.restoreLinks).where({ point_id: id }).delete();
  await db(TABLES.restorePoints).where({ point_id: id }).delete();
}

/** A difference with what restoring it needs to know. */
export interface Difference extends Omit<LinkDifference, 'mappingName'> {
  localId: string;
  locale: string;
  origin: string;
}

/** Confirmed links of a connection now, or as a point has them. */
const source = (db: Database, connectionId: string, against: string | undefined): Knex.QueryBuilder =>
  against
    ? db(TABLES.restoreLinks).where({ point_id: against })
    : db(TABLES.links).where({ connection_id: connectionId, state: 'confirmed' });

/** Records that are linked otherwise than at a point, by key; `removed` and `changed` first, then `added`. */
function differences(db: Database, point: RestorePoint, against?: string): Knex.QueryBuilder {
  const then = () => source(db, point.connectionId, point.id).select(KEPT).as('a');
  const now = () => source(db, point.connectionId, against).select(KEPT).as('b');
  const columns = (side: 'a' | 'b') => [
    `${side}.local_key`,
    `${side}.mapping_id`,
    `${side}.local_id`,
    `${side}.local_locale`,
    `${side}.local_label`,
    `${side}.origin`,
    'a.external_id as before_id',
    'a.external_label as before_label',
    'b.external_id as after_id',
    'b.external_label as after_label',
  ];
  const gone = db
    .from(then())
    .leftJoin(now(), 'a.local_key', 'b.local_key')
    .where((query) => query.whereNull('b.local_key').orWhereRaw('a.external_id <> b.external_id'))
    .select(columns('a'));
  const added = db
    .from(now())
    .leftJoin(then(), 'a.local_key', 'b.local_key')
    .whereNull('a.local_key')
    .select(columns('b'));
  return db.from(gone.unionAll(added).as('d'));
}

const toDifference = (row: RawLink): Difference => {
  const before = row.before_id === null ? null : { externalId: toText(row.before_id), label: toText(row.before_label) };
  const after = row.after_id === null ? null : { externalId: toText(row.after_id), label: toText(row.after_label) };
  return {
    key: String(row.local_key),
    mappingId: String(row.mapping_id),
    kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
    label: toText(row.local_label),
    before,
    after,
    localId: String(row.local_id),
    locale: toText(row.local_locale),
    origin: String(row.origin),
  };
};

export async function listDifferences(
  db: Database,
  point: RestorePoint,
  against: string | undefined,
  page: number,
  pageSize: number,
): Promise<{ rows: Difference[]; total: number }> {
  const base = differences(db, point, against);
  const [count] = (await base.clone().count({ n: '*' })) as Array<{ n: unknown }>;
  const rows = (await base
    .clone()
    .select('d.*')
    .orderBy(['d.local_label', 'd.local_key'])
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as RawLink[];
  return { rows: rows.map(toDifference), total: toCount(count?.n) };
}

/** Differences between a point and now in the order of their keys: those after `last`, or of some keys only. */
export async function nextDifferences(
  db: Database,
  point: RestorePoint,
  last: string,
  limit: number,
  keys?: string[],
): Promise<Difference[]> {
  const rows = (await differences(db, point)
    .where('d.local_key', '>', last)
    .where((query) => (keys ? void query.whereIn('d.local_key', keys) : undefined))
    .select('d.*')
    .orderBy('d.local_key')
    .limit(limit)) as RawLink[];
  return rows.map(toDifference);
}
