import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { Side } from '../contracts/common';
import { TABLES } from '../constants';
import { chunksOf, type Database, inTransaction, toText } from '../utils/database';
import { ConflictError } from '../utils/errors';
import type { Actor } from '../utils/http';
import { localKeyOf } from './keys';
import type { RawLink } from './link-repository';
import type { MappingRow } from './mapping-repository';
import { sentence } from '../utils/sentence';

interface RecordRef {
  id: string;
  locale: string;
}

/** Records that shall have no partner. */
export const ignoring = ({ strapi }: { strapi: Core.Strapi }) => ({
  async ignore(mapping: MappingRow, side: Side, records: RecordRef[], actor: Actor): Promise<number> {
    const keys = keysOf(mapping, side, records);
    await inTransaction(strapi, async (trx) => {
      const decided = await findDecided(trx, mapping, side, keys);
      if (decided)
        throw new ConflictError(
          sentence(
            'links.notUnlinked',
            '{record} has a link or a proposal. Unlink or reject it first; nothing was changed.',
            { record: decided },
          ),
        );
      const row = { ...scopeOf(mapping, side), mapping_id: mapping.id, actor: actor.name, at: new Date() };
      for (const chunk of chunksOf(keys))
        await trx(TABLES.ignored)
          .insert(chunk.map((key) => ({ ...row, record_key: key })))
          .onConflict(['record_key', 'side', 'connection_id', 'record_type'])
          .ignore();
    });
    return keys.length;
  },

  stop: (mapping: MappingRow, side: Side, records: RecordRef[]): Promise<number> =>
    inTransaction(strapi, async (trx) => {
      let count = 0;
      for (const chunk of chunksOf(keysOf(mapping, side, records)))
        count += await trx(TABLES.ignored).where(scopeOf(mapping, side)).whereIn('record_key', chunk).delete();
      return count;
    }),
});

const scopeOf = ({ connectionId, recordType }: MappingRow, side: Side) => ({
  connection_id: connectionId,
  record_type: recordType,
  side,
});

const keysOf = (mapping: MappingRow, side: Side, records: RecordRef[]): string[] => [
  ...new Set(
    records.map(({ id, locale }) => (side === 'local' ? localKeyOf({ ...mapping, localId: id, locale }) : id)),
  ),
];

/** Label of a record that has a link or a proposal; null where none has. */
async function findDecided(db: Database, mapping: MappingRow, side: Side, keys: string[]): Promise<string | null> {
  for (const chunk of chunksOf(keys)) {
    const row = (await db(TABLES.links)
      .where({ connection_id: mapping.connectionId, record_type: mapping.recordType })
      .whereIn('state', ['confirmed', 'proposed'])
      .whereIn(side === 'local' ? 'local_key' : 'external_id', chunk)
      .first('local_label', 'external_label')) as RawLink | undefined;
    if (row) return toText(side === 'local' ? row.local_label : row.external_label);
  }
  return null;
}

/** Which of some local keys and external ids are ignored. */
export async function findIgnored(
  db: Database,
  mapping: MappingRow,
  localKeys: string[],
  externalIds: string[],
): Promise<{ local: Set<string>; external: Set<string> }> {
  const read = async (side: Side, keys: string[]) => {
    const found = new Set<string>();
    for (const chunk of chunksOf([...new Set(keys)])) {
      const rows = (await db(TABLES.ignored)
        .where(scopeOf(mapping, side))
        .whereIn('record_key', chunk)
        .select('record_key')) as RawLink[];
      for (const row of rows) found.add(String(row.record_key));
    }
    return found;
  };
  return { local: await read('local', localKeys), external: await read('external', externalIds) };
}

/** Condition on rows `r` of local or external records: that they are ignored. For `whereExists` and its opposite. */
export const isIgnored =
  (db: Database, side: Side) =>
  (query: Knex.QueryBuilder): void => {
    void query.select(db.raw('1')).from(`${TABLES.ignored} as i`).where('i.side', side);
    if (side === 'local') void query.whereRaw('i.record_key = r.local_key');
    else
      void query.whereRaw(
        'i.record_key = r.external_id and i.connection_id = r.connection_id and i.record_type = r.record_type',
      );
  };
