import { TABLES } from '../../server/src/constants';
import type { Run } from '../../server/src/contracts';
import { findActiveRun, insertRun } from '../../server/src/runs/repository';
import { createRunner } from '../../server/src/runs/runner';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

describe('runs', () => {
  let app: TestStrapi;
  beforeAll(async () => {
    app = await startStrapi();
  });
  afterAll(() => app?.stop());

  it('are given back by a process that stops, also one that it was about to take', async () => {
    const db = app.strapi.db.connection;
    // Of a kind that only this runner works on.
    const kind = 'test' as Run['kind'];
    const activeKey = 'stopped';
    await insertRun(db, { kind, connectionId: 'none', input: {}, startedBy: 'test', activeKey });
    const runner = createRunner(app.strapi, { onRefused: () => Promise.resolve() });
    runner.registerHandler(kind, {
      execute: ({ signal }) =>
        new Promise((_resolve, reject) => {
          const stop = () => reject(new Error('Stopped'));
          if (signal.aborted) stop();
          else signal.addEventListener('abort', stop);
        }),
    });
    const stopped = new Promise<void>((resolve) => {
      const stopAtClaim = ({ sql = '' }: { sql?: string }) => {
        if (!new RegExp(`^update .${TABLES.runs}. set .+started_at`).test(sql)) return;
        db.off('query', stopAtClaim);
        resolve(runner.stop());
      };
      db.on('query', stopAtClaim);
    });
    runner.start();
    await stopped;
    expect(await findActiveRun(db, activeKey)).toMatchObject({ state: 'queued', leaseOwner: null });
  });
});
