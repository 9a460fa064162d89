import type { Truth } from './truth';

/** A pair as `links.csv` has it. */
export interface Link {
  left: string;
  right: string;
  probability: number;
}

/** All in percent. `precision` is null where nothing was linked. */
export interface Quality {
  precision: number | null;
  recall: number;
  f1: number;
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

function quality(right: number, linked: number, truth: number): Quality {
  // F1 = 2 TP / (TP + FP + TP + FN), which needs no special case for P + R = 0.
  return {
    precision: linked === 0 ? null : percent(right, linked),
    recall: percent(right, truth),
    f1: percent(2 * right, linked + truth),
  };
}

const isTrue = (truth: Truth, { left, right }: { left: string; right: string }): boolean =>
  truth.pairs.has(truth.key(left, right));

/** Quality of the pairs, whatever their probability. */
export function qualityOf(found: ReadonlyArray<{ left: string; right: string }>, truth: Truth): Quality {
  const counted = found.filter(({ left, right }) => truth.judged(left, right));
  const right = counted.filter((pair) => isTrue(truth, pair)).length;
  return quality(right, counted.length, truth.pairs.size);
}

/** The highest F1 that any threshold gives, and that threshold. */
export function bestThreshold(links: readonly Link[], truth: Truth): { f1: number; threshold: number } {
  const judged = links.filter(({ left, right }) => truth.judged(left, right));
  judged.sort((a, b) => b.probability - a.probability);
  let best = { f1: 0, threshold: 1 };
  let right = 0;
  judged.forEach((link, at) => {
    if (isTrue(truth, link)) right += 1;
    // Links of one probability stand on the same side of every threshold.
    if (judged[at + 1]?.probability === link.probability) return;
    const { f1 } = quality(right, at + 1, truth.pairs.size);
    if (f1 > best.f1) best = { f1, threshold: link.probability };
  });
  return best;
}

/**
 * Expected calibration error (Naeini, Cooper, Hauskrecht 2015): distance of mean probability and share of true pairs,
 * over 10 bins of equally many links. 0 to 1; null without links.
 */
export function calibrationError(links: readonly Link[], truth: Truth, bins = 10): number | null {
  const judged = links.filter(({ left, right }) => truth.judged(left, right));
  if (judged.length === 0) return null;
  judged.sort((a, b) => a.probability - b.probability);
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const from = Math.round((bin * judged.length) / bins);
    const part = judged.slice(from, Math.round(((bin + 1) * judged.length) / bins));
    const expected = part.reduce((sum, { probability }) => sum + probability, 0);
    error += Math.abs(expected - part.filter((link) => isTrue(truth, link)).length);
  }
  return error / judged.length;
}

/** Percent of the left records with a true partner that have one among their first `k` suggestions. */
export function topShare(suggestions: ReadonlyMap<string, readonly string[]>, truth: Truth, k: number): number {
  let found = 0;
  for (const [left, partners] of truth.partners) {
    if (
      suggestions
        .get(left)
        ?.slice(0, k)
        .some((right) => partners.has(right))
    )
      found += 1;
  }
  return percent(found, truth.partners.size);
}

/** Mean of the numbers there are; null: there are none. */
export function mean(values: ReadonlyArray<number | null>): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
