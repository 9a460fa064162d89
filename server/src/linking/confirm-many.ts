import { TABLES } from '../constants';
import { breathe, type Database, toText } from '../utils/database';
import type { Actor } from '../utils/http';
import { type ActRow, type DetailRow, insertDetails, insertSteps } from './journal';
import { confirmedColumns, type LinkFilter, nextLinks } from './link-repository';
import type { MappingRow } from './mapping-repository';
import { retireMerged } from './merged';

/** Links changed by one statement: short enough for the event loop on SQLite. */
const PER_STATEMENT = 1_000;

/** Ids of links that an act answers with, so that the answer stays small. */
export const MOST_ANSWERED = 1_000;

export interface Confirmed {
  /** Links that were proposed, without those that made way for them. */
  count: number;
  links: string[];
  /** What the act's own row names. */
  first: Pick<DetailRow, 'localLabel' | 'externalLabel'> | undefined;
}

/**
 * Confirms the proposals of a mapping that a filter shows. Links and their journal are written by the database from
 * their rows, chunk by chunk. Call inside the transaction; the act's own row is the caller's.
 */
export async function confirmMany(
  trx: Database,
  mapping: MappingRow,
  filter: LinkFilter,
  act: ActRow,
  actor: Actor,
): Promise<Confirmed> {
  const proposals: LinkFilter = { ...filter, mappingId: mapping.id, state: ['proposed'] };
  const done: Confirmed = { count: 0, links: [], first: undefined };
  for (;;) {
    // What was confirmed is not shown by the filter any more.
    const rows = await nextLinks(trx, proposals, PER_STATEMENT, [
      ...['id', 'document_id', 'origin'],
      ...['local_label', 'external_label'],
    ]);
    const [first] = rows;
    if (!first) return done;
    done.first ??= { localLabel: toText(first.local_label), externalLabel: toText(first.external_label) };
    const merged = rows.filter(({ origin }) => origin === 'merged').map((row) => String(row.document_id));
    const now = new Date();
    await insertDetails(trx, act, await retireMerged(trx, merged, actor, now));
    const links = () =>
      trx(TABLES.links).whereIn(
        'id',
        rows.map(({ id }) => Number(id)),
      );
    await insertSteps(trx, act, links().orderBy('id'), 'proposed', 'confirmed');
    await links().update(confirmedColumns(trx, mapping.cardinality === 'one_to_one', actor.name, now));
    done.count += rows.length;
    done.links.push(...rows.slice(0, MOST_ANSWERED - done.links.length).map((row) => String(row.document_id)));
    await breathe();
  }
}
