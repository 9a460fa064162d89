import type { Connection, Decision, Link, Mapping, RecordCard, Run, Suggestion } from '../../server/src/contracts';
import { secretsOf } from '../../server/src/connections/secrets';
import {
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  waitForRun,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';

describe('the main job over HTTP', () => {
  let app: TestStrapi;
  let quickbooks: Awaited<ReturnType<typeof startBooks>>;
  let connection: Connection;
  let mappings: Record<string, Mapping>;

  beforeAll(async () => {
    quickbooks = await startBooks();
    app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url } });
    await fillBusiness(app);
    connection = await connectQuickBooks(app.admin);
    mappings = await mapEverything(app.admin, connection.id);
    await syncAndMatch(app.admin, connection.id);
  });
  afterAll(async () => {
    await app?.stop();
    await quickbooks?.close();
  });

  const proposals = () => linksOf(app.admin, `connectionId=${connection.id}&state=proposed`);
  const local = (links: Link[], label: string) => {
    const link = links.find((candidate) => candidate.local.label === label);
    if (!link)
      throw new Error(`No link of ${label} among ${links.map((candidate) => candidate.local.label).join(', ')}`);
    return link;
  };

  it('keeps the name and id of the account that was connected', () => {
    expect(connection).toMatchObject({
      state: 'setup',
      accountId: '4620816365000001',
      accountName: 'Harborline Test Company',
    });
    expect(JSON.stringify(connection)).not.toMatch(/token|secret/i);
  });

  it('proposes safe pairs with evidence, never an inactive record', async () => {
    const links = await proposals();
    const alder = local(links, 'Alder & Finch Dental');
    expect(alder.external.id).toBe('1');
    expect(alder.score).toBeGreaterThanOrEqual(0.95);
    const { prior = NaN, fields = [], adjustments = [], total = NaN } = alder.evidence ?? {};
    expect([...fields, ...adjustments].reduce((sum, { weight }) => sum + weight, prior)).toBeCloseTo(total, 5);
    expect(1 / (1 + 2 ** -total)).toBeCloseTo(alder.score ?? NaN, 5);
    expect(alder.evidence?.sentence).toMatch(/email/i);
    expect(links.every((link) => link.external.active)).toBe(true);
    expect(local(links, 'Cat6 patch cable, 3 m').external.id).toBe('11');
  });

  it('leaves ambiguous records to the manual step, with suggestions', async () => {
    const page = await app.admin.get(`/crosswalk/mappings/${mappings.Clients?.id}/unlinked?side=local`);
    const labels = dataOf<RecordCard[]>(page).map(({ label }) => label);
    expect(labels).toContain('Vasquez Land Survey');
    const hit = dataOf<{ suggestions: Suggestion[] }>(
      await app.admin.get(
        `/crosswalk/mappings/${mappings.Clients?.id}/suggestions?recordId=${await clientId('Cascade Orthodontics Bend')}&search=cascade ortodontics`,
      ),
    );
    expect(hit.suggestions[0]?.record.id).toBe('3');
  });

  const clientId = async (name: string): Promise<string> => {
    const entry = await app.strapi.documents('api::client.client').findFirst({ filters: { name } } as never);
    return (entry as unknown as { documentId: string }).documentId;
  };

  it('confirms, rejects, and takes both back', async () => {
    const links = await proposals();
    const birch = local(links, 'Birchwood Vet Clinic');
    const { batchId } = dataOf<{ batchId: string }>(
      await app.admin.post('/crosswalk/links/confirm', { ids: [birch.id] }),
    );
    expect(dataOf<Link>(await app.admin.get(`/crosswalk/links/${birch.id}`)).state).toBe('confirmed');

    const again = await app.admin.post('/crosswalk/links/confirm', { ids: [birch.id] });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ error: { message: expect.stringContaining('confirmed already by Dana Ruiz') } });

    dataOf(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
    expect(dataOf<Link>(await app.admin.get(`/crosswalk/links/${birch.id}`)).state).toBe('proposed');
    expect((await app.admin.post(`/crosswalk/decisions/${batchId}/undo`)).status).toBe(409);

    const rejected = dataOf<{ batchId: string }>(
      await app.admin.post('/crosswalk/links/reject', { ids: [birch.id], reason: 'branch' }),
    );
    await syncAndMatch(app.admin, connection.id);
    expect(dataOf<Link>(await app.admin.get(`/crosswalk/links/${birch.id}`))).toMatchObject({
      state: 'rejected',
      reason: 'branch',
    });
    dataOf(await app.admin.post(`/crosswalk/decisions/${rejected.batchId}/undo`));
    expect((await proposals()).map(({ id }) => id)).toContain(birch.id);
  });

  it('proposes a rejected pair again once a field that counted has changed, and says which', async () => {
    const birch = local(await proposals(), 'Birchwood Vet Clinic');
    const change = async (data: object) => {
      const documents = app.strapi.documents('api::client.client');
      await documents.update({ documentId: birch.local.id, data, status: 'published' } as never);
      await syncAndMatch(app.admin, connection.id);
      return dataOf<Link>(await app.admin.get(`/crosswalk/links/${birch.id}`));
    };
    dataOf(await app.admin.post('/crosswalk/links/reject', { ids: [birch.id], reason: 'other' }));
    // The customer has no phone number, so a phone number did not count.
    expect(await change({ phone: '503-555-0188' })).toMatchObject({ state: 'rejected', changedSinceRejection: null });

    const back = await change({ name: 'Birchwood Vet Clinics' });
    expect(back).toMatchObject({ state: 'proposed', external: { id: '2' } });
    expect(back.changedSinceRejection).toMatchObject({
      reason: 'other',
      by: expect.stringContaining('Dana Ruiz'),
      at: expect.stringMatching(/^20/),
      changes: [{ role: 'name', side: 'local', before: 'Birchwood Vet Clinic', after: 'Birchwood Vet Clinics' }],
    });
    // It says so until somebody decides.
    await syncAndMatch(app.admin, connection.id);
    expect(dataOf<Link>(await app.admin.get(`/crosswalk/links/${birch.id}`)).changedSinceRejection).toEqual(
      back.changedSinceRejection,
    );
  });

  it('confirms everything only while the numbers are those that were shown', async () => {
    const summary = dataOf<{ mappings: Array<{ mappingId: string; proposed: number }>; proposed: number }>(
      await app.admin.get(`/crosswalk/review/summary?connectionId=${connection.id}`),
    );
    const expected = summary.mappings.map(({ mappingId, proposed }) => ({ mappingId, count: proposed }));
    const wrong = await app.admin.post('/crosswalk/review/confirm-all', {
      connectionId: connection.id,
      includeWarnings: true,
      expected: expected.map((row) => ({ ...row, count: row.count + 1 })),
    });
    expect(wrong.status).toBe(409);
    expect((await proposals()).length).toBe(summary.proposed);

    const done = dataOf<{ count: number; batchId: string }>(
      await app.admin.post('/crosswalk/review/confirm-all', {
        connectionId: connection.id,
        includeWarnings: true,
        expected,
      }),
    );
    expect(done.count).toBe(summary.proposed);
    expect(await proposals()).toHaveLength(0);
    expect(await linksOf(app.admin, `connectionId=${connection.id}&state=confirmed`)).toHaveLength(summary.proposed);

    dataOf(await app.admin.post(`/crosswalk/decisions/${done.batchId}/undo`));
    expect(await proposals()).toHaveLength(summary.proposed);
    dataOf(
      await app.admin.post('/crosswalk/review/confirm-all', {
        connectionId: connection.id,
        includeWarnings: true,
        expected,
      }),
    );
  });

  it('maps several clients to one customer, refuses what may not be, and replaces on request', async () => {
    const mappingId = mappings.Clients?.id;
    const bend = await clientId('Cascade Orthodontics Bend');
    const salem = await clientId('Cascade Orthodontics Salem');
    const mapped = (localId: string, externalId: string, replace?: string) =>
      app.admin.post('/crosswalk/links/map', { mappingId, localId, externalId, ...(replace ? { replace } : {}) });
    dataOf(await mapped(bend, '3'));
    const salemLinks = await linksOf(app.admin, `mappingId=${mappingId}&state=confirmed&search=Salem`);
    if (salemLinks.length === 0) dataOf(await mapped(salem, '3'));
    const shared = await linksOf(app.admin, `mappingId=${mappingId}&state=confirmed&search=Cascade`);
    expect(shared.map((link) => link.sharedBy)).toEqual([2, 2]);

    const second = await mapped(bend, '6');
    expect(second.status).toBe(409);
    const { replace } = (second.body as { error: { details: { replace: string } } }).error.details;
    const moved = dataOf<{ batchId: string }>(await mapped(bend, '6', replace));
    expect(
      local(await linksOf(app.admin, `mappingId=${mappingId}&state=confirmed`), 'Cascade Orthodontics Bend').external
        .id,
    ).toBe('6');
    dataOf(await app.admin.post(`/crosswalk/decisions/${moved.batchId}/undo`));
    expect(
      local(await linksOf(app.admin, `mappingId=${mappingId}&state=confirmed`), 'Cascade Orthodontics Bend').external
        .id,
    ).toBe('3');

    const inactive = await mapped(await clientId('Vasquez Land Survey'), '5');
    expect(inactive.status).toBe(409);
    expect(inactive.body).toMatchObject({ error: { message: expect.stringContaining('inactive') } });
    expect((await mapped('unknown-record', '3')).status).toBe(404);
    expect((await mapped(bend, '999')).status).toBe(404);
  });

  it('refuses a second local record where the mapping is one to one', async () => {
    const mappingId = mappings.Parts?.id;
    const part = (await app.strapi
      .documents('api::part.part')
      .create({ data: { name: 'Another access point' } } as never)) as unknown as { documentId: string };
    await syncAndMatch(app.admin, connection.id);
    const taken = await app.admin.post('/crosswalk/links/map', {
      mappingId,
      localId: part.documentId,
      externalId: '12',
    });
    expect(taken.status).toBe(409);
    expect(taken.body).toMatchObject({ error: { message: expect.stringContaining('UniFi U7 Pro') } });
  });

  it('creates a missing record with its link, both or neither', async () => {
    const mappingId = mappings.Clients?.id;
    const form = dataOf<{ fields: Array<{ name: string; value: unknown; required: boolean }> }>(
      await app.admin.get(`/crosswalk/mappings/${mappingId}/create-form?externalId=6`),
    );
    expect(form.fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'name', value: 'Nordby Hardware', required: true, filledFrom: 'name' }),
      ]),
    );

    const before = await app.strapi.documents('api::client.client').count({});
    const invalid = await app.admin.post(`/crosswalk/mappings/${mappingId}/create-local`, {
      externalId: '6',
      data: { name: '', email: 'not an address' },
    });
    expect(invalid.status).toBe(400);
    expect(
      (invalid.body as { error: { details: { errors: Array<{ path: string[] }> } } }).error.details.errors.map(
        ({ path }) => path[0],
      ),
    ).toEqual(expect.arrayContaining(['name', 'email']));
    expect(await app.strapi.documents('api::client.client').count({})).toBe(before);

    const data = Object.fromEntries(
      form.fields.filter(({ value }) => value !== null).map(({ name, value }) => [name, value]),
    );
    dataOf(await app.admin.post(`/crosswalk/mappings/${mappingId}/create-local`, { externalId: '6', data }));
    const [link] = await linksOf(app.admin, `mappingId=${mappingId}&search=Nordby`);
    expect(link).toMatchObject({ state: 'confirmed', origin: 'created', local: { label: 'Nordby Hardware' } });

    const twice = await app.admin.post(`/crosswalk/mappings/${mappingId}/create-local`, {
      externalId: '6',
      data: { name: 'Nordby again', unknown: 1 },
    });
    expect(twice.status).toBe(400);
  });

  it('finalizes, and tells the whole story in the journal', async () => {
    const live = dataOf<Connection>(
      await app.admin.post(`/crosswalk/connections/${connection.id}/steps/check/complete`),
    );
    expect(live).toMatchObject({ state: 'live', wizardStep: 'done' });
    expect(live.nextSyncAt).not.toBeNull();
    // The schedule: what is due is synced once, whoever looks.
    await app.strapi.db.connection('crosswalk_connections').update({ next_sync_at: new Date(Date.now() - 1_000) });
    const sync = app.strapi.plugin('crosswalk').service('sync') as { startDue(): Promise<void> };
    await Promise.all([sync.startDue(), sync.startDue()]);
    const [scheduled, before] = dataOf<Run[]>(await app.admin.get(`/crosswalk/runs?connectionId=${connection.id}`));
    expect([scheduled?.startedBy, before?.startedBy]).toEqual(['Schedule', expect.stringContaining('Dana Ruiz')]);
    expect((await waitForRun(app.admin, scheduled?.id ?? '')).state).toBe('succeeded');

    const journal = dataOf<Decision[]>(
      await app.admin.get(`/crosswalk/decisions?connectionId=${connection.id}&pageSize=50`),
    );
    expect(new Set(journal.map(({ act }) => act))).toEqual(
      new Set(['propose', 'confirm', 'undo', 'reject', 'map', 'create', 'finalize']),
    );
    expect(journal.every(({ actor }) => actor.length > 0)).toBe(true);
  });

  it('marks links whose customer was made inactive and clears the mark when it is back', async () => {
    const setActive = async (active: boolean) => {
      const token = await accessToken();
      const api = `${quickbooks.url}/v3/company/4620816365000001`;
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      };
      const read = (await (await fetch(`${api}/customer/1`, { headers })).json()) as {
        Customer: { SyncToken: string };
      };
      const answer = await fetch(`${api}/customer`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ Id: '1', SyncToken: read.Customer.SyncToken, sparse: true, Active: active }),
      });
      expect(answer.status).toBe(200);
      await syncAndMatch(app.admin, connection.id);
    };
    const accessToken = async () => {
      return (await secretsOf(app.strapi, connection.id, AbortSignal.timeout(5_000)).read()).accessToken ?? '';
    };
    await setActive(false);
    expect(local(await linksOf(app.admin, 'attention=any'), 'Alder & Finch Dental').attention).toBe('inactive');
    await setActive(true);
    expect(await linksOf(app.admin, 'attention=any')).toHaveLength(0);
  });
});
