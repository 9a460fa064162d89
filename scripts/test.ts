import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { startPostgres } from '../tests/helpers/postgres';

/**
 * `npm test`: everything that is tested, the longest parts first, two parts at a time where the machine has the
 * processors. What a part prints is shown when it ends. A part that fails does not keep the others from running; the
 * exit code tells.
 */
interface Part {
  name: string;
  command: string[];
  /** Parts that must have ended before. */
  after?: string[];
  env?: Record<string, string>;
}

const atOnce = Math.min(2, availableParallelism());

const jest = (project: string): string[] => ['npx', 'jest', '--selectProjects', project, '--runInBand'];

/** Runs a part; true if it passed. */
async function run({ name, command, env }: Part): Promise<boolean> {
  const started = Date.now();
  console.log(`── ${name} …`);
  const printed: Buffer[] = [];
  const [program = '', ...args] = command;
  const code = await new Promise<number>((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => printed.push(data));
    child.on('close', (status) => resolve(status ?? 1));
  });
  console.log(`\n── ${name} ──\n${Buffer.concat(printed).toString()}`);
  console.log(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s\n`);
  return code === 0;
}

/** Runs all parts, `atOnce` at a time; gives the names of those that failed. */
async function runAll(parts: readonly Part[]): Promise<string[]> {
  const waiting = [...parts];
  const ended = new Set<string>();
  const failed: string[] = [];
  const running = new Set<Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(({ after = [] }) => after.every((name) => ended.has(name)));
    if (next < 0 || running.size === atOnce) {
      await Promise.race(running);
      continue;
    }
    const [part] = waiting.splice(next, 1) as [Part];
    const done: Promise<void> = run(part).then((passed) => {
      if (!passed) failed.push(part.name);
      ended.add(part.name);
      running.delete(done);
    });
    running.add(done);
  }
  return failed;
}

async function main(): Promise<void> {
  const started = Date.now();
  const postgres = await startPostgres();
  const onPostgres = { TEST_DATABASE_CLIENT: 'postgres', TEST_DATABASE_SERVER: postgres.connection };
  let failed: string[];
  try {
    failed = await runAll([
      { name: 'Build', command: ['npx', 'tsx', 'scripts/build-all.ts'] },
      { name: 'Types', command: ['npm', 'run', '--silent', 'typecheck'] },
      { name: 'Package', command: ['npm', 'run', '--silent', 'verify'], after: ['Build'] },
      { name: 'Browser', command: jest('e2e'), after: ['Build'] },
      { name: 'API on SQLite', command: jest('api'), after: ['Build'] },
      { name: 'API on PostgreSQL', command: jest('api'), after: ['Build'], env: onPostgres },
      { name: 'Unit', command: jest('unit') },
      { name: 'Connectors', command: ['npm', 'run', '--silent', 'test:connectors'] },
      { name: 'Lint', command: ['npm', 'run', '--silent', 'lint'] },
    ]);
  } finally {
    await postgres.stop();
  }
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  console.log(failed.length === 0 ? `All parts passed in ${minutes} min.` : `Failed: ${failed.join(', ')}`);
  process.exit(failed.length === 0 ? 0 : 1);
}

void main();
