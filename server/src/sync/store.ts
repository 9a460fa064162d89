import type { Core } from '@strapi/strapi';
import type { ListPage, RecordProblem } from '../connectors/contract';
import type { RunProgress } from '../contracts/runs';
import { markAttention, markRepurposed } from '../linking/attention';
import { proposeSurvivors } from '../linking/merged';
import type { RunContext } from '../runs/types';
import { TABLES } from '../constants';
import { type Database, databaseOf, inTransaction, renewStatistics } from '../utils/database';
import { markDeletedIds, upsertRecords } from './external-records';
import { sentence } from '../utils/sentence';

/** Length of the column that holds an external id. */
const LONGEST_ID = 255;
/** Problems kept with their text; the rest is only counted. */
const KEPT_PROBLEMS = 100;

type Part = RunProgress['parts'][number];
type Scope = { connectionId: string; recordType: string };
type Read = Pick<ListPage, 'records' | 'problems' | 'deleted'>;

/**
 * Stores what was read of a type, in one transaction with the place where the run goes on. Links are settled with what
 * changed alone; those of a list are when its last page is there.
 */
export async function storePage(
  strapi: Core.Strapi,
  ctx: RunContext,
  scope: Scope,
  part: Part,
  page: Read,
  checkpoint: unknown,
  { settles }: { settles: boolean },
): Promise<void> {
  const createdBefore = ctx.progress.counts.created;
  await inTransaction(strapi, async (trx) => {
    await storeRecords(trx, ctx, scope, page);
    if (settles) await settleLinks(trx, scope);
    part.done += page.records.length;
    await ctx.save(trx, { checkpoint });
  });
  if (isLeap(createdBefore, ctx.progress.counts.created))
    await renewStatistics(databaseOf(strapi), TABLES.externalRecords);
}

/** Whether so many were added that what the database knows of the table is outdated: at 1,000, 4,000, 16,000 … */
function isLeap(before: number, after: number): boolean {
  const leaps = (created: number) => (created < 1_000 ? 0 : 1 + Math.floor(Math.log(created / 1_000) / Math.log(4)));
  return leaps(after) > leaps(before);
}

/** Stores records and counts them; links of records that became something else are marked. */
export async function storeRecords(trx: Database, ctx: RunContext, scope: Scope, page: Read): Promise<void> {
  const { records, problems } = storable(page);
  const { created, changed, unchanged, repurposed } = await upsertRecords(trx, scope, ctx.run.id, records);
  const { progress } = ctx;
  progress.counts.created += created;
  progress.counts.changed += changed;
  progress.counts.unchanged += unchanged;
  progress.counts.removed += await markDeletedIds(trx, scope, ctx.run.id, page.deleted ?? []);
  reportProblems(progress, problems);
  await markRepurposed(trx, scope, repurposed);
}

/** Counts what could not be read, and keeps the first of it with its text. */
export function reportProblems(progress: RunProgress, problems: RecordProblem[]): void {
  progress.counts.failed += problems.length;
  progress.problems.push(...problems.slice(0, Math.max(0, KEPT_PROBLEMS - progress.problems.length)));
}

/** Marks links by what their records are now, and proposes those that follow from merges. */
export async function settleLinks(trx: Database, scope: Scope): Promise<void> {
  await markAttention(trx, scope);
  await proposeSurvivors(trx, scope);
}

/** Leaves out records whose id is too long to be a key; the rest goes on. */
function storable({ records, problems }: Read): Pick<ListPage, 'records' | 'problems'> {
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
          ...sentence('sync.idTooLong', 'The id has {length} characters; at most {most} can be kept', {
            length: externalId.length,
            most: LONGEST_ID,
          }),
        })),
    ],
  };
}

/** The row of a run's progress that is about a type; made if need be. */
export function partOf(progress: RunProgress, key: string, label: string): Part {
  const part = progress.parts.find((candidate) => candidate.key === key);
  if (part) return part;
  const added: Part = { key, label, phase: 'waiting', done: 0, total: null };
  progress.parts.push(added);
  return added;
}
