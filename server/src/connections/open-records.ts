import type { Knex } from 'knex';
import type { Side } from '../contracts/common';
import { TABLES } from '../constants';
import { isIgnored } from '../linking/ignored';
import { clientOf, type Database, toCount } from '../utils/database';

/**
 * Per mapping, the records of a side with neither a link nor a proposal that are not ignored. `mappings`: a query of the
 * mappings `m` that selects their `document_id`.
 */
export async function countOpen(db: Database, side: Side, mappings: Knex.QueryBuilder): Promise<Map<string, number>> {
  const rows = (await (clientOf(db) === 'sqlite' ? merged : joined)(db, side, mappings)) as Array<
    Record<string, unknown>
  >;
  return new Map(rows.map((row) => [String(row.document_id), toCount(row.n)]));
}

/**
 * SQLite looks each record up in the index of links, unless the set is ordered: then it walks through both indexes side
 * by side, in half the time. Of the links by local key it walks along those between the mapping's first key and its last.
 */
const mergedSets: Record<Side, string> = {
  local: `
    select r.local_key from ${TABLES.localRecords} r where r.mapping_id = m.document_id
    except select l.local_key from ${TABLES.links} l where l.state <> 'rejected' and l.local_key between
      (select min(r.local_key) from ${TABLES.localRecords} r where r.mapping_id = m.document_id) and
      (select max(r.local_key) from ${TABLES.localRecords} r where r.mapping_id = m.document_id)
    except select i.record_key from ${TABLES.ignored} i
      where i.connection_id = m.connection_id and i.record_type = m.record_type and i.side = 'local'
    order by 1`,
  external: `
    select r.external_id from ${TABLES.externalRecords} r
      where r.connection_id = m.connection_id and r.record_type = m.record_type and r.active = 1 and r.deleted_at is null
    except select l.external_id from ${TABLES.links} l
      where l.connection_id = m.connection_id and l.record_type = m.record_type and l.state <> 'rejected'
    except select i.record_key from ${TABLES.ignored} i
      where i.connection_id = m.connection_id and i.record_type = m.record_type and i.side = 'external'
    order by 1`,
};

const merged = (db: Database, side: Side, mappings: Knex.QueryBuilder): Knex.QueryBuilder =>
  mappings.select({ n: db.raw(`(select count(*) from (${mergedSets[side]}))`) });

/** The others choose by themselves how to join the records of all mappings at once. */
function joined(db: Database, side: Side, mappings: Knex.QueryBuilder): Knex.QueryBuilder {
  const [table, ofMapping, sameRecord] =
    side === 'local'
      ? [TABLES.localRecords, 'r.mapping_id = m.document_id', 'l.local_key = r.local_key']
      : [
          TABLES.externalRecords,
          'r.connection_id = m.connection_id and r.record_type = m.record_type',
          'l.connection_id = r.connection_id and l.record_type = r.record_type and l.external_id = r.external_id',
        ];
  if (side === 'external') void mappings.where('r.active', true).whereNull('r.deleted_at');
  return mappings
    .joinRaw(`join ${table} as r on ${ofMapping}`)
    .whereNotExists((query) => {
      void query.select(db.raw('1')).from(`${TABLES.links} as l`).whereRaw(sameRecord).whereNot('l.state', 'rejected');
    })
    .whereNotExists(isIgnored(db, side))
    .groupBy('m.document_id')
    .count({ n: '*' });
}
