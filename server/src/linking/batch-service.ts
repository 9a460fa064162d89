import type { Core } from '@strapi/strapi';
import type { BatchAct, BatchCounts, BatchFilter } from '../contracts/batches';
import type { RejectReason } from '../contracts/links';
import { type Database, databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, UnprocessableError } from '../utils/errors';
import type { Actor } from '../utils/http';
import { type Confirmed, confirmMany, MOST_ANSWERED } from './confirm-many';
import { type ActRow, insertAct } from './journal';
import { countByMapping, type LinkFilter, newBatchId } from './link-repository';
import { findMappings, type MappingRow } from './mapping-repository';
import { rejectMany } from './reject-many';
import type { ActResult } from './review-service';
import { sentence } from '../utils/sentence';

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
