import type { Knex } from 'knex';
import type { EntryFilter } from '../contracts/entries';
import { TABLES } from '../constants';
import { type Database, toCount } from '../utils/database';
import { fromRow, type LinkRow, type RawLink } from '../linking/link-repository';

/** Confirmed links and proposals of some entries, the confirmed ones first. */
export async function findLinksOfEntries(
  db: Database,
  contentType: string,
  ids: string[],
  locale: string,
): Promise<LinkRow[]> {
  const rows = (await db(TABLES.links)
    .where({ content_type: contentType, local_locale: locale })
    .whereIn('local_id', ids)
    .whereIn('state', ['confirmed', 'proposed'])
    .orderBy('state')
    .orderBy('id')) as RawLink[];
  return rows.map(fromRow);
}

export async function countCandidates(db: Database, localKey: string): Promise<number> {
  const [row] = await db(TABLES.candidates).where({ local_key: localKey }).count({ n: '*' });
  return toCount(row?.n);
}

/** documentIds of the entries that a filter is about; those of `none` are the ones that are not among them. */
export function entryIds(db: Database, contentType: string, locale: string, filter: EntryFilter): Knex.QueryBuilder {
  const query = db(TABLES.links).where({ content_type: contentType, local_locale: locale }).select('local_id');
  if (filter === 'none') return query.whereIn('state', ['confirmed', 'proposed']);
  if (filter === 'attention') return query.where({ state: 'confirmed' }).whereNotNull('attention');
  return query.where({ state: filter === 'linked' ? 'confirmed' : 'proposed' });
}
