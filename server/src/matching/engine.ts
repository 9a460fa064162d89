import type { Evidence } from '../contracts/links';
import { bestBeside, keepBest } from './assign';
import { type CandidatePairs, findCandidates } from './candidates';
import type { PairWeights } from './compare/pairs';
import { pairGraph } from './competition';
import type { PreparedRecord } from './corpus';
import { judge, unconstrained } from './decisions';
import { describePair } from './explain';
import { adaptStanding, LearningPairs, learnModel, weightsOf } from './learn/weights';
import { type Lists, prepareLists } from './lists';
import { type MatchModel, priorModel } from './model';
import { compareText } from './normalise/text';
import { doubles } from './numbers';
import { defaultKeep, defaultLeast, highestScore, settle } from './settle';
import { type Constraints, PairScorer } from './standing';
import type { Label, LabelScore, MatchOptions, MatchRecord, MatchResult, ScoredPair } from './types';

/** Weights are learned from at most about so many pairs: more would only take longer. */
const learnFromPairs = 40_000;
/** Judged pairs are scored by models that were learned without them, this many parts in turn. */
const heldOutParts = 3;

/**
 * Matches two lists. Deterministic, and independent of the order of the rows. `score` is a probability; the bits of
 * `evidence` add up to its log-odds.
 */
export function match(leftRows: MatchRecord[], rightRows: MatchRecord[], options: MatchOptions): MatchResult {
  const total = leftRows.length;
  const report = (share: number): void => options.onProgress?.(Math.min(total, Math.floor(share * total)), total);
  const lists = prepareLists(leftRows, rightRows);
  const { left, right, comparer } = lists;
  for (const record of left) comparer.count(record);
  for (const record of right) comparer.count(record);
  const pairs = findCandidates(left, right, (share) => report(0.4 * share));
  const graph = pairGraph(pairs.left, pairs.right, left.length, right.length);

  const sample = new Sample(pairs, lists, options, (share) => report(0.4 + 0.2 * share));
  const labels = options.labels ?? [];
  const learned = sample.learn(labels);
  const labelled = heldOut(sample, labels);

  const weights = weightsOf(learned, comparer);
  const totals = sample.totalsOf(pairs, weights, (share) => report(0.6 + 0.3 * share));
  const judged = judge(pairs, left, right, options);
  const scorer = new PairScorer(graph, options.cardinality === 'many_to_one');
  const model = sample.isAll ? learned : adaptStanding(learned, graph, scorer, totals, judged);
  const { scored, lefts, chosen, unlinked } = settle(graph, left, right, totals, model, options, judged, scorer);
  report(0.92);

  const run: Run = {
    graph,
    left,
    right,
    scored,
    evidenceOf: (a, b, score) => describePair(a, b, score, comparer, model, weights).evidence,
  };
  const describe = (pair: number): LazyPair => new LazyPair(run, pair);
  const runnerUp = (pair: number): ScoredPair | null => {
    const second = bestBeside(lefts, pairs.left[pair]!, pair);
    return second < 0 ? null : describe(second);
  };
  const kept = keepBest(graph, scored, chosen, options.keep ?? defaultKeep, options.least ?? defaultLeast);
  const result: MatchResult = {
    model,
    proposals: chosen.map((pair) => Object.assign(describe(pair), { runnerUp: runnerUp(pair) })),
    candidates: kept.map(describe),
    unlinked: unlinked(),
    labelled,
  };
  report(1);
  return result;
}

/** What the pairs of a run are described from. */
interface Run {
  graph: CandidatePairs;
  left: readonly PreparedRecord[];
  right: readonly PreparedRecord[];
  scored: Float64Array;
  evidenceOf(left: PreparedRecord, right: PreparedRecord, score: number): Evidence;
}

/** A pair that is described when it is read: all of them at once would take more memory than the records. */
class LazyPair implements ScoredPair {
  constructor(
    private readonly run: Run,
    private readonly pair: number,
  ) {}

  get left(): string {
    return this.leftRecord.source.id;
  }

  get right(): string {
    return this.rightRecord.source.id;
  }

  get score(): number {
    return this.run.scored[this.pair]!;
  }

  get evidence(): Evidence {
    return this.run.evidenceOf(this.leftRecord, this.rightRecord, this.score);
  }

  private get leftRecord(): PreparedRecord {
    return this.run.left[this.run.graph.left[this.pair]!]!;
  }

  private get rightRecord(): PreparedRecord {
    return this.run.right[this.run.graph.right[this.pair]!]!;
  }
}

/** The records from which weights are learned, with all their candidates, compared once. */
class Sample {
  private readonly evidence: LearningPairs;
  private readonly shareRight: boolean;
  /** Where each pair of the sample is among all pairs; null: the sample has every pair. */
  private readonly places: Int32Array | null;

  constructor(
    pairs: CandidatePairs,
    private readonly lists: Lists,
    private readonly options: Pick<MatchOptions, 'cardinality' | 'rejected'>,
    onPair: (share: number) => void,
  ) {
    const { left, right, comparer } = lists;
    this.shareRight = options.cardinality === 'many_to_one';
    this.places = placesToLearnFrom(pairs, left);
    const sampled = this.places ? pairsAt(pairs, this.places) : pairs;
    const graph = pairGraph(sampled.left, sampled.right, left.length, right.length);
    this.evidence = new LearningPairs(sampled, graph, comparer, left, right, weightsOf(priorModel(), comparer), onPair);
  }

  get isAll(): boolean {
    return this.places === null;
  }

  /** Bits of all pairs, as `PairComparer.total` gives them. Pairs of the sample are not compared again. */
  totalsOf(pairs: CandidatePairs, weights: PairWeights, onPair: (share: number) => void): Float64Array {
    const { left, right, comparer } = this.lists;
    const { evidence, places } = this;
    const known = evidence.totals(weights);
    const totals = doubles(pairs.left.length);
    let next = 0;
    for (let pair = 0; pair < totals.length; pair += 1) {
      const sampled = places === null ? pair : places[next] === pair ? next++ : -1;
      totals[pair] =
        sampled >= 0 && !evidence.hasChoice[sampled]
          ? known[sampled]!
          : comparer.total(left[pairs.left[pair]!]!, right[pairs.right[pair]!]!, weights);
      if (pair % 2000 === 0) onPair(pair / totals.length);
    }
    return totals;
  }

  private constraints(labels: readonly Label[]): Constraints {
    return judge(this.evidence.pairs, this.lists.left, this.lists.right, { rejected: this.options.rejected, labels });
  }

  learn(labels: readonly Label[]): MatchModel {
    return learnModel(this.evidence, this.shareRight, this.constraints(labels));
  }

  /** Probability of the pairs of `asked` by a model that was learned from `known`; 0 where it is no candidate. */
  score(known: readonly Label[], asked: readonly Label[]): LabelScore[] {
    const { pairs, graph, comparer } = this.evidence;
    const constraints = this.constraints(known);
    const model = learnModel(this.evidence, this.shareRight, constraints);
    const totals = this.evidence.totals(weightsOf(model, comparer));
    const scored = new PairScorer(graph, this.shareRight).probabilities(totals, model.standing, constraints);
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

/**
 * Pairs of left records evenly spread over the order of their ids, where there are more than enough to learn from;
 * null: all of them. In the order of the list rivals stand side by side, and no two would be taken.
 */
function placesToLearnFrom(pairs: CandidatePairs, left: readonly PreparedRecord[]): Int32Array | null {
  const every = Math.ceil(pairs.left.length / learnFromPairs);
  if (every <= 1) return null;
  const byId = Int32Array.from(left.keys()).sort((a, b) => compareText(left[a]!.source.id, left[b]!.source.id));
  const taken = new Uint8Array(left.length);
  for (let at = 0; at < byId.length; at += every) taken[byId[at]!] = 1;
  const places: number[] = [];
  for (let pair = 0; pair < pairs.left.length; pair += 1) if (taken[pairs.left[pair]!]) places.push(pair);
  return Int32Array.from(places);
}

const pairsAt = ({ left, right }: CandidatePairs, places: Int32Array): CandidatePairs => ({
  left: places.map((place) => left[place]!),
  right: places.map((place) => right[place]!),
});

/** Each label with the probability from a model that did not know it. */
function heldOut(sample: Sample, labels: readonly Label[]): LabelScore[] {
  if (labels.length === 0) return [];
  const sorted = [...labels].sort((a, b) => compareText(pairKey(a.left, a.right), pairKey(b.left, b.right)));
  return Array.from({ length: heldOutParts }, (_, part) => {
    const asked = sorted.filter((__, at) => at % heldOutParts === part);
    const known = sorted.filter((__, at) => at % heldOutParts !== part);
    return asked.length === 0 ? [] : sample.score(known, asked);
  }).flat();
}

/**
 * Scores one pair by itself, to explain it: no rivals and no word statistics of a list, so the score may differ
 * from that of a run. Give the model of a run to use its weights.
 */
export function compare(left: MatchRecord, right: MatchRecord, model: MatchModel = priorModel()): ScoredPair {
  const lists = prepareLists([left], [right]);
  const { comparer } = lists;
  const weights = weightsOf(model, comparer);
  const graph = pairGraph(Int32Array.of(0), Int32Array.of(0), 1, 1);
  const totals = comparer.totals(graph, lists.left, lists.right, weights);
  const [score = 0] = new PairScorer(graph, false).probabilities(totals, model.standing, unconstrained(1));
  return describePair(lists.left[0]!, lists.right[0]!, Math.min(highestScore, score), comparer, model, weights);
}
