import { match } from './engine';
import type { MatchModel } from './model';
import { createSearchIndex, type SearchHit, type SearchIndex } from './search';
import type { MatchOptions, MatchRecord, Proposal, ScoredPair, Unlinked } from './types';

export type Side = 'left' | 'right';

export type LiveMatchOptions = Pick<
  MatchOptions,
  'cardinality' | 'threshold' | 'margin' | 'keep' | 'labels' | 'rejected' | 'taken'
>;

/** What is known of one record's partners. A record that is not there has none of it. */
export interface LiveMatch {
  /** Partners, best first. */
  ranked: ScoredPair[];
  /** The pair that would be auto-linked. */
  proposal: Proposal | null;
  /** Else why not. Of a right record: why its best left record is not linked with it; null when it has none. */
  unlinked: Unlinked | null;
}

/** Both sides of a mapping in memory: takes changes, matches one record at a time, searches. */
export interface LiveMatcher {
  /** Adds records, or replaces those of the same id. */
  upsert(side: Side, records: readonly MatchRecord[]): void;
  /** No error for ids that are not there. */
  remove(side: Side, ids: readonly string[]): void;
  /** Partners of one record of `side`, with evidence by the model, as a full run would score them now. */
  match(side: Side, id: string, options: LiveMatchOptions): LiveMatch;
  /** Best hits first: words in any order, typing errors, beginnings of words, fragments of codes, diacritics. */
  search(side: Side, query: string, limit: number): SearchHit[];
  size(side: Side): number;
}

export interface LiveOptions {
  left: readonly MatchRecord[];
  right: readonly MatchRecord[];
  /** What a run learned of these lists. */
  model: MatchModel;
}

export function createLiveMatcher({ left, right }: LiveOptions): LiveMatcher {
  const records = { left: new Map(left.map((r) => [r.id, r])), right: new Map(right.map((r) => [r.id, r])) };
  const indexes: Record<Side, SearchIndex | null> = { left: null, right: null };
  return {
    upsert(side, changed) {
      for (const record of changed) records[side].set(record.id, record);
      indexes[side] = null;
    },
    remove(side, ids) {
      for (const id of ids) records[side].delete(id);
      indexes[side] = null;
    },
    match(side, id, options) {
      const result = match([...records.left.values()], [...records.right.values()], options);
      const ranked = result.candidates.filter((pair) => pair[side] === id).sort((a, b) => b.score - a.score);
      const proposal = result.proposals.find((pair) => pair[side] === id) ?? null;
      const best = side === 'left' ? id : ranked[0]?.left;
      return { ranked, proposal, unlinked: result.unlinked.find((why) => why.left === best) ?? null };
    },
    search(side, query, limit) {
      indexes[side] ??= createSearchIndex([...records[side].values()]);
      return indexes[side].search(query, limit);
    },
    size: (side) => records[side].size,
  };
}
