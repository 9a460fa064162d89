import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createId } from '@paralleldrive/cuid2';
import type { Knex } from 'knex';
import { defineConnector, type Connector, type ConnectorContext } from '../../server/src/connectors/contract';
import { kit } from '../../server/src/connectors/kit';
import { TABLES } from '../../server/src/constants';
import type { Connection, Run } from '../../server/src/contracts';
import { dataOf, waitForRun } from '../helpers/flow';
import { startStrapi } from '../helpers/strapi';

/**
 * One database, one process: prints a line of JSON. A complete sync of a connection without mappings, so that nothing
 * is matched; an incremental one; and plain inserts of the same rows into the same table.
 */
const RECORDS = Number(process.env.BENCH_RECORDS ?? 100_000);
const PAGE = 1_000;
const CHANGES = 100;
const ROUNDS = 3;
/** Rows of one statement of the plain insert, as knex's own bulk insert is told. */
const INSERTED = 400;
const MINUTES = 10 * 60_000;

const { HttpClient, z } = kit;
const nameOf = ({ roles }: Row): string => roles.name ?? '';

interface Row {
  id: string;
  roles: Record<string, string>;
}

const fast = (url: string): Connector => {
  const ask = async (ctx: ConnectorContext, where: string, query: Record<string, string> = {}) => {
    const client = new HttpClient({ baseUrl: url, vendor: 'Fast', readError: () => null, signal: ctx.signal });
    const { json } = await client.request({ method: 'GET', path: where, query });
    return json as { rows: Row[]; pages: number; total: number };
  };
  const records = (rows: Row[]) =>
    rows.map((row) => ({
      externalId: row.id,
      label: nameOf(row),
      active: true,
      roles: row.roles,
      raw: { syncToken: '0', type: 'customer', currency: 'USD' },
    }));
  return defineConnector({
    id: 'fast',
    displayName: 'Fast',
    description: 'Answers as fast as it can.',
    fields: [],
    settings: z.object({}),
    options: z.object({}),
    auth: { type: 'none' },
    recordTypes: () => [{ id: 'customer', label: 'Customers', roles: ['name', 'email', 'phone', 'address'] }],
    // A company is connected once; each round has its own.
    account: () => Promise.resolve({ id: createId(), name: 'Fast' }),
    list: async (ctx, { cursor }) => {
      const number = Number(cursor ?? 0);
      const { rows, pages, total } = await ask(ctx, '/page', { number: String(number) });
      return { records: records(rows), problems: [], cursor: number + 1 < pages ? String(number + 1) : null, total };
    },
    changes: async (ctx) => ({ records: records((await ask(ctx, '/changes')).rows), problems: [], deleted: [] }),
  });
};

const startServer = async (): Promise<{ url: string; child: ChildProcess }> => {
  const script = path.join(__dirname, 'sync-server.ts');
  const child = spawn(process.execPath, [...process.execArgv, script, String(RECORDS), String(PAGE)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
  return { url, child };
};

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function main(): Promise<void> {
  const { url, child } = await startServer();
  const app = await startStrapi();
  const db: Knex = app.strapi.db.connection;
  const plugin = app.strapi.plugin('crosswalk');
  plugin.service<{ register(connector: Connector): void }>('connectors').register(fast(url));
  const syncs = plugin.service<{
    start(id: string, by: string, options: { full: boolean }): Promise<Run>;
  }>('sync');

  const connect = async (name: string): Promise<string> =>
    dataOf<Connection>(await app.admin.post('/crosswalk/connections', { connector: 'fast', name, fields: {} })).id;
  /** Seconds of the run itself, and the memory at its tenths. */
  const sync = async (id: string, full: boolean): Promise<{ seconds: number; run: Run; memory: number[] }> => {
    const memory: number[] = [];
    const timer = setInterval(() => memory.push(process.memoryUsage().rss / 1024 / 1024), 50);
    const { id: runId } = await syncs.start(id, 'Bench', { full });
    const run = await waitForRun(app.admin, runId, undefined, MINUTES);
    clearInterval(timer);
    if (run.state !== 'succeeded') throw new Error(`The sync ended as ${run.state}: ${run.message}`);
    return { seconds: (Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt ?? '')) / 1000, run, memory };
  };
  const change = () => fetch(`${url}/change?number=${CHANGES}`);

  const rounds: Array<{
    full: number;
    again: number;
    incremental: number;
    plain: number;
    peakMb: number;
    growth: number;
  }> = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const id = await connect(`Round ${round}`);
    const full = await sync(id, true);
    if (full.run.progress.counts.created !== RECORDS) throw new Error('Not all records were stored');
    await change();
    const incremental = await sync(id, false);
    if (incremental.run.progress.counts.changed !== CHANGES) throw new Error('Not all changes were stored');
    const again = await sync(id, true);

    const rows = (await db(TABLES.externalRecords).where({ connection_id: id })) as Array<Record<string, unknown>>;
    for (const row of rows) {
      delete row.id;
      row.connection_id = `plain-${round}`;
    }
    const started = performance.now();
    await db.batchInsert(TABLES.externalRecords, rows, INSERTED);
    const plain = (performance.now() - started) / 1000;
    await db(TABLES.externalRecords)
      .whereIn('connection_id', [id, `plain-${round}`])
      .delete();
    const half = Math.floor(full.memory.length / 2);
    rounds.push({
      full: full.seconds,
      again: again.seconds,
      incremental: incremental.seconds,
      plain,
      peakMb: Math.max(...full.memory),
      // Of the peak of the second half over that of the first.
      growth: Math.max(...full.memory.slice(half)) / Math.max(...full.memory.slice(0, half)),
    });
    process.stderr.write(`${JSON.stringify(rounds.at(-1))}\n`);
  }
  const of = (value: (round: (typeof rounds)[number]) => number): number => median(rounds.map(value));
  process.stdout.write(
    `RESULT ${JSON.stringify({
      recordsPerSecond: Math.round(of(({ full }) => RECORDS / full)),
      plainPerSecond: Math.round(of(({ plain }) => RECORDS / plain)),
      ratioToBulkInsert: Number(of(({ full, plain }) => plain / full).toFixed(3)),
      unchangedPerSecond: Math.round(of(({ again }) => RECORDS / again)),
      incrementalShare: Number(of(({ full, incremental }) => incremental / full).toFixed(4)),
      peakRssMb: Math.round(Math.max(...rounds.map(({ peakMb }) => peakMb))),
      growthInSecondHalf: Number(of(({ growth }) => growth).toFixed(2)),
    })}\n`,
  );
  await app.stop();
  child.kill();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
