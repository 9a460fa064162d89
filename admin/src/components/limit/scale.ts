import type { ThresholdPoint } from '../../../../server/src/contracts';
import { log2Odds } from '../evidence/waterfall';

/** What the contract allows. */
export const LEAST = 0.5;
export const MOST = 0.9999;

/** Thresholds written below the chart. */
const MARKS = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];

/**
 * Probabilities on a line by their odds, as those near 1 matter most: 99 % is as far from 98 % as 98 % from 96 %.
 * `place` gives 0 to 1, `at` goes back; both ends are what the points cover.
 */
export interface Scale {
  place: (threshold: number) => number;
  at: (place: number) => number;
  marks: number[];
}

export function scaleOf(points: readonly ThresholdPoint[]): Scale {
  const low = log2Odds(points[0]?.threshold ?? LEAST);
  const high = log2Odds(points.at(-1)?.threshold ?? MOST);
  const span = high - low || 1;
  const within = (share: number) => Math.min(1, Math.max(0, share));
  return {
    place: (threshold) => within((log2Odds(threshold) - low) / span),
    at: (place) => 1 / (1 + 2 ** -(low + within(place) * span)),
    marks: MARKS.filter((mark) => log2Odds(mark) >= low - 1e-9 && log2Odds(mark) <= high + 1e-9),
  };
}

/** The point nearest to a threshold on the scale of odds; undefined: there is none. */
export function nearestPoint(points: readonly ThresholdPoint[], threshold: number): ThresholdPoint | undefined {
  const distance = (point: ThresholdPoint) => Math.abs(log2Odds(point.threshold) - log2Odds(threshold));
  return points.reduce<ThresholdPoint | undefined>(
    (best, point) => (best === undefined || distance(point) < distance(best) ? point : best),
    undefined,
  );
}

/** The point that is `by` points further up or down than a threshold, which may lie between two of them. */
export function stepFrom(points: readonly ThresholdPoint[], threshold: number, by: number): number {
  const thresholds = points.map((point) => point.threshold);
  const above = thresholds.filter((value) => value > threshold + 1e-9);
  const below = thresholds.filter((value) => value < threshold - 1e-9);
  if (by > 0) return above[Math.min(by, above.length) - 1] ?? threshold;
  return below[Math.max(0, below.length + by)] ?? threshold;
}

/** A percentage that somebody typed (`97`, `97.5`, `97,5`) as a share; null: it is none, or out of bounds. */
export function shareOf(typed: string, least: number, most: number): number | null {
  const text = typed.trim().replace(',', '.');
  if (!/^\d{1,3}(\.\d{0,2})?$/.test(text)) return null;
  const share = Math.round(Number(text) * 100) / 10_000;
  return share >= least - 1e-9 && share <= most + 1e-9 ? share : null;
}

/** 0.95 as `95`, 0.9725 as `97.25`: what goes into a field. */
export const typedPercent = (share: number): string => String(Math.round(share * 1e4) / 100);

const BARS = 24;

/** Pairs by score, in bars that are equally wide on the scale (places 0 to 1); the last one reaches to certainty. */
export function scoreBars(
  points: readonly ThresholdPoint[],
  scale: Scale,
): Array<{ from: number; to: number; count: number }> {
  const atLeast = (place: number) =>
    points.find(({ threshold }) => scale.place(threshold) >= place - 1e-9)?.autoLinked ?? 0;
  return Array.from({ length: BARS }, (_, at) => {
    const [from, to] = [at / BARS, (at + 1) / BARS];
    return { from, to, count: atLeast(from) - (at === BARS - 1 ? 0 : atLeast(to)) };
  });
}

/** About a dozen points for a table, always with the ones at the thresholds given. */
export function pointsForTable(points: readonly ThresholdPoint[], always: readonly number[]): ThresholdPoint[] {
  const wanted = [...MARKS, 0.6, 0.7, 0.85, 0.97, ...always].map((threshold) => nearestPoint(points, threshold));
  return points.filter((point) => wanted.includes(point));
}
