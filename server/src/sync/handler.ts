import type { Core } from '@strapi/strapi';
import { type ChargesCheckpoint, readCharges } from '../charges/read';
import type { ConnectionRow } from '../connections/repository';
import type { Connector, RecordType } from '../connectors/contract';
import { configOf } from '../utils/config';
import { databaseOf, inTransaction, renewStatistics } from '../utils/database';
import { TABLES } from '../constants';
import { getService } from '../utils/services';
import { QuestionError, type RunContext, type RunHandler } from '../runs/types';
import { matchConnectionRecords } from '../linking/match-run';
import { countUnseen, hasRecords, markDeleted } from './external-records';
import { followNotices, matchNoticed } from './notices';
import { type PageRequest, readPages } from './pages';
import { partOf, settleLinks, storePage } from './store';
import { findNotices } from '../webhooks/repository';
import { sentence } from '../utils/sentence';

/** Fewer removals than this are never worth a question. */
const REMOVALS_WITHOUT_QUESTION = 10;
/** Changes are asked for from a little before the last sync: the vendor's clock is not ours, and its index may lag. */
const OVERLAP_MS = 10 * 60_000;

/** When the sync began, and since when changes are read; null: everything is. */
interface Reading {
  startedAt: string;
  since: string | null;
}

/** Where a sync goes on: a page of a record type, what follows its last page, notices, matching, or charges. */
type Checkpoint =
  | (Partial<Reading> & { stage: 'read'; type: number; cursor: string | null })
  | (Partial<Reading> & { stage: 'removals'; type: number })
  | (Partial<Reading> & { stage: 'notices' })
  | { stage: 'match'; checkpoint: unknown }
  | { stage: 'charges'; checkpoint: ChargesCheckpoint };

/**
 * Reads every record of the connection's types and infers removals, or reads what changed since the last sync; then
 * matches, and reads what the vendor charges us. With `noticesOnly` it reads just the records of which the vendor has
 * said that they changed.
 */
export const syncHandler = (strapi: Core.Strapi): RunHandler => ({
  async execute(ctx) {
    const connection = await getService(strapi, 'connections').get(ctx.run.connectionId);
    const connector = getService(strapi, 'connectors').get(connection.connector);
    const types = await typesOf(strapi, connection, connector);
    const context = getService(strapi, 'connections').contextFor(connection, ctx.signal, ctx.run.id);
    if (ctx.run.input.noticesOnly === true) {
      // More may come while these are matched.
      do {
        await followNotices(strapi, ctx, connector, context, types);
        await matchNoticed(strapi, ctx, types);
      } while (connector.read && (await findNotices(databaseOf(strapi), connection.id, 1)).length > 0);
      return;
    }

    let checkpoint = (ctx.checkpoint as Checkpoint | null) ?? begin(strapi, ctx, connection, connector);
    if (ctx.checkpoint === null) {
      ctx.progress.parts = types.map(({ id, label }) => ({ key: id, label, phase: 'waiting', done: 0, total: null }));
      // When it began is kept: the vendor's program may come hours later, and changes since now belong to the next sync.
      await ctx.save(databaseOf(strapi), { checkpoint });
      if (checkpoint.stage === 'read' && !checkpoint.since)
        await renewStatistics(databaseOf(strapi), TABLES.externalRecords);
    }

    const listPage = (request: PageRequest) => connector.list(context, request);
    // Where the vendor's program calls us, what is asked for is stored, page by page.
    const list = context.queue ? listPage : readPages(listPage);
    while (checkpoint.stage !== 'match' && checkpoint.stage !== 'charges') {
      const { startedAt = new Date().toISOString(), since = null } = checkpoint;
      const reading: Reading = { startedAt, since };
      if (checkpoint.stage === 'notices') {
        await followNotices(strapi, ctx, connector, context, types);
        if (since === null) await getService(strapi, 'connections').readFacts(connection, ctx);
        await getService(strapi, 'connections').synced(connection.id, new Date(startedAt), since === null);
        checkpoint = { stage: 'match', checkpoint: null };
        break;
      }
      const type = types[checkpoint.type];
      if (!type) {
        checkpoint = { stage: 'notices', ...reading };
        continue;
      }
      const scope = { connectionId: connection.id, recordType: type.id };
      const part = partOf(ctx.progress, type.id, type.label);
      if (checkpoint.stage === 'removals') {
        await inferRemovals(strapi, ctx, scope, type.label);
        part.phase = 'done';
        part.total = part.done;
        checkpoint = { stage: 'read', type: checkpoint.type + 1, cursor: null, ...reading };
        await ctx.save(databaseOf(strapi), { checkpoint });
        continue;
      }
      // Its first page may take a while. Where the vendor's program calls us, it is waited for first.
      if (part.phase !== 'reading' && !context.queue) {
        part.phase = 'reading';
        await ctx.save(databaseOf(strapi));
      }
      ctx.signal.throwIfAborted();
      const changes =
        // A type that was not mapped until now has never been read.
        since !== null &&
        checkpoint.cursor === null &&
        (!type.onlyMapped || (await hasRecords(databaseOf(strapi), scope)))
          ? ((await connector.changes?.(context, { recordType: type.id, since: new Date(since) })) ?? null)
          : null;
      if (changes) {
        const next: Checkpoint = { stage: 'read', type: checkpoint.type + 1, cursor: null, ...reading };
        part.phase = 'done';
        part.total = part.done + changes.records.length;
        await storePage(strapi, ctx, scope, part, changes, next, { settles: true });
        checkpoint = next;
        continue;
      }
      const page = await list({ recordType: type.id, cursor: checkpoint.cursor });
      part.phase = 'reading';
      part.total = page.total ?? part.total;
      const next: Checkpoint =
        page.cursor === null
          ? { stage: 'removals', type: checkpoint.type, ...reading }
          : { stage: 'read', type: checkpoint.type, cursor: page.cursor, ...reading };
      await storePage(strapi, ctx, scope, part, page, next, { settles: false });
      checkpoint = next;
    }

    if (checkpoint.stage === 'match')
      await matchConnectionRecords(strapi, ctx, checkpoint.checkpoint, (inner): Checkpoint => ({
        stage: 'match',
        checkpoint: inner,
      }));
    if (connector.charges)
      await readCharges(
        strapi,
        ctx,
        connector.charges,
        context,
        checkpoint.stage === 'charges' ? checkpoint.checkpoint : null,
        (inner): Checkpoint => ({ stage: 'charges', checkpoint: inner }),
      );
  },
});

/** Record types that are read: those that cost much only where a mapping uses them. */
async function typesOf(strapi: Core.Strapi, connection: ConnectionRow, connector: Connector): Promise<RecordType[]> {
  const mapped = new Set(
    (await getService(strapi, 'mappings').list(connection.id)).map(({ recordType }) => recordType),
  );
  return connector.recordTypes(connection.settings).filter(({ id, onlyMapped }) => !onlyMapped || mapped.has(id));
}

/** Changes are enough where the last complete sync is recent, and nobody asked for everything. */
function begin(strapi: Core.Strapi, ctx: RunContext, connection: ConnectionRow, connector: Connector): Checkpoint {
  const { lastSyncAt, lastFullSyncAt } = connection;
  const fullEvery = (connector.fullSyncHours ?? configOf(strapi).sync.fullSyncHours) * 3_600_000;
  const isRecent = lastFullSyncAt !== null && Date.now() - Date.parse(lastFullSyncAt) < fullEvery;
  const changesOnly = ctx.run.input.full === false && connector.changes && isRecent && lastSyncAt !== null;
  return {
    stage: 'read',
    type: 0,
    cursor: null,
    startedAt: new Date().toISOString(),
    since: changesOnly ? new Date(Date.parse(lastSyncAt) - OVERLAP_MS).toISOString() : null,
  };
}

async function inferRemovals(
  strapi: Core.Strapi,
  ctx: RunContext,
  scope: { connectionId: string; recordType: string },
  label: string,
): Promise<void> {
  const { unseen, known } = await countUnseen(databaseOf(strapi), scope, ctx.run.id);
  const suspicious = unseen > REMOVALS_WITHOUT_QUESTION && unseen / known > configOf(strapi).sync.maxRemovalShare;
  if (suspicious && ctx.run.answer === null) {
    throw new QuestionError(
      sentence(
        'sync.manyMissing',
        '{unseen} of {known} ({what}) were not in the answer. If they are really gone, continue; if the system answered only in part, keep them.',
        { unseen, known, what: { label } },
      ),
      { kind: 'removals', removed: unseen, of: known },
    );
  }
  await inTransaction(strapi, async (trx) => {
    if (!(suspicious && ctx.run.answer === 'keep'))
      ctx.progress.counts.removed += await markDeleted(trx, scope, ctx.run.id);
    await settleLinks(trx, scope);
  });
}
