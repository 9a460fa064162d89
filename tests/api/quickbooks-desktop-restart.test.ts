import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompanyFile, WebConnector } from '../../sandbox/quickbooks-desktop';
import type { Connection, Run, WebConnectorAccess } from '../../server/src/contracts';
import { waitFor } from '../helpers/flow';
import { startProcess, type ServerProcess } from '../helpers/process';
import { password } from '../helpers/qbd';
import { databaseClient } from '../helpers/strapi';

const onSqlite = databaseClient() === 'sqlite' ? it : it.skip;
if (databaseClient() !== 'sqlite')
  console.log('The restart between two calls is tested on SQLite only: the process opens a database file again.');

onSqlite('a process killed between two calls goes on with the same ticket', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-restart-'));
  const env = { TEST_DATABASE_FILE: path.join(folder, 'restart.db') };
  let server: ServerProcess = await startProcess(env);
  const data = async <T>(method: string, url: string, body?: object): Promise<T> =>
    (await server.request<{ data: T }>(method, `/crosswalk${url}`, body)).body.data;
  try {
    const { id } = await data<Connection>('POST', '/connections', {
      connector: 'quickbooks-desktop',
      name: 'Desktop',
      fields: { userName: 'crosswalk', password },
    });
    const { file } = await data<WebConnectorAccess>('GET', `/connections/${id}/web-connector`);
    const run = await data<Run>('POST', `/connections/${id}/sync`);
    const runOf = () => data<Run>('GET', `/runs/${run.id}`);
    await waitFor('the run to wait', async () => (await runOf()).state === 'waiting');

    const records = Array.from({ length: 120 }, (_, index) => ({
      type: 'Customer',
      members: { Name: `Customer ${index}` },
    }));
    const connector: WebConnector = new WebConnector({
      qwc: file,
      password,
      company: new CompanyFile({ file: 'C:\\Restart.QBW', name: 'Restart', records }),
      url: `${server.url}/api/crosswalk/web-connector/${id}`,
      afterAnswer: async (count) => {
        if (count !== 1) return;
        await server.kill();
        server = await startProcess(env);
        connector.set({ url: `${server.url}/api/crosswalk/web-connector/${id}` });
      },
    });
    expect(await connector.visit()).toMatchObject({ outcome: 'done', percents: expect.arrayContaining([100]) });
    const ended = await waitFor('the run to end', async () => {
      const now = await runOf();
      return now.state === 'succeeded' || now.state === 'failed' ? now : null;
    });
    expect(ended).toMatchObject({ state: 'succeeded', progress: { counts: { created: 120 } } });
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
