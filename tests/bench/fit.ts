import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { findCandidates } from '../../server/src/matching/candidates';
import { writeNameFeatures, nameFeatureCount, nameFeatures } from '../../server/src/matching/compare/name-features';
import { nameIntercept, namePrior } from '../../server/src/matching/compare/name-prior';
import { usableFields } from '../../server/src/matching/compare/usable';
import { TextComparer } from '../../server/src/matching/compare/text';
import { Corpus, type PreparedText } from '../../server/src/matching/corpus';
import { fitLogistic, logit, type Observations } from '../../server/src/matching/learn/logistic';
import { priorStanding } from '../../server/src/matching/model';
import { normaliseRecord } from '../../server/src/matching/normalise/record';
import { datasetsFolder, listDatasets, readDataset, readMode } from '../unit/matching/dataset';
import { readTruth } from './truth';

/**
 * Fits what names teach anywhere: `compare/name-prior.ts` and `priorStanding` of `model.ts`, from the names of all
 * sets with truth. `npm run bench:fit -- [--data DIR] [--sets a,b] [--leave-out]` prints the table and how far it is
 * from the one in use; it changes nothing. `--leave-out`: F1 at .5 by names and standing alone of each set, with the
 * set and its group left out of the fit, beside the fit that knows it.
 */

/** Larger sets teach the same from a part of them. */
const mostLeft = 4000;
/** What a set counts for beside the others: more where kinds of names are many, less where records are. */
const importance: Record<string, number> = {
  'dblp-acm': 0.3,
  'abt-buy': 0.3,
  'customers-10k': 0.3,
  'febrl4-half': 0.3,
  beer: 0.5,
};
/** Sets that are left out by default: they repeat others. */
const repeated = new Set(['customers-100k', 'febrl4']);
/** Pairs that nobody would take for one teach nothing. */
const leastAlike = 0.2;
const groups = 6;
const namePrecision = 1e-4;
const farthestName = 14;
const widestGap = 8;

/** The pairs of names of one set. */
interface Pairs {
  set: string;
  shareRight: boolean;
  /** count x nameFeatureCount, as they are. */
  features: Float64Array;
  left: Int32Array;
  right: Int32Array;
  isMatch: Uint8Array;
  /** What each pair counts for. */
  weight: number;
  /** True pairs of the left records read, whether found or not. */
  matches: number;
}

const cosineAt = nameFeatures.indexOf('cosine');
const diceAt = nameFeatures.indexOf('dice');
const wholeAt = nameFeatures.indexOf('wholeDice');

function readPairs(name: string, root: string): Pairs | null {
  const mode = readMode(name, root);
  const set = readDataset(name, root);
  const truth = mode === 'dedup' ? null : readTruth(set.folder, mode);
  if (!truth || !set.left.some(({ roles }) => roles.name)) return null;
  const corpus = new Corpus();
  const leftRows = set.left.slice(0, mostLeft).map((row) => corpus.add(normaliseRecord(row)));
  const rightRows = set.right.map((row) => corpus.add(normaliseRecord(row)));
  const left = leftRows.map((row) => corpus.prepare(row));
  const right = rightRows.map((row) => corpus.prepare(row));
  if (!usableFields(left, right).some(({ key }) => key === 'name')) return null;
  const texts = new TextComparer(corpus.vocabulary);
  const found = findCandidates(left, right);
  const out = new Float64Array(nameFeatureCount);
  const rows: number[] = [];
  const kept = { left: [] as number[], right: [] as number[], isMatch: [] as number[] };
  for (let pair = 0; pair < found.left.length; pair += 1) {
    const a = left[found.left[pair]!]!;
    const b = right[found.right[pair]!]!;
    if (!truth.judged(a.source.id, b.source.id) || a.names.length === 0 || b.names.length === 0) continue;
    bestFeatures(a.names, b.names, texts, 1 / corpus.largestWeight, out);
    if (Math.max(out[cosineAt]!, out[diceAt]!, out[wholeAt]!) <= leastAlike) continue;
    for (const value of out) rows.push(value);
    kept.left.push(found.left[pair]!);
    kept.right.push(found.right[pair]!);
    kept.isMatch.push(truth.pairs.has(truth.key(a.source.id, b.source.id)) ? 1 : 0);
  }
  let matches = 0;
  for (const { source } of left) matches += truth.partners.get(source.id)?.size ?? 0;
  return {
    set: name,
    shareRight: mode === 'n-1',
    features: Float64Array.from(rows),
    left: Int32Array.from(kept.left),
    right: Int32Array.from(kept.right),
    isMatch: Uint8Array.from(kept.isMatch),
    weight: (100 / Math.sqrt(left.length)) * (importance[name] ?? 1),
    matches,
  };
}

const current = Float64Array.of(nameIntercept, ...nameFeatures.map((feature) => namePrior[feature][2]));
const currentScale: Scale = {
  means: Float64Array.from(nameFeatures, (feature) => namePrior[feature][0]),
  deviations: Float64Array.from(nameFeatures, (feature) => namePrior[feature][1]),
};

/** Of several names of a record the pair that looks most alike by the prior in use. */
function bestFeatures(
  left: readonly PreparedText[],
  right: readonly PreparedText[],
  texts: TextComparer,
  unit: number,
  out: Float64Array,
): void {
  const features = new Float64Array(nameFeatureCount);
  let highest = Number.NEGATIVE_INFINITY;
  for (const a of left) {
    for (const b of right) {
      writeNameFeatures(a, b, texts, unit, features);
      const odds = logit(current, standardised(features, currentScale), 0);
      if (odds <= highest) continue;
      highest = odds;
      out.set(features);
    }
  }
}

interface Scale {
  means: Float64Array;
  deviations: Float64Array;
}
interface Fit extends Scale {
  /** Intercept first. */
  name: Float64Array;
  /** Bias, total, gap. */
  standing: Float64Array;
}

/** Rows of features with mean 0 and deviation 1. */
function standardised(features: Float64Array, { means, deviations }: Scale): Float64Array {
  const out = features.slice();
  for (let at = 0; at < out.length; at += 1) {
    const k = at % nameFeatureCount;
    out[at] = (out[at]! - means[k]!) / deviations[k]!;
  }
  return out;
}

/** Weighted mean and deviation of each feature. */
function scaleOf(sets: readonly Pairs[]): Scale {
  const means = new Float64Array(nameFeatureCount);
  const deviations = new Float64Array(nameFeatureCount);
  let sum = 0;
  for (const { features, weight } of sets) {
    sum += (weight * features.length) / nameFeatureCount;
    features.forEach((value, at) => (means[at % nameFeatureCount]! += weight * value));
  }
  means.forEach((value, k) => (means[k] = value / sum));
  for (const { features, weight } of sets) {
    features.forEach((value, at) => {
      const k = at % nameFeatureCount;
      deviations[k]! += weight * (value - means[k]!) ** 2;
    });
  }
  deviations.forEach((value, k) => (deviations[k] = Math.sqrt(value / sum) || 1));
  return { means, deviations };
}

function observations(count: number, width: number): Observations {
  return {
    features: new Float64Array(count * width),
    width,
    count,
    offset: new Float64Array(count),
    target: new Float64Array(count),
    weight: new Float64Array(count),
  };
}

function fit(sets: readonly Pairs[]): Fit {
  const scale = scaleOf(sets);
  const count = sets.reduce((sum, { left }) => sum + left.length, 0);
  const rows = observations(count, nameFeatureCount);
  let row = 0;
  for (const pairs of sets) {
    rows.features.set(standardised(pairs.features, scale), row * nameFeatureCount);
    rows.target.set(pairs.isMatch, row);
    rows.weight.fill(pairs.weight, row, row + pairs.left.length);
    row += pairs.left.length;
  }
  const total = rows.weight.reduce((sum, weight) => sum + weight, 0);
  const precision = new Float64Array(nameFeatureCount + 1).fill(namePrecision * total);
  precision[0] = 0;
  const name = fitLogistic(rows, new Float64Array(nameFeatureCount + 1), precision, 50);
  const withName = { ...scale, name };
  return { ...withName, standing: fitStanding(sets, withName) };
}

/** The best pair of each left record, with its log-odds and its distance to the best rival, both bounded. */
function firstChoices(
  pairs: Pairs,
  { name, ...scale }: Omit<Fit, 'standing'>,
): Array<[pair: number, odds: number, gap: number]> {
  const features = standardised(pairs.features, scale);
  const odds = Float64Array.from(pairs.left, (_, pair) => {
    return Math.max(-farthestName, Math.min(farthestName, logit(name, features, pair * nameFeatureCount)));
  });
  const lefts = firstTwo(pairs.left, odds);
  const rights = pairs.shareRight ? null : firstTwo(pairs.right, odds);
  const out: Array<[number, number, number]> = [];
  for (const [left, [pair]] of lefts) {
    let rival = rivalOf(lefts.get(left)!, pair, odds);
    if (rights) rival = Math.max(rival, rivalOf(rights.get(pairs.right[pair]!)!, pair, odds));
    out.push([pair, odds[pair]!, Math.max(-widestGap, Math.min(widestGap, odds[pair]! - rival))]);
  }
  return out;
}

/** The two best pairs of each record; -1 for none. */
function firstTwo(records: Int32Array, odds: Float64Array): Map<number, [best: number, second: number]> {
  const out = new Map<number, [number, number]>();
  records.forEach((record, pair) => {
    const known = out.get(record);
    if (!known) out.set(record, [pair, -1]);
    else if (odds[pair]! > odds[known[0]]!) out.set(record, [pair, known[0]]);
    else if (known[1] < 0 || odds[pair]! > odds[known[1]]!) known[1] = pair;
  });
  return out;
}

function rivalOf([best, second]: readonly [number, number], pair: number, odds: Float64Array): number {
  const rival = best === pair ? second : best;
  return rival < 0 ? Number.NEGATIVE_INFINITY : odds[rival]!;
}

function fitStanding(sets: readonly Pairs[], name: Omit<Fit, 'standing'>): Float64Array {
  const firsts = sets.map((pairs) => firstChoices(pairs, name));
  const rows = observations(
    firsts.reduce((sum, list) => sum + list.length, 0),
    2,
  );
  let row = 0;
  firsts.forEach((list, at) => {
    const { isMatch, weight } = sets[at]!;
    for (const [pair, odds, gap] of list) {
      rows.features.set([odds, gap], row * 2);
      rows.target[row] = isMatch[pair]!;
      rows.weight[row] = weight;
      row += 1;
    }
  });
  const total = rows.weight.reduce((sum, weight) => sum + weight, 0);
  return fitLogistic(rows, new Float64Array(3), Float64Array.of(0, namePrecision * total, namePrecision * total), 50);
}

/** F1 at .5 by name and standing alone, in percent; one to one, the better of two for a right record. */
function f1Of(pairs: Pairs, { standing, ...name }: Fit): number {
  const taken = new Map<number, [pair: number, odds: number]>();
  let linked = 0;
  let right = 0;
  const link = (pair: number): void => {
    linked += 1;
    right += pairs.isMatch[pair]!;
  };
  for (const [pair, odds, gap] of firstChoices(pairs, name)) {
    const z = standing[0]! + standing[1]! * odds + standing[2]! * gap;
    if (z < 0) continue;
    if (pairs.shareRight) link(pair);
    else {
      const j = pairs.right[pair]!;
      const known = taken.get(j);
      if (!known || z > known[1]) taken.set(j, [pair, z]);
    }
  }
  for (const [pair] of taken.values()) link(pair);
  return (200 * right) / Math.max(1, linked + pairs.matches);
}

function print({ means, deviations, name, standing }: Fit): void {
  const short = (value: number): string => String(Number(value.toFixed(5)));
  console.log(
    'export const namePrior: Record<NameFeature, readonly [mean: number, deviation: number, weight: number]> = {',
  );
  nameFeatures.forEach((feature, k) => {
    const now = namePrior[feature][2];
    const line = `  ${feature}: [${short(means[k]!)}, ${short(deviations[k]!)}, ${short(name[k + 1]!)}],`;
    console.log(`${line.padEnd(52)} // in use: ${now}, ${(name[k + 1]! - now).toFixed(3)} more`);
  });
  console.log('};');
  console.log(`export const nameIntercept = ${short(name[0]!)}; // in use: ${nameIntercept}`);
  const [bias, total, gap] = Array.from(standing, (value) => Number(value.toFixed(3)));
  const inUse = `{ bias: ${priorStanding.bias}, total: ${priorStanding.total}, gap: ${priorStanding.gap} }`;
  console.log(`export const priorStanding = { bias: ${bias}, total: ${total}, gap: ${gap} }; // in use: ${inUse}`);
}

const { values } = parseArgs({
  options: { data: { type: 'string' }, sets: { type: 'string' }, 'leave-out': { type: 'boolean' } },
});
const root = resolve(values.data ?? datasetsFolder);
const asked = values.sets?.split(',').filter(Boolean);
const names = listDatasets(root).filter((set) =>
  asked ? asked.some((name) => set === name || set.startsWith(`${name}/`)) : !repeated.has(set),
);
const sets = names.flatMap((name) => readPairs(name, root) ?? []);
if (sets.length === 0) throw new Error(`There are no sets with names and truth in ${root}.`);
const pairsRead = sets.reduce((sum, { left }) => sum + left.length, 0);
console.log(`${sets.length} sets, ${pairsRead} pairs of names`);
const all = fit(sets);
print(all);
if (values['leave-out']) {
  console.log(`\n${'F1 at .5 by name and standing'.padEnd(36)} left out   fitted on`);
  for (let group = 0; group < groups; group += 1) {
    const isOut = (at: number): boolean => at % groups === group;
    const others = sets.filter((_, at) => !isOut(at));
    if (others.length === 0) continue;
    const without = fit(others);
    sets.forEach((pairs, at) => {
      if (!isOut(at)) return;
      const cells = [f1Of(pairs, without), f1Of(pairs, all)].map((value) => value.toFixed(1).padStart(8));
      console.log(`${pairs.set.padEnd(36)} ${cells.join('    ')}`);
    });
  }
}
