import { spawn } from 'node:child_process';
import { startPostgres } from '../tests/helpers/postgres';

/**
 * `npm test`: everything that is tested, in the order in which a mistake shows soonest.
 * A part that fails does not keep the others from running; the exit code tells.
 */
interface Part {
  name: string;
  command: string[];
  env?: Record<string, string>;
}

const jest = (project: string, ...more: string[]): string[] => ['npx', 'jest', '--selectProjects', project, ...more];

async function run({ name, command, env }: Part): Promise<boolean> {
  const started = Date.now();
  console.log(`\n── ${name} ──`);
  const [program = '', ...args] = command;
  const code = await new Promise<number>((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('exit', (status) => resolve(status ?? 1));
  });
  console.log(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
  return code === 0;
}

async function main(): Promise<void> {
  const failed: string[] = [];
  const all: Part[] = [
    { name: 'Types', command: ['npm', 'run', '--silent', 'typecheck'] },
    { name: 'Lint', command: ['npm', 'run', '--silent', 'lint'] },
    { name: 'Unit', command: jest('unit') },
    { name: 'Build', command: ['npm', 'run', '--silent', 'build'] },
    { name: 'Package', command: ['npm', 'run', '--silent', 'verify'] },
    { name: 'API on SQLite', command: jest('api', '--runInBand') },
  ];
  for (const part of all) if (!(await run(part))) failed.push(part.name);

  const postgres = await startPostgres();
  try {
    const env = { TEST_DATABASE_CLIENT: 'postgres', TEST_DATABASE_SERVER: postgres.connection };
    if (!(await run({ name: 'API on PostgreSQL', command: jest('api', '--runInBand'), env })))
      failed.push('API on PostgreSQL');
  } finally {
    await postgres.stop();
  }

  if (!(await run({ name: 'Browser', command: jest('e2e', '--runInBand') }))) failed.push('Browser');

  console.log(failed.length === 0 ? '\nAll parts passed.' : `\nFailed: ${failed.join(', ')}`);
  process.exit(failed.length === 0 ? 0 : 1);
}

void main();
