import type { Core } from '@strapi/strapi';
import type { QueryOf, ResponseOf } from '../contracts/endpoint';
import type { mappingThreshold, ThresholdPoint } from '../contracts/mappings';
import { databaseOf } from '../utils/database';
import type { MappingRow } from './mapping-repository';
import { findModel } from './match-models';
import {
  countUndecided,
  decidedPairs,
  listAdded,
  listDecided,
  listRemoved,
  readScores,
  undecidedPairs,
} from './threshold-repository';

/** .5 to .99 by hundredths, then to .999 by thousandths: where most scores lie. */
const grid = [
  ...Array.from({ length: 50 }, (_, step) => (50 + step) / 100),
  ...Array.from({ length: 9 }, (_, step) => (991 + step) / 1000),
];

/** What a threshold brings, told from the stored candidates and from past decisions. */
export const thresholds = ({ strapi }: { strapi: Core.Strapi }) => ({
  async consequences(
    mapping: MappingRow,
    { at = mapping.threshold, margin = mapping.margin }: QueryOf<typeof mappingThreshold>,
  ): Promise<ResponseOf<typeof mappingThreshold>['data']> {
    const db = databaseOf(strapi);
    const stored = await findModel(db, mapping.id);
    const undecided = await readScores(undecidedPairs(db, mapping, margin));
    const confirmed = await readScores(decidedPairs(db, mapping, true), 's');
    const rejected = await readScores(decidedPairs(db, mapping, false), 's');
    const pointAt = pointsOf(undecided, confirmed, rejected);
    return {
      threshold: mapping.threshold,
      margin: mapping.margin,
      model: stored && {
        version: stored.version,
        fittedAt: stored.fittedAt,
        confirmed: stored.confirmed,
        rejected: stored.rejected,
      },
      undecided: await countUndecided(db, mapping),
      decisions: { confirmed: confirmed.length, rejected: rejected.length },
      points: stored ? grid.map(pointAt) : [],
      at: {
        ...pointAt(at),
        added: await listAdded(db, mapping, at, margin),
        removed: await listRemoved(db, mapping, at, margin),
        foundPairs: await listDecided(db, mapping, { confirmed: true, from: at, order: 'asc' }),
        missedPairs: await listDecided(db, mapping, { confirmed: true, below: at, order: 'desc' }),
        wrongPairs: await listDecided(db, mapping, { confirmed: false, from: at, order: 'desc' }),
      },
    };
  },
});

/** Counts from a threshold upwards, each found by bisection in scores that are sorted once. */
function pointsOf(undecided: number[], confirmed: number[], rejected: number[]): (threshold: number) => ThresholdPoint {
  for (const scores of [undecided, confirmed, rejected]) scores.sort((a, b) => b - a);
  // Expected wrong among the best n.
  const wrong = [0];
  for (const score of undecided) wrong.push((wrong[wrong.length - 1] ?? 0) + 1 - score);
  return (threshold) => {
    const autoLinked = countFrom(undecided, threshold);
    const found = countFrom(confirmed, threshold);
    return {
      threshold,
      autoLinked,
      expectedWrong: wrong[autoLinked] ?? 0,
      found,
      missed: confirmed.length - found,
      wrong: countFrom(rejected, threshold),
    };
  };
}

/** How many of descending scores are at least `threshold`. */
function countFrom(descending: number[], threshold: number): number {
  let [low, high] = [0, descending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((descending[middle] ?? 0) >= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
