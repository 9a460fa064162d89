import type { CandidatePairs } from './candidates';
import type { PairComparer, PairWeights } from './compare/pairs';
import { pairGraph, type PairGraph } from './competition';
import type { Corpus, PreparedRecord } from './corpus';
import { describePair } from './explain';
import { weightsOf } from './learn/weights';
import { prepareLists } from './lists';
import { LiveSide } from './live-side';
import type { MatchModel } from './model';
import { normaliseRecord } from './normalise/record';
import type { SearchHit } from './search';
import { defaultKeep, defaultLeast, settle, type Settled } from './settle';
import type { MatchOptions, MatchRecord, Proposal, ScoredPair, Unlinked } from './types';

export type Side = 'left' | 'right';

/** Of judged pairs and taken records only those that the record or its likely partners are in need be given. */
export type LiveMatchOptions = Pick<
  MatchOptions,
  'cardinality' | 'threshold' | 'margin' | 'keep' | 'least' | 'labels' | 'rejected' | 'taken'
>;

/** What is known of one record's partners. A record that is not there has none of it. */
export interface LiveMatch {
  /** The best `keep` partners, best first. */
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
  /**
   * Partners of one record of `side`, with evidence by the model, scored as in a full run: it competes with its
   * rivals for the same partners, and they with theirs.
   */
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

/** Partners of the record whose own candidates are looked at, and rivals of it likewise. */
const partnersFollowed = 4;
const rivalsFollowed = 4;
/** A rival that fits worse by more bits changes nothing that counts. */
const rivalRange = 7;

const otherSide = (side: Side): Side => (side === 'left' ? 'right' : 'left');

export function createLiveMatcher({ left, right, model }: LiveOptions): LiveMatcher {
  return new Live(left, right, model);
}

class Live implements LiveMatcher {
  private readonly sides: Record<Side, LiveSide> = { left: new LiveSide(), right: new LiveSide() };
  private readonly corpus: Corpus;
  private readonly comparer: PairComparer;
  private readonly weights: PairWeights;

  constructor(
    left: readonly MatchRecord[],
    right: readonly MatchRecord[],
    private readonly model: MatchModel,
  ) {
    const lists = prepareLists(left, right);
    this.corpus = lists.corpus;
    this.comparer = lists.comparer;
    for (const side of ['left', 'right'] as const) {
      for (const record of lists[side]) {
        this.drop(side, record.source.id);
        this.comparer.count(record);
        this.sides[side].add(record);
      }
      this.sides[side].build();
    }
    this.weights = weightsOf(model, this.comparer);
  }

  upsert(side: Side, records: readonly MatchRecord[]): void {
    for (const source of records) {
      this.drop(side, source.id);
      const record = this.corpus.prepare(this.corpus.add(normaliseRecord(source)));
      this.comparer.count(record);
      this.sides[side].add(record);
    }
    this.buildWhenNeeded(side);
  }

  remove(side: Side, ids: readonly string[]): void {
    for (const id of ids) this.drop(side, id);
    this.buildWhenNeeded(side);
  }

  search(side: Side, query: string, limit: number): SearchHit[] {
    return this.sides[side].search(query, limit);
  }

  size(side: Side): number {
    return this.sides[side].size;
  }

  match(side: Side, id: string, options: LiveMatchOptions): LiveMatch {
    const number = this.sides[side].numberOf(id);
    if (number === undefined) return { ranked: [], proposal: null, unlinked: null };
    const shareRight = options.cardinality === 'many_to_one';
    return this.judge(side, id, this.neighbourhood(side, number, shareRight), options);
  }

  private drop(side: Side, id: string): void {
    const record = this.sides[side].remove(id);
    if (!record) return;
    this.corpus.remove(record);
    this.comparer.count(record, -1);
  }

  private buildWhenNeeded(side: Side): void {
    if (this.sides[side].hasManyChanges) this.sides[side].build();
  }

  /** The record's pairs, those of its likely partners, and those of its rivals for them. */
  private neighbourhood(side: Side, number: number, shareRight: boolean): Neighbourhood {
    const around = new Neighbourhood();
    const follow = (from: Side, numbers: readonly number[]): void => {
      const to = otherSide(from);
      const fresh = around.fresh(from, numbers, (each, visit) =>
        this.sides[from].eachPartner(each, this.sides[to], visit),
      );
      const { records: lefts } = this.sides.left;
      const { records: rights } = this.sides.right;
      around.take(fresh, this.comparer.totals(fresh, lefts, rights, this.weights));
    };
    follow(side, [number]);
    // Where partners may be shared, nobody competes with a left record.
    if (shareRight && side === 'left') return around;
    const partners = around.strongest(side, number, partnersFollowed, Number.NEGATIVE_INFINITY);
    follow(
      otherSide(side),
      partners.map((pair) => pair[otherSide(side)]),
    );
    if (shareRight) return around;
    const rivals = partners
      .flatMap((pair) =>
        around.strongest(otherSide(side), pair[otherSide(side)], rivalsFollowed, pair.total - rivalRange),
      )
      .filter((pair) => pair[side] !== number)
      .sort((a, b) => b.total - a.total)
      .map((pair) => pair[side]);
    follow(side, [...new Set(rivals)].slice(0, rivalsFollowed));
    return around;
  }

  private judge(side: Side, id: string, around: Neighbourhood, options: LiveMatchOptions): LiveMatch {
    const { pairs, left, right, graph } = around.sorted(this.sides.left.records, this.sides.right.records);
    const totals = Float64Array.from(pairs, ({ total }) => total);
    const settled = settle(graph, left, right, totals, this.model, options);
    const { scored, lefts, chosen } = settled;

    const records = { left, right };
    const idOf = (of: Side, pair: number): string => records[of][graph[of][pair]!]!.source.id;
    const describe = (pair: number): ScoredPair =>
      describePair(
        left[graph.left[pair]!]!,
        right[graph.right[pair]!]!,
        scored[pair]!,
        this.comparer,
        this.model,
        this.weights,
      );
    const byScore = (a: number, b: number): number => scored[b]! - scored[a]! || a - b;
    const own = pairs.flatMap((_, pair) => (idOf(side, pair) === id ? [pair] : [])).sort(byScore);
    const least = options.least ?? defaultLeast;
    const ranked = own
      .filter((pair, rank) => rank === 0 || scored[pair]! >= least)
      .slice(0, options.keep ?? defaultKeep);
    const proposed = own.find((pair) => chosen.includes(pair));
    if (proposed !== undefined) {
      const next = lefts.second[graph.left[proposed]!]!;
      const proposal = { ...describe(proposed), runnerUp: next < 0 ? null : describe(next) };
      return { ranked: ranked.map(describe), proposal, unlinked: null };
    }
    const unlinked =
      side === 'left'
        ? own.length === 0
          ? { left: id, why: 'no_candidate' as const, best: null, rival: null, veto: null }
          : (settled.unlinked().find((reason) => reason.left === id) ?? null)
        : own.length === 0
          ? null
          : this.whyNot(own[0]!, graph, settled, idOf);
    return { ranked: ranked.map(describe), proposal: null, unlinked };
  }

  /** Why a right record's best pair is not proposed, seen from the left record of the pair. */
  private whyNot(
    pair: number,
    graph: PairGraph,
    { scored, lefts, held, unlinked }: Settled,
    idOf: (of: Side, pair: number) => string,
  ): Unlinked {
    const left = idOf('left', pair);
    const best = { right: idOf('right', pair), score: scored[pair]! };
    const preferred = lefts.best[graph.left[pair]!]!;
    if (held.has(left)) return { left, why: 'taken', best, rival: null, veto: null };
    if (preferred !== pair) {
      const rival = { side: 'right' as const, id: idOf('right', preferred), score: scored[preferred]! };
      return { left, why: 'preferred_other', best, rival, veto: null };
    }
    return (
      unlinked().find((reason) => reason.left === left) ?? { left, why: 'ambiguous', best, rival: null, veto: null }
    );
  }
}

interface NearbyPair {
  left: number;
  right: number;
  /** Log2 odds before calibration and competition. */
  total: number;
}

/** Pairs around one record, by the numbers of their records; each is compared once. */
class Neighbourhood {
  private readonly pairs = new Map<number, NearbyPair | null>();

  /** Pairs of the records that are not known yet; `take` them when they are compared. */
  fresh(
    from: Side,
    numbers: readonly number[],
    eachPartner: (number: number, visit: (partner: number) => void) => void,
  ): { left: Int32Array; right: Int32Array } {
    const left: number[] = [];
    const right: number[] = [];
    for (const number of numbers) {
      eachPartner(number, (partner) => {
        const [i, j] = from === 'left' ? [number, partner] : [partner, number];
        const key = keyOf(i, j);
        if (this.pairs.has(key)) return;
        this.pairs.set(key, null);
        left.push(i);
        right.push(j);
      });
    }
    return { left: Int32Array.from(left), right: Int32Array.from(right) };
  }

  take(pairs: CandidatePairs, total: Float64Array): void {
    for (let at = 0; at < total.length; at += 1) {
      const [left, right] = [pairs.left[at]!, pairs.right[at]!];
      this.pairs.set(keyOf(left, right), { left, right, total: total[at]! });
    }
  }

  /** Pairs of one record with at least `least` bits, strongest first. */
  strongest(side: Side, number: number, limit: number, least: number): NearbyPair[] {
    return [...this.pairs.values()]
      .filter((pair): pair is NearbyPair => pair !== null && pair[side] === number && pair.total >= least)
      .sort((a, b) => b.total - a.total || keyOf(a.left, a.right) - keyOf(b.left, b.right))
      .slice(0, limit);
  }

  /** All pairs as a graph of their own, with the records it is about. */
  sorted(
    lefts: readonly PreparedRecord[],
    rights: readonly PreparedRecord[],
  ): { pairs: NearbyPair[]; left: PreparedRecord[]; right: PreparedRecord[]; graph: PairGraph } {
    const pairs = [...this.pairs.values()]
      .filter((pair) => pair !== null)
      .sort((a, b) => a.left - b.left || a.right - b.right);
    const places = { left: new Map<number, number>(), right: new Map<number, number>() };
    const records = { left: [] as PreparedRecord[], right: [] as PreparedRecord[] };
    const place = (side: Side, all: readonly PreparedRecord[], number: number): number => {
      let at = places[side].get(number);
      if (at === undefined) places[side].set(number, (at = records[side].push(all[number]!) - 1));
      return at;
    };
    const left = Int32Array.from(pairs, (pair) => place('left', lefts, pair.left));
    const right = Int32Array.from(pairs, (pair) => place('right', rights, pair.right));
    return { pairs, ...records, graph: pairGraph(left, right, records.left.length, records.right.length) };
  }
}

const keyOf = (left: number, right: number): number => left * 2 ** 26 + right;
