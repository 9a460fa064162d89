import { TABLES } from '../constants';
import { type Database, isUniqueViolation, toTimestamp } from '../utils/database';
import { ConflictError, notFound } from '../utils/errors';
import type { Actor } from '../utils/http';
import {
  type ActRow,
  type BatchDetail,
  type DetailRow,
  findBatch,
  findBatchDetails,
  findLaterAct,
  insertAct,
  insertDetails,
  isUndoable,
  markUndone,
} from './journal';
import {
  confirmedColumns,
  findRawLinks,
  newBatchId,
  proposedColumns,
  type RawLink,
  rejectedColumns,
} from './link-repository';
import { findMappings } from './mapping-repository';
import { sentence } from '../utils/sentence';

const DETAILS_PER_STEP = 500;
const dateColumns = ['created_at', 'updated_at', 'published_at', 'proposed_at', 'decided_at'];

/**
 * Takes a whole batch back, or nothing of it: a later act on one of its links stands in the way and is named.
 * The undo is a batch of its own and can be undone. Call inside a transaction.
 */
export async function undoBatch(
  trx: Database,
  batchId: string,
  actor: Actor,
): Promise<{ batchId: string; count: number }> {
  const batch = await findBatch(trx, batchId);
  if (!batch) throw notFound('decision', batchId);
  if (!isUndoable(batch.act) || batch.count === 0)
    throw new ConflictError(
      sentence('links.notADecision', 'This entry of the journal is not a decision of a person and cannot be undone.'),
    );
  const later = await findLaterAct(trx, batchId);
  if (later)
    throw new ConflictError(
      sentence('links.changedAgain', '{record} was changed again since ({act} by {name}). Undo that first.', {
        record: later.localLabel,
        act: later.act,
        name: later.actor,
      }),
    );
  const act: ActRow = { batchId: newBatchId(), act: 'undo', connectionId: batch.connectionId, actor: actor.name };
  if (!(await markUndone(trx, batchId, act.batchId)))
    throw new ConflictError(sentence('links.undoneAlready', 'Somebody has undone this already.'));

  const oneToOne = new Set(
    (await findMappings(trx, batch.connectionId))
      .filter(({ cardinality }) => cardinality === 'one_to_one')
      .map(({ id }) => id),
  );
  let count = 0;
  let first: DetailRow | undefined;
  const mappings = new Set<string>();
  // A replaced link gets its place back only after the new one has left it.
  for (const pass of ['leave', 'return'] as const) {
    for (let after = 0; ;) {
      const details = await findBatchDetails(trx, batchId, after, DETAILS_PER_STEP);
      const last = details[details.length - 1];
      if (!last) break;
      after = last.id;
      const ofPass = details.filter((detail) => (detail.stateBefore === 'confirmed') === (pass === 'return'));
      const present = await rowsOf(trx, ofPass);
      await restore(trx, ofPass, oneToOne, actor);
      const rows = ofPass.map((detail): DetailRow => ({
        ...(present.has(detail.linkId) ? { before: present.get(detail.linkId)! } : {}),
        linkId: detail.linkId,
        mappingId: detail.mappingId,
        localLabel: detail.localLabel,
        externalLabel: detail.externalLabel,
        stateBefore: detail.stateAfter,
        stateAfter: detail.stateBefore,
      }));
      await insertDetails(trx, act, rows);
      count += rows.length;
      first ??= rows[0];
      for (const { mappingId } of rows) mappings.add(mappingId);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await insertAct(
    trx,
    { ...act, reason: batch.act },
    count,
    first,
    mappings.size === 1 ? ([...mappings][0] ?? null) : null,
  );
  return { batchId: act.batchId, count };
}

/** Links as they are now, where their state alone would not bring them back: so that the undo can be undone. */
async function rowsOf(trx: Database, details: BatchDetail[]): Promise<Map<string, RawLink>> {
  const needed = details.filter(({ stateBefore, before }) => stateBefore === 'none' || before !== null);
  const rows = await findRawLinks(
    trx,
    needed.map(({ linkId }) => linkId),
  );
  return new Map(rows.map((row) => [String(row.document_id), row]));
}

/** Puts links back into the state before the act, checking that they are still in the state after it. */
async function restore(trx: Database, details: BatchDetail[], oneToOne: Set<string>, actor: Actor): Promise<void> {
  const now = new Date();
  const requireAll = (ids: string[], done: number): void => {
    if (done !== ids.length)
      throw new ConflictError(
        sentence('links.changedSince', 'Some of these links have changed since. Nothing was undone; look again.'),
      );
  };
  for (const detail of details.filter(({ stateAfter, before }) => stateAfter === 'none' && before)) {
    await trx(TABLES.links).insert(revived(detail.before ?? {}));
  }
  const created = details.filter(({ stateBefore }) => stateBefore === 'none').map(({ linkId }) => linkId);
  if (created.length > 0) {
    requireAll(created, await trx(TABLES.links).whereIn('document_id', created).delete());
  }
  for (const detail of details.filter(
    ({ stateBefore, stateAfter, before }) => before && stateBefore !== 'none' && stateAfter !== 'none',
  )) {
    const { id: _id, ...row } = revived(detail.before ?? {});
    await guarded(async () =>
      requireAll(
        [detail.linkId],
        await trx(TABLES.links)
          .where({ document_id: detail.linkId, state: detail.stateAfter })
          .update({ ...row, updated_at: now }),
      ),
    );
  }
  const plain = details.filter(
    ({ stateBefore, stateAfter, before }) => !before && stateBefore !== 'none' && stateAfter !== 'none',
  );
  const states = ['proposed', 'confirmed', 'rejected'] as const;
  for (const state of states)
    for (const from of states)
      for (const one of [true, false]) {
        const ids = plain
          .filter(
            ({ stateBefore, stateAfter, mappingId }) =>
              stateBefore === state && stateAfter === from && oneToOne.has(mappingId) === one,
          )
          .map(({ linkId }) => linkId);
        if (ids.length === 0) continue;
        const columns =
          state === 'proposed'
            ? proposedColumns(now)
            : state === 'confirmed'
              ? confirmedColumns(trx, one, actor.name, now)
              : rejectedColumns('other', actor.name, now);
        await guarded(async () =>
          requireAll(ids, await trx(TABLES.links).whereIn('document_id', ids).where({ state: from }).update(columns)),
        );
      }
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new ConflictError(
        sentence(
          'links.linkedElsewhereSince',
          'One of these records has been linked elsewhere since. Undo that first.',
        ),
      );
    throw error;
  }
}

/** A row as it was journaled: dates went through JSON, the numeric id is the database's own. */
function revived(row: RawLink): RawLink {
  const copy = { ...row };
  delete copy.id;
  for (const column of dateColumns) {
    const timestamp = toTimestamp(copy[column]);
    if (column in copy) copy[column] = timestamp === null ? null : new Date(timestamp);
  }
  for (const column of ['evidence', 'runner_up', 'changed_since', 'warnings']) {
    if (copy[column] !== null && typeof copy[column] === 'object') copy[column] = JSON.stringify(copy[column]);
  }
  return copy;
}
