import { spawn } from 'node:child_process';
import path from 'node:path';
import { startPostgres } from '../helpers/postgres';

/** `--json`: nothing is printed but the result. */
const quiet = process.argv.includes('--json');

/** Runs a script beside this file in a process of its own; gives what it printed after `RESULT `. */
function measure(script: string, env: Record<string, string>): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, path.join(__dirname, script)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data.toString()));
    child.on('exit', () => {
      const line = text.split('\n').find((one) => one.startsWith('RESULT '));
      if (line) resolve(JSON.parse(line.slice('RESULT '.length)) as Record<string, unknown>);
      else reject(new Error(`No result: ${text}`));
    });
  });
}

async function measureBoth(script: string, figures: readonly string[]): Promise<void> {
  const results: Record<string, Record<string, unknown>> = {};
  results.sqlite = await measure(script, { TEST_DATABASE_CLIENT: 'sqlite' });
  const postgres = await startPostgres();
  try {
    results.postgres = await measure(script, {
      TEST_DATABASE_CLIENT: 'postgres',
      TEST_DATABASE_SERVER: postgres.connection,
    });
  } finally {
    await postgres.stop();
  }
  if (!quiet) for (const [database, measured] of Object.entries(results)) console.log(database, measured);
  const named = Object.entries(results).map(([database, measured]) => [
    database,
    Object.fromEntries(figures.map((figure) => [figure, measured[figure]])),
  ]);
  console.log(JSON.stringify(Object.fromEntries(named)));
}

/** Measures on SQLite, then on PostgreSQL. The last line is one JSON object with these figures of each. */
export function benchBoth(script: string, figures: readonly string[]): void {
  measureBoth(script, figures).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
