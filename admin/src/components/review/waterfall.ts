import type { Evidence } from '../../../../server/src/contracts';

export type Strength = 'strong' | 'fair' | 'weak' | 'none' | 'against';

/** A field's weight (log2 of the likelihood ratio) as a word: 5 bits make a match 32 times as likely. */
export function strengthOf(weight: number): Strength {
  if (weight >= 5) return 'strong';
  if (weight >= 2) return 'fair';
  if (weight >= 0.05) return 'weak';
  return weight <= -0.05 ? 'against' : 'none';
}

/** Log2 odds of a probability. */
export const log2Odds = (probability: number): number => Math.log2(probability / (1 - probability));

/** How rare a match among random pairs is: `n` in `1 in n`. `prior` is in log2 odds. */
export const oneIn = (prior: number): number => Math.round(2 ** -prior + 1);

export interface Waterfall {
  /** Where each field's bar starts and ends, in percent of the width, in the order of the fields. */
  steps: Array<{ from: number; to: number }>;
  /** Where the limit for proposing stands, in percent; null when it is not known. */
  limit: number | null;
}

/** Lays the evidence out: the first bar starts at the prior, each field moves on from where the last one ended. */
export function waterfall(evidence: Evidence, threshold: number | null): Waterfall {
  const points = [evidence.prior];
  for (const field of evidence.fields) points.push((points[points.length - 1] ?? 0) + field.weight);
  const limit = threshold === null ? null : log2Odds(threshold);
  const all = limit === null ? points : [...points, limit];
  const least = Math.min(...all);
  const span = Math.max(...all) - least || 1;
  const place = (value: number) => 3 + ((value - least) / span) * 94;
  return {
    steps: evidence.fields.map((_, index) => ({ from: place(points[index] ?? 0), to: place(points[index + 1] ?? 0) })),
    limit: limit === null ? null : place(limit),
  };
}
