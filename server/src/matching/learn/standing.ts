import type { PairGraph } from '../competition';
import { type MatchModel, priorStanding } from '../model';
import { boundedGap, boundedTotal, type Constraints, gaps, unseenRival } from '../standing';
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

/**
 * Fits how totals and gaps turn to odds, against the empirical null: the best wrong partner of a record that has
 * its right one looks as the best partner of a record that has none. First choices are a mixture of right ones and
 * of such; expectation maximisation tells which, with the runner-ups as known wrong ones (positive and unlabelled
 * learning, Elkan and Noto 2008; empirical null, Efron 2004).
 */
export function learnStanding(
  graph: PairGraph,
  totals: Float64Array,
  from: MatchModel['standing'],
  probability: Float64Array,
  shareRight: boolean,
  constraints: Constraints,
): MatchModel['standing'] {
  const gap = gaps(graph, totals, shareRight, constraints);
  const tops: Array<{ total: number; gap: number }> = [];
  const wrong: Array<{ total: number; gap: number; weight: number }> = [];
  const { leftStart, rightStart, rightOrder } = graph;
  const read = (start: Int32Array, order: Int32Array | null, otherBest: ((pair: number) => number) | null): void => {
    for (let record = 0; record + 1 < start.length; record += 1) {
      const [first, second, third] = firstThree(start, order, totals, record, constraints);
      if (first < 0) continue;
      tops.push({ total: boundedTotal(totals[first]!), gap: boundedGap(gap[first]!) });
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
  if (shareRight) read(leftStart, null, null);
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
  if (tops.length === 0) return from;
  let standing = from;
  for (let round = 0; round < rounds; round += 1) standing = maximise(tops, wrong, standing);
  return standing;
}

function maximise(
  tops: ReadonlyArray<{ total: number; gap: number }>,
  wrong: ReadonlyArray<{ total: number; gap: number; weight: number }>,
  from: MatchModel['standing'],
): MatchModel['standing'] {
  const count = tops.length * 2 + wrong.length;
  const rows = {
    features: new Float32Array(count * 2),
    width: 2,
    count,
    offset: new Float64Array(count),
    target: new Float64Array(count),
    weight: new Float64Array(count),
  };
  let others = 0;
  let known = 0;
  tops.forEach(({ total, gap }, at) => {
    const p = 1 / (1 + Math.exp(-(from.bias + from.total * total + from.gap * gap)));
    others += 1 - p;
    for (const [row, target, weight] of [
      [2 * at, 1, p],
      [2 * at + 1, 0, 1 - p],
    ] as const) {
      rows.features.set([total, gap], row * 2);
      rows.target[row] = target;
      rows.weight[row] = weight;
    }
  });
  wrong.forEach(({ total, gap, weight }, at) => {
    const row = tops.length * 2 + at;
    rows.features.set([total, gap], row * 2);
    rows.weight[row] = weight;
    known += weight;
  });
  // The known wrong ones make wrong pairs more frequent than they are among first choices: the offset takes it back.
  const surplus = Math.log((others + 1) / (others + known + 1));
  rows.offset.fill(surplus);
  const [bias = 0, total = 0, gap = 0] = fitLogistic(
    rows,
    Float64Array.of(priorStanding.bias, priorStanding.total, priorStanding.gap),
    Float64Array.of(precision[0]! + shortListPrecision / tops.length, precision[1]!, precision[2]!),
    8,
  );
  return { bias, total: Math.max(0.05, total), gap: Math.max(0, gap) };
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
