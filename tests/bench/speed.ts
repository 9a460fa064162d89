import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * Speed and memory of matching: whole runs of growing size, one record at a time against 100k, search, and the delay
 * of the event loop while a worker matches. `npm run bench:speed -- [--million] [--json]`. Uses the benchmark's
 * customers where they lie beside the project, and invented ones otherwise. `--million` needs about 16 GB.
 */

interface Spread {
  p50: number;
  p95: number;
  p99: number;
}
interface MatchRun {
  data: string;
  size: number;
  proposals: number;
  seconds: number;
  cpuSeconds: number;
  listsMb: number;
  peakMb: number;
}
interface LiveRun {
  data: string;
  size: number;
  open: { seconds: number };
  match: Record<string, Spread>;
  upsert: Spread;
  search: Record<string, Spread>;
  peakMb: number;
}
interface LoopRun {
  data: string;
  size: number;
  seconds: number;
  candidates: number;
  delay: { p50: number; p99: number; max: number };
  peakMb: number;
}

function run<T>(what: string, size: number, memoryMb?: number): T {
  const more = memoryMb ? [`--max-old-space-size=${memoryMb}`] : [];
  const args = [...more, ...process.execArgv, resolve(__dirname, 'speed-process.ts'), what, String(size)];
  const { status, stdout, error } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw error ?? new Error(`${what} of ${size} records failed.`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}

const asked = process.argv.slice(2);
const cell = (value: number, digits = 1, width = 9): string => value.toFixed(digits).padStart(width);
const million = 1_000_000;
/** How time grows is told by lists that are alike at every size. */
const runs: Array<[what: string, size: number]> = [1_000, 10_000, 100_000].map((size) => ['match', size]);
if (asked.includes('--million')) runs.push(['grow', 100_000], ['grow', million]);

console.log(`${'match'.padEnd(24)}   seconds    cpu s  peak MB  (lists)  growth`);
const matches: MatchRun[] = [];
for (const [what, size] of runs) {
  const now = run<MatchRun>(what, size, size === million ? 20_000 : undefined);
  const before = matches.filter(({ data, size: records }) => data === now.data && records < now.size).at(-1);
  // Time grows with the size to this power: 1 is linear.
  const growth = before ? Math.log(now.cpuSeconds / before.cpuSeconds) / Math.log(now.size / before.size) : null;
  matches.push(now);
  const label = `${size} x ${size}, ${now.data}`.padEnd(24);
  const cells = [cell(now.seconds, 2), cell(now.cpuSeconds, 2), cell(now.peakMb, 0), cell(now.listsMb, 0)];
  console.log(`${label} ${cells.join('')}  ${growth === null ? '' : growth.toFixed(2)}`);
}

const live = run<LiveRun>('live', 100_000);
console.log(`\none record of ${live.size} (${live.data})  p50 ms   p95 ms   p99 ms`);
const line = (label: string, { p50, p95, p99 }: Spread): void =>
  console.log(`${label.padEnd(28)} ${cell(p50, 2)}${cell(p95, 2)}${cell(p99, 2)}`);
for (const [kind, times] of Object.entries(live.match)) line(`upsert and match, ${kind}`, times);
line('upsert', live.upsert);
for (const [kind, times] of Object.entries(live.search)) line(`search, ${kind}`, times);
console.log(`opened in ${live.open.seconds.toFixed(1)} s, peak ${live.peakMb.toFixed(0)} MB`);

const loop = run<LoopRun>('loop', 100_000);
const { p50, p99, max } = loop.delay;
console.log(
  `\nevent loop while a worker matches ${loop.size} x ${loop.size}: delay p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms`,
);
console.log(`${loop.seconds.toFixed(1)} s, ${loop.candidates} candidates, peak of both ${loop.peakMb.toFixed(0)} MB`);
if (asked.includes('--json')) console.log(JSON.stringify({ matches, live, loop }));
