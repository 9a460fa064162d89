import { TABLES } from '../constants';
import { type Database, fromJson, messageColumns, toCount, toTimestamp } from '../utils/database';
import type { Said, Words } from '../utils/sentence';

export type RequestState = 'idle' | 'sent' | 'answered' | 'failed';

export interface RequestRow {
  id: number;
  connectionId: string;
  runId: number;
  key: string;
  page: number;
  kind: string;
  parameters: Record<string, unknown>;
  state: RequestState;
  messageSetId: string | null;
  body: string | null;
  sends: number;
  iteratorId: string | null;
  remaining: number;
  answer: unknown;
  error: KeptError | null;
}
/** What is left of a ConnectorError until its run reads it. */
export interface KeptError {
  kind: 'unavailable' | 'uncertain' | 'rejected';
  message: string;
  words?: Words;
  code: string | null;
}

type Row = Record<string, unknown>;

const toRequest = (row: Row): RequestRow => ({
  id: Number(row.id),
  connectionId: String(row.connection_id),
  runId: Number(row.run_id),
  key: String(row.key),
  page: Number(row.page),
  kind: String(row.kind),
  parameters: fromJson<Record<string, unknown>>(row.parameters, {}),
  state: row.state as RequestState,
  messageSetId: (row.message_set_id as string | null) ?? null,
  body: (row.body as string | null) ?? null,
  sends: Number(row.sends),
  iteratorId: (row.iterator_id as string | null) ?? null,
  remaining: Number(row.remaining ?? 0),
  answer: fromJson<unknown>(row.answer, null),
  error: fromJson<KeptError | null>(row.error, null),
});

const requests = (db: Database, connectionId: string) => db(TABLES.webRequests).where({ connection_id: connectionId });

/** Requests that may be served: those that write, and those whose run still wants the answer. */
const wanted = (db: Database, connectionId: string) =>
  requests(db, connectionId).where((query) =>
    query
      .whereNotNull('message_set_id')
      .orWhereIn('run_id', db(TABLES.runs).select('id').whereNotIn('state', ['succeeded', 'failed', 'cancelled'])),
  );

export async function insertRequests(
  db: Database,
  rows: Array<
    Pick<RequestRow, 'connectionId' | 'runId' | 'key' | 'page' | 'kind' | 'parameters' | 'messageSetId'> &
      Partial<Pick<RequestRow, 'iteratorId' | 'remaining'>>
  >,
): Promise<void> {
  await db(TABLES.webRequests)
    .insert(
      rows.map((row) => ({
        connection_id: row.connectionId,
        run_id: row.runId,
        key: row.key,
        page: row.page,
        kind: row.kind,
        parameters: JSON.stringify(row.parameters),
        state: 'idle',
        message_set_id: row.messageSetId,
        iterator_id: row.iteratorId ?? null,
        remaining: row.remaining ?? null,
        sends: 0,
        created_at: new Date(),
      })),
    )
    .onConflict(['connection_id', 'key', 'page'])
    .ignore();
}

/** Drops what was read for runs that have ended, but for one run. */
export async function dropOldReads(db: Database, connectionId: string, runId: number): Promise<void> {
  await requests(db, connectionId)
    .whereNull('message_set_id')
    .whereNot({ run_id: runId })
    .whereNotIn('run_id', db(TABLES.runs).select('id').whereNotIn('state', ['succeeded', 'failed', 'cancelled']))
    .delete();
}

/** State of all pages of a request, without their answers. */
export async function findPages(
  db: Database,
  connectionId: string,
  key: string,
): Promise<Array<{ page: number; state: RequestState }>> {
  const rows = (await requests(db, connectionId).where({ key }).orderBy('page').select('page', 'state')) as Row[];
  return rows.map((row) => ({ page: Number(row.page), state: row.state as RequestState }));
}

export async function findRequest(
  db: Database,
  connectionId: string,
  key: string,
  page: number,
): Promise<RequestRow | null> {
  const row = (await requests(db, connectionId).where({ key, page }).first()) as Row | undefined;
  return row ? toRequest(row) : null;
}

export const dropRequest = (db: Database, connectionId: string, key: string): Promise<number> =>
  requests(db, connectionId).where({ key }).delete();

/** The next request to hand out. */
export async function nextRequest(db: Database, connectionId: string): Promise<RequestRow | null> {
  const row = (await wanted(db, connectionId).where({ state: 'idle' }).orderBy('id').first()) as Row | undefined;
  return row ? toRequest(row) : null;
}

/** The request that the Web Connector has now; it carries one at a time. */
export async function sentRequest(db: Database, connectionId: string): Promise<RequestRow | null> {
  const row = (await requests(db, connectionId).where({ state: 'sent' }).orderBy('id').first()) as Row | undefined;
  return row ? toRequest(row) : null;
}

export async function updateRequest(
  db: Database,
  id: number,
  change: {
    state: RequestState;
    body?: string;
    sends?: number;
    sentAt?: Date;
    answeredAt?: Date;
    answer?: unknown;
    error?: KeptError;
  },
): Promise<void> {
  await db(TABLES.webRequests)
    .where({ id })
    .update({
      state: change.state,
      ...(change.body === undefined ? {} : { body: change.body }),
      ...(change.sends === undefined ? {} : { sends: change.sends }),
      ...(change.sentAt ? { sent_at: change.sentAt } : {}),
      ...(change.answeredAt ? { answered_at: change.answeredAt } : {}),
      ...('answer' in change ? { answer: JSON.stringify(change.answer) } : {}),
      ...(change.error ? { error: JSON.stringify(change.error) } : {}),
    });
}

/**
 * Takes back what a session left undone. Listings begin anew, as their iterators ended with it; what writes is sent
 * again as it was.
 */
export async function takeBack(db: Database, connectionId: string): Promise<void> {
  await requests(db, connectionId).whereNotNull('message_set_id').where({ state: 'sent' }).update({ state: 'idle' });
  const undone = (await requests(db, connectionId)
    .whereNull('message_set_id')
    .whereIn('state', ['idle', 'sent'])
    .distinct('key')) as Row[];
  const keys = undone.map((row) => String(row.key));
  if (keys.length === 0) return;
  await requests(db, connectionId).whereIn('key', keys).where('page', '>', 0).delete();
  await requests(db, connectionId).whereIn('key', keys).update({ state: 'idle', answer: null, answered_at: null });
}

/** What is still to be handed out: requests, and the records that the listings under way announced. */
export async function countOpen(db: Database, connectionId: string): Promise<{ requests: number; records: number }> {
  const row = (await wanted(db, connectionId)
    .whereIn('state', ['idle', 'sent'])
    .count({ n: '*' })
    .sum({ records: 'remaining' })
    .first()) as Row | undefined;
  return { requests: toCount(row?.n), records: toCount(row?.records) };
}

export interface SessionRow {
  ticketHash: string | null;
  openedAt: string | null;
  lastCallAt: string | null;
  closedAt: string | null;
  product: string | null;
  version: string | null;
  problem: string | null;
  problemWords: Words | null;
  answered: number;
  openFileTried: boolean;
  failedLogins: number;
  blockedUntil: string | null;
}

export async function findSession(db: Database, connectionId: string): Promise<SessionRow | null> {
  const row = (await db(TABLES.webSessions).where({ connection_id: connectionId }).first()) as Row | undefined;
  if (!row) return null;
  return {
    ticketHash: (row.ticket_hash as string | null) ?? null,
    openedAt: toTimestamp(row.opened_at),
    lastCallAt: toTimestamp(row.last_call_at),
    closedAt: toTimestamp(row.closed_at),
    product: (row.product as string | null) ?? null,
    version: (row.version as string | null) ?? null,
    problem: (row.problem as string | null) ?? null,
    problemWords: fromJson<Words | null>(row.problem_words, null),
    answered: Number(row.answered),
    openFileTried: Boolean(row.open_file_tried),
    failedLogins: Number(row.failed_logins),
    blockedUntil: toTimestamp(row.blocked_until),
  };
}

export interface SessionChange {
  ticketHash?: string | null;
  openedAt?: Date;
  lastCallAt?: Date;
  closedAt?: Date | null;
  product?: string | null;
  version?: string | null;
  problem?: Said | null;
  answered?: number;
  openFileTried?: boolean;
  failedLogins?: number;
  blockedUntil?: Date | null;
}
const columns: Record<Exclude<keyof SessionChange, 'problem'>, string> = {
  ticketHash: 'ticket_hash',
  openedAt: 'opened_at',
  lastCallAt: 'last_call_at',
  closedAt: 'closed_at',
  product: 'product',
  version: 'version',
  answered: 'answered',
  openFileTried: 'open_file_tried',
  failedLogins: 'failed_logins',
  blockedUntil: 'blocked_until',
};

export async function saveSession(
  db: Database,
  connectionId: string,
  { problem, ...change }: SessionChange,
): Promise<void> {
  const row: Row = Object.fromEntries(
    Object.entries(change).map(([key, value]) => [columns[key as keyof typeof columns], value]),
  );
  if (problem !== undefined) {
    const { message, message_words } = messageColumns(problem);
    Object.assign(row, { problem: message, problem_words: message_words });
  }
  await db(TABLES.webSessions)
    .insert({ connection_id: connectionId, answered: 0, open_file_tried: false, failed_logins: 0, ...row })
    .onConflict('connection_id')
    .merge(row);
}
