import type { Core } from '@strapi/strapi';
import { rebuildFromAnchors } from '../anchors/rebuild';
import type { RunProgress } from '../contracts/runs';
import type { RunContext, RunHandler } from '../runs/types';
import { databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { markLocalGone } from './attention';
import { fewChanges, matchFew } from './few-changes';
import { claimPending, clearClaimed, readEntries, upsertLocalRecords } from './local-records';
import { dropUnseen } from './unseen';
import { findMappings, type MappingRow } from './mapping-repository';
import { findModel, latestDecision, saveModel } from './match-models';
import { loadSides, optionsOf } from './match-sides';
import { followThresholds } from './redecide';
import { resultWriter } from './result-writer';

/** Where matching goes on: the entries of a mapping are being read, or its pairs are to be found and written. */
type Checkpoint = { mapping: number; stage: 'read'; last: string | null } | { mapping: number; stage: 'match' };

export const matchHandler = (strapi: Core.Strapi): RunHandler => ({
  execute: (ctx) =>
    ctx.run.input.followThresholds === true
      ? followThresholds(strapi, ctx)
      : matchConnectionRecords(strapi, ctx, ctx.checkpoint, (checkpoint) => checkpoint),
});

/**
 * Matches every mapping of a connection: reads the entries of users, compares them in a worker, stores
 * candidates and proposals. Also the last stage of a sync, whose checkpoint `wrap` keeps whole.
 */
export async function matchConnectionRecords(
  strapi: Core.Strapi,
  ctx: RunContext,
  from: unknown,
  wrap: (checkpoint: Checkpoint) => unknown,
): Promise<void> {
  const mappings = (await findMappings(databaseOf(strapi), ctx.run.connectionId)).filter(
    (mapping) => getService(strapi, 'mappings').problemOf(mapping) === null,
  );
  let checkpoint = (from as Checkpoint | null) ?? { mapping: 0, stage: 'read', last: null };
  for (const mapping of mappings) partOf(ctx.progress, mapping);

  for (;;) {
    const mapping = mappings[checkpoint.mapping];
    if (!mapping) return followThresholds(strapi, ctx);
    const part = partOf(ctx.progress, mapping);
    ctx.signal.throwIfAborted();
    if (checkpoint.stage === 'read') {
      part.phase = 'reading';
      const entries = await readEntries(strapi, mapping, checkpoint.last);
      const last = entries[entries.length - 1]?.localId ?? null;
      const next: Checkpoint =
        last === null
          ? { mapping: checkpoint.mapping, stage: 'match' }
          : { mapping: checkpoint.mapping, stage: 'read', last };
      await inTransaction(strapi, async (trx) => {
        await upsertLocalRecords(trx, mapping.id, ctx.run.id, entries);
        if (next.stage === 'match') {
          await dropUnseen(trx, mapping, ctx.run.id);
          await markLocalGone(trx, mapping.id);
        }
        part.done += entries.length;
        await ctx.save(trx, { checkpoint: wrap(next) });
      });
      checkpoint = next;
    } else {
      await rebuild(strapi, ctx, mapping);
      // A sync that brought little needs no new model; whoever asks for a match gets one.
      const few = ctx.run.kind === 'sync' ? await fewChanges(databaseOf(strapi), mapping) : null;
      if (few) await matchFew(strapi, ctx, mapping, few);
      else await matchMapping(strapi, ctx, mapping, part);
      part.phase = 'done';
      part.total = part.done;
      checkpoint = { mapping: checkpoint.mapping + 1, stage: 'read', last: null };
      await ctx.save(databaseOf(strapi), { checkpoint: wrap(checkpoint) });
    }
  }
}

/** Links that the records carry themselves are made before anything is compared. */
async function rebuild(strapi: Core.Strapi, ctx: RunContext, mapping: MappingRow): Promise<void> {
  const connection = await getService(strapi, 'connections').get(ctx.run.connectionId);
  await rebuildFromAnchors(strapi, ctx, mapping, getService(strapi, 'connectors').get(connection.connector));
}

function partOf(progress: RunProgress, mapping: MappingRow): RunProgress['parts'][number] {
  const key = `mapping:${mapping.id}`;
  const known = progress.parts.find((part) => part.key === key);
  if (known) return known;
  const part: RunProgress['parts'][number] = { key, label: mapping.name, phase: 'waiting', done: 0, total: null };
  progress.parts.push(part);
  return part;
}

/**
 * Compares all records of a mapping and stores what came of it. Computes again after a crash: every write below is
 * keyed by its pair or record, so nothing doubles.
 */
async function matchMapping(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  part: RunProgress['parts'][number],
): Promise<void> {
  const db = databaseOf(strapi);
  part.phase = 'comparing';
  part.done = 0;
  await ctx.save(db);
  const before = await findModel(db, mapping.id);
  const decisionId = await latestDecision(db);
  await claimPending(db, mapping.id);
  const sides = await loadSides(db, mapping, before?.model);
  part.total = sides.left.length;
  const writer = resultWriter(strapi, ctx, mapping, sides);
  try {
    await getService(strapi, 'matching').match(
      sides.left,
      sides.right,
      {
        ...optionsOf(mapping, sides),
        signal: ctx.signal,
        onProgress: (done) => void (part.done = Math.min(done, sides.left.length)),
      },
      {
        ...writer.taker,
        summary(summary) {
          part.phase = 'writing';
          return writer.taker.summary(summary);
        },
      },
    );
  } finally {
    await writer.idle();
  }
  ctx.signal.throwIfAborted();
  const model = await writer.finish();
  await inTransaction(strapi, async (trx) => {
    await saveModel(trx, {
      mappingId: mapping.id,
      version: model.version,
      model,
      confirmed: sides.labels.filter(({ match }) => match).length,
      rejected: sides.labels.filter(({ match }) => !match).length,
      records: sides.left.length + sides.right.length,
      changedSince: 0,
      threshold: mapping.threshold,
      margin: mapping.margin,
      runId: ctx.run.id,
      matchedRunId: ctx.run.id,
      decisionId,
    });
    await clearClaimed(trx, mapping.id);
    await ctx.save(trx);
  });
  part.done = sides.left.length;
  getService(strapi, 'live').refresh(mapping);
}
