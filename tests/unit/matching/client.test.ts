import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import {
  createMatchingClient,
  type MatchingClient,
  MatchingError,
  type ResultTaker,
} from '../../../server/src/matching/client';
import { match } from '../../../server/src/matching';
import { priorModel } from '../../../server/src/matching/model';
import { type Candidate, prospectsOf, rulesOf } from '../../../server/src/matching/prospects';
import type { MatchSummary } from '../../../server/src/matching/protocol';
import type { MatchOptions, MatchRecord, MatchResult } from '../../../server/src/matching/types';
import { inventedCustomers } from './invented';
import { plain } from './plain';

const options: MatchOptions = { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05 };
const [left, right] = inventedCustomers(300);

/** Puts a result together again. */
function collector(): { taker: ResultTaker; result: MatchResult } {
  const result: MatchResult = { model: priorModel(), proposals: [], candidates: [], unlinked: [], labelled: [] };
  const taker: ResultTaker = {
    summary: ({ model, labelled }) => void Object.assign(result, { model, labelled }),
    candidates: (candidates) => void result.candidates.push(...candidates.map(({ pair }) => pair)),
    unlinked: (unlinked) => void result.unlinked.push(...unlinked),
    proposals: (proposals) => void result.proposals.push(...proposals),
  };
  return { taker, result };
}

let folder: string;
let workerFile: string;
beforeAll(() => {
  // The worker's own source, read through tsx, so that no build has to come first.
  folder = mkdtempSync(join(tmpdir(), 'crosswalk-worker-'));
  workerFile = join(folder, 'worker.js');
  const source = resolve(__dirname, '../../../server/src/matching/worker.ts');
  const lines = [require.resolve('tsx/cjs'), source].map((path) => `require(${JSON.stringify(path)});`);
  writeFileSync(workerFile, lines.join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([['inline'], ['worker']])('matching client, %s', (mode) => {
  let client: MatchingClient;
  beforeAll(() => {
    client = createMatchingClient({ workerFile: mode === 'worker' ? workerFile : null });
  });
  afterAll(() => client.close());

  it('gives what match gives', async () => {
    const steps: number[] = [];
    const { taker, result } = collector();
    await client.match(left, right, { ...options, onProgress: (done) => void steps.push(done) }, taker);
    expect(plain(result)).toEqual(plain(match(left, right, options)));
    expect(result.proposals.length).toBeGreaterThan(100);
    expect(steps.at(-1)).toBe(left.length);
  });

  it('hands over the result piece by piece, the summary first, and waits for each to be taken', async () => {
    const all = plain(match(left, right, options));
    const { taker } = collector();
    const taken: string[] = [];
    const candidates: Candidate[] = [];
    let busy = false;
    const slowly = async (what: string): Promise<void> => {
      expect(busy).toBe(false);
      busy = true;
      await new Promise((done) => setTimeout(done, 5));
      if (taken.at(-1) !== what) taken.push(what);
      busy = false;
    };
    await client.match(left, right, options, {
      summary: () => slowly('summary'),
      candidates: (slice) => (candidates.push(...slice), slowly('candidates')),
      unlinked: () => slowly('unlinked'),
      proposals: () => slowly('proposals'),
    });
    expect(taken).toEqual(['summary', 'candidates', 'unlinked', 'proposals']);
    const prospectOf = prospectsOf(
      all,
      rulesOf(options, () => true),
    );
    expect(candidates).toEqual(all.candidates.map((pair) => ({ pair, prospect: prospectOf(pair) })));
    const full = new Error('the disk is full');
    const refused = client.match(left, right, options, { ...taker, proposals: () => Promise.reject(full) });
    await expect(refused).rejects.toBe(full);
  });

  it('says who shares a record where that is allowed', async () => {
    const office: MatchRecord = {
      id: 'office',
      roles: { name: 'Brightwater Dental', email: 'office@brightwater.test' },
    };
    const branches = ['one', 'two'].map((id) => ({ ...office, id }));
    let sharing: MatchSummary['sharing'] = [];
    const { taker, result } = collector();
    await client.match(
      [...left, ...branches],
      [...right, office],
      { ...options, cardinality: 'many_to_one' },
      { ...taker, summary: (summary) => ((sharing = summary.sharing), taker.summary(summary)) },
    );
    expect(result.proposals.filter((pair) => pair.right === 'office')).toHaveLength(2);
    expect(sharing).toContainEqual(['office', 2]);
  });

  it('searches the matchers that were opened and forgets the closed ones', async () => {
    await client.openLive('searched', { left: [], right, model: priorModel() });
    expect(client.hasLive('searched')).toBe(true);
    const wanted = right[7] as MatchRecord;
    const hits = await client.searchLive('searched', 'right', wanted.roles.name ?? '', 5);
    expect(hits[0]?.id).toBe(wanted.id);
    await client.closeLive('searched');
    expect(client.hasLive('searched')).toBe(false);
    await expect(client.searchLive('searched', 'right', 'x', 5)).rejects.toThrow(MatchingError);
  });

  it('keeps live matchers that take changes, match single records and search', async () => {
    const { model } = match(left, right, options);
    async function* pages(): AsyncGenerator<MatchRecord[]> {
      yield right.slice(0, 100);
      await Promise.resolve();
      yield right.slice(100);
    }
    expect(client.hasLive('customers')).toBe(false);
    const opening = client.openLive('customers', { left, right: pages(), model });
    const early = mode === 'worker' ? client.searchLive('customers', 'right', 'dental', 1) : null;
    await opening;
    if (early) expect(await early).toHaveLength(1);
    expect(client.hasLive('customers')).toBe(true);

    const fresh: MatchRecord = { id: 'new', roles: { name: 'Brightwater Nautical', phone: '(503) 555-0199' } };
    await client.upsertLive('customers', 'left', [fresh]);
    await client.upsertLive('customers', 'right', [
      { id: 'NEW', roles: { ...fresh.roles, name: 'Brightwater Nautical LLC' } },
    ]);
    const [matched, nobody] = await client.matchLive('customers', 'left', ['new', 'nobody'], options);
    expect(matched).toMatchObject({ proposal: { right: 'NEW' }, unlinked: null });
    expect(matched?.ranked[0]).toMatchObject({ left: 'new', right: 'NEW' });
    expect(nobody).toEqual({ ranked: [], proposal: null, unlinked: null });
    const [mirrored] = await client.matchLive('customers', 'right', ['NEW'], options);
    expect(mirrored).toMatchObject({ proposal: { left: 'new' } });
    expect(mirrored?.ranked[0]).toMatchObject({ left: 'new', right: 'NEW' });
    const pairs = await client.scoreLive('customers', 'left', 'new', ['NEW', 'nobody'], options);
    expect(pairs).toEqual([expect.objectContaining({ left: 'new', right: 'NEW' }), null]);
    expect(pairs[0]?.score).toBeCloseTo(matched?.ranked[0]?.score ?? NaN, 3);
    expect(await client.searchLive('customers', 'right', 'nautcal bright', 3)).toMatchObject([{ id: 'NEW' }]);

    await client.removeLive('customers', 'right', ['NEW', 'nobody']);
    const [alone] = await client.matchLive('customers', 'left', ['new'], options);
    expect(alone?.proposal).toBeNull();
    expect(await client.searchLive('customers', 'right', 'nautcal bright', 3)).toEqual([]);
    await client.closeLive('customers');
    expect(client.hasLive('customers')).toBe(false);
    await expect(client.searchLive('customers', 'left', 'x', 3)).rejects.toThrow(MatchingError);
  });

  it('rejects with the reason of an abort', async () => {
    const reason = new Error('cancelled by the admin');
    const control = new AbortController();
    const running = client.match(left, right, { ...options, signal: control.signal }, collector().taker);
    control.abort(reason);
    await expect(running).rejects.toBe(reason);
  });
});

it('says so when the worker dies, and starts a new one for the next matcher', async () => {
  const dying = join(folder, 'dying.js');
  writeFileSync(
    dying,
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', (m) => {
       if (m.type === 'live_search') process.exit(3);
       if (m.type === 'open') parentPort.postMessage({ type: 'changed', id: m.id, size: 1 });
     });`,
  );
  const client = createMatchingClient({ workerFile: dying });
  const sides = { left: [], right, model: priorModel() };
  await client.openLive('a', sides);
  await expect(client.searchLive('a', 'right', 'acme', 5)).rejects.toThrow('stopped (exit code 3)');
  await new Promise((done) => setTimeout(done, 50));
  expect(client.hasLive('a')).toBe(false);
  await client.openLive('a', sides);
  expect(client.hasLive('a')).toBe(true);
  await client.close();
  await expect(client.openLive('a', sides)).rejects.toThrow('shut down');
});

it('closes the live matchers that were used least when there are many', async () => {
  const client = createMatchingClient({ workerFile });
  const { model } = match([], [], options);
  const some = { left: left.slice(0, 5), right: right.slice(0, 5), model };
  for (const key of ['a', 'b', 'c', 'd']) await client.openLive(key, some);
  await client.searchLive('a', 'left', 'dental', 1);
  await client.openLive('e', some);
  expect(['a', 'b', 'c', 'd', 'e'].filter((key) => client.hasLive(key))).toEqual(['a', 'c', 'd', 'e']);
  await client.close();
  expect(client.hasLive('a')).toBe(false);
});

it('leaves the event loop free while it matches', async () => {
  const client = createMatchingClient({ workerFile });
  const [manyLeft, manyRight] = inventedCustomers(3000);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { taker, result } = collector();
  await client.match(manyLeft, manyRight, options, taker);
  delay.disable();
  await client.close();
  expect(result.proposals.length).toBeGreaterThan(1000);
  // Inline this takes seconds; the bound leaves room for a busy machine.
  expect(delay.percentile(99) / 1e6).toBeLessThan(100);
});
