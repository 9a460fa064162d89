import { spawnSync } from 'node:child_process';
import { startPostgres } from '../tests/helpers/postgres';
async function main() {
  const pg = await startPostgres();
  const r = spawnSync('npx', ['jest', '--selectProjects', 'api', '--runInBand', '--testPathPatterns', process.argv[2]!], { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_CLIENT: 'postgres', TEST_DATABASE_SERVER: (pg as any).connection } });
  await (pg as any).stop();
  process.exit(r.status ?? 1);
}
void main();
