import type { Knex } from 'knex';
import type { Side } from '../contracts/common';
import type { WhyNotKind } from '../contracts/links';
import { TABLES } from '../constants';
import { type Database, likePattern, toCount } from '../utils/database';
import { isIgnored } from './ignored';
import type { RawLink } from './link-repository';
import type { MappingRow } from './mapping-repository';

/** At most so many records are looked up by their ids. */
const FEW = 1_000;

/**
 * Ids of the records `r` that a query finds, where they are few; else null. Where nearly all records are linked, the
 * few open ones are found in an index once, and not again for their order and their number.
 */
export async function findFew(query: Knex.QueryBuilder): Promise<number[] | null> {
  const rows = (await query
    .clone()
    .limit(FEW + 1)
    .select('r.id')) as RawLink[];
  return rows.length > FEW ? null : rows.map(({ id }) => Number(id));
}

export async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [row] = (await query.clone().count({ n: '*' })) as Array<{ n: unknown }>;
  return toCount(row?.n);
}

/** Records of one side with neither a confirmed link nor a proposal, as `r`. */
export function unlinkedQuery(
  db: Database,
  mapping: MappingRow,
  side: Side,
  search: string | undefined,
  why: WhyNotKind | undefined,
  show: 'waiting' | 'ignored',
) {
  const base =
    side === 'local'
      ? db(`${TABLES.localRecords} as r`).where({ 'r.mapping_id': mapping.id })
      : db(`${TABLES.externalRecords} as r`)
          .where({ 'r.connection_id': mapping.connectionId, 'r.record_type': mapping.recordType, 'r.active': true })
          .whereNull('r.deleted_at');
  void base.whereNotExists((query) => {
    void query.select(db.raw('1')).from(`${TABLES.links} as l`).whereNot('l.state', 'rejected');
    if (side === 'local') void query.whereRaw('l.local_key = r.local_key');
    else
      void query.whereRaw(
        'l.connection_id = r.connection_id and l.record_type = r.record_type and l.external_id = r.external_id',
      );
  });
  if (show === 'ignored') void base.whereExists(isIgnored(db, side));
  else void base.whereNotExists(isIgnored(db, side));
  if (why)
    void base.whereExists((query) => {
      void query
        .select(db.raw('1'))
        .from(`${TABLES.unlinked} as u`)
        .whereRaw('u.local_key = r.local_key')
        .where({ 'u.why': why });
    });
  for (const word of search?.split(/\s+/).filter(Boolean) ?? [])
    void base.whereRaw("r.search_label like ? escape '!'", [likePattern(word)]);
  return base;
}
