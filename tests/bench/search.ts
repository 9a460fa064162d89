import type { Connection, Mapping, RecordCard, Run } from '../../server/src/contracts';
import { dataOf, waitForRun } from '../helpers/flow';
import { startStrapi } from '../helpers/strapi';
import { sequence } from '../unit/matching/invented';
import { manyCustomers } from './many-customers';

/**
 * The search of the step Map over HTTP: one Strapi on SQLite, 1,000 clients, 100,000 external records from a CSV file. `npm run
 * bench:search -- [--json]`: milliseconds from request to answer; with `--json` the last line is one JSON object.
 */
const RECORDS = 100_000;
const CLIENTS = 1_000;
const SEARCHES = 200;
const SYNC_MS = 30 * 60_000;

const quoted = (value: string | undefined): string => `"${(value ?? '').replaceAll('"', '""')}"`;

async function main(): Promise<void> {
  const [clients, records] = manyCustomers(RECORDS);
  const roles = ['name', 'email', 'phone', 'address', 'city', 'postalCode'] as const;
  const lines = records.map(({ id, roles: values }) => [id, ...roles.map((role) => quoted(values[role]))].join(','));
  const app = await startStrapi();
  try {
    const { admin } = app;
    for (const { roles: values } of clients.slice(0, CLIENTS))
      await app.strapi
        .documents('api::client.client' as const)
        .create({ data: { name: values.name ?? '', email: values.email }, status: 'published' } as never);
    const connection = dataOf<Connection>(
      await admin.post('/crosswalk/connections', { connector: 'csv', name: 'Many' }),
    );
    const file = Buffer.from([['id', ...roles].join(','), ...lines].join('\n'));
    dataOf(await admin.upload(`/crosswalk/connections/${connection.id}/file`, file, 'customers.csv'));
    dataOf(
      await admin.put(`/crosswalk/connections/${connection.id}/file/columns`, {
        recordType: 'customer',
        idColumn: 'id',
        columns: ['id', ...roles].map((name) => ({ name, role: name === 'id' ? null : name })),
      }),
    );
    const mapping = dataOf<Mapping>(
      await admin.post('/crosswalk/mappings', {
        connectionId: connection.id,
        name: 'Clients',
        contentType: 'api::client.client',
        recordType: 'customer',
        fieldRoles: [
          { role: 'name', attribute: 'name' },
          { role: 'email', attribute: 'email' },
        ],
        cardinality: 'many_to_one',
      }),
    );
    const { id } = dataOf<Run>(await admin.post(`/crosswalk/connections/${connection.id}/sync`));
    const run = await waitForRun(admin, id, undefined, SYNC_MS);
    if (run.state !== 'succeeded') throw new Error(`The sync ended as ${run.state}`);
    const [unlinked] = dataOf<RecordCard[]>(await admin.get(`/crosswalk/mappings/${mapping.id}/unlinked?side=local`));
    const random = sequence(17);
    const any = (): string => records[Math.floor(random() * RECORDS)]?.roles.name ?? '';
    const misspelt = (text: string): string => {
      const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
      return text.slice(0, at) + text.slice(at + 1);
    };
    const ask = async (search: string): Promise<number> => {
      const started = performance.now();
      const query = new URLSearchParams({ recordId: unlinked?.id ?? '', search });
      dataOf(await admin.get(`/crosswalk/mappings/${mapping.id}/suggestions?${query.toString()}`));
      return performance.now() - started;
    };
    const firstMs = Math.round(await ask(any()));
    const times: number[] = [];
    for (let n = 0; n < SEARCHES; n += 1) times.push(await ask(n % 2 === 0 ? misspelt(any()) : any().slice(0, 5)));
    times.sort((a, b) => a - b);
    const at = (share: number): number => Number((times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1));
    const result = { records: RECORDS, firstMs, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
    if (process.argv.includes('--json')) console.log(JSON.stringify(result));
    else console.table(result);
  } finally {
    await app.stop();
  }
  process.exit(0);
}

void main();
