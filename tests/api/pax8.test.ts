import { clients, products } from '../../playground/demo-data/business';
import { pax8Seed } from '../../playground/demo-data/pax8';
import { pax8CompanyRows } from '../../playground/demo-data/pax8-lists';
import { createPax8, demoClient, idOf } from '../../sandbox/pax8';
import { contextFor } from '../unit/connectors/pax8.fixture';
import { pax8 } from '../../server/src/connectors/pax8';
import { secretsOf } from '../../server/src/connections/secrets';
import type {
  Connection,
  Decision,
  Link,
  Mapping,
  previewWrites,
  ResponseOf,
  Run,
  Write,
} from '../../server/src/contracts';
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

  describe('anchors', () => {
    let link: Link;
    const mappingOf = async (recordType: string): Promise<Mapping> => {
      const mappings = dataOf<Mapping[]>(await app.admin.get('/crosswalk/mappings'));
      const found = mappings.find((mapping) => mapping.recordType === recordType);
      if (!found) throw new Error(`There is no mapping of ${recordType}`);
      return found;
    };
    const path = async (recordType = 'company') => `/crosswalk/mappings/${(await mappingOf(recordType)).id}/writes`;
    const companyOf = (id: string) => server.partner.companies.find((company) => company.id === id);
    const patches = () => server.faults.requests().filter(({ method }) => method === 'PATCH');
    const asked = (extra: object = {}) => ({ act: 'write_anchor', records: [{ id: link.id, ...extra }] });
    const carryOut = async (): Promise<Write[]> => {
      const { run } = dataOf<{ run: Run }>(await app.admin.post(`${await path()}/external`, asked()));
      await waitForRun(app.admin, run.id);
      return dataOf<Write[]>(await app.admin.get(`/crosswalk/runs/${run.id}/writes`));
    };
    beforeAll(async () => {
      const proposed = await linksOf(app.admin, `connectionId=${connection.id}&state=proposed`);
      const company = proposed.find(({ recordType }) => recordType === 'company');
      if (!company) throw new Error('There is no company');
      link = company;
      dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [link.id] }));
    });
    beforeEach(() => server.faults.forgetRequests());

    it('are shown before they are written, and written by those who may write', async () => {
      expect((await mappingOf('company')).canAnchor).toBe(true);
      expect((await mappingOf('product')).canAnchor).toBe(false);
      const before = companyOf(link.external.id)?.externalId ?? '';
      const preview = dataOf<ResponseOf<typeof previewWrites>['data']>(
        await app.admin.post(`${await path()}/preview`, asked()),
      );
      expect(preview).toMatchObject({
        unsent: [],
        records: [
          { problems: [], values: [{ role: 'externalKey', label: 'External id', value: link.local.id, before }] },
        ],
      });
      const typed = await app.admin.post(`${await path()}/external`, asked({ edits: { externalKey: 'another' } }));
      expect([typed.status, typed.text]).toEqual([422, expect.stringContaining('the id of the entry')]);
      const products = await app.admin.post(`${await path('product')}/preview`, asked());
      expect([products.status, products.text]).toEqual([422, expect.stringContaining('can carry no key')]);
      const reviewer = await app.adminWith([
        'plugin::crosswalk.read',
        'plugin::crosswalk.review',
        'plugin::content-manager.explorer.read@api::client.client',
      ]);
      expect((await reviewer.post(`${await path()}/external`, asked())).status).toBe(403);
      expect(patches()).toEqual([]);

      expect((await carryOut())[0]).toMatchObject({ state: 'done', act: 'write_anchor' });
      expect(companyOf(link.external.id)?.externalId).toBe(link.local.id);
      expect(patches()).toHaveLength(1);
      // It is there already: nothing to write.
      expect((await app.admin.post(`${await path()}/external`, asked())).status).toBe(422);
    });

    it('are written once when the answer is lost, and never over a key that somebody else has put there', async () => {
      const company = companyOf(link.external.id);
      if (!company) throw new Error('The company is gone');
      company.externalId = 'PSA-1';
      const refused = app.admin.post(`${await path()}/preview`, asked());
      // As far as is known here, the key is there.
      expect((await refused).text).toContain('Both sides say the same');
      await syncAndMatch(app.admin, connection.id);
      server.faults.forgetRequests();
      server.faults.add({ kind: 'cut', when: 'after', method: 'PATCH', path: '/companies' });
      expect((await carryOut())[0]?.state).toBe('done');
      expect(company.externalId).toBe(link.local.id);
      expect(patches()).toHaveLength(1);
      company.externalId = 'PSA-2';
      await syncAndMatch(app.admin, connection.id);
      company.externalId = 'PSA-3';
      expect((await carryOut())[0]).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('"PSA-3" already') as string,
      });
      expect(company.externalId).toBe('PSA-3');
      company.externalId = link.local.id;
    });

    it('bring a lost link back, whatever the names are, but none that was rejected', async () => {
      const company = companyOf(link.external.id);
      if (!company) throw new Error('The company is gone');
      const name = company.name;
      Object.assign(company, { name: 'Zzyzx Holdings', website: 'https://zzyzx.example', phone: '000' });
      await app.strapi.db.connection('crosswalk_links').where({ document_id: link.id }).delete();
      await syncAndMatch(app.admin, connection.id);
      const found = await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`);
      const rebuilt = found.find(({ local }) => local.id === link.local.id);
      expect(rebuilt).toMatchObject({ origin: 'auto', external: { id: link.external.id, label: 'Zzyzx Holdings' } });
      const decisions = dataOf<Decision[]>(await app.admin.get('/crosswalk/decisions'));
      expect(decisions.find(({ act }) => act === 'rebuild')).toMatchObject({ count: 1, actor: 'Pax8' });

      dataOf(await app.admin.post('/crosswalk/links/unlink', { ids: [rebuilt?.id] }));
      await syncAndMatch(app.admin, connection.id);
      const after = await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`);
      expect(after.find(({ local }) => local.id === link.local.id)).toBeUndefined();
      company.name = name;
    });

    it('say nothing where two records carry the same key', async () => {
      await app.strapi.db
        .connection('crosswalk_links')
        .where({ connection_id: connection.id, local_id: link.local.id })
        .delete();
      const twin = server.partner.companies.find(({ id }) => id !== link.external.id);
      if (!twin) throw new Error('There is one company only');
      const before = twin.externalId;
      twin.externalId = link.local.id;
      await syncAndMatch(app.admin, connection.id);
      const links = await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`);
      expect(links.find(({ local }) => local.id === link.local.id)).toBeUndefined();
      twin.externalId = before;
    });
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
