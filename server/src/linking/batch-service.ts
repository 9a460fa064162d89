import type { Core } from '@strapi/strapi';
import type { BatchAct, BatchCounts, BatchFilter } from '../contracts/batches';
import type { RejectReason } from '../contracts/links';
import { TABLES } from '../constants';
import { breathe, type Database, databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, UnprocessableError } from '../utils/errors';
import type { Actor } from '../utils/http';
import { type Confirmed, confirmMany, MOST_ANSWERED } from './confirm-many';
import { type ActRow, detailOf, insertAct, insertDetails } from './journal';
import { countByMapping, type LinkFilter, nextLinks, newBatchId, rejectedColumns } from './link-repository';
import { findMappings, type MappingRow } from './mapping-repository';
import { rememberValues } from './remembered';
import type { ActResult } from './review-service';
import { sentence } from '../utils/sentence';

/** Links rejected by one statement: short enough for the event loop on SQLite. */
const PER_STATEMENT = 500;

type Filter = Omit<BatchFilter, 'connectionId'> & Pick<LinkFilter, 'mappings'>;

const stateBefore = { confirm: 'proposed', reject: 'proposed', unlink: 'confirmed' } as const;

/** One act on all links that a filter shows. */
export const batches = ({ strapi }: { strapi: Core.Strapi }) => {
  const scoped = (act: BatchAct, filter: Filter): LinkFilter => ({ ...filter, state: [stateBefore[act]] });

  async function preview(act: BatchAct, filter: Filter): Promise<BatchCounts> {
    const db = databaseOf(strapi);
    const names = new Map((await findMappings(db)).map(({ id, name }) => [id, name]));
    const mappings = (await countByMapping(db, scoped(act, filter))).map((counts) => ({
      ...counts,
      name: names.get(counts.mappingId) ?? '',
    }));
    return {
      mappings,
      count: mappings.reduce((sum, { count }) => sum + count, 0),
      withWarning: mappings.reduce((sum, { withWarning }) => sum + withWarning, 0),
    };
  }

  return {
    preview,

    /** All in one transaction with its journal, chunk by chunk; see the endpoint. */
    async decide(
      request: {
        act: BatchAct;
        filter: Filter;
        reason: RejectReason;
        expected: Array<{ mappingId: string; count: number }>;
      },
      actor: Actor,
    ): Promise<ActResult> {
      const { act, filter } = request;
      try {
        return await inTransaction(strapi, async (trx) => {
          const mappings = await findMappings(trx);
          const connections = new Set<string>();
          const now = await countByMapping(trx, scoped(act, filter));
          const wanted = new Map(request.expected.map(({ mappingId, count }) => [mappingId, count]));
          if (
            now.some(({ mappingId, count }) => (wanted.get(mappingId) ?? 0) !== count) ||
            request.expected.some(({ mappingId, count }) => count > 0 && !now.some((of) => of.mappingId === mappingId))
          )
            throw new ConflictError(
              sentence(
                'links.batchChanged',
                'The links have changed since you looked. Nothing was done; these are the numbers now.',
              ),
            );
          const touched = mappings.filter(({ id }) => now.some((of) => of.mappingId === id));
          for (const { connectionId } of touched) connections.add(connectionId);
          const [connectionId] = connections;
          if (connectionId === undefined)
            throw new UnprocessableError(sentence('links.noneShown', 'No link is shown by this filter.'));
          if (connections.size > 1)
            throw new UnprocessableError(
              sentence('links.severalConnections', 'These links are of several connections. Choose one of them first.'),
            );
          return change(trx, touched, request, connectionId, actor);
        });
      } catch (error) {
        if (error instanceof ConflictError) throw new ConflictError(error, { counts: await preview(act, filter) });
        if (isUniqueViolation(error))
          throw new ConflictError(
            sentence(
              'links.linkedElsewhere',
              'One of these records has been linked elsewhere meanwhile. Nothing was changed; look again.',
            ),
          );
        throw error;
      }
    },
  };

  async function change(
    trx: Database,
    mappings: MappingRow[],
    { act, filter, reason }: { act: BatchAct; filter: Filter; reason: RejectReason },
    connectionId: string,
    actor: Actor,
  ): Promise<ActResult> {
    const why = act === 'unlink' ? 'unlinked' : reason;
    const journal: ActRow = {
      batchId: newBatchId(),
      act,
      connectionId,
      reason: act === 'confirm' ? null : why,
      actor: actor.name,
    };
    let count = 0;
    let first: Confirmed['first'];
    const links: string[] = [];
    for (const mapping of mappings) {
      const done =
        act === 'confirm'
          ? await confirmMany(trx, mapping, filter, journal, actor)
          : await rejectMany(trx, mapping, { ...scoped(act, filter), mappingId: mapping.id }, journal, why, actor);
      count += done.count;
      first ??= done.first;
      links.push(...done.links.slice(0, MOST_ANSWERED - links.length));
    }
    await insertAct(trx, journal, count, first, mappings.length === 1 ? (mappings[0]?.id ?? null) : null);
    return { batchId: journal.batchId, count, links };
  }
};

/** Rejects or unlinks what a filter shows: with the values that were compared, and what undo needs. */
async function rejectMany(
  trx: Database,
  mapping: MappingRow,
  filter: LinkFilter,
  journal: ActRow,
  why: RejectReason,
  actor: Actor,
): Promise<Confirmed> {
  const from = journal.act === 'unlink' ? 'confirmed' : 'proposed';
  const done: Confirmed = { count: 0, links: [], first: undefined };
  for (;;) {
    // What was changed is not shown by the filter any more.
    const rows = await nextLinks(trx, filter, PER_STATEMENT);
    if (rows.length === 0) return done;
    await rememberValues(trx, new Map([[mapping.id, mapping]]), rows);
    const ids = rows.map((row) => String(row.document_id));
    await trx(TABLES.links)
      .whereIn('document_id', ids)
      .update(rejectedColumns(why, actor.name, new Date()));
    const details = rows.map((row) => detailOf(row, from, 'rejected', from === 'confirmed'));
    await insertDetails(trx, journal, details);
    done.first ??= details[0];
    done.count += ids.length;
    done.links.push(...ids.slice(0, MOST_ANSWERED - done.links.length));
    await breathe();
  }
}
