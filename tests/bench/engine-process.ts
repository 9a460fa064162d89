import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { match } from '../../server/src/matching';
import { readDataset } from '../unit/matching/dataset';
import { autoLink, everyLink, linksOf, optionsFor, suggestionsOf } from './engine';

/**
 * Runs the engine on one set in a process of its own, so that its peak memory is its own, and writes what it gave.
 * Knows nothing of the truth. Arguments: folder of the sets, name, folder to write to.
 */

export interface EngineRun {
  left: number;
  right: number;
  /** Of one run as the product does it. */
  seconds: number;
  /** Processor time, which a busy machine does not stretch as it does `seconds`. */
  cpuSeconds: number;
  /** Of the process when that run was done, with both lists and its result. */
  peakMb: number;
}

/** `maxRSS` also counts what the parent had when it forked; Linux knows the peak of the program itself. */
function peakMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

const csvField = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
const csv = (header: string, rows: ReadonlyArray<ReadonlyArray<string | number>>): string =>
  [header, ...rows.map((row) => row.map((cell) => csvField(String(cell))).join(','))].join('\n') + '\n';

const [root = '', name = '', out = ''] = process.argv.slice(2);
const set = readDataset(name, root);

const cpu = process.cpuUsage();
const started = process.hrtime.bigint();
const auto = match(set.left, set.right, { ...optionsFor(set), ...autoLink });
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const { user, system } = process.cpuUsage(cpu);
const run: EngineRun = {
  left: set.left.length,
  right: set.right.length,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMb: peakMb(),
};

const every = everyLink(set);
const links = linksOf(set, every);
// Of one list against itself the engine assigns nothing by itself, so its links are judged at the same threshold.
const autoLinks =
  set.mode === 'dedup'
    ? links.filter(({ probability }) => probability >= autoLink.threshold)
    : auto.proposals.map(({ left, right, score }) => ({ left, right, probability: score }));
const suggestions = [...suggestionsOf(set, every)].flatMap(([left, rights]) =>
  rights.map((right, at) => [left, at + 1, right]),
);
mkdirSync(out, { recursive: true });
const pairs = (list: typeof links): Array<[string, string, number]> =>
  list.map(({ left, right, probability }) => [left, right, probability]);
writeFileSync(join(out, 'links.csv'), csv('left_id,right_id,probability', pairs(links)));
writeFileSync(join(out, 'auto-links.csv'), csv('left_id,right_id,probability', pairs(autoLinks)));
writeFileSync(join(out, 'suggestions.csv'), csv('left_id,rank,right_id', suggestions));
process.send?.(run);
