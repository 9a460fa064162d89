import type { FieldRole } from '../contracts/common';
import { fieldComparisons } from './compare/fields';

/** Changes whenever the same records could score differently. Stored with each link. */
export const MODEL_VERSION = 'crosswalk-1';

/** What matching believes: the prior and, for each role, the weight of each level (index 0 is missing, weight 0). */
export interface MatchModel {
  version: string;
  /** Log2 odds that a candidate pair is a match before any field is read. */
  prior: number;
  weights: Partial<Record<FieldRole, number[]>>;
  /** Log2 odds by total weight, as calibrated on the records themselves; null: the total stands. */
  calibration: Calibration | null;
}

/** Piecewise linear map from total weight to calibrated log2 odds, both ascending. */
export interface Calibration {
  totals: number[];
  odds: number[];
}

/** Prior of a list that is too small to learn from: about one candidate in nine is right. */
export const fixedPrior = -3;

/** Weights from the prior shares alone. */
export function priorModel(prior = fixedPrior): MatchModel {
  const weights: MatchModel['weights'] = {};
  for (const field of fieldComparisons) weights[field.role] = levelWeights(field.match, field.other);
  return { version: MODEL_VERSION, prior, weights, calibration: null };
}

/** Log2 likelihood ratio per level (Fellegi and Sunter 1969), with 0 for a missing value in front. */
export function levelWeights(match: readonly number[], other: readonly number[]): number[] {
  return [0, ...match.map((share, level) => Math.log2(share / (other[level] ?? share)))];
}
