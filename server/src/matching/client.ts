import { setImmediate as nextTurn } from 'node:timers/promises';
import { match as matchInline } from './engine';
import { inlineLive, type LiveClient, LivePool } from './live-client';
import { candidateSlices } from './protocol';
import type { Candidate } from './prospects';
import type { MatchOptions, MatchRecord, MatchResult } from './types';
import { MatchingError, WorkerCalls } from './worker-calls';

export { MatchingError };

export type ClientMatchOptions = MatchOptions & {
  signal?: AbortSignal;
  /**
   * Takes the candidates slice by slice as they come, each with its prospects, and the result has none of them: with
   * their evidence they are the bulk of it. The next slice comes when the promise is fulfilled; if it is rejected, so
   * is the match. A match that is aborted does not wait for it.
   */
  onCandidates?: (candidates: Candidate[]) => void | Promise<void>;
};

export interface MatchingClient extends LiveClient {
  /** As `match` of the engine, in a worker of its own. Rejects with the signal's reason when aborted. */
  match: (left: MatchRecord[], right: MatchRecord[], options: ClientMatchOptions) => Promise<MatchResult>;
  /** Ends all workers; calls that are under way are rejected. */
  close: () => Promise<void>;
}

/**
 * Matching off the event loop. `workerFile` is the built worker (`dist/worker/index.js`); null runs everything on
 * the caller's thread, for tests.
 */
export function createMatchingClient({ workerFile }: { workerFile: string | null }): MatchingClient {
  return workerFile === null ? inlineClient() : workerClient(workerFile);
}

function inlineClient(): MatchingClient {
  return {
    ...inlineLive(),
    async match(left, right, { signal, onCandidates, ...options }) {
      await nextTurn();
      signal?.throwIfAborted();
      const result = matchInline(left, right, options);
      if (!onCandidates) return result;
      for (const slice of candidateSlices(result, right, options)) await onCandidates(slice);
      return { ...result, candidates: [] };
    },
    close: () => Promise.resolve(),
  };
}

function workerClient(workerFile: string): MatchingClient {
  const matching = new Set<WorkerCalls>();
  const live = new LivePool(workerFile);
  let closed = false;

  const { openLive, upsertLive, removeLive, matchLive, scoreLive, searchLive, hasLive, closeLive } = live;
  return {
    openLive,
    upsertLive,
    removeLive,
    matchLive,
    scoreLive,
    searchLive,
    hasLive,
    closeLive,
    async match(left, right, { signal, onProgress, onCandidates, ...options }) {
      signal?.throwIfAborted();
      if (closed) throw new MatchingError('Matching has been shut down.');
      const calls = new WorkerCalls(workerFile);
      matching.add(calls);
      const abort = (): void => void calls.end(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        const id = calls.newId();
        const result = takeMatch(calls, id, onProgress, onCandidates);
        await Promise.race([result, sendMatch(calls, id, left, right, options)]);
        return await result;
      } finally {
        signal?.removeEventListener('abort', abort);
        matching.delete(calls);
        await calls.end();
      }
    },
    async close() {
      closed = true;
      await Promise.all([live.close(), ...[...matching].map((calls) => calls.end())]);
    },
  };
}

async function sendMatch(
  calls: WorkerCalls,
  id: number,
  left: readonly MatchRecord[],
  right: readonly MatchRecord[],
  options: Omit<MatchOptions, 'onProgress'>,
): Promise<void> {
  await calls.sendRecords(id, 'left', left);
  await calls.sendRecords(id, 'right', right);
  calls.post({ type: 'match', id, options });
}

/** Takes the result slice by slice, and lets the event loop turn between two of them. */
function takeMatch(
  calls: WorkerCalls,
  id: number,
  onProgress: MatchOptions['onProgress'],
  onCandidates: ClientMatchOptions['onCandidates'],
): Promise<MatchResult> {
  const result: Omit<MatchResult, 'model'> = { proposals: [], candidates: [], unlinked: [], labelled: [] };
  const askNext = (): void => void setImmediate(() => calls.post({ type: 'next', id }));
  return calls
    .reply(id, (reply) => {
      if (reply.type === 'progress') {
        onProgress?.(reply.done, reply.total);
        return true;
      }
      if (reply.type === 'proposals') result.proposals.push(...reply.pairs);
      else if (reply.type === 'candidates') {
        if (onCandidates) {
          const taken = new Promise<void>((resolve) => resolve(onCandidates(reply.candidates)));
          taken.then(askNext, (error: unknown) => calls.end(error));
          return true;
        }
        result.candidates.push(...reply.candidates.map(({ pair }) => pair));
      } else if (reply.type === 'unlinked') result.unlinked.push(...reply.records);
      else return false;
      askNext();
      return true;
    })
    .then((last) => {
      if (last.type !== 'matched') throw new MatchingError('The matching worker answered out of turn.');
      return { ...result, model: last.model, labelled: last.labelled };
    });
}
