import { parseArgs } from 'node:util';
import { match } from '../../server/src/matching';
import type { Label, MatchResult } from '../../server/src/matching/types';
import { type Dataset, hasDataset, readDataset } from '../unit/matching/dataset';
import { sequence } from '../unit/matching/invented';
import { optionsFor } from './engine';
import { bestThreshold, calibrationError, type Link, mean, qualityOf } from './measures';
import { readTruth, type Truth } from './truth';

/**
 * What reviews teach: a reviewer who knows the truth judges 50 records, the engine learns from it, and is scored on
 * the records nobody reviewed. `npm run bench:reviews -- [sets …] [--reviews 50] [--seeds 3] [--json]`
 */

interface Scores {
  /** F1 at .5 and at the best threshold, on left records that nobody reviewed, in percent. */
  f1: number | null;
  best: number | null;
  ece: number | null;
}
interface Row {
  set: string;
  reviews: number;
  labels: number;
  confirmed: number;
  before: Scores;
  after: Scores;
  /** Calibration of the scores that judged pairs get from a model fitted without them; null: it gave none. */
  heldOutEce: number | null;
}

const run = (set: Dataset, labels: Label[]): MatchResult =>
  match(set.left, set.right, { ...optionsFor(set), threshold: 0, margin: 0, keep: 10, labels });

/** The candidates of each left record, best first. */
function candidatesOf(result: MatchResult): Map<string, Link[]> {
  const lists = new Map<string, Link[]>();
  for (const { left, right, score } of result.candidates) {
    const list = lists.get(left);
    const link = { left, right, probability: score };
    if (list) list.push(link);
    else lists.set(left, [link]);
  }
  return lists;
}

/** Left records to review: half the most doubtful, half at random. */
function toReview(candidates: ReadonlyMap<string, Link[]>, count: number, seed: number): string[] {
  const random = sequence(seed);
  const doubt = [...candidates].map(([left, [best]]) => ({ left, doubt: Math.abs((best?.probability ?? 0) - 0.5) }));
  doubt.sort((a, b) => a.doubt - b.doubt || (a.left < b.left ? -1 : 1));
  const chosen = doubt.splice(0, Math.ceil(count / 2)).map(({ left }) => left);
  while (chosen.length < count && doubt.length > 0) {
    chosen.push(...doubt.splice(Math.floor(random() * doubt.length), 1).map(({ left }) => left));
  }
  return chosen;
}

/** The first candidate is confirmed or rejected; after a rejection the right one is taken from the suggestions. */
function review(lefts: readonly string[], candidates: ReadonlyMap<string, Link[]>, truth: Truth): Label[] {
  return lefts.flatMap((left) => {
    const list = candidates.get(left) ?? [];
    const isTrue = ({ right }: Link): boolean => truth.pairs.has(truth.key(left, right));
    const labels: Label[] = [];
    const [first] = list;
    if (first) labels.push({ left, right: first.right, match: isTrue(first) });
    const right = list.find(isTrue);
    if (right && right !== first) labels.push({ left, right: right.right, match: true });
    return labels;
  });
}

/** Scores without the reviewed left records. */
function scoresOf(result: MatchResult, truth: Truth, reviewed: ReadonlySet<string>): Scores {
  const unseen: Truth = {
    ...truth,
    pairs: new Set(
      [...truth.partners].flatMap(([left, rights]) => {
        return reviewed.has(left) ? [] : [...rights].map((right) => truth.key(left, right));
      }),
    ),
    judged: (left, right) => !reviewed.has(left) && truth.judged(left, right),
  };
  const links = result.proposals.map(({ left, right, score }) => ({ left, right, probability: score }));
  return {
    f1: qualityOf(
      links.filter(({ probability }) => probability >= 0.5),
      unseen,
    ).f1,
    best: bestThreshold(links, unseen).f1,
    ece: calibrationError(links, unseen),
  };
}

function measure(name: string, reviews: number, seeds: number): Row {
  const set = readDataset(name);
  const without = run(set, []);
  const truth = readTruth(set.folder, set.mode);
  if (!truth) throw new Error(`${name} has no truth to review with.`);
  const candidates = candidatesOf(without);
  const rounds = Array.from({ length: seeds }, (_, at) => {
    const lefts = toReview(candidates, reviews, at + 1);
    const labels = review(lefts, candidates, truth);
    const result = run(set, labels);
    const seen = new Set(lefts);
    const heldOut = result.labelled.map(({ left, right, score }) => ({ left, right, probability: score }));
    return {
      labels: labels.length,
      confirmed: labels.filter((label) => label.match).length,
      before: scoresOf(without, truth, seen),
      after: scoresOf(result, truth, seen),
      heldOutEce: calibrationError(heldOut, { ...truth, judged: () => true }, 5),
    };
  });
  type Round = (typeof rounds)[number];
  const of = (pick: (round: Round) => number | null): number | null => mean(rounds.map(pick));
  const scores = (pick: (round: Round) => Scores): Scores => ({
    f1: of((round) => pick(round).f1),
    best: of((round) => pick(round).best),
    ece: of((round) => pick(round).ece),
  });
  return {
    set: name,
    reviews,
    labels: of((round) => round.labels) ?? 0,
    confirmed: of((round) => round.confirmed) ?? 0,
    before: scores((round) => round.before),
    after: scores((round) => round.after),
    heldOutEce: of((round) => round.heldOutEce),
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    reviews: { type: 'string', default: '50' },
    seeds: { type: 'string', default: '3' },
    json: { type: 'boolean' },
  },
});
const standard = ['abt-buy', 'dblp-acm', 'walmart-amazon', 'customers-10k'];
const sets = (positionals.length > 0 ? positionals : standard).filter((name) => {
  if (hasDataset(name)) return true;
  console.log(`${name}: skipped, the data set is not there.`);
  return false;
});
const cell = (value: number | null, width: number, digits = 1): string =>
  (value === null ? '' : value.toFixed(digits)).padStart(width);
const scoreCells = ({ f1, best, ece }: Scores): string => `${cell(f1, 6)} ${cell(best, 6)} ${cell(ece, 6, 3)}`;
console.log(`On left records that nobody reviewed, mean of ${values.seeds} draws:`);
console.log(
  `${'set'.padEnd(18)} labels (confirmed) | before: F1   best    ECE | after: F1   best    ECE | held-out ECE`,
);
const rows = sets.map((name) => {
  const row = measure(name, Number(values.reviews), Number(values.seeds));
  const cells = [
    `${name.padEnd(18)} ${cell(row.labels, 6)} ${`(${row.confirmed.toFixed(1)})`.padStart(11)}`,
    `   ${scoreCells(row.before)}`,
    `  ${scoreCells(row.after)}`,
    cell(row.heldOutEce, 12, 3),
  ];
  console.log(cells.join(' | '));
  return row;
});
if (values.json) console.log(JSON.stringify({ sets: rows }));
