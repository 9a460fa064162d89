import type { Connection, Mapping, Run } from '../../server/src/contracts';
import { dataOf, waitForRun } from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

const clients = {
  connector: 'csv',
  name: 'Clients',
  contentType: 'api::client.client',
  recordType: 'customer',
  fieldRoles: [{ role: 'name', attribute: 'name' }],
  cardinality: 'many_to_one',
};

describe('set-up', () => {
  let app: TestStrapi;
  let connection: Connection;
  beforeAll(async () => {
    app = await startStrapi({ env: { TEST_MAPPINGS: JSON.stringify([clients]), TEST_MAX_BYTES: '2000' } });
    connection = dataOf<Connection>(await app.admin.post('/crosswalk/connections', { connector: 'csv', name: 'File' }));
  });
  afterAll(async () => {
    await app?.stop();
    delete process.env.TEST_MAPPINGS;
    delete process.env.TEST_MAX_BYTES;
  });

  const upload = (content: string | Buffer) =>
    app.admin.upload(`/crosswalk/connections/${connection.id}/file`, Buffer.from(content), 'customers.csv');
  const refusal = (answer: { status: number; body: unknown }) => {
    const { error } = answer.body as { error: { message: string; details: { errors: Array<{ path: string[] }> } } };
    return [answer.status, error.details.errors[0]?.path[0], error.message];
  };

  it('brings the mappings of config/plugins.ts to new connections and keeps them there', async () => {
    const [mapping] = dataOf<Mapping[]>(await app.admin.get(`/crosswalk/mappings?connectionId=${connection.id}`));
    expect(mapping).toMatchObject({ name: 'Clients', managedByConfig: true, problem: null, threshold: 0.95 });
    expect((await app.admin.put(`/crosswalk/mappings/${mapping?.id}`, { name: 'Other' })).status).toBe(409);
    expect((await app.admin.delete(`/crosswalk/mappings/${mapping?.id}`)).status).toBe(409);
  });

  it('refuses files that are too large, empty or no text, and keeps nothing of them', async () => {
    expect(refusal(await upload('x'.repeat(2_001)))).toEqual([400, 'file', expect.stringContaining('Split it')]);
    expect(refusal(await upload(''))).toEqual([400, 'file', expect.any(String)]);
    expect(refusal(await upload(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 1, 2, 0, 255])))).toEqual([
      400,
      'file',
      expect.any(String),
    ]);
    const [{ n }] = (await app.strapi.db.connection('crosswalk_file_chunks').count({ n: '*' })) as [{ n: unknown }];
    expect(Number(n)).toBe(0);
    expect((await app.admin.post(`/crosswalk/connections/${connection.id}/sync`)).status).toBe(409);
  });

  it('imports the good rows of a file and names the line of each bad one', async () => {
    const rows = [
      'id;name;email',
      '1;Alder Dental;a@alder.example',
      '2;Birch',
      '1;Twice;',
      '4;"Quoted\nnewline";c@d.example',
    ];
    expect((await upload(rows.join('\n'))).status).toBe(200);
    const columns = ['id', 'name', 'email'].map((name) => ({ name, role: name === 'id' ? null : name }));
    dataOf(
      await app.admin.put(`/crosswalk/connections/${connection.id}/file/columns`, {
        recordType: 'customer',
        idColumn: 'id',
        columns,
      }),
    );
    const run = await waitForRun(
      app.admin,
      dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`)).id,
    );
    expect(run).toMatchObject({ state: 'succeeded', progress: { counts: { created: 2, failed: 2 } } });
    expect(run.progress.problems.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('says when the content type of a mapping is gone, and matches the others all the same', async () => {
    await app.strapi.db.connection('crosswalk_mappings').update({ content_type: 'api::gone.gone' });
    const [mapping] = dataOf<Mapping[]>(await app.admin.get(`/crosswalk/mappings?connectionId=${connection.id}`));
    expect(mapping?.problem).toContain('does not exist any more');
    const run = await waitForRun(
      app.admin,
      dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/match`)).id,
    );
    expect(run.state).toBe('succeeded');
  });
});
