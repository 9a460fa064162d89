import { choose, keepBest } from './assign';
import { type CandidatePairs, findCandidates } from './candidates';
import { PairComparer, type PairWeights } from './compare/pairs';
import { TextComparer } from './compare/text';
import { usableFields } from './compare/usable';
import { pairGraph } from './competition';
import { Corpus, type PreparedRecord } from './corpus';
import { judge, proposable } from './decisions';
import { describePair } from './explain';
import { Evidence, learnModel, weightsOf } from './learn/weights';
import { type MatchModel, priorModel } from './model';
import { type NormalisedRecord, normaliseRecord } from './normalise/record';
import { type Constraints, probabilities } from './standing';
import type { Label, LabelScore, MatchOptions, MatchRecord, MatchResult, ScoredPair } from './types';
import { unlinkedRecords } from './unlinked';

/** No evidence makes a pair certain. */
export const highestScore = 0.9999;
export const defaultKeep = 5;
export const defaultLeast = 0.0005;
/** Weights are learned from at most about so many pairs: more would only take longer. */
const learnFromPairs = 60_000;
/** Judged pairs are scored by models that were learned without them, this many parts in turn. */
const heldOutParts = 3;

/**
 * Matches two lists. Deterministic, and independent of the order of the rows. `score` is a probability; the bits of
 * `evidence` add up to its log-odds.
 */
export function match(leftRows: MatchRecord[], rightRows: MatchRecord[], options: MatchOptions): MatchResult {
  const total = leftRows.length;
  const report = (share: number): void => options.onProgress?.(Math.min(total, Math.floor(share * total)), total);
  const lists = prepare(leftRows, rightRows);
  const { left, right } = lists;
  const shareRight = options.cardinality === 'many_to_one';
  const pairs = findCandidates(left, right, (share) => report(0.4 * share));
  const graph = pairGraph(pairs.left, pairs.right, left.length, right.length);
  const comparer = comparerOf(lists);
  const judged = judge(pairs, left, right, options);
  const labels = options.labels ?? [];

  const sample = new Sample(pairs, lists, comparer, shareRight, (share) => report(0.4 + 0.2 * share));
  const model = sample.learn(options, labels);
  const labelled = heldOut(sample, options, labels);

  const weights = weightsOf(model, comparer);
  const totals = scoreAll(pairs, left, right, comparer, weights, (share) => report(0.6 + 0.3 * share));
  const scored = probabilities(graph, totals, model.standing, shareRight, judged).map((p) => Math.min(highestScore, p));
  report(0.92);

  const confirmed = labels.filter((label) => label.match);
  const held = new Set(confirmed.map((label) => label.left));
  const taken = new Set([...(options.taken ?? []), ...confirmed.map((label) => label.right)]);
  const allowed = proposable(graph, left, right, judged, held, taken, shareRight);
  // Evidence is made when it is read: of all kept pairs at once it would take more memory than the records.
  const describe = (pair: number): ScoredPair => {
    const a = left[pairs.left[pair]!]!;
    const b = right[pairs.right[pair]!]!;
    const score = scored[pair]!;
    return {
      left: a.source.id,
      right: b.source.id,
      score,
      get evidence() {
        return describePair(a, b, score, comparer, model, weights).evidence;
      },
    };
  };
  const chosen = choose(graph, scored, allowed, { ...options, shareRight });
  const kept = keepBest(graph, scored, chosen, options.keep ?? defaultKeep, options.least ?? defaultLeast);
  const bestOther = (pair: number): ScoredPair | null => {
    const i = pairs.left[pair]!;
    let best = -1;
    for (let other = graph.leftStart[i]!; other < graph.leftStart[i + 1]!; other += 1) {
      if (other !== pair && (best < 0 || scored[other]! > scored[best]!)) best = other;
    }
    return best < 0 ? null : describe(best);
  };
  const result: MatchResult = {
    model,
    proposals: chosen.map((pair) => Object.assign(describe(pair), { runnerUp: bestOther(pair) })),
    candidates: kept.map(describe),
    unlinked: unlinkedRecords(left, right, graph, scored, new Set(chosen), held, taken, judged.rejected, options),
    labelled,
  };
  report(1);
  return result;
}

/** Both lists, normalised and prepared to compare. */
interface Lists {
  left: PreparedRecord[];
  right: PreparedRecord[];
  corpus: Corpus;
  texts: TextComparer;
}

function prepare(leftRows: readonly MatchRecord[], rightRows: readonly MatchRecord[]): Lists {
  const byId = (a: MatchRecord, b: MatchRecord): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const corpus = new Corpus();
  const normalise = (row: MatchRecord): NormalisedRecord => corpus.add(normaliseRecord(row));
  const left = [...leftRows].sort(byId).map(normalise);
  const right = [...rightRows].sort(byId).map(normalise);
  const prepared = { left: left.map((r) => corpus.prepare(r)), right: right.map((r) => corpus.prepare(r)) };
  return { ...prepared, corpus, texts: new TextComparer(corpus.vocabulary) };
}

function comparerOf({ left, right, corpus, texts }: Lists): PairComparer {
  const comparer = new PairComparer(usableFields(left, right), texts, corpus.largestWeight);
  for (const record of left) comparer.count(record);
  for (const record of right) comparer.count(record);
  return comparer;
}

/** The records from which weights are learned, with all their candidates, compared once. */
class Sample {
  private readonly evidence: Evidence;

  constructor(
    pairs: CandidatePairs,
    private readonly lists: Lists,
    comparer: PairComparer,
    private readonly shareRight: boolean,
    onPair: (share: number) => void,
  ) {
    const { left, right } = lists;
    const sampled = samplePairs(pairs, left.length);
    const graph = pairGraph(sampled.left, sampled.right, left.length, right.length);
    this.evidence = new Evidence(sampled, graph, comparer, left, right, weightsOf(priorModel(), comparer), onPair);
  }

  private constraints(options: MatchOptions, labels: readonly Label[]): Constraints {
    return judge(this.evidence.pairs, this.lists.left, this.lists.right, { rejected: options.rejected, labels });
  }

  learn(options: MatchOptions, labels: readonly Label[]): MatchModel {
    return learnModel(this.evidence, this.shareRight, this.constraints(options, labels));
  }

  /** Probability of each label's pair by a model, as if nobody had judged it; 0 where it is no candidate. */
  score(model: MatchModel, options: MatchOptions, known: readonly Label[], asked: readonly Label[]): LabelScore[] {
    const { pairs, graph, comparer } = this.evidence;
    const totals = this.evidence.totals(weightsOf(model, comparer));
    const scored = probabilities(graph, totals, model.standing, this.shareRight, this.constraints(options, known));
    const byPair = new Map<string, number>();
    const wanted = new Set(asked.map((label) => label.left));
    for (let pair = 0; pair < scored.length; pair += 1) {
      const a = this.lists.left[pairs.left[pair]!]!.source.id;
      if (wanted.has(a)) byPair.set(pairKey(a, this.lists.right[pairs.right[pair]!]!.source.id), scored[pair]!);
    }
    return asked.map((label) => ({
      ...label,
      score: Math.min(highestScore, byPair.get(pairKey(label.left, label.right)) ?? 0),
    }));
  }
}

const pairKey = (left: string, right: string): string => `${left}\n${right}`;

/** All pairs, or those of evenly spread left records where there are more than enough. */
function samplePairs(pairs: CandidatePairs, leftCount: number): CandidatePairs {
  const every = Math.ceil(pairs.left.length / learnFromPairs);
  if (every <= 1 || leftCount === 0) return pairs;
  const left: number[] = [];
  const right: number[] = [];
  for (let pair = 0; pair < pairs.left.length; pair += 1) {
    if (pairs.left[pair]! % every !== 0) continue;
    left.push(pairs.left[pair]!);
    right.push(pairs.right[pair]!);
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

/** Each label with the probability from a model that did not know it. */
function heldOut(sample: Sample, options: MatchOptions, labels: readonly Label[]): LabelScore[] {
  if (labels.length === 0) return [];
  const sorted = [...labels].sort((a, b) => (pairKey(a.left, a.right) < pairKey(b.left, b.right) ? -1 : 1));
  return Array.from({ length: heldOutParts }, (_, part) => {
    const asked = sorted.filter((__, at) => at % heldOutParts === part);
    const known = sorted.filter((__, at) => at % heldOutParts !== part);
    return asked.length === 0 ? [] : sample.score(sample.learn(options, known), options, known, asked);
  }).flat();
}

/** Bits of every pair. */
export function scoreAll(
  pairs: CandidatePairs,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  comparer: PairComparer,
  weights: PairWeights,
  onPair: (share: number) => void = () => undefined,
): Float64Array {
  const totals = new Float64Array(pairs.left.length);
  for (let pair = 0; pair < totals.length; pair += 1) {
    totals[pair] = comparer.total(left[pairs.left[pair]!]!, right[pairs.right[pair]!]!, weights);
    if (pair % 2000 === 0) onPair(pair / totals.length);
  }
  return totals;
}

/**
 * Scores one pair by itself, to explain it: no rivals and no word statistics of a list, so the score may differ
 * from that of a run. Give the model of a run to use its weights.
 */
export function compare(left: MatchRecord, right: MatchRecord, model: MatchModel = priorModel()): ScoredPair {
  const lists = prepare([left], [right]);
  const comparer = new PairComparer(usableFields(lists.left, lists.right), lists.texts, lists.corpus.largestWeight);
  const weights = weightsOf(model, comparer);
  const [a, b] = [lists.left[0]!, lists.right[0]!];
  const graph = pairGraph(Int32Array.of(0), Int32Array.of(0), 1, 1);
  const none = {
    confirmed: new Uint8Array(1),
    rejected: new Uint8Array(1),
    handicap: new Float32Array(1),
    weight: Float32Array.of(1),
  };
  const totals = Float64Array.of(comparer.total(a, b, weights));
  const [score = 0] = probabilities(graph, totals, model.standing, false, none);
  return describePair(a, b, Math.min(highestScore, score), comparer, model, weights);
}
