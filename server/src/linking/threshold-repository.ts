import type { Knex } from 'knex';
import type { NamedPairs } from '../contracts/mappings';
import { TABLES } from '../constants';
import { breathe, type Database, toCount, toText } from '../utils/database';
import type { RawLink } from './link-repository';
import type { MappingRow } from './mapping-repository';

const ROWS_PER_PAGE = 2_000;
/** Names of one list. */
const LISTED = 50;

type Query = Knex.QueryBuilder;

/** Pairs without a decision that would be proposed at some threshold with a margin. */
export function undecidedPairs(db: Database, mapping: MappingRow, margin: number): Query {
  const link = (query: Query) => query.select(db.raw('1')).from(`${TABLES.links} as l`);
  const base = db(`${TABLES.candidates} as c`)
    .where({ 'c.mapping_id': mapping.id, 'c.proposable': true })
    .where((query) => void query.whereNull('c.margin').orWhere('c.margin', '>=', margin))
    .whereNotExists((query) => void link(query).whereRaw('l.confirmed_local_key = c.local_key'))
    .whereNotExists((query) => void link(query).whereRaw('l.pair_key = c.pair_key').where('l.state', 'rejected'));
  if (mapping.cardinality === 'one_to_one')
    void base.whereNotExists(
      (query) =>
        void link(query)
          .where({ 'l.connection_id': mapping.connectionId, 'l.record_type': mapping.recordType })
          .where({ 'l.mapping_id': mapping.id, 'l.state': 'confirmed' })
          .whereRaw('l.external_id = c.external_id'),
    );
  return base;
}

/** Scores of pairs, page by page. */
export async function readScores(query: Query, column = 'c'): Promise<number[]> {
  const scores: number[] = [];
  for (let last = 0; ;) {
    const rows = (await query
      .clone()
      .where(`${column}.id`, '>', last)
      .orderBy(`${column}.id`)
      .limit(ROWS_PER_PAGE)
      .select(`${column}.id`, `${column}.score`)) as RawLink[];
    for (const row of rows) scores.push(Number(row.score));
    if (rows.length < ROWS_PER_PAGE) return scores;
    last = Number(rows[rows.length - 1]?.id);
    await breathe();
  }
}

/** Decided pairs with the score of a model that was fitted without them, while their decision stands. */
export const decidedPairs = (db: Database, mapping: MappingRow, confirmed: boolean): Query =>
  db(`${TABLES.labelScores} as s`)
    .join(`${TABLES.links} as l`, 'l.pair_key', 's.pair_key')
    .where({ 's.mapping_id': mapping.id, 's.confirmed': confirmed, 'l.state': confirmed ? 'confirmed' : 'rejected' });

/** Local records without a confirmed link. */
export async function countUndecided(db: Database, mapping: MappingRow): Promise<number> {
  const [row] = (await db(`${TABLES.localRecords} as r`)
    .where({ 'r.mapping_id': mapping.id })
    .whereNotExists(
      (query) =>
        void query.select(db.raw('1')).from(`${TABLES.links} as l`).whereRaw('l.confirmed_local_key = r.local_key'),
    )
    .count({ n: '*' })) as Array<{ n: unknown }>;
  return toCount(row?.n);
}

/** Would be proposed and is not, best first. */
export async function listAdded(db: Database, mapping: MappingRow, at: number, margin: number): Promise<NamedPairs> {
  const base = undecidedPairs(db, mapping, margin)
    .where('c.score', '>=', at)
    .whereNotExists(
      (query) =>
        void query
          .select(db.raw('1'))
          .from(`${TABLES.links} as p`)
          .whereRaw('p.pair_key = c.pair_key')
          .where('p.state', 'proposed'),
    );
  const total = await countOf(base);
  const rows = (await base
    .leftJoin(`${TABLES.localRecords} as r`, (on) =>
      on.on('r.local_key', 'c.local_key').andOn('r.mapping_id', 'c.mapping_id'),
    )
    .leftJoin(`${TABLES.externalRecords} as e`, (on) =>
      on
        .on('e.external_id', 'c.external_id')
        .andOnVal('e.connection_id', mapping.connectionId)
        .andOnVal('e.record_type', mapping.recordType),
    )
    .orderBy('c.score', 'desc')
    .orderBy('c.id')
    .limit(LISTED)
    .select(
      'c.local_id',
      'c.external_id',
      'c.score',
      'r.label as local_label',
      'e.label as external_label',
    )) as RawLink[];
  return { total, rows: rows.map(toNamed) };
}

/** Is proposed and would not be, worst first. */
export async function listRemoved(db: Database, mapping: MappingRow, at: number, margin: number): Promise<NamedPairs> {
  const kept = undecidedPairs(db, mapping, margin).where('c.score', '>=', at).select('c.pair_key');
  const base = db(`${TABLES.links} as l`)
    .where({ 'l.mapping_id': mapping.id, 'l.state': 'proposed' })
    .whereNotIn('l.pair_key', kept);
  return listLinks(base, 'l.score', 'asc');
}

/** Decided pairs by name; those with `from` and over, or under `to`. */
export async function listDecided(
  db: Database,
  mapping: MappingRow,
  which: { confirmed: boolean; from?: number; below?: number; order: 'asc' | 'desc' },
): Promise<NamedPairs> {
  const base = decidedPairs(db, mapping, which.confirmed);
  if (which.from !== undefined) void base.where('s.score', '>=', which.from);
  if (which.below !== undefined) void base.where('s.score', '<', which.below);
  return listLinks(base, 's.score', which.order);
}

async function listLinks(base: Query, score: string, order: 'asc' | 'desc'): Promise<NamedPairs> {
  const total = await countOf(base);
  const rows = (await base
    .clone()
    .orderBy(score, order)
    .orderBy('l.id')
    .limit(LISTED)
    .select(
      'l.document_id as link_id',
      'l.local_id',
      'l.external_id',
      'l.local_label',
      'l.external_label',
      `${score} as score`,
    )) as RawLink[];
  return { total, rows: rows.map(toNamed) };
}

async function countOf(query: Query): Promise<number> {
  const [row] = (await query.clone().count({ n: '*' })) as Array<{ n: unknown }>;
  return toCount(row?.n);
}

const toNamed = (row: RawLink): NamedPairs['rows'][number] => ({
  linkId: (row.link_id as string | null | undefined) ?? null,
  localId: String(row.local_id),
  localLabel: toText(row.local_label) || String(row.local_id),
  externalId: String(row.external_id),
  externalLabel: toText(row.external_label) || String(row.external_id),
  score: Number(row.score),
});
