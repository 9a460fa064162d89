import type { RejectReason } from '../contracts/links';
import { TABLES } from '../constants';
import { breathe, type Database, toText } from '../utils/database';
import type { Actor } from '../utils/http';
import { type Confirmed, MOST_ANSWERED } from './confirm-many';
import { type ActRow, detailOf, insertDetails, insertSteps } from './journal';
import { type LinkFilter, nextLinks, rejectedColumns } from './link-repository';
import type { MappingRow } from './mapping-repository';
import { rememberedColumns, rememberValues } from './remembered';

/** Links changed by one statement: short enough for the event loop on SQLite. */
const PER_STATEMENT = 1_000;

/**
 * Rejects or unlinks what a filter shows: with the values that were compared, and what undo needs. Of a proposal that
 * is its state, so that the database writes the journal; a confirmed link's row is kept whole. Call inside the
 * transaction; the act's own row is the caller's.
 */
export async function rejectMany(
  trx: Database,
  mapping: MappingRow,
  filter: LinkFilter,
  act: ActRow,
  why: RejectReason,
  actor: Actor,
): Promise<Confirmed> {
  const unlinks = act.act === 'unlink';
  const columns = unlinks ? ['*'] : [...rememberedColumns, 'local_label', 'external_label'];
  const done: Confirmed = { count: 0, links: [], first: undefined };
  for (;;) {
    // What was changed is not shown by the filter any more.
    const rows = await nextLinks(trx, filter, PER_STATEMENT, columns);
    const [first] = rows;
    if (!first) return done;
    done.first ??= { localLabel: toText(first.local_label), externalLabel: toText(first.external_label) };
    await rememberValues(trx, new Map([[mapping.id, mapping]]), rows);
    const links = () =>
      trx(TABLES.links).whereIn(
        'id',
        rows.map(({ id }) => Number(id)),
      );
    if (unlinks)
      await insertDetails(
        trx,
        act,
        rows.map((row) => detailOf(row, 'confirmed', 'rejected', true)),
      );
    else await insertSteps(trx, act, links().orderBy('id'), 'proposed', 'rejected');
    await links().update(rejectedColumns(why, actor.name, new Date()));
    done.count += rows.length;
    done.links.push(...rows.slice(0, MOST_ANSWERED - done.links.length).map((row) => String(row.document_id)));
    await breathe();
  }
}
