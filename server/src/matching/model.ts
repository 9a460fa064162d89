import { fieldComparisons } from './compare/fields';
import { nameFeatures } from './compare/name-features';
import { nameIntercept, namePrior } from './compare/name-prior';
import type { FieldKey } from './types';

/** The engine's part of a model's version: changes whenever the same records could score differently. */
export const ENGINE_VERSION = 'crosswalk-5';

/** What matching believes of two lists. Plain JSON. */
export interface MatchModel {
  /** Engine, and what was learned: two models of one version score alike. */
  version: string;
  /** Bits (log2 odds) that a candidate pair is a match before any field is read. */
  prior: number;
  /** Bits of each level of a field; index 0 is missing, weight 0. */
  fields: Partial<Record<FieldKey, number[]>>;
  /** Of the name's features: intercept, then natural log-odds per deviation. */
  name: number[];
  /** Log-odds of a pair among its rivals: bias + total x own bits + gap x bits ahead of the best rival. */
  standing: { bias: number; total: number; gap: number };
}

/** Prior of a list that is too small to learn from: about one candidate in nine is right. */
export const fixedPrior = -3;

export const priorName: readonly number[] = [nameIntercept, ...nameFeatures.map((feature) => namePrior[feature][2])];
/** Fitted with the prior weights of names (`npm run bench:fit`); in natural log-odds, which bits are scaled to. */
export const priorStanding = { bias: -0.15, total: 0.355, gap: 0.575 };

/** The model before anything was learned. */
export function priorModel(prior = fixedPrior): MatchModel {
  const fields: MatchModel['fields'] = {};
  for (const field of fieldComparisons) fields[field.role] = levelWeights(field.match, field.other);
  return { version: ENGINE_VERSION, prior, fields, name: [...priorName], standing: { ...priorStanding } };
}

/**
 * Agreements repeat each other (city, postal code and street are one fact), so their sum claims too much and the
 * standing takes part of it back. Disagreements do not repeat each other: they count so much more instead.
 */
const disagreementFactor = 1.8;

/** Bits of a level of a field from its log2 likelihood ratio. */
export const fieldBits = (ratio: number): number => (ratio < 0 ? disagreementFactor * ratio : ratio);

/** Log2 likelihood ratio per level (Fellegi and Sunter 1969). */
export const likelihoodRatios = (match: readonly number[], other: readonly number[]): number[] =>
  match.map((share, level) => Math.log2(share / (other[level] ?? share)));

/** Bits per level from the prior shares, with 0 for a missing value in front. */
export const levelWeights = (match: readonly number[], other: readonly number[]): number[] => [
  0,
  ...likelihoodRatios(match, other).map(fieldBits),
];
