import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BatchCounts } from '../../server/src/contracts';
import { startApp, type App } from '../e2e/app';
import { shown } from '../e2e/look';
import { fillProposals } from './many-proposals';

/**
 * The panel with 100,000 proposals: how soon the first card and a filter show in a real browser, how fast the server
 * answers, how long all are confirmed, and what the plugin adds to the admin bundle. `npm run bench:panel -- [--json]`;
 * with `--json` the last line is one JSON object.
 */

const PROPOSALS = 100_000;
const ROUNDS = 10;
const dist = path.resolve(__dirname, '../../dist/admin');
const panel = path.resolve(__dirname, '../../playground/dist/build');

async function main(): Promise<void> {
  const app = await startApp();
  try {
    const { connectionId, mappingId } = await fillProposals(app.databaseFile, PROPOSALS);
    const server = await answersOf(app, connectionId, mappingId);
    const { firstCardMs, filterMs } = await inBrowser(app);
    const confirmAllMs = await confirmAll(app, connectionId);
    const { bundleGzipKb, beforeOpeningGzipKb } = bundle();
    for (const [address, ms] of server.slowest) console.log(`${ms.toFixed(0).padStart(6)} ms  GET ${address}`);
    const result = {
      firstCardMs,
      filterMs,
      serverP95Ms: Math.round(server.p95),
      confirmAllMs,
      bundleGzipKb,
      beforeOpeningGzipKb,
    };
    if (process.argv.includes('--json')) console.log(JSON.stringify(result));
    else console.table(result);
  } finally {
    await app.stop();
  }
}

/** What the review and the other pages ask for, again and again; each address with the median of its answers. */
async function answersOf(app: App, connectionId: string, mappingId: string) {
  const list = `/crosswalk/links?state=proposed&connectionId=${connectionId}&pageSize=25`;
  const addresses = [
    list,
    `${list}&mappingId=${mappingId}`,
    `${list}&sort=score:asc`,
    `${list}&page=2000`,
    `${list}&minScore=0.99`,
    `${list}&agrees=email`,
    `${list}&warning=any`,
    `${list}&search=bran`,
    `/crosswalk/links/batch?act=confirm&connectionId=${connectionId}&minScore=0.99`,
    `/crosswalk/review/summary?connectionId=${connectionId}`,
    '/crosswalk/connections',
    `/crosswalk/connections/${connectionId}`,
    '/crosswalk/mappings',
    '/crosswalk/links?pageSize=25',
    '/crosswalk/attention',
    '/crosswalk/decisions',
    '/crosswalk/coverage?days=90',
    `/crosswalk/mappings/${mappingId}/unlinked?side=local&pageSize=25`,
    `/crosswalk/mappings/${mappingId}/unlinked?side=external&pageSize=25`,
  ];
  const all: number[] = [];
  const slowest: [string, number][] = [];
  for (const address of addresses) {
    await app.api(address);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now();
      await app.api(address);
      times.push(performance.now() - start);
    }
    all.push(...times);
    slowest.push([address, quantile(times, 0.5)]);
  }
  return { p95: quantile(all, 0.95), slowest: slowest.sort((a, b) => b[1] - a[1]) };
}

const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** From the click to what it shows. */
async function inBrowser(app: App): Promise<{ firstCardMs: number; filterMs: number }> {
  const { page } = app;
  await app.signIn();
  await page.goto(`${app.url}/admin/plugins/crosswalk`);
  const review = page.getByRole('link', { name: /^Review/ }).first();
  await shown(review);
  let start = performance.now();
  await review.click();
  await shown(page.getByRole('group', { name: / and / }));
  const firstCardMs = Math.round(performance.now() - start);

  await page.getByRole('combobox', { name: 'Warning' }).click();
  start = performance.now();
  await page.getByRole('option', { name: 'With a warning' }).click();
  await shown(page.getByText(new RegExp(`Confirm all ${(PROPOSALS / 10).toLocaleString('en')} shown`)));
  await shown(page.getByRole('group', { name: / and / }));
  return { firstCardMs, filterMs: Math.round(performance.now() - start) };
}

async function confirmAll(app: App, connectionId: string): Promise<number> {
  const { data } = await app.api<{ data: BatchCounts }>(
    `/crosswalk/links/batch?act=confirm&connectionId=${connectionId}`,
  );
  const expected = data.mappings.map(({ mappingId, count }) => ({ mappingId, count }));
  const start = performance.now();
  const { data: done } = await app.send<{ data: { count: number } }>('/crosswalk/links/batch', {
    act: 'confirm',
    filter: { connectionId },
    expected,
  });
  if (done.count !== PROPOSALS) throw new Error(`${done.count} links were confirmed, not ${PROPOSALS}.`);
  return Math.round(performance.now() - start);
}

/**
 * What the plugin adds to the panel, as browsers get it: its chunks in the built panel, and what of them is loaded before
 * a page of the plugin is opened. One language is counted: English, whose texts are in the components.
 */
function bundle(): { bundleGzipKb: number; beforeOpeningGzipKb: number } {
  const served = readdirSync(panel);
  const chunks = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'));
  const codeOf = (chunk: string) => readFileSync(path.join(dist, chunk), 'utf8');
  // A chunk with nothing but texts is another language; it imports nothing.
  const isLanguage = (chunk: string) =>
    /"(plugin\.name|wizard\.queue\.title)":/.test(codeOf(chunk)) && !/^import\b/m.test(codeOf(chunk));
  const ours = chunks.filter((chunk) => !isLanguage(chunk));
  /** The panel's build keeps a chunk's name; the entry goes into a chunk of Strapi's, and is counted as it is here. */
  const size = (chunk: string) => {
    const name = path.basename(chunk, '.mjs');
    const file = name.includes('-') ? served.find((each) => each.startsWith(`${name}-`) && each.endsWith('.js')) : null;
    return gzipSync(file ? readFileSync(path.join(panel, file)) : codeOf(chunk)).length;
  };
  const first = new Set<string>();
  const follow = (chunk: string): void => {
    if (first.has(chunk)) return;
    first.add(chunk);
    for (const [, target = ''] of codeOf(chunk).matchAll(/(?:from|^import)\s*["'](\.[^"']+\.mjs)["']/gm))
      follow(path.join(path.dirname(chunk), target));
  };
  follow('index.mjs');
  const kb = (list: Iterable<string>) =>
    Math.round([...list].reduce((sum, chunk) => sum + size(chunk), 0) / 102.4) / 10;
  console.log(`Other languages, loaded in place of English texts: ${chunks.length - ours.length} chunks.`);
  return { bundleGzipKb: kb(ours), beforeOpeningGzipKb: kb(first) };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
