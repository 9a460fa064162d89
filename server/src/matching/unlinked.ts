import type { Standing } from './assign';
import { vetoesOf } from './compare/fields';
import type { PairGraph } from './competition';
import type { PreparedRecord } from './corpus';
import type { MatchModel } from './model';
import { type Constraints, standingOdds, unseenRival } from './standing';
import type { MatchOptions, Unlinked } from './types';

/**
 * Worth from which a partner is worth a word about what stands in its way: one in four is right. Less than any
 * threshold of a mapping, so that a partner that would only just have missed it counts, too. Its own bits must also
 * speak for it: being far ahead of nothing makes no partner.
 */
const likelyFrom = 0.25;
/** A partner that keeps this probability among its rivals is still in the running. */
const inTheRunningFrom = 0.1;
/** An unlikely partner under this probability shares next to nothing with the record: it is none. */
const hopelessBelow = 0.0005;

export interface Outcome {
  left: readonly PreparedRecord[];
  right: readonly PreparedRecord[];
  graph: PairGraph;
  /** Bits of each pair, before its rivals. */
  totals: Float64Array;
  /** Probability of each pair. */
  scored: Float64Array;
  lefts: Standing;
  rights: Standing;
  chosen: ReadonlySet<number>;
  /** Left records held by a confirmed label. */
  held: ReadonlySet<string>;
  /** Right records that have a partner. */
  taken: ReadonlySet<string>;
  judged: Pick<Constraints, 'rejected' | 'handicap'>;
  standing: MatchModel['standing'];
  options: Pick<MatchOptions, 'cardinality' | 'threshold' | 'margin' | 'labels'>;
}

type Reason = Pick<Unlinked, 'why'> & Partial<Pick<Unlinked, 'rival' | 'veto'>>;

/**
 * Why each left record without proposal has none. Competition takes the probability from a partner that somebody else
 * has, so what stands in the way of a pair is told by its worth: the probability that it would have if the record were
 * the only one to want the partner.
 *
 * Told of is the most probable partner while it is in the running with nothing in its way; else the likely partner of
 * the most worth, and its obstacle; else, where no partner is likely, the most probable one, which is not probable
 * enough.
 */
export function unlinkedRecords(outcome: Outcome): Unlinked[] {
  const { left, right, graph, totals, scored, lefts, chosen, held } = outcome;
  const obstacles = obstaclesOf(outcome);
  const worth = worthOf(outcome);
  const linked = new Set(Array.from(chosen, (pair) => graph.left[pair]));
  const out: Unlinked[] = [];
  left.forEach((record, i) => {
    const first = lefts.best[i]!;
    if (linked.has(i) || held.has(record.source.id)) return;
    const none: Unlinked = { left: record.source.id, why: 'no_candidate', best: null, rival: null, veto: null };
    const of = (pair: number, reason: Reason): void => {
      const best = { right: right[graph.right[pair]!]!.source.id, score: scored[pair]! };
      out.push({ ...none, best, ...reason });
    };
    if (first < 0) out.push(none);
    else if (scored[first]! >= inTheRunningFrom && !obstacles.of(first)) {
      of(first, obstacles.rivalOf(first));
    } else {
      let best = first;
      for (let pair = graph.leftStart[i]!; pair < graph.leftStart[i + 1]!; pair += 1) {
        if (worth(pair) > worth(best)) best = pair;
      }
      if (totals[best]! >= 0 && worth(best) >= likelyFrom) of(best, obstacles.of(best) ?? obstacles.rivalOf(best));
      else if (outcome.judged.rejected[first]) of(first, { why: 'rejected' });
      else if (scored[first]! < hopelessBelow) out.push(none);
      else of(first, { why: 'below_threshold' });
    }
  });
  return out;
}

/** Worth of a pair: its bits, and how far it is ahead of the record's other partners, whoever else wants them. */
function worthOf({ graph, totals, judged, standing }: Outcome): (pair: number) => number {
  // The two strongest pairs of one record, kept for the next pair of the same.
  let record = -1;
  let best = -1;
  let bestValue = unseenRival;
  let secondValue = unseenRival;
  const look = (i: number): void => {
    record = i;
    best = -1;
    bestValue = secondValue = unseenRival;
    for (let pair = graph.leftStart[i]!; pair < graph.leftStart[i + 1]!; pair += 1) {
      const value = judged.rejected[pair] ? unseenRival : totals[pair]! - judged.handicap[pair]!;
      if (value > bestValue) {
        secondValue = bestValue;
        bestValue = value;
        best = pair;
      } else if (value > secondValue) secondValue = value;
    }
  };
  return (pair) => {
    if (graph.left[pair] !== record) look(graph.left[pair]!);
    const total = totals[pair]!;
    return 1 / (1 + Math.exp(-standingOdds(total, total - (pair === best ? secondValue : bestValue), standing)));
  };
}

function obstaclesOf(outcome: Outcome): {
  /** What keeps a pair from being proposed whatever its probability; null: nothing. */
  of: (pair: number) => Reason | null;
  /** Else: a rival that is as probable, or too little probability. */
  rivalOf: (pair: number) => Reason;
} {
  const { left, right, graph, scored, rights, chosen, taken, judged, options } = outcome;
  const worth = worthOf(outcome);
  const { threshold, margin } = options;
  const oneToOne = options.cardinality === 'one_to_one';
  const takers = new Map((options.labels ?? []).flatMap((label) => (label.match ? [[label.right, label.left]] : [])));
  const leftOf = (pair: number): PreparedRecord => left[graph.left[pair]!]!;
  const rightOf = (pair: number): PreparedRecord => right[graph.right[pair]!]!;
  const isInactive = (pair: number): boolean =>
    leftOf(pair).source.active === false || rightOf(pair).source.active === false;
  const leftRival = (pair: number): Unlinked['rival'] => ({
    side: 'left',
    id: leftOf(pair).source.id,
    score: scored[pair]!,
  });

  const taker = (pair: number): Reason | null => {
    const { id } = rightOf(pair).source;
    if (!taken.has(id)) return null;
    const by = takers.get(id);
    return { why: 'taken', rival: by === undefined ? null : { side: 'left', id: by, score: null } };
  };
  const preferred = (pair: number): Reason | null => {
    const other = rights.best[graph.right[pair]!]!;
    if (other === pair || worth(other) < likelyFrom) return null;
    const lead = scored[other]! - scored[pair]!;
    return chosen.has(other) || (lead > 0 && lead >= margin)
      ? { why: 'preferred_other', rival: leftRival(other) }
      : null;
  };
  /** The most probable other pair of either record that could be proposed, too. */
  const nearest = (pair: number): number => {
    let found = -1;
    const look = (other: number): void => {
      if (other === pair || scored[other]! <= (scored[found] ?? -1)) return;
      if (worth(other) < likelyFrom || judged.rejected[other] || isInactive(other)) return;
      if (vetoesOf(leftOf(other), rightOf(other)).length === 0) found = other;
    };
    const [i, j] = [graph.left[pair]!, graph.right[pair]!];
    for (let at = graph.leftStart[i]!; at < graph.leftStart[i + 1]!; at += 1) look(at);
    if (oneToOne)
      for (let at = graph.rightStart[j]!; at < graph.rightStart[j + 1]!; at += 1) look(graph.rightOrder[at]!);
    return found;
  };
  return {
    of(pair) {
      if (judged.rejected[pair]) return { why: 'rejected' };
      const [veto] = vetoesOf(leftOf(pair), rightOf(pair));
      if (veto) return { why: 'vetoed', veto };
      if (isInactive(pair)) return { why: 'inactive' };
      return oneToOne ? (taker(pair) ?? preferred(pair)) : null;
    },
    rivalOf(pair) {
      const rival = nearest(pair);
      const lead = rival < 0 ? 1 : scored[pair]! - scored[rival]!;
      if (rival >= 0 && (lead < margin || lead <= 0)) {
        const isOther = graph.left[rival] !== graph.left[pair];
        const right = { side: 'right' as const, id: rightOf(rival).source.id, score: scored[rival]! };
        return { why: 'ambiguous', rival: isOther ? leftRival(rival) : right };
      }
      return { why: scored[pair]! < threshold ? 'below_threshold' : 'ambiguous' };
    },
  };
}
