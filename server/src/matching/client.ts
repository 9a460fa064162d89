import { setImmediate as nextTurn } from 'node:timers/promises';
import { match as matchInline } from './engine';
import { inlineLive, type LiveClient, LivePool } from './live-client';
import { type MatchSummary, type Piece, piecesOf } from './protocol';
import type { Candidate } from './prospects';
import type { MatchOptions, MatchRecord, Proposal, Unlinked } from './types';
import { MatchingError, WorkerCalls } from './worker-calls';

export { MatchingError };

export type ClientMatchOptions = MatchOptions & { signal?: AbortSignal };

/**
 * Takes a result piece by piece, so that it never lies in memory whole: with their evidence, the pairs of 100,000
 * records are a gigabyte. First the summary, then all candidates, unlinked records and proposals in slices. The next
 * piece comes when the promise is fulfilled; if it is rejected, so is the match. A match that is aborted does not wait
 * for it.
 */
export interface ResultTaker {
  summary: (summary: MatchSummary) => void | Promise<void>;
  candidates: (candidates: Candidate[]) => void | Promise<void>;
  unlinked: (unlinked: Unlinked[]) => void | Promise<void>;
  proposals: (proposals: Proposal[]) => void | Promise<void>;
}

export interface MatchingClient extends LiveClient {
  /** As `match` of the engine, in a worker of its own. Rejects with the signal's reason when aborted. */
  match: (left: MatchRecord[], right: MatchRecord[], options: ClientMatchOptions, taker: ResultTaker) => Promise<void>;
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
    async match(left, right, { signal, ...options }, taker) {
      await nextTurn();
      signal?.throwIfAborted();
      for (const piece of piecesOf(matchInline(left, right, options), right, options)) await handOver(piece, taker);
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
    async match(left, right, { signal, onProgress, ...options }, taker) {
      signal?.throwIfAborted();
      if (closed) throw new MatchingError('Matching has been shut down.');
      const calls = new WorkerCalls(workerFile);
      matching.add(calls);
      const abort = (): void => void calls.end(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        const id = calls.newId();
        const taken = takeMatch(calls, id, onProgress, taker);
        await Promise.race([taken, sendMatch(calls, id, left, right, options)]);
        await taken;
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

/** Takes the result piece by piece, and lets the event loop turn between two of them. */
async function takeMatch(
  calls: WorkerCalls,
  id: number,
  onProgress: MatchOptions['onProgress'],
  taker: ResultTaker,
): Promise<void> {
  const askNext = (): void => void setImmediate(() => calls.post({ type: 'next', id }));
  const last = await calls.reply(id, (reply) => {
    if (reply.type === 'progress') onProgress?.(reply.done, reply.total);
    else if (reply.type === 'piece')
      handOver(reply.piece, taker).then(askNext, (error: unknown) => void calls.end(error));
    else return false;
    return true;
  });
  if (last.type !== 'matched') throw new MatchingError('The matching worker answered out of turn.');
}

async function handOver(piece: Piece, taker: ResultTaker): Promise<void> {
  switch (piece.type) {
    case 'summary':
      return taker.summary(piece.summary);
    case 'candidates':
      return taker.candidates(piece.candidates);
    case 'unlinked':
      return taker.unlinked(piece.unlinked);
    case 'proposals':
      return taker.proposals(piece.proposals);
  }
}
