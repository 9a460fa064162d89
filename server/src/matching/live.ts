import type { PairComparer, PairWeights } from './compare/pairs';
import type { PairGraph } from './competition';
import type { Corpus } from './corpus';
import { bestBeside } from './assign';
import { describePair } from './explain';
import { weightsOf } from './learn/weights';
import { prepareLists } from './lists';
import { LiveSide } from './live-side';
import type { MatchModel } from './model';
import { Neighbourhood, type Side } from './neighbourhood';
import { normaliseRecord } from './normalise/record';
import type { SearchHit } from './search';
import { defaultKeep, defaultLeast, settle, type Settled } from './settle';
import { unseenRival } from './standing';
import type { MatchOptions, MatchRecord, Proposal, ScoredPair, Unlinked } from './types';

export type { Side };

/** Of judged pairs and taken records only those that the record or its likely partners are in need be given. */
export type LiveMatchOptions = Pick<
  MatchOptions,
  'cardinality' | 'threshold' | 'margin' | 'keep' | 'least' | 'labels' | 'rejected' | 'taken'
>;

/** As for a match: decisions bear on rivals, too. */
export type LiveScoreOptions = Pick<LiveMatchOptions, 'cardinality' | 'threshold' | 'margin' | 'labels' | 'rejected'>;

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
  /**
   * Pairs of one record of `side` with given others, in their order: null where either is not there. Scored and
   * explained as `match` does, whether they are candidates or not, with the rivals of each of them.
   */
  score(side: Side, id: string, partners: readonly string[], options: LiveScoreOptions): Array<ScoredPair | null>;
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

/** How far a record's neighbourhood is followed. */
interface Reach {
  /** Partners of the record whose own candidates are looked at. */
  partners: number;
  /** Rivals of it likewise. */
  rivals: number;
  /** A rival that fits worse by more bits changes nothing that counts. */
  range: number;
}
/** For a match, of which there may be many. */
const matchReach: Reach = { partners: 4, rivals: 4, range: 7 };
/** For pairs that a person sees beside those of a run: they differ by less than is shown (0.1 %). */
const scoreReach: Reach = { partners: 8, rivals: 12, range: 14 };

const otherSide = (side: Side): Side => (side === 'left' ? 'right' : 'left');

export function createLiveMatcher({ left, right, model }: LiveOptions): LiveMatcher {
  return new Live(left, right, model);
}

interface Decided extends Settled {
  graph: PairGraph;
  /** The record's pairs, best first. */
  own: number[];
  idOf: (of: Side, pair: number) => string;
  describe: (pair: number) => ScoredPair;
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
    return this.judge(side, id, this.neighbourhood(side, number, shareRight, matchReach), options);
  }

  score(side: Side, id: string, partners: readonly string[], options: LiveScoreOptions): Array<ScoredPair | null> {
    const number = this.sides[side].numberOf(id);
    if (number === undefined) return partners.map(() => null);
    const asked = partners.flatMap((partner) => this.sides[otherSide(side)].numberOf(partner) ?? []);
    const around = this.neighbourhood(side, number, options.cardinality === 'many_to_one', scoreReach, asked);
    const { own, idOf, describe } = this.decide(side, id, around, options);
    const byPartner = new Map(own.map((pair) => [idOf(otherSide(side), pair), pair]));
    return partners.map((partner) => {
      const pair = byPartner.get(partner);
      return pair === undefined ? null : describe(pair);
    });
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

  /** The record's pairs, with those `asked` for, those of its likely partners, and those of its rivals for them. */
  private neighbourhood(
    side: Side,
    number: number,
    shareRight: boolean,
    reach: Reach,
    asked: readonly number[] = [],
  ): Neighbourhood {
    const around = new Neighbourhood();
    const other = otherSide(side);
    const follow = (from: Side, numbers: readonly number[], more: readonly number[] = []): void => {
      const to = otherSide(from);
      const fresh = around.fresh(from, numbers, (each, visit) => {
        this.sides[from].eachPartner(each, this.sides[to], visit);
        more.forEach(visit);
      });
      const { records: lefts } = this.sides.left;
      const { records: rights } = this.sides.right;
      around.take(fresh, this.comparer.totals(fresh, lefts, rights, this.weights));
    };
    follow(side, [number], asked);
    // Where partners may be shared, nobody competes with a left record.
    if (shareRight && side === 'left') return around;
    const partners = new Set(around.strongest(side, number, reach.partners, Number.NEGATIVE_INFINITY));
    for (const partner of asked) {
      const pair = side === 'left' ? around.find(number, partner) : around.find(partner, number);
      // Of a hopeless pair no rival can take anything.
      if (pair && pair.total > unseenRival) partners.add(pair);
    }
    follow(
      other,
      [...partners].map((pair) => pair[other]),
    );
    if (shareRight) return around;
    const rivals = [...partners]
      .flatMap((pair) => around.strongest(other, pair[other], reach.rivals, pair.total - reach.range))
      .filter((pair) => pair[side] !== number)
      .sort((a, b) => b.total - a.total)
      .map((pair) => pair[side]);
    follow(side, [...new Set(rivals)].slice(0, Math.max(reach.rivals, partners.size)));
    return around;
  }

  /** What becomes of all pairs of a neighbourhood, and which of them, best first, are the record's own. */
  private decide(side: Side, id: string, around: Neighbourhood, options: LiveMatchOptions): Decided {
    const { pairs, left, right, graph } = around.sorted(this.sides.left.records, this.sides.right.records);
    const totals = Float64Array.from(pairs, ({ total }) => total);
    const settled = settle(graph, left, right, totals, this.model, options);
    const { scored } = settled;
    const records = { left, right };
    const idOf = (of: Side, pair: number): string => records[of][graph[of][pair]!]!.source.id;
    const own = pairs
      .flatMap((_, pair) => (idOf(side, pair) === id ? [pair] : []))
      .sort((a, b) => scored[b]! - scored[a]! || a - b);
    const describe = (pair: number): ScoredPair =>
      describePair(
        left[graph.left[pair]!]!,
        right[graph.right[pair]!]!,
        scored[pair]!,
        this.comparer,
        this.model,
        this.weights,
      );
    return { ...settled, graph, own, idOf, describe };
  }

  private judge(side: Side, id: string, around: Neighbourhood, options: LiveMatchOptions): LiveMatch {
    const decided = this.decide(side, id, around, options);
    const { scored, lefts, chosen, graph, own, describe } = decided;
    const least = options.least ?? defaultLeast;
    const ranked = own
      .filter((pair, rank) => rank === 0 || scored[pair]! >= least)
      .slice(0, options.keep ?? defaultKeep);
    const proposed = own.find((pair) => chosen.includes(pair));
    if (proposed !== undefined) {
      const next = bestBeside(lefts, graph.left[proposed]!, proposed);
      const proposal = { ...describe(proposed), runnerUp: next < 0 ? null : describe(next) };
      return { ranked: ranked.map(describe), proposal, unlinked: null };
    }
    const unlinked =
      side === 'left'
        ? own.length === 0
          ? { left: id, why: 'no_candidate' as const, best: null, rival: null, veto: null }
          : (decided.unlinked().find((reason) => reason.left === id) ?? null)
        : own.length === 0
          ? null
          : this.whyNot(own[0]!, decided);
    return { ranked: ranked.map(describe), proposal: null, unlinked };
  }

  /** Why a right record's best pair is not proposed, seen from the left record of the pair. */
  private whyNot(pair: number, { graph, scored, lefts, held, unlinked, idOf }: Decided): Unlinked {
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
