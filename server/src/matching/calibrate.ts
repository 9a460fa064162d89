import type { PairGraph } from './competition';
import type { Calibration } from './model';

/** Least number of matches and of runner-ups from which a null distribution can be drawn. */
const enough = 100;
const binWidth = 1;

/**
 * Calibrates totals against the empirical null: the best wrong partner of a record that has its right one scores
 * as the best partner of a record that has none. With as many records without partner as the posterior expects,
 * that gives the local false discovery rate per total, which is made to fall and blended with the posterior.
 * Null when there is too little to learn from.
 */
export function calibrate(graph: PairGraph, totals: Float64Array, probability: Float64Array): Calibration | null {
  const leftCount = graph.leftStart.length - 1;
  const best: number[] = [];
  const runnersUp: number[] = [];
  let withPartner = 0;
  for (let i = 0; i < leftCount; i += 1) {
    let top = -1;
    for (let pair = graph.leftStart[i]!; pair < graph.leftStart[i + 1]!; pair += 1) {
      if (top < 0 || probability[pair]! > probability[top]!) top = pair;
    }
    if (top < 0) continue;
    best.push(totals[top]!);
    withPartner += probability[top]!;
    if (probability[top]! < 0.9) continue;
    let second = Number.NEGATIVE_INFINITY;
    for (let pair = graph.leftStart[i]!; pair < graph.leftStart[i + 1]!; pair += 1) {
      // A partner that is right for another record says nothing of how wrong pairs score.
      if (pair !== top && probability[pair]! < 0.5) second = Math.max(second, totals[pair]!);
    }
    if (second > Number.NEGATIVE_INFINITY) runnersUp.push(second);
  }
  if (runnersUp.length < enough || best.length < enough) return null;
  return fit(best, runnersUp, Math.max(1, best.length - withPartner));
}

function fit(best: number[], runnersUp: number[], without: number): Calibration {
  const low = Math.floor(Math.min(-12, ...[Math.max(-40, minimum(best))]));
  const high = 40;
  const bins = Math.round((high - low) / binWidth);
  const histogram = (values: readonly number[]): Float64Array => {
    const out = new Float64Array(bins);
    for (const value of values) {
      out[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / binWidth)))]! += 1;
    }
    return out;
  };
  const observed = smooth(histogram(best));
  const wrong = smooth(histogram(runnersUp)).map((value) => (value * without) / runnersUp.length);
  const falseShare = falling(
    Array.from(wrong, (value, bin) => (value + 0.02) / (Math.max(observed[bin]!, value) + 0.04)),
    Array.from(observed, (value) => value + 0.1),
  );
  const totals: number[] = [];
  const odds: number[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    const total = low + (bin + 0.5) * binWidth;
    const rate = Math.min(0.9999, Math.max(0.0002, falseShare[bin]!));
    const fromNull = Math.log2((1 - rate) / rate);
    totals.push(total);
    odds.push(Math.max(odds.at(-1) ?? Number.NEGATIVE_INFINITY, 0.5 * total + 0.5 * fromNull));
  }
  return { totals, odds };
}

const minimum = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** Triangular smoothing over five bins. */
function smooth(values: Float64Array): Float64Array {
  const kernel = [1, 2, 3, 2, 1];
  return values.map((_, at) => {
    let sum = 0;
    let weight = 0;
    kernel.forEach((k, offset) => {
      const value = values[at + offset - 2];
      if (value === undefined) return;
      sum += k * value;
      weight += k;
    });
    return sum / weight;
  });
}

/** Pool adjacent violators: the closest sequence that never rises. */
function falling(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: Array<{ value: number; weight: number; size: number }> = [];
  values.forEach((value, at) => {
    let block = { value, weight: weights[at] ?? 1, size: 1 };
    for (let last = blocks.at(-1); last && last.value < block.value; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = {
        value: (last.value * last.weight + block.value * block.weight) / weight,
        weight,
        size: last.size + block.size,
      };
    }
    blocks.push(block);
  });
  return blocks.flatMap((block) => Array.from({ length: block.size }, () => block.value));
}

/** Calibrated log2 odds of a total. */
export function calibrated(total: number, calibration: Calibration | null): number {
  if (!calibration || calibration.totals.length === 0) return total;
  const { totals, odds } = calibration;
  const step = totals.length > 1 ? totals[1]! - totals[0]! : 1;
  const position = (total - totals[0]!) / step;
  if (position <= 0) return Math.min(total, odds[0]!);
  const last = totals.length - 1;
  if (position >= last) return odds[last]!;
  const at = Math.floor(position);
  return odds[at]! + (position - at) * (odds[at + 1]! - odds[at]!);
}
