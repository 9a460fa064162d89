import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { datasetsFolder, listDatasets, type Mode, readCsv, readMode } from '../unit/matching/dataset';
import type { BaselineRun } from './baseline-process';
import { autoLink } from './engine';
import type { EngineRun } from './engine-process';
import { bestThreshold, calibrationError, type Link, mean, qualityOf, topShare, type Quality } from './measures';
import { readTruth, type Truth } from './truth';

/**
 * Quality, speed and memory of matching on every data set of a folder, without labels, one configuration, beside
 * string-similarity at its best threshold. How to call it: `npm run bench:matching -- --help`.
 */
const help = `npm run bench:matching -- [--data DIR] [--sets a,b] [--out DIR] [--json] [--engine-only]
  --data DIR     folder of the sets: <set>/{left,right}.csv and schema.json; gt.csv, gt_ignore.csv, pairs.csv if any
  --sets a,b     only these; a folder's name takes all sets in it
  --out DIR      keeps <set>/links.csv, auto-links.csv and suggestions.csv there
  --json         last line: one JSON object with all figures
  --engine-only  leaves string-similarity out
Percentages, but ECE (0 to 1), seconds and MB. At .5: links of probability .5 and over. Best: F1 at the threshold that
is best with the truth known. Auto-link: threshold ${autoLink.threshold}, margin ${autoLink.margin}. ECE: calibration error over all links. Top k:
left records with a partner that have it among the first k suggestions. s, cpu s, MB: one run, its processor time, and
the peak of its process. string-similarity: by name or all fields joined, as written or in lower case, whichever is
best with the truth known; F1 at its best threshold; ~s: every pair, from its speed on 200,000 of them.`;

interface Score {
  at50: Quality;
  best: { f1: number; threshold: number };
  autoLink: Quality;
  ece: number | null;
  top: { 1: number; 5: number; 10: number };
}
interface BaselineScore {
  by: string;
  f1: number;
  threshold: number;
  seconds: number;
}
interface Row extends EngineRun {
  set: string;
  /** Null: the set has no truth. */
  score: Score | null;
  /** The best first. Null: left out, or the set has no truth. */
  stringSimilarity: BaselineScore[] | null;
}

/** Runs a script of this folder and gives what it sends. */
function inOwnProcess<T>(script: string, args: string[]): Promise<T> {
  return new Promise((done, fail) => {
    const child = fork(join(__dirname, script), args, { serialization: 'advanced' });
    let answer: { value: T } | null = null;
    child.once('message', (value) => {
      answer = { value: value as T };
    });
    child.once('error', fail);
    child.once('exit', (code, signal) => {
      if (answer) done(answer.value);
      else fail(new Error(`${script} ${args.join(' ')} ended with ${signal ?? code} and no answer.`));
    });
  });
}

const readLinks = (path: string): Link[] =>
  readCsv(path).map(({ left_id: left = '', right_id: right = '', probability }) => ({
    left,
    right,
    probability: Number(probability),
  }));

/** Scores what the engine wrote, and nothing else. */
function judge(folder: string, truth: Truth): Score {
  const links = readLinks(join(folder, 'links.csv'));
  const suggestions = new Map<string, string[]>();
  for (const { left_id: left = '', right_id: right = '' } of readCsv(join(folder, 'suggestions.csv'))) {
    const list = suggestions.get(left);
    if (list) list.push(right);
    else suggestions.set(left, [right]);
  }
  return {
    at50: qualityOf(
      links.filter(({ probability }) => probability >= 0.5),
      truth,
    ),
    best: bestThreshold(links, truth),
    autoLink: qualityOf(readLinks(join(folder, 'auto-links.csv')), truth),
    ece: calibrationError(links, truth),
    top: {
      1: topShare(suggestions, truth, 1),
      5: topShare(suggestions, truth, 5),
      10: topShare(suggestions, truth, 10),
    },
  };
}

async function baseline(root: string, set: string, truth: Truth): Promise<BaselineScore[]> {
  const runs = await inOwnProcess<BaselineRun[]>('baseline-process.ts', [root, set]);
  const scores = runs.map(({ by, links, seconds }) => ({ by, ...bestThreshold(links, truth), seconds }));
  return scores.sort((a, b) => b.f1 - a.f1);
}

async function measure(root: string, set: string, out: string, withBaseline: boolean): Promise<Row> {
  const folder = join(out, set);
  const run = await inOwnProcess<EngineRun>('engine-process.ts', [root, set, folder]);
  const mode: Mode = readMode(set, root);
  const truth = readTruth(join(root, set), mode);
  return {
    set,
    ...run,
    score: truth && judge(folder, truth),
    stringSimilarity: truth && withBaseline ? await baseline(root, set, truth) : null,
  };
}

const cell = (value: number | null | undefined, width: number, digits = 1): string =>
  (value === null || value === undefined ? '' : value.toFixed(digits)).padStart(width);

const heading = `${'set'.padEnd(36)}  at .5: P     R    F1   best | auto: P     R |   ECE | top 1     5    10 |       s   cpu s     MB | string-similarity F1 at       ~s`;

function line({ set, score, stringSimilarity, ...run }: Row): string {
  const other = stringSimilarity?.[0];
  return [
    `${set.padEnd(36)} ${cell(score?.at50.precision, 9)} ${cell(score?.at50.recall, 5)} ${cell(score?.at50.f1, 5)}  ${cell(score?.best.f1, 5)}`,
    `${cell(score?.autoLink.precision, 7)} ${cell(score?.autoLink.recall, 5)}`,
    cell(score?.ece, 5, 3),
    `${cell(score?.top[1], 5)} ${cell(score?.top[5], 5)} ${cell(score?.top[10], 5)}`,
    `${cell(run.seconds, 7, 2)} ${cell(run.cpuSeconds, 7, 2)} ${cell(run.peakMb, 6, 0)}`,
    `${cell(other?.f1, 5)} ${cell(other?.threshold, 5, 2)} ${cell(other?.seconds, 8)} ${other?.by ?? ''}`,
  ].join(' | ');
}

/** The mean of sets that lie in one folder, e.g. `autofj/*`. */
function meanOf(name: string, rows: readonly Row[]): Row {
  const of = (pick: (row: Row) => number | null | undefined): number | null =>
    mean(rows.map((row) => pick(row) ?? null));
  const quality = (pick: (score: Score) => Quality): Quality => ({
    precision: of(({ score }) => score && pick(score).precision),
    recall: of(({ score }) => score && pick(score).recall) ?? 0,
    f1: of(({ score }) => score && pick(score).f1) ?? 0,
  });
  const scored = rows.some(({ score }) => score);
  const compared = rows.some(({ stringSimilarity }) => stringSimilarity);
  return {
    set: name,
    left: of((row) => row.left) ?? 0,
    right: of((row) => row.right) ?? 0,
    seconds: of((row) => row.seconds) ?? 0,
    cpuSeconds: of((row) => row.cpuSeconds) ?? 0,
    peakMb: of((row) => row.peakMb) ?? 0,
    score: scored
      ? {
          at50: quality((score) => score.at50),
          best: {
            f1: of(({ score }) => score?.best.f1) ?? 0,
            threshold: of(({ score }) => score?.best.threshold) ?? 0,
          },
          autoLink: quality((score) => score.autoLink),
          ece: of(({ score }) => score?.ece),
          top: {
            1: of(({ score }) => score?.top[1]) ?? 0,
            5: of(({ score }) => score?.top[5]) ?? 0,
            10: of(({ score }) => score?.top[10]) ?? 0,
          },
        }
      : null,
    stringSimilarity: compared
      ? [
          {
            by: '',
            f1: of((row) => row.stringSimilarity?.[0]?.f1) ?? 0,
            threshold: of((row) => row.stringSimilarity?.[0]?.threshold) ?? 0,
            seconds: of((row) => row.stringSimilarity?.[0]?.seconds) ?? 0,
          },
        ]
      : null,
  };
}

function means(rows: readonly Row[]): Row[] {
  const folders = new Map<string, Row[]>();
  for (const row of rows) {
    const [folder = '', nested] = row.set.split(/\/(?=[^/]*$)/);
    if (nested) folders.set(folder, [...(folders.get(folder) ?? []), row]);
  }
  return [...folders].map(([folder, inside]) => meanOf(`${folder}/* (mean of ${inside.length})`, inside));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      sets: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean' },
      'engine-only': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(help);
  const root = resolve(values.data ?? datasetsFolder);
  if (!existsSync(root))
    throw new Error(`There is no folder ${root}. Give the folder of the data sets with --data DIR.`);
  const asked = values.sets?.split(',').filter(Boolean);
  const all = listDatasets(root);
  const unknown = asked?.filter((name) => !all.some((set) => set === name || set.startsWith(`${name}/`))) ?? [];
  if (unknown.length > 0) throw new Error(`Not in ${root}: ${unknown.join(', ')}. There are ${all.join(', ')}.`);
  if (all.length === 0) throw new Error(`No data set in ${root}: no folder in it has a schema.json.`);
  const sets = asked ? all.filter((set) => asked.some((name) => set === name || set.startsWith(`${name}/`))) : all;

  const out = values.out ? resolve(values.out) : mkdtempSync(join(tmpdir(), 'crosswalk-bench-'));
  try {
    console.log(heading);
    const rows: Row[] = [];
    for (const set of sets) {
      const row = await measure(root, set, out, !values['engine-only']);
      console.log(line(row));
      rows.push(row);
    }
    const summary = means(rows);
    for (const row of summary) console.log(line(row));
    if (values.json) console.log(JSON.stringify({ sets: rows, means: summary }));
  } finally {
    if (!values.out) rmSync(out, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
