import type { Changes, ConnectorContext } from '../contract';
import type { KeptPage } from './jobs';
import { answerOf, DELETED, deletedOf, queueOf } from './list';
import { recordTypes } from './records';

const DAY_MS = 24 * 3_600_000;
/** QuickBooks tells what was deleted for 90 days; a day less, for what lies between both clocks. */
const REMEMBERED_MS = 89 * DAY_MS;
/** Pages that are taken as changes; more of them are better read as a list, page by page. */
const MOST_PAGES = 50;

/** Everything is read once a week all the same: what changes without a new date, as a merge may, comes with that. */
export const FULL_SYNC_HOURS = 7 * 24;

/**
 * The day from whose beginning on changes are asked for. QuickBooks compares with its own computer's clock and time
 * zone, so the day before is taken: some records come once more, and none is missed.
 */
const dayBefore = (since: Date): string => new Date(since.getTime() - DAY_MS).toISOString().slice(0, 10);

const keyOf = (kind: string): string => `changed:${kind}`;

/**
 * Records of a type that changed since a time, as the Web Connector has brought them; `pending` until then. All types
 * are asked for in one visit. Null where QuickBooks does not remember so far, or too much has changed.
 */
export async function changesSince(
  ctx: ConnectorContext,
  { recordType, since }: { recordType: string; since: Date },
): Promise<Changes | null> {
  if (Date.now() - since.getTime() > REMEMBERED_MS) return null;
  const queue = queueOf(ctx);
  const parameters = { since: dayBefore(since) };
  await queue.put(
    [...recordTypes.map(({ id }) => id), DELETED].map((kind) => ({ key: keyOf(kind), kind, parameters })),
  );
  const pages = (await answerOf(queue, keyOf(recordType)))?.pages ?? 0;
  if (pages === 0 || pages > MOST_PAGES) return null;
  const changes: Changes = { records: [], problems: [], deleted: await deletedOf(queue, recordType, keyOf(DELETED)) };
  for (let page = 0; page < pages; page += 1) {
    const { records, problems } = (await answerOf(queue, keyOf(recordType), page))?.answer as KeptPage;
    changes.records.push(...records);
    changes.problems.push(...problems);
  }
  return changes;
}
