import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { match } from '../../server/src/matching';
import { createMatchingClient } from '../../server/src/matching/client';
import { createLiveMatcher } from '../../server/src/matching/live';
import type { MatchModel } from '../../server/src/matching/model';
import type { MatchOptions, MatchRecord } from '../../server/src/matching/types';
import { hasDataset, readDataset } from '../unit/matching/dataset';
import { sequence } from '../unit/matching/invented';
import { manyCustomers } from './many-customers';

/**
 * One measurement in a process of its own, so that its peak memory is its own. Arguments: `match`, `grow`, `live` or
 * `loop`, and the number of records a side. Prints one line of JSON.
 */

const options: MatchOptions = { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05 };

/** `maxRSS` also counts what the parent had when it forked; Linux knows the peak of the program itself. */
function peakMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

interface Lists {
  data: string;
  left: MatchRecord[];
  right: MatchRecord[];
}

function lists(size: number): Lists {
  const name = `customers-${size / 1000}k`;
  if (!hasDataset(name)) return inventedLists(size);
  const { left, right } = readDataset(name);
  return { data: name, left, right };
}

function inventedLists(size: number): Lists {
  const [left, right] = manyCustomers(size);
  return { data: 'invented', left, right };
}

function timed(work: () => void): { seconds: number; cpuSeconds: number } {
  const cpu = process.cpuUsage();
  const started = performance.now();
  work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

function measureMatch({ data, left, right }: Lists): object {
  const size = left.length;
  const before = peakMb();
  let proposals = 0;
  const times = timed(() => (proposals = match(left, right, options).proposals.length));
  return { data, size, proposals, ...times, listsMb: before, peakMb: peakMb() };
}

/** Milliseconds of each of many calls, after some to warm up. */
function spread(calls: number, work: (n: number) => void): { p50: number; p95: number; p99: number } {
  for (let n = 0; n < 40; n += 1) work(n);
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const started = performance.now();
    work(n);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function measureLive(size: number): object {
  const { data, left, right } = lists(size);
  const few = Math.min(size, 10_000);
  const { model }: { model: MatchModel } = match(left.slice(0, few), right.slice(0, few), options);
  let live = createLiveMatcher({ left: [], right: [], model });
  const open = timed(() => (live = createLiveMatcher({ left, right, model })));
  const random = sequence(17);
  const any = (list: readonly MatchRecord[]): MatchRecord => list[Math.floor(random() * list.length)]!;
  const named = (): string => any(right).roles.name ?? 'Acme';
  const misspelt = (text: string): string => {
    const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
    return text.slice(0, at) + text.slice(at + 1);
  };
  // SKUs for the queries by a fragment of one.
  const sku = (n: number): string => `KX${(n * 7919) % 99_991}-${String.fromCharCode(65 + (n % 26))}${n % 97}`;
  const coded = right.slice(0, 2_000).map((record, n) => ({ ...record, roles: { ...record.roles, sku: sku(n) } }));
  live.upsert('right', coded);
  const calls = 500;
  const of = { left, right };
  const changed = (side: 'left' | 'right') =>
    spread(calls, () => {
      const { id, roles } = any(of[side]);
      live.upsert(side, [{ id, roles: { ...roles, name: misspelt(roles.name ?? 'Acme') } }]);
      live.match(side, id, options);
    });
  const fresh = (side: 'left' | 'right', like: readonly MatchRecord[]) =>
    spread(calls, (n) => {
      const id = `new-${n}`;
      live.upsert(side, [{ id, roles: any(like).roles }]);
      live.match(side, id, options);
    });
  const search = (query: (n: number) => string) => spread(calls, (n) => void live.search('right', query(n), 10));
  const accents: Record<string, string> = { a: 'á', e: 'é', i: 'ï', o: 'ö', u: 'ü', n: 'ñ', c: 'ç' };
  return {
    data,
    size,
    open,
    match: {
      'changed left': changed('left'),
      'changed right': changed('right'),
      'new left': fresh('left', right),
      'new right': fresh('right', left),
    },
    upsert: spread(calls, () => live.upsert('right', [{ ...any(right) }])),
    search: {
      typo: search(() => misspelt(named())),
      'word order': search(() => named().split(' ').reverse().join(' ')),
      'SKU fragment': search((n) => sku((n * 13) % 2_000).slice(1, -1)),
      diacritics: search(() => named().replace(/[aeiounc]/g, (letter) => accents[letter] ?? letter)),
      beginning: search(() => named().slice(0, 3)),
    },
    peakMb: peakMb(),
  };
}

/** Delay of this thread's event loop while the worker matches. */
async function measureLoop(size: number): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-speed-'));
  const workerFile = join(folder, 'worker.js');
  const source = resolve(__dirname, '../../server/src/matching/worker.ts');
  const lines = [require.resolve('tsx/cjs'), source].map((path) => `require(${JSON.stringify(path)});`);
  writeFileSync(workerFile, lines.join('\n'));
  const { data, left, right } = lists(size);
  const client = createMatchingClient({ workerFile });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  // As the plugin does, which writes each piece: a result never lies in memory whole.
  let candidates = 0;
  await client.match(left, right, options, {
    summary: () => undefined,
    candidates: (slice) => void (candidates += slice.length),
    unlinked: () => undefined,
    proposals: () => undefined,
  });
  delay.disable();
  const seconds = (performance.now() - started) / 1000;
  await client.close();
  rmSync(folder, { recursive: true });
  // The monitor counts its own interval of 5 ms as delay.
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 5);
  return {
    data,
    size,
    seconds,
    candidates,
    delay: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
    peakMb: peakMb(),
  };
}

async function main(): Promise<void> {
  const [what = '', records = ''] = process.argv.slice(2);
  const size = Number(records);
  const measurements: Record<string, () => object | Promise<object>> = {
    match: () => measureMatch(lists(size)),
    grow: () => measureMatch(inventedLists(size)),
    live: () => measureLive(size),
    loop: () => measureLoop(size),
  };
  console.log(JSON.stringify(await measurements[what]!()));
}

void main();
