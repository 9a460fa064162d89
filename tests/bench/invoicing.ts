import { spawn } from 'node:child_process';
import path from 'node:path';
import { startPostgres } from '../helpers/postgres';

/**
 * `npm run bench:invoicing`: SQL statements that resolving an invoice of 100 lines takes, and records resolved a second
 * over HTTP as a ratio to a plain Strapi route that makes one query. The last line is one JSON object.
 * `--json` leaves the rest out.
 */
interface Measured {
  statementsPerInvoice: number;
  ratioToOneQueryRoute: number;
}

const quiet = process.argv.includes('--json');

function measure(env: Record<string, string>): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', ['tsx', path.join(__dirname, 'invoicing-process.ts')], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
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
        Object.entries(results).map(([database, { statementsPerInvoice, ratioToOneQueryRoute }]) => [
          database,
          { statementsPerInvoice, ratioToOneQueryRoute },
        ]),
      ),
    ),
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
