import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knex, { type Knex } from 'knex';
import { waitFor } from '../helpers/flow';
import { startProcess, type ServerProcess } from '../helpers/process';
import { databaseClient } from '../helpers/strapi';

/** Kills per run of the test; together they must reach 20. */
const KILLS = { run: 14, confirm: 6 };
const CLIENTS = 1_500;

// The same faults cannot differ by database: what is tested is checkpoints and transactions, and SQLite shows both.
const onSqlite = databaseClient() === 'sqlite' ? describe : describe.skip;
if (databaseClient() !== 'sqlite')
  console.log('The crash test runs on SQLite only: it copies and reads the database file.');

/** Deterministic, so that the undisturbed run and the disturbed one have the same input. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const first = [
  'Alder',
  'Birch',
  'Cedar',
  'Dogwood',
  'Elm',
  'Fir',
  'Ginkgo',
  'Hazel',
  'Juniper',
  'Larch',
  'Maple',
  'Oak',
  'Pine',
  'Rowan',
  'Spruce',
  'Willow',
];
const second = [
  'Harbor',
  'River',
  'Summit',
  'Prairie',
  'Canyon',
  'Meadow',
  'Valley',
  'Island',
  'Coast',
  'Forest',
  'Ridge',
  'Lake',
];
const third = ['Dental', 'Bakery', 'Logistics', 'Law', 'Clinic', 'Robotics', 'Realty', 'Brewing', 'Capital', 'Optics'];
const nameOf = (index: number): string =>
  `${first[index % 16]} ${second[Math.floor(index / 16) % 12]} ${third[Math.floor(index / 192) % 10]}`;

interface Counts {
  records: number;
  links: Array<{ state: string; n: number }>;
  decisions: Array<{ act: string; rows: number; acts: number }>;
  doubled: number;
}

onSqlite('a process killed at any point', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-crash-'));
  const seedFile = path.join(folder, 'seed.db');
  const clientsFile = path.join(folder, 'clients.json');
  const csv = [
    'id,name,email,city',
    ...Array.from(
      { length: CLIENTS },
      (_, index) =>
        `C${index},${nameOf(index)} ${index % 2 ? 'Inc.' : 'LLC'},office${index}@crash.example,Town ${index % 40}`,
    ),
  ].join('\n');

  beforeAll(async () => {
    const clients = Array.from({ length: CLIENTS }, (_, index) => ({
      name: nameOf(index),
      ...(index % 3 ? { email: `office${index}@crash.example` } : {}),
      city: `Town ${index % 40}`,
    }));
    writeFileSync(clientsFile, JSON.stringify(clients));
    const server = await startProcess({ TEST_DATABASE_FILE: seedFile, TEST_CLIENTS: clientsFile });
    await server.stop();
  }, 400_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function setUp(server: ServerProcess): Promise<string> {
    const created = await server.request<{ data: { id: string } }>('POST', '/crosswalk/connections', {
      connector: 'csv',
      name: 'Customers',
    });
    const id = created.body.data.id;
    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), 'customers.csv');
    const upload = await server.request<{ data: { columns: Array<{ name: string; role: string | null }> } }>(
      'POST',
      `/crosswalk/connections/${id}/file`,
      form,
    );
    expect(upload.status).toBe(200);
    const columns = upload.body.data.columns.map(({ name, role }) => ({ name, role: name === 'id' ? null : role }));
    expect(
      (
        await server.request('PUT', `/crosswalk/connections/${id}/file/columns`, {
          recordType: 'customer',
          idColumn: 'id',
          columns,
        })
      ).status,
    ).toBe(200);
    const mapped = await server.request('POST', '/crosswalk/mappings', {
      connectionId: id,
      name: 'Clients',
      contentType: 'api::client.client',
      recordType: 'customer',
      cardinality: 'one_to_one',
      fieldRoles: ['name', 'email', 'city'].map((role) => ({ role, attribute: role })),
    });
    expect(mapped.status).toBe(200);
    return id;
  }

  const isDone = async (server: ServerProcess, connectionId: string): Promise<boolean> => {
    const runs = await server.request<{ data: Array<{ state: string; message: string }> }>(
      'GET',
      `/crosswalk/runs?connectionId=${connectionId}`,
    );
    const [run] = runs.body.data;
    if (run?.state === 'failed') throw new Error(run.message);
    return run?.state === 'succeeded';
  };
  const waitUntilDone = async (server: ServerProcess, connectionId: string) => {
    await waitFor('the run to end', () => isDone(server, connectionId), 180_000);
  };
  async function confirmAll(server: ServerProcess, connectionId: string): Promise<number> {
    const summary = await server.request<{ data: { mappings: Array<{ mappingId: string; proposed: number }> } }>(
      'GET',
      `/crosswalk/review/summary?connectionId=${connectionId}`,
    );
    const expected = summary.body.data.mappings.map(({ mappingId, proposed }) => ({ mappingId, count: proposed }));
    if (expected.every(({ count }) => count === 0)) return 200;
    return (
      await server.request('POST', '/crosswalk/review/confirm-all', { connectionId, includeWarnings: true, expected })
    ).status;
  }

  async function withFile<T>(file: string, work: (db: Knex) => Promise<T>): Promise<T> {
    const db = knex({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true });
    try {
      return await work(db);
    } finally {
      await db.destroy();
    }
  }

  const count = (file: string): Promise<Counts> =>
    withFile(file, async (db) => {
      const rows = <T>(sql: string) => db.raw(sql) as unknown as Promise<T[]>;
      const one = async (sql: string) => (await rows<{ n: number }>(sql))[0]?.n ?? -1;
      return {
        records: await one('select count(*) n from crosswalk_external_records where deleted_at is null'),
        links: await rows('select state, count(*) n from crosswalk_links group by state order by state'),
        decisions: await rows(
          'select act, sum(case when link_id is not null then 1 else 0 end) "rows", count(distinct batch_id) acts from crosswalk_decisions group by act order by act',
        ),
        doubled: await one(
          'select count(*) n from (select local_id from crosswalk_links group by local_id having count(*) > 1)',
        ),
      };
    });

  it(`loses nothing and doubles nothing over ${KILLS.run + KILLS.confirm} kills`, async () => {
    const calmFile = path.join(folder, 'calm.db');
    copyFileSync(seedFile, calmFile);
    let server = await startProcess({ TEST_DATABASE_FILE: calmFile });
    const calmId = await setUp(server);
    const started = Date.now();
    await server.request('POST', `/crosswalk/connections/${calmId}/sync`);
    await waitUntilDone(server, calmId);
    const runMs = Date.now() - started;
    const confirmStarted = Date.now();
    expect(await confirmAll(server, calmId)).toBe(200);
    const confirmMs = Date.now() - confirmStarted;
    await server.stop();
    const undisturbed = await count(calmFile);
    expect(undisturbed.records).toBe(CLIENTS);
    expect(undisturbed.links.find(({ state }) => state === 'confirmed')?.n).toBeGreaterThan(CLIENTS / 2);

    const stormFile = path.join(folder, 'storm.db');
    copyFileSync(seedFile, stormFile);
    const chance = random(20261122);
    server = await startProcess({ TEST_DATABASE_FILE: stormFile });
    const stormId = await setUp(server);
    await server.request('POST', `/crosswalk/connections/${stormId}/sync`);
    let kills = 0;
    const restart = async (after: number) => {
      await new Promise((resolve) => setTimeout(resolve, after));
      await server.kill();
      kills++;
      // The lease of a killed process has to run out before its run is taken over; the test need not wait for it.
      await withFile(stormFile, (db) => db('crosswalk_runs').where({ state: 'running' }).update({ lease_until: 0 }));
      server = await startProcess({ TEST_DATABASE_FILE: stormFile });
    };
    let done = false;
    for (let kill = 0; kill < KILLS.run; kill++) {
      await restart(chance() * Math.max(400, runMs / 3));
      // Once it has ended, a further sync must change nothing either.
      if (!done && (await isDone(server, stormId))) done = true;
      if (done && kill < KILLS.run - 1) await server.request('POST', `/crosswalk/connections/${stormId}/sync`);
    }
    await waitUntilDone(server, stormId);
    for (let kill = 0; kill < KILLS.confirm; kill++) {
      const answer = confirmAll(server, stormId).catch(() => 0);
      await restart(chance() * confirmMs * 1.5);
      await answer;
    }
    expect(await confirmAll(server, stormId)).toBe(200);
    await server.stop();

    expect(kills).toBe(20);
    expect(await count(stormFile)).toEqual(undisturbed);
    console.log(
      `${kills} kills (sync and match ${runMs} ms, confirm all ${confirmMs} ms undisturbed): ${JSON.stringify(undisturbed)}`,
    );
  }, 900_000);
});
