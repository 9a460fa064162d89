import { spawn } from 'node:child_process';
import path from 'node:path';
import { startPostgres } from '../helpers/postgres';

/**
 * `npm run bench:sync`: 100,000 customers synced from a stand-in at full speed, as a ratio to a plain bulk insert of
 * the same rows, and the time of an incremental sync of 100 changes as a share of the full one's; on SQLite and
 * PostgreSQL. The last line is one JSON object. `--json` leaves the rest out.
 */
interface Measured extends Record<string, number> {
  ratioToBulkInsert: number;
  incrementalShare: number;
  /** Of the process while it syncs, Strapi included. */
  peakRssMb: number;
}

const quiet = process.argv.includes('--json');

function measure(env: Record<string, string>): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, path.join(__dirname, 'sync-process.ts')], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.on('exit', () => {
      const line = text.split('\n').find((one) => one.startsWith('RESULT '));
      if (line) resolve(JSON.parse(line.slice('RESULT '.length)) as Measured);
      else reject(new Error(`No result: ${text}`));
    });
  });
}

async function main(): Promise<void> {
  const results: Record<string, Measured> = {};
  results.sqlite = await measure({ TEST_DATABASE_CLIENT: 'sqlite' });
  const postgres = await startPostgres();
  try {
    results.postgres = await measure({
      TEST_DATABASE_CLIENT: 'postgres',
      TEST_DATABASE_SERVER: postgres.connection,
    });
  } finally {
    await postgres.stop();
  }
  if (!quiet) for (const [database, measured] of Object.entries(results)) console.log(database, measured);
  console.log(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(results).map(([database, { ratioToBulkInsert, incrementalShare, peakRssMb }]) => [
          database,
          { ratioToBulkInsert, incrementalShare, peakRssMb },
        ]),
      ),
    ),
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
