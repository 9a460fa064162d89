import type { Evidence } from '../../../../server/src/contracts';

export type Strength = 'strong' | 'fair' | 'weak' | 'none' | 'against';

/** Least weight that is shown as one, in bits. */
const LEAST_SHOWN = 0.05;

/** A weight in bits (log2 of the likelihood ratio) as a word: 5 bits make a match 32 times as likely. */
export function strengthOf(weight: number): Strength {
  if (weight >= 5) return 'strong';
  if (weight >= 2) return 'fair';
  if (weight >= LEAST_SHOWN) return 'weak';
  return weight <= -LEAST_SHOWN ? 'against' : 'none';
}

/** Log2 odds of a probability. */
export const log2Odds = (probability: number): number => Math.log2(probability / (1 - probability));

/** How rare a match among candidate pairs is: `n` in `1 in n`. `prior` is in log2 odds. */
export const oneIn = (prior: number): number => Math.round(2 ** -prior + 1);

/** Where a bar starts and ends, in percent of the width. */
export interface Step {
  from: number;
  to: number;
}

export interface Waterfall {
  /** From even odds to the prior. */
  start: Step;
  /** In the order of the evidence. */
  fields: Step[];
  adjustments: Step[];
  /** From even odds to where all of it leads. */
  total: Step;
  /** Where the limit for proposing stands, in percent; null when it is not known. */
  limit: number | null;
}

/** Lays the evidence out on one scale of bits: each step starts where the one before it ended. */
export function waterfall(evidence: Evidence, threshold: number | null): Waterfall {
  const weights = [evidence.prior, ...evidence.fields.map(weightOf), ...evidence.adjustments.map(weightOf)];
  const points = [0];
  for (const weight of weights) points.push(points[points.length - 1]! + weight);
  const limit = threshold === null ? null : log2Odds(threshold);
  const all = limit === null ? points : [...points, limit];
  const least = Math.min(...all);
  const span = Math.max(...all) - least || 1;
  const place = (value: number) => 3 + ((value - least) / span) * 94;
  const steps = weights.map((_, index) => ({ from: place(points[index]!), to: place(points[index + 1]!) }));
  const firstAdjustment = 1 + evidence.fields.length;
  return {
    start: steps[0]!,
    fields: steps.slice(1, firstAdjustment),
    adjustments: steps.slice(firstAdjustment),
    total: { from: place(0), to: place(points[points.length - 1]!) },
    limit: limit === null ? null : place(limit),
  };
}

/** All weights of a pair in bits with one decimal, so that what is shown adds up to the total that is shown. */
export interface ShownBits {
  prior: number;
  fields: number[];
  adjustments: number[];
  total: number;
}

export function shownBits(evidence: Evidence): ShownBits {
  const fields = evidence.fields.length;
  const [prior = 0, ...rest] = roundToSum([
    evidence.prior,
    ...evidence.fields.map(weightOf),
    ...evidence.adjustments.map(weightOf),
  ]);
  return {
    prior,
    fields: rest.slice(0, fields),
    adjustments: rest.slice(fields),
    total: tenths(evidence.total) / 10,
  };
}

/**
 * Rounds to one decimal so that the rounded parts add up to the rounded sum (largest remainder): each part is rounded
 * up or down, the ones with the largest remainders up. What is 0 stays 0.
 */
export function roundToSum(parts: readonly number[]): number[] {
  const down = parts.map((part) => Math.floor(part * 10 + 1e-9));
  const open = tenths(parts.reduce((sum, part) => sum + part, 0)) - down.reduce((sum, part) => sum + part, 0);
  const remainder = (index: number) => parts[index]! * 10 - down[index]!;
  const byRemainder = parts.map((_, index) => index).sort((a, b) => remainder(b) - remainder(a) || a - b);
  const up = new Set(byRemainder.slice(0, Math.max(0, open)));
  return down.map((part, index) => (part + (up.has(index) ? 1 : 0)) / 10);
}

const tenths = (value: number) => Math.round(value * 10);
const weightOf = ({ weight }: { weight: number }) => weight;
