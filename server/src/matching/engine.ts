import type { FieldRole } from '../contracts/common';
import { choose, standings } from './assign';
import { calibrate, calibrated } from './calibrate';
import { type CandidatePairs, findCandidates } from './candidates';
import { type FieldComparison, fieldComparisons, vetoesOf } from './compare/fields';
import { type ComparedPairs, comparePairs, rarityUnit, ValueFrequencies } from './compare/pairs';
import { TextComparer } from './compare/text';
import { compete, pairGraph, type PairGraph } from './competition';
import { Corpus, type PreparedRecord } from './corpus';
import { explainPair } from './explain';
import { type MatchModel, priorModel } from './model';
import { type NormalisedRecord, normaliseRecord } from './normalise/record';
import type { MatchOptions, MatchRecord, MatchResult, ScoredPair, Unlinked } from './types';
import { learnModel, oddsOf, totals } from './weights';

/** An inactive record gives way to an active one that fits about as well: bits it loses when they compete. */
const inactiveHandicap = 6;
/** No evidence makes a pair certain. */
const highestScore = 0.9999;
export const defaultKeep = 5;
/** Candidates below this probability are not worth a person's look. */
export const leastScore = 0.0005;

/**
 * Matches two lists. Deterministic, and independent of the order of the rows.
 * `score` is the probability after calibration (`evidence.total` bent by how wrong pairs score in these lists) and
 * competition (a rival for the same record lowers it), so it never exceeds what the total says by more than the
 * calibration does.
 */
export function match(leftRows: MatchRecord[], rightRows: MatchRecord[], options: MatchOptions): MatchResult {
  const byId = (a: MatchRecord, b: MatchRecord): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const corpus = new Corpus();
  const normalise = (row: MatchRecord): NormalisedRecord => corpus.add(normaliseRecord(row));
  const leftNormal = [...leftRows].sort(byId).map(normalise);
  const rightNormal = [...rightRows].sort(byId).map(normalise);
  const left = leftNormal.map((record) => corpus.prepare(record));
  const right = rightNormal.map((record) => corpus.prepare(record));
  const texts = new TextComparer(corpus.vocabulary);
  const total = leftRows.length;
  const report = (share: number): void => options.onProgress?.(Math.min(total, Math.floor(share * total)), total);

  const found = findCandidates(left, right, (share) => report(0.45 * share));
  const fields = usable(left, right);
  const frequencies = fields.map((field) => new ValueFrequencies([...left, ...right], field));
  const pairs = comparePairs(found, left, right, fields, texts, frequencies, (share) => report(0.45 + 0.45 * share));
  const graph = pairGraph(pairs.left, pairs.right, left.length, right.length);
  const shareRight = options.cardinality === 'many_to_one';
  const model = learnModel(pairs, graph, shareRight);
  const labels = options.labels ?? [];
  const refused = labels.filter(({ match: isMatch }) => !isMatch).map((label) => [label.left, label.right] as const);
  const rejected = rejectedPairs(pairs, left, right, [...(options.rejected ?? []), ...refused]);
  const scored = score(pairs, graph, model, left, right, rejected, shareRight);
  report(0.95);

  const confirmed = labels.filter(({ match: isMatch }) => isMatch);
  const held = new Set(confirmed.map((label) => label.left));
  const taken = new Set([...(options.taken ?? []), ...confirmed.map((label) => label.right)]);
  const allowed = proposable(graph, left, right, rejected, held, taken, shareRight);
  const describe = (pair: number): ScoredPair => {
    const a = left[pairs.left[pair]!]!;
    const b = right[pairs.right[pair]!]!;
    const rarity = (_: FieldComparison, f: number): number => pairs.rarity[f]![pair]! * rarityUnit;
    return pairOf(a, b, scored[pair]!, explainPair(a, b, fields, model, texts, rarity), model);
  };
  const chosen = choose(graph, scored, allowed, { ...options, shareRight });
  const kept = keepBest(graph, scored, chosen, options.keep ?? defaultKeep);
  const described = new Map(kept.map((pair) => [pair, describe(pair)] as const));
  const bestOther = (pair: number): ScoredPair | null => {
    const i = pairs.left[pair]!;
    let best = -1;
    for (let other = graph.leftStart[i]!; other < graph.leftStart[i + 1]!; other += 1) {
      if (other !== pair && (best < 0 || scored[other]! > scored[best]!)) best = other;
    }
    return best < 0 ? null : (described.get(best) ?? describe(best));
  };
  const result: MatchResult = {
    model,
    proposals: chosen.map((pair) => ({ ...(described.get(pair) ?? describe(pair)), runnerUp: bestOther(pair) })),
    candidates: [...described.values()],
    unlinked: unlinkedRecords(left, right, graph, scored, new Set(chosen), held, taken, rejected, options),
    labelled: [],
  };
  report(1);
  return result;
}

const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));

/** Whether a pair may be proposed at all: nothing judged, taken, inactive or vetoed stands in the way. */
export function proposable(
  graph: PairGraph,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  rejected: Uint8Array,
  held: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  shareRight: boolean,
): (pair: number) => boolean {
  return (pair) => {
    const a = left[graph.left[pair]!]!;
    const b = right[graph.right[pair]!]!;
    if (a.source.active === false || b.source.active === false || rejected[pair]) return false;
    if (!shareRight && taken.has(b.source.id)) return false;
    return !held.has(a.source.id) && vetoesOf(a, b).length === 0;
  };
}

/** A pair whose evidence adds up to its score. */
export function pairOf(
  a: PreparedRecord,
  b: PreparedRecord,
  score: number,
  evidence: ReturnType<typeof explainPair>,
  model: MatchModel,
): ScoredPair {
  const afterCalibration = calibrated(evidence.total, model.calibration);
  const total = bitsOf(Math.max(1e-18, score));
  return {
    left: a.source.id,
    right: b.source.id,
    score,
    evidence: {
      ...evidence,
      adjustments: [
        { kind: 'calibration', weight: afterCalibration - evidence.total },
        { kind: 'competition', weight: total - afterCalibration },
      ],
      total,
    },
  };
}

/** Why each left record without proposal has none. */
export function unlinkedRecords(
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  graph: PairGraph,
  scored: Float64Array,
  chosen: ReadonlySet<number>,
  held: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  rejected: Uint8Array,
  options: MatchOptions,
): Unlinked[] {
  const lefts = standings(graph, scored, 'left');
  const rights = standings(graph, scored, 'right');
  const out: Unlinked[] = [];
  left.forEach((record, i) => {
    const pair = lefts.best[i]!;
    if (chosen.has(pair) || held.has(record.source.id)) return;
    if (pair < 0) {
      out.push({ left: record.source.id, why: 'no_candidate', best: null, rival: null, veto: null });
      return;
    }
    const partner = right[graph.right[pair]!]!;
    const best = { right: partner.source.id, score: scored[pair]! };
    const of = (why: Unlinked['why'], rest: Partial<Unlinked> = {}): Unlinked => ({
      left: record.source.id,
      why,
      best,
      rival: null,
      veto: null,
      ...rest,
    });
    const [veto] = vetoesOf(record, partner);
    const inactive = record.source.active === false || partner.source.active === false;
    const second = lefts.second[i]!;
    const preferred = rights.best[graph.right[pair]!]!;
    if (rejected[pair]) out.push(of('rejected'));
    else if (veto) out.push(of('vetoed', { veto }));
    else if (scored[pair]! < options.threshold) {
      const ambiguous = second >= 0 && scored[pair]! - scored[second]! < options.margin && scored[pair]! > 0.1;
      if (!ambiguous) out.push(of('below_threshold'));
      else {
        const rival = { side: 'right' as const, id: right[graph.right[second]!]!.source.id, score: scored[second]! };
        out.push(of('ambiguous', { rival }));
      }
    } else if (inactive) out.push(of('inactive'));
    else if (options.cardinality === 'one_to_one' && taken.has(partner.source.id)) out.push(of('taken'));
    else if (options.cardinality === 'one_to_one' && preferred !== pair) {
      const rival = {
        side: 'left' as const,
        id: left[graph.left[preferred]!]!.source.id,
        score: scored[preferred]!,
      };
      out.push(of('preferred_other', { rival }));
    } else out.push(of('ambiguous'));
  });
  return out;
}

/** Fields of which both sides have values. */
export function usable(left: readonly PreparedRecord[], right: readonly PreparedRecord[]): FieldComparison[] {
  const titlesWithCodes = (records: readonly PreparedRecord[]): boolean => {
    const coded = records.filter((record) => record.partNumbers.length > 0).length;
    return coded > 0.25 * records.length;
  };
  const has = (records: readonly PreparedRecord[], role: FieldRole): boolean => {
    if (role === 'sku' && records.some((record) => record.sku)) return true;
    if (role === 'sku') return titlesWithCodes(records);
    if (role === 'domain') return records.some((record) => record.domain);
    return records.some((record) => record.source.roles[role]?.trim());
  };
  return fieldComparisons.filter((field) => has(left, field.role) && has(right, field.role));
}

export function rejectedPairs(
  pairs: CandidatePairs,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  rejected: NonNullable<MatchOptions['rejected']>,
): Uint8Array {
  const flags = new Uint8Array(pairs.left.length);
  if (rejected.length === 0) return flags;
  const byLeft = new Map<string, Set<string>>();
  for (const [a, b] of rejected) {
    const known = byLeft.get(a);
    if (known) known.add(b);
    else byLeft.set(a, new Set([b]));
  }
  for (let pair = 0; pair < flags.length; pair += 1) {
    const partners = byLeft.get(left[pairs.left[pair]!]!.source.id);
    if (partners?.has(right[pairs.right[pair]!]!.source.id)) flags[pair] = 1;
  }
  return flags;
}

/** Probability of each pair: total, calibrated, in competition. A rejected pair competes with nobody. */
function score(
  pairs: ComparedPairs,
  graph: PairGraph,
  model: MatchModel,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  rejected: Uint8Array,
  shareRight: boolean,
): Float64Array {
  const weight = totals(pairs, model);
  if (model.prior !== priorModel().prior) {
    const plain = weight.map(oddsOf);
    model.calibration = calibrate(graph, weight, compete(graph, plain, plain, shareRight, 6));
  }
  return probabilities(weight, graph, model, left, right, rejected, shareRight);
}

/** Probability of pairs by their totals: calibrated by the model, in competition. */
export function probabilities(
  weight: Float64Array,
  graph: PairGraph,
  model: MatchModel,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  rejected: Uint8Array,
  shareRight: boolean,
): Float64Array {
  const odds = weight.map((total) => oddsOf(calibrated(total, model.calibration)));
  const rival = odds.map((value, pair) => {
    if (rejected[pair]) return 0;
    const inactive =
      left[graph.left[pair]!]!.source.active === false || right[graph.right[pair]!]!.source.active === false;
    return inactive ? value / 2 ** inactiveHandicap : value;
  });
  return compete(graph, odds, rival, shareRight, 8).map((p) => Math.min(highestScore, p));
}

/** The best `keep` pairs of every left and of every right record, and the chosen ones, best first per left record. */
function keepBest(graph: PairGraph, scored: Float64Array, chosen: readonly number[], keep: number): number[] {
  const kept = new Uint8Array(scored.length);
  const byScore = (a: number, b: number): number => scored[b]! - scored[a]! || a - b;
  const mark = (pairs: number[]): void => {
    for (const pair of pairs.sort(byScore).slice(0, keep)) if (scored[pair]! >= leastScore) kept[pair] = 1;
  };
  for (let i = 0; i + 1 < graph.leftStart.length; i += 1) {
    const start = graph.leftStart[i]!;
    mark(Array.from({ length: graph.leftStart[i + 1]! - start }, (_, at) => start + at));
  }
  for (let j = 0; j + 1 < graph.rightStart.length; j += 1) {
    mark(Array.from(graph.rightOrder.subarray(graph.rightStart[j], graph.rightStart[j + 1])));
  }
  for (const pair of chosen) kept[pair] = 1;
  const out: number[] = [];
  kept.forEach((flag, pair) => {
    if (flag) out.push(pair);
  });
  return out.sort((a, b) => graph.left[a]! - graph.left[b]! || byScore(a, b));
}

/**
 * Scores one pair by itself, to explain it: no competition and no word statistics of a list, so the score may
 * differ from that of a run. Give the model of a run to use its weights.
 */
export function compare(left: MatchRecord, right: MatchRecord, model: MatchModel = priorModel()): ScoredPair {
  const normal: [NormalisedRecord, NormalisedRecord] = [normaliseRecord(left), normaliseRecord(right)];
  const corpus = new Corpus(normal);
  const a = corpus.prepare(normal[0]);
  const b = corpus.prepare(normal[1]);
  const fields = fieldComparisons.filter(
    (field) => left.roles[field.role] || right.roles[field.role] || field.role === 'sku' || field.role === 'domain',
  );
  const evidence = explainPair(a, b, fields, model, new TextComparer(corpus.vocabulary), () => 0);
  const odds = oddsOf(calibrated(evidence.total, model.calibration));
  return pairOf(a, b, Math.min(highestScore, odds / (1 + odds)), evidence, model);
}
