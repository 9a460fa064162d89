import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  createLiveMatcher,
  type LiveMatch,
  type LiveMatcher,
  type LiveMatchOptions,
  type LiveScoreOptions,
  type Side,
} from './live';
import type { MatchModel } from './model';
import { liveMatchesPerSlice, type Reply, slices } from './protocol';
import type { SearchHit } from './search';
import type { MatchRecord, ScoredPair } from './types';
import { MatchingError, type RecordSource, WorkerCalls } from './worker-calls';

/**
 * Live matchers by key, e.g. one per mapping. A few are kept: the least recently used ones are closed when there
 * are more, or too many records in all, so ask `hasLive` before each use. Calls reject with MatchingError when the
 * matcher is not there; those made while it opens wait for it.
 */
export interface LiveClient {
  /** Opens a matcher, in place of one of the same key. Takes about five seconds for 100k records a side. */
  openLive: (key: string, sides: { left: RecordSource; right: RecordSource; model: MatchModel }) => Promise<void>;
  /** Adds records, or replaces those of the same id. */
  upsertLive: (key: string, side: Side, records: readonly MatchRecord[]) => Promise<void>;
  removeLive: (key: string, side: Side, ids: readonly string[]) => Promise<void>;
  /** Partners of each of the records, in the order of `ids`. */
  matchLive: (key: string, side: Side, ids: readonly string[], options: LiveMatchOptions) => Promise<LiveMatch[]>;
  /** Pairs of one record with each of `partners`, in their order: null where either is not there. */
  scoreLive: (
    key: string,
    side: Side,
    record: string,
    partners: readonly string[],
    options: LiveScoreOptions,
  ) => Promise<Array<ScoredPair | null>>;
  /** Best hits first. */
  searchLive: (key: string, side: Side, query: string, limit: number) => Promise<SearchHit[]>;
  /** False while it opens, and after it was closed or its worker died: open it again. */
  hasLive: (key: string) => boolean;
  /** Frees a matcher; no error when it is not there. */
  closeLive: (key: string) => Promise<void>;
}

/** What is kept in memory at most, beside the matcher used last. */
export const liveLimits = { matchers: 4, records: 600_000 };

const notOpen = (key: string): MatchingError => new MatchingError(`There is no live matcher “${key}”. Open it first.`);

interface Open {
  calls: WorkerCalls;
  /** Settles when all records are in. */
  ready: Promise<void>;
  isReady: boolean;
  size: number;
}

/** Live matchers, each in a worker of its own: closing one frees its memory, and opening one holds up no other. */
export class LivePool implements LiveClient {
  /** In the order of their last use. */
  private readonly open = new Map<string, Open>();
  private closed = false;

  constructor(private readonly workerFile: string) {}

  openLive: LiveClient['openLive'] = async (key, { left, right, model }) => {
    if (this.closed) throw new MatchingError('Matching has been shut down.');
    const before = this.open.get(key);
    this.open.delete(key);
    const calls: WorkerCalls = new WorkerCalls(this.workerFile, () => {
      if (this.open.get(key)?.calls === calls) this.open.delete(key);
    });
    calls.unref();
    const fill = async (): Promise<void> => {
      await before?.calls.end();
      const id = calls.newId();
      await calls.sendRecords(id, 'left', left);
      await calls.sendRecords(id, 'right', right);
      const done = calls.reply(id);
      calls.post({ type: 'open', id, model });
      entry.size = sizeOf(await done);
      entry.isReady = true;
    };
    const entry: Open = { calls, ready: Promise.resolve(), isReady: false, size: 0 };
    entry.ready = fill();
    this.open.set(key, entry);
    try {
      await entry.ready;
    } catch (error) {
      if (this.open.get(key) === entry) this.open.delete(key);
      await calls.end(error);
      throw error;
    }
    await this.closeLeastUsed();
  };

  upsertLive: LiveClient['upsertLive'] = async (key, side, records) => {
    const entry = await this.use(key);
    const id = entry.calls.newId();
    await entry.calls.sendRecords(id, side, records);
    const done = entry.calls.reply(id);
    entry.calls.post({ type: 'upsert', id });
    entry.size = sizeOf(await done);
  };

  removeLive: LiveClient['removeLive'] = async (key, side, ids) => {
    const entry = await this.use(key);
    const id = entry.calls.newId();
    const done = entry.calls.reply(id);
    entry.calls.post({ type: 'remove', id, side, ids });
    entry.size = sizeOf(await done);
  };

  matchLive: LiveClient['matchLive'] = async (key, side, ids, options) => {
    const { calls } = await this.use(key);
    const out: LiveMatch[] = [];
    for (const slice of slices(ids, liveMatchesPerSlice)) {
      const id = calls.newId();
      const done = calls.reply(id);
      calls.post({ type: 'live_match', id, side, ids: slice, options });
      const reply = await done;
      if (reply.type === 'live_matches') out.push(...reply.matches);
    }
    return out;
  };

  scoreLive: LiveClient['scoreLive'] = async (key, side, record, partners, options) => {
    const { calls } = await this.use(key);
    const id = calls.newId();
    const done = calls.reply(id);
    calls.post({ type: 'live_score', id, side, record, partners, options });
    const reply = await done;
    return reply.type === 'live_scores' ? reply.pairs : [];
  };

  searchLive: LiveClient['searchLive'] = async (key, side, query, limit) => {
    const { calls } = await this.use(key);
    const id = calls.newId();
    const done = calls.reply(id);
    calls.post({ type: 'live_search', id, side, query, limit });
    const reply = await done;
    return reply.type === 'hits' ? reply.hits : [];
  };

  hasLive: LiveClient['hasLive'] = (key) => this.open.get(key)?.isReady ?? false;

  closeLive: LiveClient['closeLive'] = async (key) => {
    const entry = this.open.get(key);
    this.open.delete(key);
    await entry?.calls.end();
  };

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.open.keys()].map((key) => this.closeLive(key)));
  }

  /** The matcher when it is ready, and the one used last from now on. */
  private async use(key: string): Promise<Open> {
    const entry = this.open.get(key);
    if (!entry) throw notOpen(key);
    this.open.delete(key);
    this.open.set(key, entry);
    await entry.ready;
    return entry;
  }

  private async closeLeastUsed(): Promise<void> {
    const tooMany = (): boolean => {
      const records = [...this.open.values()].reduce((sum, { size }) => sum + size, 0);
      return this.open.size > liveLimits.matchers || records > liveLimits.records;
    };
    // A matcher that is answering is left for the next time.
    for (const [key, { calls, isReady }] of [...this.open].slice(0, -1)) {
      if (!tooMany()) return;
      if (isReady && !calls.busy) await this.closeLive(key);
    }
  }
}

const sizeOf = (reply: Reply): number => (reply.type === 'changed' ? reply.size : 0);

/** The same on the caller's thread, for tests and for a site whose worker was not built. */
export function inlineLive(): LiveClient {
  const open = new Map<string, LiveMatcher>();
  const use = async (key: string): Promise<LiveMatcher> => {
    await nextTurn();
    const matcher = open.get(key);
    if (!matcher) throw notOpen(key);
    return matcher;
  };
  return {
    async openLive(key, { left, right, model }) {
      open.set(key, createLiveMatcher({ left: await gather(left), right: await gather(right), model }));
    },
    upsertLive: async (key, side, records) => (await use(key)).upsert(side, records),
    removeLive: async (key, side, ids) => (await use(key)).remove(side, ids),
    async matchLive(key, side, ids, options) {
      const matcher = await use(key);
      return ids.map((id) => matcher.match(side, id, options));
    },
    scoreLive: async (key, side, record, partners, options) => (await use(key)).score(side, record, partners, options),
    searchLive: async (key, side, query, limit) => (await use(key)).search(side, query, limit),
    hasLive: (key) => open.has(key),
    closeLive(key) {
      open.delete(key);
      return Promise.resolve();
    },
  };
}

async function gather(source: RecordSource): Promise<readonly MatchRecord[]> {
  if (!(Symbol.asyncIterator in source)) return source;
  const out: MatchRecord[] = [];
  for await (const page of source) out.push(...page);
  return out;
}
