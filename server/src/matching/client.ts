import { setImmediate as nextTurn } from 'node:timers/promises';
import { match as matchInline } from './engine';
import { inlineLive, type LiveClient, LivePool } from './live-client';
import { createSearchIndex, type SearchHit, type SearchIndex } from './search';
import { pairsPerSlice, slices } from './protocol';
import type { MatchOptions, MatchRecord, MatchResult, ScoredPair } from './types';
import { MatchingError, WorkerCalls } from './worker-calls';

export { MatchingError };

export type ClientMatchOptions = MatchOptions & {
  signal?: AbortSignal;
  /**
   * Takes the candidates slice by slice as they come, and the result has none of them: with their evidence they are
   * the bulk of it. The next slice comes when the promise is fulfilled; if it is rejected, so is the match.
   */
  onCandidates?: (pairs: ScoredPair[]) => void | Promise<void>;
};

export interface MatchingClient extends LiveClient {
  /** As `match` of the engine, in a worker of its own. Rejects with the signal's reason when aborted. */
  match: (left: MatchRecord[], right: MatchRecord[], options: ClientMatchOptions) => Promise<MatchResult>;
  /** Builds or replaces the search index `key`. */
  index: (key: string, records: readonly MatchRecord[]) => Promise<void>;
  /** Best hits first. Rejects with MatchingError when the index is not there (see `hasIndex`). */
  search: (key: string, query: string, limit: number) => Promise<SearchHit[]>;
  /** False also after the worker that held the index died: build it again. */
  hasIndex: (key: string) => boolean;
  /** Frees an index; no error when it is not there. */
  drop: (key: string) => Promise<void>;
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
  const indexes = new Map<string, SearchIndex>();
  return {
    ...inlineLive(),
    async match(left, right, { signal, onCandidates, ...options }) {
      await nextTurn();
      signal?.throwIfAborted();
      const result = matchInline(left, right, options);
      if (!onCandidates) return result;
      for (const slice of slices(result.candidates, pairsPerSlice)) await onCandidates(slice);
      return { ...result, candidates: [] };
    },
    async index(key, records) {
      await nextTurn();
      indexes.set(key, createSearchIndex(records));
    },
    search(key, query, limit) {
      const index = indexes.get(key);
      return index ? Promise.resolve(index.search(query, limit)) : Promise.reject(noIndex(key));
    },
    hasIndex: (key) => indexes.has(key),
    drop(key) {
      indexes.delete(key);
      return Promise.resolve();
    },
    close() {
      indexes.clear();
      return Promise.resolve();
    },
  };
}

const noIndex = (key: string): MatchingError => new MatchingError(`There is no search index “${key}”. Build it first.`);

function workerClient(workerFile: string): MatchingClient {
  const matching = new Set<WorkerCalls>();
  const keys = new Set<string>();
  const live = new LivePool(workerFile);
  let searching: WorkerCalls | null = null;
  let closed = false;

  const openError = (): MatchingError => new MatchingError('Matching has been shut down.');
  const searchWorker = (): WorkerCalls => {
    if (closed) throw openError();
    if (searching) return searching;
    const calls = new WorkerCalls(workerFile, () => {
      if (searching !== calls) return;
      searching = null;
      keys.clear();
    });
    calls.unref();
    searching = calls;
    return calls;
  };

  const { openLive, upsertLive, removeLive, matchLive, searchLive, hasLive, closeLive } = live;
  return {
    openLive,
    upsertLive,
    removeLive,
    matchLive,
    searchLive,
    hasLive,
    closeLive,
    async match(left, right, { signal, onProgress, onCandidates, ...options }) {
      signal?.throwIfAborted();
      if (closed) throw openError();
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
    async index(key, records) {
      const calls = searchWorker();
      const id = calls.newId();
      await calls.sendRecords(id, 'left', records);
      const done = calls.reply(id);
      calls.post({ type: 'index', id, key });
      await done;
      keys.add(key);
    },
    async search(key, query, limit) {
      if (!keys.has(key)) throw noIndex(key);
      const calls = searchWorker();
      const id = calls.newId();
      const reply = calls.reply(id);
      calls.post({ type: 'search', id, key, query, limit });
      const answer = await reply;
      return answer.type === 'hits' ? answer.hits : [];
    },
    hasIndex: (key) => keys.has(key),
    async drop(key) {
      if (!keys.delete(key)) return;
      const calls = searchWorker();
      const id = calls.newId();
      const done = calls.reply(id);
      calls.post({ type: 'drop', id, key });
      await done;
    },
    async close() {
      closed = true;
      keys.clear();
      const all = [...matching, ...(searching ? [searching] : [])];
      searching = null;
      await Promise.all([live.close(), ...all.map((calls) => calls.end())]);
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
          const taken = new Promise<void>((resolve) => resolve(onCandidates(reply.pairs)));
          taken.then(askNext, (error: unknown) => calls.end(error));
          return true;
        }
        result.candidates.push(...reply.pairs);
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
