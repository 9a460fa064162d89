import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { findConnections } from '../connections/repository';
import { TABLES } from '../constants';
import type { Coverage } from '../contracts/coverage';
import { type Database, databaseOf, toCount } from '../utils/database';
import type { RawLink } from './link-repository';
import { findMappings } from './mapping-repository';

const DAY_MS = 86_400_000;

/** SQL of the days between 1970-01-01 and a moment, both UTC; moments are milliseconds on SQLite. */
const dayOf: Record<string, string> = {
  'better-sqlite3': 'cast(at / 86400000 as integer)',
  pg: 'cast(floor(extract(epoch from at) / 86400) as integer)',
  mysql2: 'floor(unix_timestamp(at) / 86400)',
};
const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Confirmed links at the end of each day, from today's count and what each later day changed. */
export function daysBack(today: number, days: number, confirmed: number, changes: ReadonlyMap<number, number>) {
  const points: Coverage['days'] = [];
  for (let day = today; day > today - days; day -= 1) {
    points.unshift({ day: dayName(day), confirmed });
    confirmed -= changes.get(day) ?? 0;
  }
  return points;
}

/** How far the mappings are linked, day by day. */
export const coverage = ({ strapi }: { strapi: Core.Strapi }) => ({
  async history(mappingIds: string[], days: number, now = new Date()): Promise<Coverage[]> {
    const db = databaseOf(strapi);
    const connections = new Map((await findConnections(db)).map(({ id, name }) => [id, name]));
    const mappings = (await findMappings(db)).filter(({ id }) => mappingIds.includes(id));
    const today = Math.floor(now.getTime() / DAY_MS);
    const totals = await countsOf(db(TABLES.localRecords), mappingIds);
    const confirmed = await countsOf(db(TABLES.links).where({ state: 'confirmed' }), mappingIds);
    const changes = await changesByDay(db, mappingIds, new Date((today - days + 1) * DAY_MS));
    return mappings.map(({ id, name, connectionId }) => ({
      mappingId: id,
      mappingName: name,
      connectionId,
      connectionName: connections.get(connectionId) ?? '',
      localTotal: totals.get(id) ?? 0,
      days: daysBack(today, days, confirmed.get(id) ?? 0, changes.get(id) ?? new Map()),
    }));
  },
});

async function countsOf(rows: Knex.QueryBuilder, mappingIds: string[]): Promise<Map<string, number>> {
  const counts = (await rows
    .whereIn('mapping_id', mappingIds)
    .groupBy('mapping_id')
    .select('mapping_id')
    .count({ n: '*' })) as RawLink[];
  return new Map(counts.map((row) => [String(row.mapping_id), toCount(row.n)]));
}

/** By how much the confirmed links of each mapping grew, per day. */
async function changesByDay(
  db: Database,
  mappingIds: string[],
  since: Date,
): Promise<Map<string, Map<number, number>>> {
  const { driverName } = db.client as { driverName: string };
  const day = dayOf[driverName] ?? dayOf.pg!;
  const rows = (await db(TABLES.decisions)
    .whereIn('mapping_id', mappingIds)
    .where('at', '>=', since)
    .where((query) => void query.where({ state_after: 'confirmed' }).orWhere({ state_before: 'confirmed' }))
    .groupByRaw(`mapping_id, ${day}`)
    .select(
      'mapping_id',
      db.raw(`${day} as day`),
      db.raw(`sum(case when state_after = 'confirmed' then 1 else 0 end) as gained`),
      db.raw(`sum(case when state_before = 'confirmed' then 1 else 0 end) as lost`),
    )) as RawLink[];
  const changes = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const ofMapping = changes.get(String(row.mapping_id)) ?? new Map<number, number>();
    ofMapping.set(Number(row.day), toCount(row.gained) - toCount(row.lost));
    changes.set(String(row.mapping_id), ofMapping);
  }
  return changes;
}
