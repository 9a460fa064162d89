import { hostname } from 'node:os';
import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import { ConnectorError } from '../connectors/errors';
import type { RunKind } from '../contracts/runs';
import { databaseOf } from '../utils/database';
import { type Said, saidBy, sentence } from '../utils/sentence';
import { claimRun, extendLease, findDueRuns, releaseRun, saveRun } from './repository';
import { LeaseLostError, QuestionError, type RunContext, type RunHandler, type RunRow } from './types';

/** A killed process is noticed after this; a living one extends its lease at a third of it. */
const LEASE_MS = 15_000;
const POLL_MS = 1_000;
/** How often a run that meets an unavailable vendor, or is killed again and again, is tried. */
const MAX_ATTEMPTS = 8;
/** Runs worked on at once by one process: they wait for vendors and workers most of the time. */
const CONCURRENCY = 2;

/** 5 s, 15 s, 45 s … at most 15 minutes. */
const waitBeforeAttempt = (attempts: number): number => Math.min(15 * 60_000, 5_000 * 3 ** Math.max(0, attempts - 1));

/** Called when a vendor refuses the credentials or has closed the account, so that the connection says Reconnect. */
export interface RunnerHooks {
  onRefused(connectionId: string, why: Said): Promise<void>;
}

export interface Runner {
  registerHandler(kind: RunKind, handler: RunHandler): void;
  start(): void;
  /** Looks for work now instead of at the next poll. */
  wake(): void;
  /** Tells a run of this process to stop; others notice at their next heartbeat. */
  abort(runId: string): void;
  /** Stops taking work and waits until what is under way has stopped at its checkpoint. */
  stop(): Promise<void>;
}

/** Works on durable runs inside the Strapi process. Several processes on one database share them by leases. */
export function createRunner(strapi: Core.Strapi, hooks: RunnerHooks): Runner {
  const owner = `${hostname()}:${process.pid}:${createId()}`;
  const handlers = new Map<RunKind, RunHandler>();
  const working = new Map<string, { controller: AbortController; done: Promise<void> }>();
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let looking = false;
  let lookAgain = false;
  /** The look that is under way, or the last. */
  let lastLook: Promise<void> = Promise.resolve();

  const lease = () => new Date(Date.now() + LEASE_MS);

  function look(): void {
    if (looking || stopping) lookAgain = true;
    else lastLook = lookForRuns();
  }

  async function lookForRuns(): Promise<void> {
    looking = true;
    try {
      do {
        lookAgain = false;
        await takeDueRuns();
      } while (lookAgain && !stopping);
    } catch (error) {
      strapi.log.error(`crosswalk: could not look for runs: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      looking = false;
    }
  }

  async function takeDueRuns(): Promise<void> {
    if (working.size >= CONCURRENCY) return;
    const db = databaseOf(strapi);
    for (const run of await findDueRuns(db, new Date(), CONCURRENCY * 2)) {
      if (stopping || working.size >= CONCURRENCY) return;
      if (working.has(run.id) || !handlers.has(run.kind)) continue;
      if (!(await claimRun(db, run.id, owner, new Date(), lease()))) continue;
      const controller = new AbortController();
      const done = work({ ...run, attempts: run.attempts + 1 }, controller).finally(() => {
        working.delete(run.id);
        look();
      });
      working.set(run.id, { controller, done });
    }
  }

  async function work(run: RunRow, controller: AbortController): Promise<void> {
    const db = databaseOf(strapi);
    const handler = handlers.get(run.kind);
    if (!handler) return;
    const progress = run.progress;
    let cancelled = run.cancelRequested;
    if (cancelled) controller.abort();

    const beat = setInterval(() => {
      extendLease(databaseOf(strapi), run.id, owner, lease()).then(
        (held) => {
          if (!held) controller.abort(new LeaseLostError());
          else if (held.cancelRequested) {
            cancelled = true;
            controller.abort();
          }
        },
        (error: unknown) => strapi.log.warn(`crosswalk: heartbeat of run ${run.id} failed: ${String(error)}`),
      );
    }, LEASE_MS / 3);

    const context: RunContext = {
      run: { id: Number(run.id), kind: run.kind, connectionId: run.connectionId, input: run.input, answer: run.answer },
      checkpoint: run.checkpoint,
      progress,
      signal: controller.signal,
      async save(database, change = {}) {
        if ('checkpoint' in change) run.attempts = 1;
        if (!(await saveRun(database, run.id, owner, { progress, leaseUntil: lease(), ...change })))
          throw new LeaseLostError();
      },
    };

    try {
      controller.signal.throwIfAborted();
      await handler.execute(context);
      await releaseRun(db, run.id, owner, { state: 'succeeded', progress });
    } catch (error) {
      await putAside(run, progress, error, { cancelled: cancelled || (await isCancelRequested(run.id)), stopping });
    } finally {
      clearInterval(beat);
    }
  }

  async function isCancelRequested(runId: string): Promise<boolean> {
    const held = await extendLease(databaseOf(strapi), runId, owner, lease());
    return held?.cancelRequested ?? false;
  }

  async function putAside(
    run: RunRow,
    progress: RunRow['progress'],
    error: unknown,
    why: { cancelled: boolean; stopping: boolean },
  ): Promise<void> {
    if (error instanceof LeaseLostError) return;
    const db = databaseOf(strapi);
    const message = saidBy(error);
    if (why.cancelled) {
      await releaseRun(db, run.id, owner, {
        state: 'cancelled',
        message: sentence('runs.cancelled', 'Cancelled'),
        progress,
      });
      return;
    }
    if (why.stopping) {
      await releaseRun(db, run.id, owner, { state: 'queued', progress });
      return;
    }
    if (error instanceof QuestionError) {
      await releaseRun(db, run.id, owner, { state: 'asking', message, question: error.question, progress });
      return;
    }
    // Not an attempt: whoever brings the answer wakes the run.
    if (error instanceof ConnectorError && error.kind === 'pending') {
      await releaseRun(db, run.id, owner, { state: 'waiting', message, progress, pending: true });
      return;
    }
    if (error instanceof ConnectorError && error.kind === 'unavailable' && run.attempts < MAX_ATTEMPTS) {
      const wait = Math.max(error.retryAfterMs ?? 0, waitBeforeAttempt(run.attempts));
      await releaseRun(db, run.id, owner, {
        state: 'waiting',
        message,
        runAfter: new Date(Date.now() + wait),
        progress,
      });
      return;
    }
    if (error instanceof ConnectorError && (error.kind === 'reauthorize' || error.kind === 'stopped'))
      await hooks.onRefused(run.connectionId, message);
    if (error instanceof ConnectorError)
      strapi.log.warn(`crosswalk: run ${run.id} (${run.kind}) failed: ${message.message}`);
    else
      strapi.log.error(
        `crosswalk: run ${run.id} (${run.kind}) failed: ${error instanceof Error ? error.stack : message.message}`,
      );
    await releaseRun(db, run.id, owner, { state: 'failed', message, progress });
  }

  return {
    registerHandler: (kind, handler) => void handlers.set(kind, handler),
    start() {
      timer = setInterval(look, POLL_MS);
      timer.unref();
      look();
    },
    wake: look,
    abort: (runId) => working.get(runId)?.controller.abort(),
    async stop() {
      stopping = true;
      clearInterval(timer);
      // It may be taking a run just now.
      await lastLook;
      for (const { controller } of working.values()) controller.abort();
      await Promise.allSettled([...working.values()].map(({ done }) => done));
    },
  };
}
