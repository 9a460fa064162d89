import type { ConnectorContext, ListPage, RequestQueue } from '../contract';
import { ConnectorError } from '../errors';
import type { KeptDeletions, KeptPage } from './jobs';
import { recordTypes } from './records';
import { sentence } from '../../utils/sentence';

export const queueOf = ({ queue }: ConnectorContext): RequestQueue => {
  if (!queue) throw new Error('QuickBooks Desktop can be asked only by a run');
  return queue;
};

/** The answer to a request. One that failed is forgotten, so that the next attempt asks anew. */
export async function answerOf(
  queue: RequestQueue,
  key: string,
  page = 0,
): Promise<{ answer: unknown; pages: number } | null> {
  try {
    return await queue.read(key, page);
  } catch (error) {
    if (error instanceof ConnectorError && error.kind !== 'pending') await queue.forget(key);
    throw error;
  }
}

export const DELETED = 'deleted';
/** Key and kind of the request for accounts, see accounts.ts. */
export const ACCOUNTS = 'account';
/** What a sync asks for, all in one visit. Deletions are last: the first page is given out when they are there. */
const wanted = [...recordTypes.map(({ id }) => id), ACCOUNTS, DELETED].map((kind) => ({
  key: kind,
  kind,
  parameters: {},
}));

const pageOf = (cursor: string | null): number => {
  if (cursor !== null && !/^[1-9]\d{0,8}$/.test(cursor))
    throw new ConnectorError(
      'rejected',
      sentence('connectors.badCursor', 'Not a cursor of {system}: "{cursor}". Start a full sync.', {
        system: 'QuickBooks Desktop',
        cursor,
      }),
    );
  return Number(cursor ?? 0);
};

/**
 * Pages of a listing that the Web Connector has brought whole, inactive records included; `pending` until then. A
 * listing that broke off is brought anew from its start, so a page is never from two of them.
 */
export async function listRecords(
  ctx: ConnectorContext,
  { recordType, cursor }: { recordType: string; cursor: string | null },
): Promise<ListPage> {
  if (!recordTypes.some(({ id }) => id === recordType))
    throw new ConnectorError('rejected', `QuickBooks Desktop has no record type "${recordType}".`);
  const queue = queueOf(ctx);
  const number = pageOf(cursor);
  if (number === 0) await queue.put(wanted);
  const found = await answerOf(queue, recordType, number);
  if (!found)
    throw new ConnectorError(
      'rejected',
      sentence('qbd.answersGone', 'What QuickBooks had sent is no longer there. Start a new sync.'),
    );
  const kept = found.answer as KeptPage;
  return {
    ...kept,
    total: number === 0 ? kept.total : null,
    cursor: number + 1 < found.pages ? String(number + 1) : null,
    ...(number === 0 ? { deleted: await deletedOf(queue, recordType, DELETED) } : {}),
  };
}

/** Ids of a type among what was deleted, as the request of this key tells. */
export async function deletedOf(queue: RequestQueue, recordType: string, key: string): Promise<string[]> {
  const found = await answerOf(queue, key);
  return ((found?.answer ?? []) as KeptDeletions)
    .filter(({ type }) => (type.startsWith('Item') ? 'item' : type.toLowerCase()) === recordType)
    .map(({ id }) => id);
}
