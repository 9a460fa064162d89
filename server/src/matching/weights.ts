import { standings } from './assign';
import { type ComparedPairs, rarityUnit } from './compare/pairs';
import { compete, type PairGraph } from './competition';
import { levelWeights, type MatchModel, priorModel } from './model';

/** Below this many records on the smaller side there is too little to learn from: the prior weights stand. */
export const learnFrom = 200;
const iterations = 14;
/** Weights that move by less than this many bits have settled. */
const settled = 0.03;
/** Strength of the belief that half of the records have a partner, against what is seen. */
const halfBelief = 0.3;
/** How many invented matches stand behind the prior shares, per record that could match. */
const matchBelief = 0.05;
/** How many invented pairs stand behind the prior shares. */
const pseudoCount = 25;

/** Log2 odds of each pair: prior plus the weights of its fields. */
export function totals(pairs: ComparedPairs, model: MatchModel): Float64Array {
  const out = new Float64Array(pairs.left.length).fill(model.prior);
  pairs.fields.forEach((field, f) => {
    const weights = model.weights[field.role] ?? [];
    const levels = pairs.levels[f]!;
    const rarity = pairs.rarity[f]!;
    for (let pair = 0; pair < out.length; pair += 1) {
      out[pair]! += (weights[levels[pair]!] ?? 0) + rarity[pair]! * rarityUnit;
    }
  });
  return out;
}

/** 2^total within the range that sums keep. */
export function oddsOf(total: number): number {
  return 2 ** Math.max(-60, Math.min(60, total));
}

/**
 * Learns the weights from the candidates without labels: expectation maximisation, where the expectation lets
 * pairs compete for their records, and the maximisation keeps weights rising with the level.
 */
export function learnModel(pairs: ComparedPairs, graph: PairGraph, shareRight: boolean): MatchModel {
  const leftCount = graph.leftStart.length - 1;
  const rightCount = graph.rightStart.length - 1;
  if (Math.min(leftCount, rightCount) < learnFrom) return priorModel();
  const count = pairs.left.length;
  const most = shareRight ? leftCount : Math.min(leftCount, rightCount);
  let model = priorModel(logOdds((0.5 * most) / count));
  for (let round = 0; round < iterations; round += 1) {
    const odds = totals(pairs, model).map(oddsOf);
    const probability = compete(graph, odds, odds, shareRight, round === 0 ? 4 : 3);
    const next = maximise(pairs, graph, probability, most);
    const moved = largestChange(model, next);
    model = next;
    if (moved < settled) break;
  }
  return model;
}

function maximise(pairs: ComparedPairs, graph: PairGraph, probability: Float64Array, most: number): MatchModel {
  const count = probability.length;
  let expected = 0;
  for (const p of probability) expected += p;
  // How wrong pairs look is read off those that are nobody's first choice: a doubtful best pair would count its own
  // agreement as chance, and with few fields that makes every weight vanish.
  const best = standings(graph, probability, 'left').best;
  const wrong = new Float64Array(count);
  for (let pair = 0; pair < count; pair += 1) {
    if (best[graph.left[pair]!] !== pair) wrong[pair] = 1 - probability[pair]!;
  }
  const weights: MatchModel['weights'] = {};
  pairs.fields.forEach((field, f) => {
    const levels = pairs.levels[f]!;
    const match = new Float64Array(field.cuts.length + 2);
    const other = new Float64Array(field.cuts.length + 2);
    for (let pair = 0; pair < count; pair += 1) {
      match[levels[pair]!]! += probability[pair]!;
      other[levels[pair]!]! += wrong[pair]!;
    }
    const matchShare = smoothed(match.subarray(1), field.match, pseudoCount + matchBelief * most);
    const otherShare = smoothed(other.subarray(1), field.other, pseudoCount);
    weights[field.role] = [0, ...rising(levelWeights(matchShare, otherShare).slice(1), matchShare, otherShare)];
  });
  // Few fields cannot tell how many partners there are: without a firm belief of about half, the share of matches
  // and the weights would drag each other down to nothing.
  const believed = (expected + halfBelief * most * 0.5) / (1 + halfBelief);
  const share = Math.min(believed, 0.98 * most) / count;
  return { ...priorModel(logOdds(Math.max(share, 0.002))), weights };
}

function largestChange(from: MatchModel, to: MatchModel): number {
  let largest = Math.abs(from.prior - to.prior);
  for (const [role, weights] of Object.entries(to.weights)) {
    const before = from.weights[role as keyof typeof from.weights] ?? [];
    weights.forEach((weight, level) => (largest = Math.max(largest, Math.abs(weight - (before[level] ?? weight)))));
  }
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
