import { TABLES } from '../constants';
import { breathe, type Database, isUniqueViolation, toTimestamp } from '../utils/database';
import { ConflictError, notFound } from '../utils/errors';
import type { Actor } from '../utils/http';
import { type ActRow, type DetailRow, insertAct, insertDetails, insertStepsBack, isUndoable } from './journal';
import {
  type BatchDetail,
  type BatchStep,
  findBatch,
  findBatchDetails,
  findBatchSteps,
  findLaterAct,
  type LaterAct,
  markUndone,
} from './journal-batches';
import {
  confirmedColumns,
  findRawLinks,
  newBatchId,
  proposedColumns,
  type RawLink,
  rejectedColumns,
} from './link-repository';
import { findMappings } from './mapping-repository';
import { type Sentence, sentence } from '../utils/sentence';

/** Links put back by one statement: short enough for the event loop on SQLite. */
const PER_STATEMENT = 1_000;

/** What was done by an act, after which its doer is named. */
const ACT_WORDS: Record<LaterAct, Sentence> = {
  propose: sentence('links.state.proposed', 'proposed'),
  confirm: sentence('links.state.confirmed', 'confirmed'),
  reject: sentence('links.state.rejected', 'rejected'),
  map: sentence('links.act.map', 'linked by hand'),
  unlink: sentence('links.act.unlink', 'link removed'),
  create: sentence('links.act.create', 'created in Strapi and linked'),
  create_external: sentence('links.act.createExternal', 'created in the other system and linked'),
  import: sentence('links.act.import', 'decided by an imported file'),
  carry_over: sentence('links.act.carryOver', 'carried over from another system'),
  rebuild: sentence('links.act.rebuild', 'linked by its key'),
  finalize: sentence('links.act.finalize', 'confirmed at the end of the set-up'),
  restore: sentence('links.act.restore', 'put back to a restore point'),
};

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
        act: ACT_WORDS[later.act],
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
  let first: BatchStep | undefined;
  const mappings = new Set<string>();
  // A replaced link gets its place back only after the new one has left it.
  for (const returning of [false, true]) {
    for (let after = 0; ;) {
      const steps = await findBatchSteps(trx, batchId, returning, after, PER_STATEMENT);
      const last = steps.at(-1);
      if (!last) break;
      after = last.id;
      const withRows = steps.filter(({ plain }) => !plain).map(({ id }) => id);
      await restoreRows(trx, act, await findBatchDetails(trx, withRows));
      await restoreStates(
        trx,
        act,
        steps.filter(({ plain }) => plain),
        oneToOne,
        actor,
      );
      count += steps.length;
      first ??= steps[0];
      for (const { mappingId } of steps) mappings.add(mappingId);
      await breathe();
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

function requireAll(expected: number, done: number): void {
  if (done !== expected)
    throw new ConflictError(
      sentence('links.changedSince', 'Some of these links have changed since. Nothing was undone; look again.'),
    );
}

/** Puts links back whose state alone would not bring them back, checking that they are as the act left them. */
async function restoreRows(trx: Database, act: ActRow, details: BatchDetail[]): Promise<void> {
  if (details.length === 0) return;
  const present = await rowsOf(trx, details);
  const now = new Date();
  for (const detail of details.filter(({ stateAfter, before }) => stateAfter === 'none' && before)) {
    await trx(TABLES.links).insert(revived(detail.before ?? {}));
  }
  const created = details.filter(({ stateBefore }) => stateBefore === 'none').map(({ linkId }) => linkId);
  if (created.length > 0) requireAll(created.length, await trx(TABLES.links).whereIn('document_id', created).delete());
  for (const detail of details.filter(
    ({ stateBefore, stateAfter, before }) => before && stateBefore !== 'none' && stateAfter !== 'none',
  )) {
    const { id: _id, ...row } = revived(detail.before ?? {});
    await guarded(async () =>
      requireAll(
        1,
        await trx(TABLES.links)
          .where({ document_id: detail.linkId, state: detail.stateAfter })
          .update({ ...row, updated_at: now }),
      ),
    );
  }
  await insertDetails(
    trx,
    act,
    details.map((detail): DetailRow => ({
      ...(present.has(detail.linkId) ? { before: present.get(detail.linkId)! } : {}),
      linkId: detail.linkId,
      mappingId: detail.mappingId,
      localLabel: detail.localLabel,
      externalLabel: detail.externalLabel,
      stateBefore: detail.stateAfter,
      stateAfter: detail.stateBefore,
    })),
  );
}

/** Puts links back into the state before the act, checking that they are still in the state after it. */
async function restoreStates(
  trx: Database,
  act: ActRow,
  steps: BatchStep[],
  oneToOne: Set<string>,
  actor: Actor,
): Promise<void> {
  const now = new Date();
  const states = ['proposed', 'confirmed', 'rejected'] as const;
  for (const state of states)
    for (const from of states)
      for (const one of [true, false]) {
        const same = steps.filter(
          ({ stateBefore, stateAfter, mappingId }) =>
            stateBefore === state && stateAfter === from && oneToOne.has(mappingId) === one,
        );
        if (same.length === 0) continue;
        const columns =
          state === 'proposed'
            ? proposedColumns(now)
            : state === 'confirmed'
              ? confirmedColumns(trx, one, actor.name, now)
              : rejectedColumns('other', actor.name, now);
        // By the database's own ids: links are written faster in their order than in that of their names.
        const rowIds = same.flatMap(({ rowId }) => rowId ?? []);
        await guarded(async () =>
          requireAll(same.length, await trx(TABLES.links).whereIn('id', rowIds).where({ state: from }).update(columns)),
        );
        const ids = same.map(({ id }) => id);
        await insertStepsBack(trx, act, trx(TABLES.decisions).whereIn('id', ids).orderBy('id'));
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
