import type { Run, RunKind, RunProgress, RunState } from '../contracts/runs';
import { TABLES } from '../constants';
import { type Database, fromJson, messageColumns, messageOf, toCount, toTimestamp } from '../utils/database';
import type { Said } from '../utils/sentence';
import { emptyProgress, type RunRow } from './types';

interface Row {
  id: number;
  kind: RunKind;
  connection_id: string;
  state: RunState;
  input: string;
  checkpoint: string | null;
  progress: string;
  attempts: number;
  lease_owner: string | null;
  cancel_requested: boolean | number;
  message: string | null;
  message_words: string | null;
  question: string | null;
  answer: string | null;
  started_by: string;
  created_at: unknown;
  started_at: unknown;
  finished_at: unknown;
  run_after: unknown;
}

const fromRow = (row: Row): RunRow => ({
  id: String(row.id),
  kind: row.kind,
  connectionId: row.connection_id,
  state: row.state,
  input: fromJson<Record<string, unknown>>(row.input, {}),
  checkpoint: fromJson<unknown>(row.checkpoint, null),
  progress: fromJson<RunProgress>(row.progress, emptyProgress()),
  attempts: row.attempts,
  leaseOwner: row.lease_owner,
  cancelRequested: Boolean(row.cancel_requested),
  ...messageOf(row),
  question: fromJson<Run['question']>(row.question, null),
  answer: row.answer,
  startedBy: row.started_by,
  createdAt: toTimestamp(row.created_at) ?? '',
  startedAt: toTimestamp(row.started_at),
  finishedAt: toTimestamp(row.finished_at),
  runAfter: toTimestamp(row.run_after),
});

/** The part of a run that the panel sees. */
export function toRun({
  input: _input,
  checkpoint: _checkpoint,
  answer: _answer,
  leaseOwner: _owner,
  ...run
}: RunRow): Run {
  return run;
}

const ended: readonly RunState[] = ['succeeded', 'failed', 'cancelled'];
export const isEnded = (state: RunState): boolean => ended.includes(state);

export async function insertRun(
  db: Database,
  run: { kind: RunKind; connectionId: string; input: Record<string, unknown>; startedBy: string; activeKey: string },
): Promise<void> {
  await db(TABLES.runs).insert({
    kind: run.kind,
    connection_id: run.connectionId,
    state: 'queued',
    active_key: run.activeKey,
    input: JSON.stringify(run.input),
    progress: JSON.stringify(emptyProgress()),
    attempts: 0,
    cancel_requested: false,
    started_by: run.startedBy,
    created_at: new Date(),
  });
}

export async function findRun(db: Database, id: string): Promise<RunRow | null> {
  if (!/^\d{1,15}$/.test(id)) return null;
  const row = await db<Row>(TABLES.runs)
    .where({ id: Number(id) })
    .first();
  return row ? fromRow(row) : null;
}

export async function findActiveRun(db: Database, activeKey: string): Promise<RunRow | null> {
  const row = await db<Row>(TABLES.runs)
    .where({ active_key: activeKey } as object)
    .first();
  return row ? fromRow(row) : null;
}

export async function listRuns(
  db: Database,
  filter: { connectionId?: string; kind?: RunKind },
  page: number,
  pageSize: number,
): Promise<{ rows: RunRow[]; total: number }> {
  const base = db<Row>(TABLES.runs).where((query) => {
    if (filter.connectionId) void query.where({ connection_id: filter.connectionId });
    if (filter.kind) void query.where({ kind: filter.kind });
  });
  const [count] = await base.clone().count({ total: '*' });
  const rows = (await base
    .clone()
    .orderBy('id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as Row[];
  return { rows: rows.map(fromRow), total: toCount(count?.total) };
}

/** The newest runs of each connection that are not ended, and the newest that are. */
export async function latestRuns(db: Database, connectionIds: string[]): Promise<{ active: RunRow[]; last: RunRow[] }> {
  if (connectionIds.length === 0) return { active: [], last: [] };
  const active = (await db<Row>(TABLES.runs)
    .whereIn('connection_id', connectionIds)
    .whereNotNull('active_key')
    .orderBy('id')) as Row[];
  const newest = db(TABLES.runs)
    .max('id')
    .whereIn('connection_id', connectionIds)
    .whereIn('kind', ['sync', 'match'])
    .whereIn('state', ended as string[])
    .groupBy('connection_id');
  const last = (await db<Row>(TABLES.runs).whereIn('id', newest)) as Row[];
  return { active: active.map(fromRow), last: last.map(fromRow) };
}

/** Runs that may be worked on now: queued, due again, or left by a process whose lease ran out. */
export async function findDueRuns(db: Database, now: Date, limit: number): Promise<RunRow[]> {
  const rows = (await db<Row>(TABLES.runs)
    .where((query) =>
      query
        .where({ state: 'queued' })
        .orWhere((waiting) => waiting.where({ state: 'waiting' }).where('run_after', '<=', now))
        .orWhere((left) => left.where({ state: 'running' }).where('lease_until', '<', now)),
    )
    .orderBy('id')
    .limit(limit)) as Row[];
  return rows.map(fromRow);
}

/** Takes a run for one owner. False: another process was first. */
export async function claimRun(db: Database, id: string, owner: string, now: Date, leaseUntil: Date): Promise<boolean> {
  const changed = await db(TABLES.runs)
    .where({ id: Number(id) })
    .where((query) =>
      query
        .whereIn('state', ['queued', 'waiting'])
        .orWhere((left) => left.where({ state: 'running' }).where('lease_until', '<', now)),
    )
    .update({
      state: 'running',
      lease_owner: owner,
      lease_until: leaseUntil,
      run_after: null,
      ...messageColumns(null),
      attempts: db.raw('attempts + 1'),
      started_at: db.raw('coalesce(started_at, ?)', [now]),
    });
  return changed === 1;
}

/** Extends the lease. Null: it is lost. */
export async function extendLease(
  db: Database,
  id: string,
  owner: string,
  leaseUntil: Date,
): Promise<{ cancelRequested: boolean } | null> {
  const changed = await db(TABLES.runs)
    .where({ id: Number(id), lease_owner: owner, state: 'running' })
    .update({ lease_until: leaseUntil });
  if (changed !== 1) return null;
  const row = await db<Row>(TABLES.runs)
    .where({ id: Number(id) })
    .first('cancel_requested');
  return { cancelRequested: Boolean(row?.cancel_requested) };
}

/** Stores progress under the owner's lease. False: it is lost. */
export async function saveRun(
  db: Database,
  id: string,
  owner: string,
  change: { progress: RunProgress; checkpoint?: unknown; leaseUntil: Date },
): Promise<boolean> {
  const changed = await db(TABLES.runs)
    .where({ id: Number(id), lease_owner: owner, state: 'running' })
    .update({
      progress: JSON.stringify(change.progress),
      lease_until: change.leaseUntil,
      // Progress was made, so patience with an unavailable vendor starts anew.
      ...('checkpoint' in change ? { checkpoint: JSON.stringify(change.checkpoint), attempts: 1 } : {}),
    });
  return changed === 1;
}

/** Ends a run, or puts it aside, and gives the lease back. False: the lease was lost before. */
export async function releaseRun(
  db: Database,
  id: string,
  owner: string,
  change: {
    state: RunState;
    message?: Said | null;
    question?: Run['question'];
    runAfter?: Date | null;
    progress: RunProgress;
    /** It waits for an answer from outside: no attempt, and due at once where the answer came meanwhile (`makeDue`). */
    pending?: boolean;
  },
): Promise<boolean> {
  const changed = await db(TABLES.runs)
    .where({ id: Number(id), lease_owner: owner, state: 'running' })
    .update({
      state: change.state,
      ...messageColumns(change.message ?? null),
      question: change.question ? JSON.stringify(change.question) : null,
      progress: JSON.stringify(change.progress),
      lease_owner: null,
      lease_until: null,
      ...(change.pending ? { attempts: db.raw('attempts - 1') } : { run_after: change.runAfter ?? null }),
      ...(isEnded(change.state) ? { active_key: null, finished_at: new Date() } : {}),
    });
  return changed === 1;
}

/** Says in the panel how far it is with what a connection's runs wait for. */
export async function noteWaiting(db: Database, connectionId: string, message: Said): Promise<void> {
  await db(TABLES.runs)
    .where({ connection_id: connectionId, state: 'waiting' })
    .whereNull('run_after')
    .update(messageColumns(message));
}

/**
 * Makes runs due that wait without a time of their own: of one connection, or all. One that is being worked on may have
 * looked for the answer just before it came: it is due again when it is put aside.
 */
export async function makeDue(db: Database, connectionId?: string): Promise<void> {
  await db(TABLES.runs)
    .whereIn('state', ['waiting', 'running'])
    .where(connectionId === undefined ? {} : { connection_id: connectionId })
    .whereNull('run_after')
    .update({ run_after: new Date() });
}

/** Whether a run of a kind is at work for a connection, or about to be. */
export async function isAtWork(db: Database, connectionId: string, kind: RunKind): Promise<boolean> {
  const row: unknown = await db(TABLES.runs)
    .where({ connection_id: connectionId, kind })
    .where((query) =>
      query
        .whereIn('state', ['queued', 'running'])
        .orWhere((waiting) => waiting.where({ state: 'waiting' }).where('run_after', '<=', new Date())),
    )
    .first('id');
  return row !== undefined;
}

/** Asks a running run to stop, and ends one that nobody works on. */
export async function requestCancel(db: Database, id: string): Promise<void> {
  await db(TABLES.runs)
    .where({ id: Number(id) })
    .whereIn('state', ['queued', 'waiting', 'asking'])
    .update({ state: 'cancelled', active_key: null, finished_at: new Date(), question: null });
  await db(TABLES.runs)
    .where({ id: Number(id), state: 'running' })
    .update({ cancel_requested: true });
}

/** Puts a run that waits, asks or failed back into the queue; its checkpoint is kept. */
export async function requeueRun(db: Database, id: string, activeKey: string, answer: string | null): Promise<boolean> {
  const changed = await db(TABLES.runs)
    .where({ id: Number(id) })
    .whereIn('state', ['waiting', 'asking', 'failed', 'cancelled'])
    .update({
      state: 'queued',
      active_key: activeKey,
      answer,
      question: null,
      ...messageColumns(null),
      run_after: null,
      finished_at: null,
      cancel_requested: false,
      attempts: 0,
    });
  return changed === 1;
}
