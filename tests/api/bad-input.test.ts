import type { Connection, Mapping } from '../../server/src/contracts';
import {
  authorize,
  connectQuickBooks,
  dataOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  waitForRun,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';
import { approve } from '../../sandbox/quickbooks-online';

interface ErrorBody {
  error: { status: number; message: string; details: { errors?: Array<{ path: string[] }> } };
}

describe('bad input and faults', () => {
  let app: TestStrapi;
  let quickbooks: Awaited<ReturnType<typeof startBooks>>;

  beforeAll(async () => {
    quickbooks = await startBooks();
    app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url } });
  });
  afterAll(async () => {
    await app?.stop();
    await quickbooks?.close();
  });

  const errorOf = (answer: { body: unknown }) => (answer.body as ErrorBody).error;
  const pathOf = (answer: { body: unknown; status: number }) =>
    (answer.body as ErrorBody).error.details.errors?.[0]?.path.join('.');

  it('names the field of a body or query that is not valid', async () => {
    const empty = await app.admin.post('/crosswalk/connections', { connector: 'quickbooks-online', name: '' });
    expect([empty.status, pathOf(empty)]).toEqual([400, 'name']);
    const unknown = await app.admin.post('/crosswalk/connections', { connector: 'no-such-system', name: 'X' });
    expect([unknown.status, pathOf(unknown)]).toEqual([400, 'connector']);
    const field = await app.admin.post('/crosswalk/connections', {
      connector: 'quickbooks-online',
      name: 'X',
      fields: { apiUrl: 'http://evil.example' },
    });
    expect([field.status, pathOf(field)]).toEqual([400, 'fields.apiUrl']);
    const page = await app.admin.get('/crosswalk/links?page=0');
    expect([page.status, pathOf(page)]).toEqual([400, 'page']);
    const state = await app.admin.get('/crosswalk/links?state=confirmed,maybe');
    expect(state.status).toBe(400);
    expect((await app.admin.get('/crosswalk/connections')).body).toEqual({ data: [] });
  });

  it('answers 404 for unknown ids', async () => {
    for (const url of [
      '/crosswalk/connections/nothing',
      '/crosswalk/links/nothing',
      '/crosswalk/runs/999',
      '/crosswalk/runs/nothing',
      '/crosswalk/invoices/nothing',
      '/crosswalk/mappings/nothing/unlinked',
    ]) {
      expect([url, (await app.admin.get(url)).status]).toEqual([url, 404]);
    }
    expect((await app.admin.post('/crosswalk/links/confirm', { ids: ['nothing'] })).status).toBe(404);
    expect((await app.admin.post('/crosswalk/decisions/nothing/undo')).status).toBe(404);
  });

  describe('OAuth', () => {
    let draft: Connection;
    beforeAll(async () => {
      draft = dataOf<Connection>(
        await app.admin.post('/crosswalk/connections', { connector: 'quickbooks-online', name: 'Draft' }),
      );
    });
    const begin = async (decision: 'connect' | 'cancel' = 'connect') => {
      const { url } = dataOf<{ url: string }>(await app.admin.post(`/crosswalk/connections/${draft.id}/authorize`));
      return Object.fromEntries(new URL(await approve(url, { decision })).searchParams);
    };
    const complete = (answer: object) => app.admin.post('/crosswalk/connections/authorize/complete', answer);

    it('refuses a state that was not given out, was used, or was given to another admin', async () => {
      const answer = await begin();
      const wrong = await complete({ ...answer, state: 'x'.repeat(43) });
      expect([wrong.status, pathOf(wrong)]).toEqual([400, 'state']);
      const other = await app.adminWith(['plugin::crosswalk.configure']);
      expect((await other.post('/crosswalk/connections/authorize/complete', answer)).status).toBe(400);
      expect(dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${draft.id}`)).state).toBe('draft');
      expect((await complete(answer)).status).toBe(200);
      expect((await complete(answer)).status).toBe(400);
    });

    it('says that access was refused, and refuses the same company twice', async () => {
      const cancelled = errorOf(await complete(await begin('cancel')));
      expect(cancelled).toMatchObject({ status: 400, message: expect.stringContaining('access was refused') });
      const second = dataOf<Connection>(
        await app.admin.post('/crosswalk/connections', { connector: 'quickbooks-online', name: 'Second' }),
      );
      const { url } = dataOf<{ url: string }>(await app.admin.post(`/crosswalk/connections/${second.id}/authorize`));
      const twice = errorOf(await complete(Object.fromEntries(new URL(await approve(url)).searchParams)));
      expect(twice).toMatchObject({ status: 409, message: expect.stringContaining('connected already') });
      for (const { id, name } of [draft, second])
        dataOf(await app.admin.delete(`/crosswalk/connections/${id}?confirm=${name}`));
    });

    it('removes a connection only when its name is typed', async () => {
      const some = dataOf<Connection>(
        await app.admin.post('/crosswalk/connections', { connector: 'csv', name: 'To go' }),
      );
      const wrong = await app.admin.delete(`/crosswalk/connections/${some.id}?confirm=yes`);
      expect([wrong.status, pathOf(wrong)]).toEqual([400, 'confirm']);
      dataOf(await app.admin.delete(`/crosswalk/connections/${some.id}?confirm=To go`));
    });
  });

  describe('with a connection', () => {
    let connection: Connection;
    let mappings: Record<string, Mapping>;
    beforeAll(async () => {
      connection = await connectQuickBooks(app.admin);
      mappings = await mapEverything(app.admin, connection.id);
    });

    it('refuses a second mapping of a pair, unknown types and attributes', async () => {
      const body = {
        connectionId: connection.id,
        name: 'Again',
        contentType: 'api::client.client',
        recordType: 'customer',
        cardinality: 'one_to_one',
        fieldRoles: [{ role: 'name', attribute: 'name' }],
      };
      expect((await app.admin.post('/crosswalk/mappings', body)).status).toBe(409);
      const gone = await app.admin.post('/crosswalk/mappings', { ...body, contentType: 'api::gone.gone' });
      expect(gone.status).toBeGreaterThanOrEqual(400);
      const record = await app.admin.post('/crosswalk/mappings', { ...body, recordType: 'employee' });
      expect([record.status, pathOf(record)]).toEqual([400, 'recordType']);
      const attribute = await app.admin.post('/crosswalk/mappings', {
        ...body,
        contentType: 'api::rate.rate',
        recordType: 'vendor',
        fieldRoles: [{ role: 'name', attribute: 'nothing' }],
      });
      expect([attribute.status, pathOf(attribute)]).toEqual([400, 'fieldRoles.0.attribute']);
    });

    it('waits for a vendor that is down and goes on by itself', async () => {
      quickbooks.faults.add({ kind: 'answer', status: 503, path: '/query', times: 20 });
      const run = dataOf<{ id: string }>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
      const waiting = await waitForRun(app.admin, run.id, ['waiting', 'failed', 'succeeded']);
      expect(waiting).toMatchObject({ state: 'waiting' });
      expect(waiting.message).toMatch(/503|unavailable|not available/i);
      expect(waiting.runAfter).not.toBeNull();
      quickbooks.faults.clear();
      dataOf(await app.admin.post(`/crosswalk/runs/${run.id}/resume`));
      expect((await waitForRun(app.admin, run.id)).state).toBe('succeeded');
    });

    it('refreshes an expired token by itself', async () => {
      quickbooks.faults.add({ kind: 'expire-access' });
      await syncAndMatch(app.admin, connection.id);
    });

    it('keeps the links of a connection that has expired, says Reconnect, and goes on after it', async () => {
      quickbooks.faults.add({ kind: 'revoke-refresh' });
      const run = dataOf<{ id: string }>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
      expect(await waitForRun(app.admin, run.id)).toMatchObject({ state: 'failed' });
      const expired = dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`));
      expect(expired.state).toBe('expired');
      expect(expired.stateReason).toBeTruthy();
      expect(JSON.stringify(expired)).not.toMatch(/AB11|RT1|test-client-secret/);
      expect((await app.admin.post(`/crosswalk/connections/${connection.id}/sync`)).status).toBe(409);
      expect((await authorize(app.admin, connection.id)).state).toBe('setup');
      await syncAndMatch(app.admin, connection.id);
    });

    it('lets one of two admins win who confirm the same link at once', async () => {
      await app.strapi
        .documents('api::vendor.vendor')
        .create({ data: { name: 'Northwest Cable Supply', email: 'sales@nwcable.example' } } as never);
      await syncAndMatch(app.admin, connection.id);
      const [link] = dataOf<Array<{ id: string }>>(
        await app.admin.get(`/crosswalk/links?mappingId=${mappings.Vendors?.id}&state=proposed`),
      );
      expect(link).toBeDefined();
      const answers = await Promise.all(
        [1, 2].map(() => app.admin.post('/crosswalk/links/confirm', { ids: [link?.id] })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const journal = dataOf<Array<{ act: string }>>(await app.admin.get(`/crosswalk/decisions?linkId=${link?.id}`));
      expect(journal.filter(({ act }) => act === 'confirm')).toHaveLength(1);
    });

    it('asks before it believes that most records are gone', async () => {
      await app.strapi.db.connection('crosswalk_external_records').insert(
        Array.from({ length: 30 }, (_, index) => ({
          connection_id: connection.id,
          record_type: 'customer',
          external_id: `gone-${index}`,
          label: `Gone ${index}`,
          search_label: `gone ${index}`,
          active: true,
          roles: '{}',
          raw: '{}',
          hash: '-',
          roles_hash: '-',
          seen_run_id: 0,
          updated_at: new Date(),
        })),
      );
      const count = async () =>
        Number(
          (
            await app.strapi.db
              .connection('crosswalk_external_records')
              .where('external_id', 'like', 'gone-%')
              .whereNull('deleted_at')
              .count({ n: '*' })
          )[0]?.n,
        );
      const run = dataOf<{ id: string }>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
      const asking = await waitForRun(app.admin, run.id);
      expect(asking).toMatchObject({ state: 'asking', question: { kind: 'removals', removed: 30 } });
      expect(await count()).toBe(30);
      dataOf(await app.admin.post(`/crosswalk/runs/${run.id}/resume`, { answer: 'continue' }));
      expect((await waitForRun(app.admin, run.id)).state).toBe('succeeded');
      expect(await count()).toBe(0);
    });

    it('never runs two syncs of a connection at once, and cancels one on request', async () => {
      quickbooks.faults.add({ kind: 'slow', ms: 20_000, path: '/query', times: 2 });
      const [a, b] = await Promise.all(
        [1, 2].map(async () =>
          dataOf<{ id: string }>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`)),
        ),
      );
      expect(a?.id).toBe(b?.id);
      dataOf(await app.admin.post(`/crosswalk/runs/${a?.id}/cancel`));
      expect((await waitForRun(app.admin, a?.id ?? '')).state).toBe('cancelled');
      quickbooks.faults.clear();
      await syncAndMatch(app.admin, connection.id);
    });
  });
});
