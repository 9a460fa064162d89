import type { EntryInMapping, EntryLink, Link, Mapping, WhyNot } from '../../server/src/contracts';
import {
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
} from '../helpers/flow';
import { startStrapi, type TestAdmin, type TestStrapi } from '../helpers/strapi';

const CLIENT = 'api::client.client';

interface Row {
  documentId: string;
  name: string;
}

/** What admins see of links where they edit entries. */
describe('links in the Content Manager', () => {
  let app: TestStrapi;
  let books: Awaited<ReturnType<typeof startBooks>>;
  let mappings: Record<string, Mapping>;
  let links: Link[];

  beforeAll(async () => {
    books = await startBooks();
    app = await startStrapi({ env: { TEST_QBO_URL: books.url } });
    await fillBusiness(app);
    const connection = await connectQuickBooks(app.admin);
    mappings = await mapEverything(app.admin, connection.id);
    await syncAndMatch(app.admin, connection.id);
    links = await linksOf(app.admin, `mappingId=${mappings.Clients?.id}`);
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [links[0]?.id] }));
  });
  afterAll(async () => {
    await app?.stop();
    await books?.close();
  });

  const list = async (filter: string, who: TestAdmin = app.admin, query = '') => {
    const answer = await who.get(
      `/content-manager/collection-types/${CLIENT}?${query}filters[$and][0][__crosswalk][$eq]=${filter}`,
    );
    const { results, pagination, error } = answer.body as {
      results?: Row[];
      pagination?: { total: number };
      error?: { message: string };
    };
    return { status: answer.status, names: results?.map(({ name }) => name).sort(), total: pagination?.total, error };
  };
  const all = async () =>
    ((await app.admin.get(`/content-manager/collection-types/${CLIENT}?pageSize=100`)).body as { results: Row[] })
      .results;

  it('filters the list by what entries are linked with, and counts as the database does', async () => {
    const proposed = links.slice(1).map(({ local }) => local.label);
    const linked = [links[0]?.local.label];
    expect(await list('linked')).toMatchObject({ status: 200, names: linked, total: 1 });
    expect(await list('proposed')).toMatchObject({ names: [...proposed].sort(), total: proposed.length });
    const everybody = (await all()).map(({ name }) => name);
    const none = everybody.filter((name) => !linked.includes(name) && !proposed.includes(name)).sort();
    expect(none.length).toBeGreaterThan(0);
    expect(await list('none')).toMatchObject({ names: none, total: none.length });
    expect((await list('none', app.admin, 'pageSize=1&')).total).toBe(none.length);
    expect((await list('attention')).total).toBe(0);
    // It goes together with filters of the Content Manager's own.
    const narrow = `filters[$and][1][name][$eq]=${encodeURIComponent(none[0] ?? '')}&`;
    expect((await list('none', app.admin, narrow)).names).toEqual([none[0]]);
  });

  it('refuses a filter that there is not, and one by links that the admin may not see', async () => {
    expect(await list('sideways')).toMatchObject({ status: 400, error: { message: expect.stringMatching(/linked/) } });
    const editor = await app.adminWith([`plugin::content-manager.explorer.read@${CLIENT}`]);
    expect((await list('linked', editor)).status).toBe(403);
  });

  it('marks the views of mapped content types for admins who may see links', async () => {
    const optionsOf = async (who: TestAdmin, uid: string) => {
      const answer = await who.get(`/content-manager/content-types/${uid}/configuration`);
      return (answer.body as { data: { contentType: { options?: { crosswalk?: object } } } }).data.contentType.options;
    };
    expect((await optionsOf(app.admin, CLIENT))?.crosswalk).toEqual({ review: true });
    expect((await optionsOf(app.admin, 'api::work-order.work-order'))?.crosswalk).toBeUndefined();
    const reader = await app.adminWith([`plugin::content-manager.explorer.read@${CLIENT}`, 'plugin::crosswalk.read']);
    expect((await optionsOf(reader, CLIENT))?.crosswalk).toEqual({ review: false });
    const editor = await app.adminWith([`plugin::content-manager.explorer.read@${CLIENT}`]);
    expect((await optionsOf(editor, CLIENT))?.crosswalk).toBeUndefined();
  });

  it('tells the links of a page of entries, and of one entry in each mapping', async () => {
    const ids = links.map(({ local }) => local.id);
    const rows = dataOf<Array<{ id: string; links: EntryLink[] }>>(
      await app.admin.get(`/crosswalk/entries/${CLIENT}?ids=${ids.join(',')},nobody`),
    );
    expect(rows).toHaveLength(ids.length);
    expect(rows.find(({ id }) => id === ids[0])?.links).toEqual([
      {
        id: links[0]?.id,
        state: 'confirmed',
        attention: null,
        connectionName: 'QuickBooks',
        label: links[0]?.external.label,
      },
    ]);
    const [own] = dataOf<EntryInMapping[]>(await app.admin.get(`/crosswalk/entries/${CLIENT}/${ids[0]}`));
    expect(own).toMatchObject({ mappingName: 'Clients', known: true, link: { state: 'confirmed' } });
    const [unknown] = dataOf<EntryInMapping[]>(await app.admin.get(`/crosswalk/entries/${CLIENT}/nobody`));
    expect(unknown).toMatchObject({ known: false, link: null, suggestions: 0 });
    const types = dataOf<unknown[]>(await app.admin.get('/crosswalk/entries/api::work-order.work-order/nobody'));
    expect(types).toEqual([]);
    const tooMany = Array.from({ length: 101 }, (_, at) => at).join(',');
    expect((await app.admin.get(`/crosswalk/entries/${CLIENT}?ids=${tooMany}`)).status).toBe(400);
    const reader = await app.adminWith(['plugin::crosswalk.read']);
    expect((await reader.get(`/crosswalk/entries/${CLIENT}/${ids[0]}`)).status).toBe(403);
  });

  it('finds matches for chosen entries, and says why there is none', async () => {
    const entries = await all();
    const proposal = links[1] as Link;
    // A proposal that was lost is found again; the confirmed link is left alone.
    await app.strapi.db.connection('crosswalk_links').where({ document_id: proposal.id }).delete();
    const [found] = dataOf<Array<{ entries: Array<{ id: string; link: EntryLink | null; why: WhyNot | null }> }>>(
      await app.admin.post(`/crosswalk/entries/${CLIENT}/match`, { ids: entries.map(({ documentId }) => documentId) }),
    );
    const of = (id: string | undefined) => found?.entries.find((entry) => entry.id === id);
    expect(found?.entries).toHaveLength(entries.length);
    expect(of(links[0]?.local.id)).toMatchObject({ link: { id: links[0]?.id, state: 'confirmed' }, why: null });
    expect(of(proposal.local.id)).toMatchObject({ link: { state: 'proposed', label: proposal.external.label } });
    const left = entries.find(({ name }) => name === 'Vasquez Land Survey');
    expect(of(left?.documentId)).toMatchObject({ link: null, why: { kind: expect.any(String) } });
    expect((await app.admin.post(`/crosswalk/entries/${CLIENT}/match`, { ids: [] })).status).toBe(400);
    expect(
      (await app.admin.post('/crosswalk/entries/api::work-order.work-order/match', { ids: ['nobody'] })).status,
    ).toBe(404);
  });

  it('refuses while a run is at work on the connection', async () => {
    const run = app.strapi.db.connection('crosswalk_runs');
    const [last] = (await run.clone().orderBy('id', 'desc').limit(1)) as Array<{ id: number; state: string }>;
    await run.clone().where({ id: last?.id }).update({ state: 'running' });
    const answer = await app.admin.post(`/crosswalk/entries/${CLIENT}/match`, { ids: [links[0]?.local.id] });
    await run.clone().where({ id: last?.id }).update({ state: last?.state });
    expect(answer.status).toBe(409);
    expect((answer.body as { error: { message: string } }).error.message).toMatch(/QuickBooks is being synced/);
  });
});
