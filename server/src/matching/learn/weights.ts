import { standings } from '../assign';
import type { CandidatePairs } from '../candidates';
import { nameBitsOf, type PairComparer, type PairWeights } from '../compare/pairs';
import { nameFeatureCount } from '../compare/name-features';
import type { PairGraph } from '../competition';
import type { PreparedRecord } from '../corpus';
import { ENGINE_VERSION, fieldBits, levelWeights, likelihoodRatios, type MatchModel, priorModel } from '../model';
import { type Constraints, PairScorer } from '../standing';
import { fitLogistic, logit } from './logistic';
import { learnStanding } from './standing';

const rounds = 6;
/** Newton steps for the name's weights in each round; the next round goes on from there. */
const nameSteps = 2;
/** Weights that move by less than this many bits have settled. */
const settled = 0.05;
/** Strength of the belief that half of the records have a partner, against what is seen. */
const halfBelief = 0.3;
/** How many invented matches stand behind the prior shares, per record that could match. */
const matchBelief = 0.05;
/** How many invented pairs stand behind the prior shares. */
const pseudoCount = 25;
/** How firmly the weights of names stay where the benchmark put them (precision per coefficient; intercept last). */
const namePrecision = 10;
const interceptPrecision = 3;
/** A short list teaches little: weights are held by so much more, divided by the number of records. */
const shortListPrecision = 600;

/** Candidate pairs of the records from which weights are learned, compared once. */
export class LearningPairs {
  readonly levels: Uint8Array[];
  readonly rarity: Float64Array[];
  readonly named: Uint8Array;
  /** 1: a side has several names, of which other weights might choose another. */
  readonly hasChoice: Uint8Array;
  readonly names: Float64Array;

  constructor(
    readonly pairs: CandidatePairs,
    readonly graph: PairGraph,
    readonly comparer: PairComparer,
    left: readonly PreparedRecord[],
    right: readonly PreparedRecord[],
    weights: PairWeights,
    onPair: (share: number) => void,
  ) {
    const count = pairs.left.length;
    this.levels = comparer.fields.map(() => new Uint8Array(count));
    this.rarity = comparer.fields.map(() => new Float64Array(count));
    this.named = new Uint8Array(count);
    this.hasChoice = new Uint8Array(count);
    this.names = new Float64Array(comparer.hasName ? count * nameFeatureCount : 0);
    for (let pair = 0; pair < count; pair += 1) {
      const a = left[pairs.left[pair]!]!;
      const b = right[pairs.right[pair]!]!;
      for (let f = 0; f < comparer.fields.length; f += 1) {
        const level = comparer.level(f, a, b);
        this.levels[f]![pair] = level;
        this.rarity[f]![pair] = comparer.rarity(f, level, a, b);
      }
      const features = comparer.name(a, b, weights.name);
      if (features) {
        this.named[pair] = 1;
        if (hasSeveralNames(a) || hasSeveralNames(b)) this.hasChoice[pair] = 1;
        this.names.set(features, pair * nameFeatureCount);
      }
      if (pair % 2000 === 0) onPair(pair / count);
    }
  }

  /** Bits of the fields other than the name. */
  fieldBits(weights: PairWeights): Float64Array {
    const out = new Float64Array(this.named.length);
    this.levels.forEach((levels, f) => {
      const own = weights.fields[f]!;
      const rarity = this.rarity[f]!;
      for (let pair = 0; pair < out.length; pair += 1) out[pair]! += own[levels[pair]!]! + rarity[pair]!;
    });
    return out;
  }

  /** Bits of each pair. */
  totals(weights: PairWeights): Float64Array {
    const out = this.fieldBits(weights);
    for (let pair = 0; pair < out.length; pair += 1) {
      if (!this.named[pair]) out[pair]! += weights.prior;
      else out[pair]! += nameBitsOf(logit(weights.name, this.names, pair * nameFeatureCount));
    }
    return out;
  }
}

const hasSeveralNames = ({ names, usual }: PreparedRecord): boolean => names.length > 1 || usual !== null;

/** The weights of a model in the order of a comparer's fields. */
export function weightsOf(model: MatchModel, comparer: PairComparer): PairWeights {
  return {
    prior: model.prior,
    name: Float64Array.from(model.name),
    fields: comparer.fields.map(({ key, match, other }) => model.fields[key] ?? levelWeights(match, other)),
  };
}

/**
 * Learns the weights from the candidates: expectation maximisation, where the expectation lets pairs compete for
 * their records, and judged pairs are what the person said. Levels of fields get the shares they are seen with
 * among right and wrong pairs (Fellegi and Sunter 1969; Winkler 1988), the name a logistic regression that is
 * pulled towards what names teach anywhere.
 */
export function learnModel(evidence: LearningPairs, shareRight: boolean, constraints: Constraints): MatchModel {
  const { comparer, graph } = evidence;
  const leftCount = occupied(graph.leftStart);
  const rightCount = occupied(graph.rightStart);
  const count = evidence.named.length;
  if (count === 0) return priorModel();
  const most = shareRight ? leftCount : Math.min(leftCount, rightCount);
  const scorer = new PairScorer(graph, shareRight);
  let model = priorModel(logOdds((0.5 * most) / count));
  for (let round = 0; round < rounds; round += 1) {
    const weights = weightsOf(model, comparer);
    const totals = evidence.totals(weights);
    const standing = learnStanding(graph, scorer, totals, model.standing, constraints);
    const probability = scorer.probabilities(totals, standing, constraints);
    for (let pair = 0; pair < count; pair += 1) if (constraints.rejected[pair]) probability[pair] = 0;
    const next = { ...maximise(evidence, weights, probability, most, shareRight, constraints), standing };
    const moved = largestChange(model, next);
    model = next;
    if (moved < settled) break;
  }
  return { ...model, version: versionOf(model) };
}

/**
 * A model that was learned from a part of the pairs, with its standing learned again from all of them: how many
 * records have a partner, and how near their rivals are, cannot be seen in a part.
 */
export function adaptStanding(
  model: MatchModel,
  graph: PairGraph,
  scorer: PairScorer,
  totals: Float64Array,
  constraints: Constraints,
): MatchModel {
  const standing = learnStanding(graph, scorer, totals, model.standing, constraints);
  return { ...model, standing, version: versionOf({ ...model, standing }) };
}

/** Engine and a fingerprint of the weights (FNV-1a), so that a link tells by what it was scored. */
function versionOf(model: MatchModel): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([model.prior, model.fields, model.name, model.standing])) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  return `${ENGINE_VERSION}/${(hash >>> 0).toString(16).padStart(8, '0')}`;
}

const occupied = (start: Int32Array): number => {
  let count = 0;
  for (let record = 0; record + 1 < start.length; record += 1) if (start[record + 1]! > start[record]!) count += 1;
  return count;
};

function maximise(
  evidence: LearningPairs,
  weights: PairWeights,
  probability: Float64Array,
  most: number,
  shareRight: boolean,
  constraints: Constraints,
): MatchModel {
  const count = probability.length;
  const { comparer, graph } = evidence;
  const { weight } = constraints;
  let expected = 0;
  for (const p of probability) expected += p;
  // How wrong pairs look is read off those that are nobody's first choice: a doubtful best pair would count its own
  // agreement as chance, and with few fields that makes every weight vanish.
  const lefts = standings(graph, probability, 'left').best;
  const rights = shareRight ? null : standings(graph, probability, 'right').best;
  const wrong = new Float64Array(count);
  for (let pair = 0; pair < count; pair += 1) {
    const first = lefts[graph.left[pair]!] === pair && (!rights || rights[graph.right[pair]!] === pair);
    if (!first || constraints.rejected[pair]) wrong[pair] = (1 - probability[pair]!) * weight[pair]!;
  }
  const invented = pseudoCount + shortListPrecision / most;
  const fields: MatchModel['fields'] = {};
  comparer.fields.forEach((field, f) => {
    const levels = evidence.levels[f]!;
    const match = new Float64Array(field.cuts.length + 2);
    const other = new Float64Array(field.cuts.length + 2);
    for (let pair = 0; pair < count; pair += 1) {
      match[levels[pair]!]! += probability[pair]! * weight[pair]!;
      other[levels[pair]!]! += wrong[pair]!;
    }
    const matchShare = smoothed(match.subarray(1), field.match, invented + matchBelief * most);
    const otherShare = smoothed(other.subarray(1), field.other, invented);
    fields[field.key] = [0, ...rising(likelihoodRatios(matchShare, otherShare), matchShare, otherShare).map(fieldBits)];
  });
  // Few fields cannot tell how many partners there are: without a firm belief of about half, the share of matches
  // and the weights would drag each other down to nothing.
  const believed = (expected + halfBelief * most * 0.5) / (1 + halfBelief);
  const share = Math.min(believed, 0.98 * most) / count;
  const next = { ...priorModel(logOdds(Math.max(share, 0.002))), fields };
  return { ...next, name: fitName(evidence, weights.name, probability, weight, most) };
}

/** The name's weights that alone come closest to the probabilities: fields are taken as independent of each other. */
function fitName(
  evidence: LearningPairs,
  from: Float64Array,
  probability: Float64Array,
  weight: Float32Array,
  most: number,
): number[] {
  if (!evidence.comparer.hasName) return Array.from(from);
  const more = shortListPrecision / most;
  const precision = new Float64Array(nameFeatureCount + 1).fill(namePrecision + more);
  precision[0] = interceptPrecision + more;
  const counted = Float64Array.from(weight);
  for (let pair = 0; pair < counted.length; pair += 1) if (!evidence.named[pair]) counted[pair] = 0;
  const rows = {
    features: evidence.names,
    width: nameFeatureCount,
    count: counted.length,
    offset: new Float64Array(counted.length),
    target: probability,
    weight: counted,
  };
  return Array.from(fitLogistic(rows, Float64Array.from(priorModel().name), precision, nameSteps, from));
}

function largestChange(from: MatchModel, to: MatchModel): number {
  let largest = Math.abs(from.prior - to.prior);
  for (const [key, weights] of Object.entries(to.fields)) {
    const before = from.fields[key as keyof typeof from.fields] ?? [];
    weights?.forEach((weight, level) => (largest = Math.max(largest, Math.abs(weight - (before[level] ?? weight)))));
  }
  to.name.forEach((weight, k) => (largest = Math.max(largest, Math.abs(weight - from.name[k]!))));
  return largest;
}

const logOdds = (share: number): number => {
  const bounded = Math.min(0.7, Math.max(1e-4, share));
  return Math.log2(bounded / (1 - bounded));
};

function smoothed(counts: Float64Array, prior: readonly number[], strength: number): number[] {
  const priorSum = prior.reduce((sum, share) => sum + share, 0);
  const sum = counts.reduce((total, value) => total + value, 0) + strength;
  return prior.map((share, level) => ((counts[level] ?? 0) + (strength * share) / priorSum) / sum);
}

/** Pools neighbouring levels until weights never fall (pool adjacent violators on the log ratios). */
export function rising(weights: readonly number[], match: readonly number[], other: readonly number[]): number[] {
  const blocks: Array<{ match: number; other: number; size: number; weight: number }> = [];
  weights.forEach((weight, level) => {
    let block = { match: match[level] ?? 0, other: other[level] ?? 0, size: 1, weight };
    for (let last = blocks.at(-1); last && last.weight > block.weight; last = blocks.at(-1)) {
      blocks.pop();
      const sums = { match: last.match + block.match, other: last.other + block.other };
      block = { ...sums, size: last.size + block.size, weight: Math.log2(sums.match / sums.other) };
    }
    blocks.push(block);
  });
  return blocks.flatMap((block) => Array.from({ length: block.size }, () => block.weight));
}
