import type { Core } from '@strapi/strapi';
import type { ListPage, RecordType } from '../connectors/contract';
import type { RunProgress } from '../contracts/runs';
import { configOf } from '../utils/config';
import { databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { QuestionError, type RunContext, type RunHandler } from '../runs/types';
import { matchConnectionRecords } from '../linking/match-run';
import { markAttention } from '../linking/attention';
import { countUnseen, markDeleted, markDeletedIds, upsertRecords } from './external-records';

/** Fewer removals than this are never worth a question. */
const REMOVALS_WITHOUT_QUESTION = 10;
/** Length of the column that holds an external id. */
const LONGEST_ID = 255;
/** Problems kept with their text; the rest is only counted. */
const KEPT_PROBLEMS = 100;

/** Where a sync goes on: a page of a record type, what follows its last page, or matching. */
type Checkpoint =
  | { stage: 'read'; type: number; cursor: string | null }
  | { stage: 'removals'; type: number }
  | { stage: 'match'; checkpoint: unknown };

/** Reads every record of the connection's types, infers removals, then matches. */
export const syncHandler = (strapi: Core.Strapi): RunHandler => ({
  async execute(ctx) {
    const connection = await getService(strapi, 'connections').get(ctx.run.connectionId);
    const connector = getService(strapi, 'connectors').get(connection.connector);
    const context = getService(strapi, 'connections').contextFor(connection, ctx.signal, ctx.run.id);
    const types = connector.recordTypes(connection.settings);
    const mapped = new Set(
      (await getService(strapi, 'mappings').list(connection.id)).map(({ recordType }) => recordType),
    );
    const isRead = ({ id, onlyMapped }: RecordType): boolean => !onlyMapped || mapped.has(id);
    const startedAt = new Date();

    let checkpoint = (ctx.checkpoint as Checkpoint | null) ?? { stage: 'read', type: 0, cursor: null };
    if (ctx.checkpoint === null)
      ctx.progress.parts = types
        .filter(isRead)
        .map(({ id, label }) => ({ key: id, label, phase: 'waiting', done: 0, total: null }));

    while (checkpoint.stage !== 'match') {
      const type = types[checkpoint.type];
      if (!type) {
        checkpoint = { stage: 'match', checkpoint: null };
        break;
      }
      if (checkpoint.stage === 'read' && checkpoint.cursor === null && !isRead(type)) {
        checkpoint = { stage: 'read', type: checkpoint.type + 1, cursor: null };
        continue;
      }
      const scope = { connectionId: connection.id, recordType: type.id };
      const part = partOf(ctx.progress, type.id);
      if (checkpoint.stage === 'read') {
        // Its first page may take a while. Where the vendor's program calls us, it is waited for first.
        if (part.phase !== 'reading' && !context.queue) {
          part.phase = 'reading';
          await ctx.save(databaseOf(strapi));
        }
        ctx.signal.throwIfAborted();
        const page = await connector.list(context, { recordType: type.id, cursor: checkpoint.cursor });
        part.phase = 'reading';
        const { records, problems } = storable(page);
        const next: Checkpoint =
          page.cursor === null
            ? { stage: 'removals', type: checkpoint.type }
            : { stage: 'read', type: checkpoint.type, cursor: page.cursor };
        await inTransaction(strapi, async (trx) => {
          const counts = await upsertRecords(trx, scope, ctx.run.id, records);
          const { progress } = ctx;
          progress.counts.created += counts.created;
          progress.counts.changed += counts.changed;
          progress.counts.unchanged += counts.unchanged;
          progress.counts.removed += await markDeletedIds(trx, scope, ctx.run.id, page.deleted ?? []);
          progress.counts.failed += problems.length;
          progress.problems.push(...problems.slice(0, Math.max(0, KEPT_PROBLEMS - progress.problems.length)));
          part.done += page.records.length;
          part.total = page.total ?? part.total;
          await ctx.save(trx, { checkpoint: next });
        });
        checkpoint = next;
      } else {
        await inferRemovals(strapi, ctx, scope, type.label);
        part.phase = 'done';
        part.total = part.done;
        checkpoint = { stage: 'read', type: checkpoint.type + 1, cursor: null };
        await ctx.save(databaseOf(strapi), { checkpoint });
      }
    }

    if (ctx.checkpoint === null || (ctx.checkpoint as Checkpoint).stage !== 'match')
      await getService(strapi, 'connections').synced(connection.id, startedAt);
    await matchConnectionRecords(strapi, ctx, checkpoint.checkpoint, (inner): Checkpoint => ({
      stage: 'match',
      checkpoint: inner,
    }));
  },
});

/** Leaves out records whose id is too long to be a key; the rest goes on. */
function storable({ records, problems }: ListPage): Pick<ListPage, 'records' | 'problems'> {
  const fits = (record: ListPage['records'][number]) => record.externalId.length <= LONGEST_ID;
  return {
    records: records.filter(fits),
    problems: [
      ...problems,
      ...records
        .filter((record) => !fits(record))
        .map(({ externalId }) => ({
          line: null,
          recordId: externalId.slice(0, 60),
          message: `The id has ${externalId.length} characters; at most ${LONGEST_ID} can be kept`,
        })),
    ],
  };
}

function partOf(progress: RunProgress, key: string) {
  const part = progress.parts.find((candidate) => candidate.key === key);
  if (part) return part;
  const added: RunProgress['parts'][number] = { key, label: key, phase: 'waiting', done: 0, total: null };
  progress.parts.push(added);
  return added;
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
      `${unseen} of ${known} ${label.toLowerCase()} were not in the answer. If they are really gone, continue; if the system answered only in part, keep them.`,
      { kind: 'removals', removed: unseen, of: known },
    );
  }
  await inTransaction(strapi, async (trx) => {
    if (!(suspicious && ctx.run.answer === 'keep'))
      ctx.progress.counts.removed += await markDeleted(trx, scope, ctx.run.id);
    await markAttention(trx, scope);
  });
}
