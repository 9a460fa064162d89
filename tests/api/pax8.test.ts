import { clients, products } from '../../playground/demo-data/business';
import { pax8Seed } from '../../playground/demo-data/pax8';
import { pax8CompanyRows } from '../../playground/demo-data/pax8-lists';
import { createPax8, demoClient, idOf } from '../../sandbox/pax8';
import { contextFor } from '../unit/connectors/pax8.fixture';
import { pax8 } from '../../server/src/connectors/pax8';
import { secretsOf } from '../../server/src/connections/secrets';
import type { Connection, Link, Mapping, Run } from '../../server/src/contracts';
import { dataOf, fillBusiness, linksOf, syncAndMatch, waitForRun } from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

/** Each product that is sold costs a request, so that here few are. */
const subscriptions = (pax8Seed.subscriptions ?? []).filter(({ product }) =>
  /Business Basic|Detection and Response$|Backup 1 TB/.test(product),
);

const fields = { ...demoClient };
const nextKeys = { clientId: 'rotated-client-id', clientSecret: 'rotated-client-secret' };

describe('Pax8, connected with a client id and secret', () => {
  let app: TestStrapi;
  let server: ReturnType<typeof createPax8>;
  let running: Awaited<ReturnType<typeof server.listen>>;
  let connection: Connection;
  const logged: string[] = [];

  beforeAll(async () => {
    server = createPax8({ ...pax8Seed, subscriptions, clients: [demoClient, nextKeys] });
    running = await server.listen(0);
    app = await startStrapi({ env: { TEST_PAX8_URL: running.url } });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      jest.spyOn(app.strapi.log, level).mockImplementation(((message: unknown) => {
        logged.push(String(message));
        return app.strapi.log;
      }) as never);
    }
    await fillBusiness(app, {
      'api::client.client': clients.map(({ name, email, phone, city }) => ({ name, email, phone, city })),
      'api::product.product': products.map(({ name, sku, price }) => ({ name, sku, price })),
    });
  });
  afterAll(async () => {
    await app?.stop();
    await running?.close();
    delete process.env.TEST_PAX8_URL;
  });

  const create = (given: Record<string, string>, name = 'Pax8') =>
    app.admin.post('/crosswalk/connections', { connector: 'pax8', name, fields: given });
  const update = (given: Record<string, string>) =>
    app.admin.put(`/crosswalk/connections/${connection.id}`, { fields: given });
  const read = async () => dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`));
  const requests = (part: string) => server.faults.requests().filter(({ path }) => path.includes(part));
  const map = async (contentType: string, recordType: string, cardinality: Mapping['cardinality']) => {
    const types = dataOf<Array<{ uid: string; proposedRoles: unknown[] }>>(
      await app.admin.get('/crosswalk/content-types'),
    );
    const fieldRoles = types.find(({ uid }) => uid === contentType)?.proposedRoles;
    const body = { connectionId: connection.id, name: recordType, contentType, recordType, fieldRoles, cardinality };
    return dataOf<Mapping>(await app.admin.post('/crosswalk/mappings', body));
  };

  it('is refused with wrong or missing credentials, in words, and nothing is kept', async () => {
    const wrong = await create({ ...fields, clientSecret: 'wrong-secret-value' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatchObject({
      error: {
        message: expect.stringMatching(/Pax8 refused the client id or secret: Unauthorized .*Credentials/),
        details: { kind: 'reauthorize', code: 'access_denied' },
      },
    });
    const missing = await create({ clientId: fields.clientId });
    expect(missing.status).toBe(400);
    expect(missing.body).toMatchObject({ error: { details: { errors: [{ path: ['fields', 'clientSecret'] }] } } });
    server.faults.add({ kind: 'answer', status: 503, path: '/v1/token', times: 4 });
    expect((await create(fields)).status).toBe(503);
    expect(dataOf<Connection[]>(await app.admin.get('/crosswalk/connections'))).toEqual([]);
  });

  it('is connected once they are proved, and keeps them to itself', async () => {
    connection = dataOf<Connection>(await create(fields));
    expect(connection).toMatchObject({
      connector: 'pax8',
      auth: 'none',
      state: 'setup',
      settings: {},
      canInvoice: false,
    });
    expect(JSON.stringify(connection)).not.toMatch(/crosswalk-demo|token/i);
    const row = (await app.strapi.db.connection('crosswalk_connections').first('secrets')) as { secrets: string };
    expect(row.secrets).not.toContain(demoClient.clientSecret);
  });

  it('is not connected twice', async () => {
    const again = await create(fields, 'Pax8 again');
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ error: { message: expect.stringContaining('connected already, as Pax8') } });
  });

  it('reads companies, products and subscriptions, and contacts only once they are mapped', async () => {
    await map('api::client.client', 'company', 'one_to_one');
    await map('api::product.product', 'product', 'one_to_one');
    const run = await syncAndMatch(app.admin, connection.id);
    const done = Object.fromEntries(run.progress.parts.map(({ key, done: count }) => [key, count]));
    expect(done).toMatchObject({ company: 52, product: 68, subscription: subscriptions.length });
    expect(done).not.toHaveProperty('contact');
    expect(run.progress.counts).toMatchObject({ failed: 0 });
    expect(requests('/contacts')).toEqual([]);
    const sold = new Set(subscriptions.map(({ product }) => product));
    expect(requests('/pricing')).toHaveLength(sold.size);
  });

  it('finds the companies that are meant, and never one that was deleted', async () => {
    const links = await linksOf(app.admin, `connectionId=${connection.id}&state=proposed`);
    const ofCompanies = links.filter(({ contentType }) => contentType === 'api::client.client');
    const meant = new Map(
      pax8CompanyRows.map((row) => [
        idOf('company', row.name),
        clients.find(({ key }) => key === row.local)?.name ?? null,
      ]),
    );
    const wrong = ofCompanies.filter(({ local, external }) => meant.get(external.id) !== local.label);
    expect(wrong.map(({ local, external }) => `${local.label} = ${external.label}`)).toEqual([]);
    // 47 clients have a company that is neither inactive nor deleted.
    expect(ofCompanies.length).toBeGreaterThanOrEqual(40);
    expect(ofCompanies.every(({ external }) => external.active)).toBe(true);
    expect(ofCompanies[0]?.external.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/companies\/[0-9a-f-]{36}$/);
  });

  it('finds products by their number, and leaves siblings that differ by term to a person', async () => {
    const links = await linksOf(app.admin, `connectionId=${connection.id}&state=proposed`);
    const pairs = links
      .filter(({ contentType }) => contentType === 'api::product.product')
      .map(({ local, external }) => [local.label, external.label]);
    expect(pairs).toEqual(
      expect.arrayContaining([
        ['Endpoint Detection and Response', 'Norvane Endpoint Detection and Response'],
        ['Cloud Backup 1 TB', 'Skyreach Cloud Backup 1 TB'],
      ]),
    );
    expect(pairs.flat().filter((label) => /Annual Commitment|3-Year|3 years/.test(label))).toEqual([]);
  });

  it('confirms them', async () => {
    const [link] = await linksOf(app.admin, `connectionId=${connection.id}&state=proposed`);
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [link?.id] }));
    expect(dataOf<Link>(await app.admin.get(`/crosswalk/links/${link?.id}`)).state).toBe('confirmed');
  });

  it('changes nothing when nothing has changed, and one record when one has', async () => {
    const again = await syncAndMatch(app.admin, connection.id);
    expect(again.progress.counts).toMatchObject({ created: 0, changed: 0, removed: 0 });
    const secrets = await secretsOf(app.strapi, connection.id, AbortSignal.timeout(5_000)).read();
    const externalId = idOf('company', 'Kestrelmark Analytics, Inc.');
    const ctx = contextFor(running.url, secrets, AbortSignal.timeout(5_000));
    await pax8.anchor?.write(ctx, { recordType: 'company', externalId, key: 'crosswalk:1', replaces: 'PSA-2282' });
    expect((await syncAndMatch(app.admin, connection.id)).progress.counts).toMatchObject({ created: 0, changed: 1 });
  });

  it('goes on where it was after a wait that Pax8 asked for', async () => {
    server.faults.add({ kind: 'answer', status: 429, retryAfter: 11, path: '/v1/products' });
    const started = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
    const waiting = await waitForRun(app.admin, started.id);
    expect(waiting).toMatchObject({ state: 'waiting', message: expect.stringContaining('Too many requests') });
    server.faults.forgetRequests();
    expect((await waitForRun(app.admin, started.id, ['succeeded'])).progress.counts.failed).toBe(0);
    // Companies were read before it.
    expect(requests('/v1/companies?')).toHaveLength(1);
  });

  it('says that it has expired when the credentials are deleted, and works with new ones', async () => {
    server.faults.add({ kind: 'revoke-refresh' });
    const run = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
    await waitForRun(app.admin, run.id);
    expect(await read()).toMatchObject({ state: 'expired', stateReason: expect.stringContaining('client id') });

    expect((await update({ clientSecret: 'still-wrong-secret' })).status).toBe(422);
    expect((await read()).state).toBe('expired');
    expect((await update(nextKeys)).status).toBe(200);
    expect(await read()).toMatchObject({ state: 'setup', stateReason: null });
    expect((await syncAndMatch(app.admin, connection.id)).progress.counts).toMatchObject({ created: 0, removed: 0 });
  });

  it('takes new credentials when those that are stored cannot be read any more', async () => {
    await app.strapi.db.connection('crosswalk_connections').update({ secrets: 'v1:of:another:key', state: 'expired' });
    expect((await update(nextKeys)).status).toBe(200);
    expect((await read()).state).toBe('setup');
    await syncAndMatch(app.admin, connection.id);
  });

  it('has logged no secret', async () => {
    const { accessToken } = await secretsOf(app.strapi, connection.id, AbortSignal.timeout(5_000)).read();
    const text = logged.join('\n');
    for (const secret of [accessToken, demoClient.clientSecret, nextKeys.clientSecret, 'wrong-secret-value']) {
      expect(secret).toBeTruthy();
      expect(text).not.toContain(secret);
    }
  });
});
