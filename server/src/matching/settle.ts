import { choose, type Standing, standings } from './assign';
import type { PairGraph } from './competition';
import type { PreparedRecord } from './corpus';
import { judge, proposable } from './decisions';
import type { MatchModel } from './model';
import { type Constraints, probabilities } from './standing';
import type { MatchOptions, Unlinked } from './types';
import { unlinkedRecords } from './unlinked';

/** No evidence makes a pair certain. */
export const highestScore = 0.9999;
export const defaultKeep = 5;
export const defaultLeast = 0.0005;

/** What becomes of compared pairs, by their numbers in the graph. */
export interface Settled {
  /** Probability of each pair. */
  scored: Float64Array;
  /** First and second pair of each left record; the second is the runner-up of a chosen one. */
  lefts: Standing;
  /** Pairs to propose. */
  chosen: number[];
  /** Left records held by a confirmed label. */
  held: ReadonlySet<string>;
  unlinked: () => Unlinked[];
}

/** Turns the bits of pairs into probabilities, and decides which of them are proposed. */
export function settle(
  graph: PairGraph,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  totals: Float64Array,
  model: MatchModel,
  options: Pick<MatchOptions, 'cardinality' | 'threshold' | 'margin' | 'labels' | 'rejected' | 'taken'>,
  judged: Constraints = judge(graph, left, right, options),
): Settled {
  const shareRight = options.cardinality === 'many_to_one';
  const scored = probabilities(graph, totals, model.standing, shareRight, judged).map((p) => Math.min(highestScore, p));
  const confirmed = (options.labels ?? []).filter((label) => label.match);
  const held = new Set(confirmed.map((label) => label.left));
  const taken = new Set([...(options.taken ?? []), ...confirmed.map((label) => label.right)]);
  const allowed = proposable(graph, left, right, judged, held, taken, shareRight);
  const lefts = standings(graph, scored, 'left');
  const rights = standings(graph, scored, 'right');
  const chosen = choose(graph, scored, lefts, rights, allowed, { ...options, shareRight });
  const unlinked = (): Unlinked[] =>
    unlinkedRecords({
      ...{ left, right, graph, totals, scored, lefts, rights, held, taken, judged, options },
      chosen: new Set(chosen),
      standing: model.standing,
    });
  return { scored, lefts, chosen, held, unlinked };
}
