import type { Core } from '@strapi/strapi';
import type { Run, RunKind } from '../contracts/runs';
import { databaseOf, isUniqueViolation } from '../utils/database';
import { ConflictError, notFound } from '../utils/errors';
import { getService } from '../utils/services';
import {
  findActiveRun,
  findRun,
  insertRun,
  latestRuns,
  listRuns,
  makeDue,
  requestCancel,
  requeueRun,
  toRun,
} from './repository';
import { createRunner, type Runner } from './runner';
import type { RunHandler } from './types';
import { sentence } from '../utils/sentence';

/** One sync and one match at a time for a connection, and never both. What writes to the vendor has lanes of its own. */
const activeKeyOf = (kind: RunKind, connectionId: string): string =>
  `${kind === 'sync' || kind === 'match' ? 'data' : kind}:${connectionId}`;

/** Durable work: started here, carried out by the runner. */
export const runs = ({ strapi }: { strapi: Core.Strapi }) => {
  const runner: Runner = createRunner(strapi, {
    onRefused: (connectionId, message) => getService(strapi, 'connections').markExpired(connectionId, message),
  });

  async function get(id: string): Promise<Run> {
    const row = await findRun(databaseOf(strapi), id);
    if (!row) throw notFound('run', id);
    return toRun(row);
  }

  return {
    registerHandler: (kind: RunKind, handler: RunHandler) => runner.registerHandler(kind, handler),
    start: () => runner.start(),
    stop: () => runner.stop(),

    /**
     * Queues a run, or answers with the one of the same lane that is not ended yet.
     * `activeKey` gives a lane of its own.
     */
    async enqueue(request: {
      kind: RunKind;
      connectionId: string;
      input?: Record<string, unknown>;
      startedBy: string;
      activeKey?: string;
    }): Promise<Run> {
      const db = databaseOf(strapi);
      const activeKey = request.activeKey ?? activeKeyOf(request.kind, request.connectionId);
      try {
        await insertRun(db, { ...request, input: request.input ?? {}, activeKey });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
      }
      runner.wake();
      const row = await findActiveRun(db, activeKey);
      if (row) return toRun(row);
      const { rows } = await listRuns(db, { connectionId: request.connectionId, kind: request.kind }, 1, 1);
      if (!rows[0]) throw notFound('run', activeKey);
      return toRun(rows[0]);
    },

    get,

    /** The run of a connection's syncs and matches that is not ended yet, and what it works on. */
    async activeInput(connectionId: string): Promise<{ id: string; input: Record<string, unknown> } | null> {
      return findActiveRun(databaseOf(strapi), activeKeyOf('sync', connectionId));
    },

    /** Goes on with the runs that wait for an answer from outside, of one connection or all. */
    async wake(connectionId?: string): Promise<void> {
      await makeDue(databaseOf(strapi), connectionId);
      runner.wake();
    },

    async list(filter: { connectionId?: string; kind?: RunKind }, page: number, pageSize: number) {
      const { rows, total } = await listRuns(databaseOf(strapi), filter, page, pageSize);
      return { rows: rows.map(toRun), total };
    },

    async latest(connectionIds: string[]): Promise<{ active: Run[]; last: Run[] }> {
      const { active, last } = await latestRuns(databaseOf(strapi), connectionIds);
      return { active: active.map(toRun), last: last.map(toRun) };
    },

    async cancel(id: string): Promise<Run> {
      await get(id);
      await requestCancel(databaseOf(strapi), id);
      runner.abort(id);
      return get(id);
    },

    async resume(id: string, answer: string): Promise<Run> {
      const run = await get(id);
      if (run.state === 'queued' || run.state === 'running') return run;
      if (run.state === 'succeeded')
        throw new ConflictError(sentence('runs.endedWell', 'This run has ended well; start a new one'));
      try {
        await requeueRun(databaseOf(strapi), id, activeKeyOf(run.kind, run.connectionId), answer);
      } catch (error) {
        if (isUniqueViolation(error))
          throw new ConflictError(
            sentence('runs.otherUnderWay', 'Another run of this connection is under way; wait until it has ended'),
          );
        throw error;
      }
      runner.wake();
      return get(id);
    },
  };
};
