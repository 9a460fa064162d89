import type { PairGraph } from '../competition';
import { type MatchModel, priorStanding } from '../model';
import { boundedGap, boundedTotal, type Constraints, type PairScorer, unseenRival } from '../standing';
import { fitLogistic } from './logistic';

/** How firmly the weights stay with the prior ones: intercept, total, gap. */
const precision = [0.5, 60, 60];
/**
 * What a runner-up counts for as a known wrong one: records with a partner lie in denser neighbourhoods (siblings of
 * the right one) than those that have none, so runner-ups alone would make wrong pairs look more alike than they are.
 */
const runnerUpWeight = 0.4;
/** A short list teaches little: the intercept is held by so much more, divided by the number of records. */
const shortListPrecision = 300;
const rounds = 4;
/** Three numbers are learned from evenly spread records of a side, about so many: more would only take longer. */
const learnFromRecords = 2_500;

/**
 * Fits how totals and gaps turn to odds, against the empirical null: the best wrong partner of a record that has
 * its right one looks as the best partner of a record that has none. First choices are a mixture of right ones and
 * of such; expectation maximisation tells which, with the runner-ups as known wrong ones (positive and unlabelled
 * learning, Elkan and Noto 2008; empirical null, Efron 2004).
 */
export function learnStanding(
  graph: PairGraph,
  scorer: PairScorer,
  totals: Float64Array,
  from: MatchModel['standing'],
  constraints: Constraints,
): MatchModel['standing'] {
  const probability = scorer.probabilities(totals, from, constraints);
  const gap = scorer.gaps(totals, constraints);
  const tops: Seen[] = [];
  const wrong: Seen[] = [];
  const { leftStart, rightStart, rightOrder } = graph;
  const read = (start: Int32Array, order: Int32Array | null, otherBest: ((pair: number) => number) | null): void => {
    const every = Math.max(1, Math.floor(start.length / learnFromRecords));
    for (let record = 0; record + 1 < start.length; record += every) {
      const [first, second, third] = firstThree(start, order, totals, record, constraints);
      if (first < 0) continue;
      tops.push({ total: boundedTotal(totals[first]!), gap: boundedGap(gap[first]!), weight: 1 });
      const weight = probability[first]!;
      // A partner that is right for another record says nothing of how wrong pairs look.
      if (second < 0 || weight < 0.5 || probability[second]! > 0.5) continue;
      const rival = Math.max(unseenRival, third < 0 ? unseenRival : totals[third]!, otherBest?.(second) ?? unseenRival);
      wrong.push({
        total: boundedTotal(totals[second]!),
        gap: boundedGap(totals[second]! - rival),
        weight: weight * runnerUpWeight,
      });
    }
  };
  if (scorer.shareRight) read(leftStart, null, null);
  else {
    // Of the longer list most records have no partner, however alike: the shorter one tells more.
    const [lefts, rights] = [leftStart.length, rightStart.length];
    if (lefts <= rights) {
      read(leftStart, null, (pair) => bestOther(rightStart, rightOrder, totals, graph.right[pair]!, pair));
    }
    if (rights <= lefts) {
      read(rightStart, rightOrder, (pair) => bestOther(leftStart, null, totals, graph.left[pair]!, pair));
    }
  }
  return tops.length === 0 ? from : maximise(tops, wrong, from);
}

/** A pair as it stands, in natural log-odds, and how much it counts. */
interface Seen {
  total: number;
  gap: number;
  weight: number;
}

/** A first choice is a row that is right with the probability seen before; a known wrong one is a row that is wrong. */
function maximise(tops: readonly Seen[], wrong: readonly Seen[], from: MatchModel['standing']): MatchModel['standing'] {
  const seen = [...tops, ...wrong];
  const rows = {
    features: Float64Array.from(seen.flatMap(({ total, gap }) => [total, gap])),
    width: 2,
    count: seen.length,
    offset: new Float64Array(seen.length),
    target: new Float64Array(seen.length),
    weight: Float64Array.from(seen, ({ weight }) => weight),
  };
  const prior = Float64Array.of(priorStanding.bias, priorStanding.total, priorStanding.gap);
  const held = Float64Array.of(precision[0]! + shortListPrecision / tops.length, precision[1]!, precision[2]!);
  const known = wrong.reduce((sum, { weight }) => sum + weight, 0);
  let standing = from;
  let at: Float64Array = prior;
  for (let round = 0; round < rounds; round += 1) {
    let others = 0;
    tops.forEach(({ total, gap }, row) => {
      const p = 1 / (1 + Math.exp(-(standing.bias + standing.total * total + standing.gap * gap)));
      others += 1 - p;
      rows.target[row] = p;
    });
    // Known wrong ones make wrong pairs more frequent than they are among first choices: the offset takes it back.
    rows.offset.fill(Math.log((others + 1) / (others + known + 1)));
    at = fitLogistic(rows, prior, held, 8, at);
    standing = { bias: at[0]!, total: Math.max(0.05, at[1]!), gap: Math.max(0, at[2]!) };
  }
  return standing;
}

/** The three best pairs of a record that were not rejected; -1 for none. */
function firstThree(
  start: Int32Array,
  order: Int32Array | null,
  totals: Float64Array,
  record: number,
  { rejected }: Constraints,
): [number, number, number] {
  let [first, second, third] = [-1, -1, -1];
  for (let at = start[record]!; at < start[record + 1]!; at += 1) {
    const pair = order ? order[at]! : at;
    if (rejected[pair]) continue;
    if (first < 0 || totals[pair]! > totals[first]!) [first, second, third] = [pair, first, second];
    else if (second < 0 || totals[pair]! > totals[second]!) [second, third] = [pair, second];
    else if (third < 0 || totals[pair]! > totals[third]!) third = pair;
  }
  return [first, second, third];
}

/** Best total of a record's pairs, one pair aside. */
function bestOther(
  start: Int32Array,
  order: Int32Array | null,
  totals: Float64Array,
  record: number,
  aside: number,
): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let at = start[record]!; at < start[record + 1]!; at += 1) {
    const pair = order ? order[at]! : at;
    if (pair !== aside && totals[pair]! > best) best = totals[pair]!;
  }
  return best;
}
