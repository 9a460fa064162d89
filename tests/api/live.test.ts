import type {
  Connection,
  Decision,
  Link,
  Mapping,
  mappingThreshold,
  RecordCard,
  ResponseOf,
  Suggestion,
  WhyNot,
} from '../../server/src/contracts';
import {
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  updateCustomer,
  waitFor,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';
import { streetBooks, streetClients } from '../helpers/street';

type Threshold = ResponseOf<typeof mappingThreshold>['data'];
type Unlinked = RecordCard & { why: WhyNot | null };
type Found = { indexed: boolean; suggestions: Suggestion[] };

/** What editors do in Strapi while no run is at work. */
describe('one record at a time', () => {
  let app: TestStrapi;
  let books: Awaited<ReturnType<typeof startBooks>>;
  let clients: Mapping;
  let connection: Connection;

  beforeAll(async () => {
    books = await startBooks(streetBooks);
    app = await startStrapi({ env: { TEST_QBO_URL: books.url } });
    await fillBusiness(app, { 'api::client.client': streetClients.slice(20) });
    connection = await connectQuickBooks(app.admin);
    clients = (await mapEverything(app.admin, connection.id, 'one_to_one')).Clients as Mapping;
    await syncAndMatch(app.admin, connection.id);
  });
  afterAll(async () => {
    await app?.stop();
    await books?.close();
  });

  const documents = () => app.strapi.documents('api::client.client');
  const linksNow = (name: string): Promise<Link[]> =>
    linksOf(app.admin, `mappingId=${clients.id}&search=${encodeURIComponent(name)}`);
  const unlinkedNow = async (name: string): Promise<Unlinked | undefined> =>
    dataOf<Unlinked[]>(
      await app.admin.get(`/crosswalk/mappings/${clients.id}/unlinked?search=${encodeURIComponent(name)}`),
    )[0];
  const [shop] = streetClients;
  const create = async (data: object): Promise<string> => {
    const entry = await documents().create({ data, status: 'published' } as never);
    return (entry as unknown as { documentId: string }).documentId;
  };
  const runs = async (): Promise<number> =>
    Number((await app.strapi.db.connection('crosswalk_runs').count({ n: '*' }))[0]?.n);

  it('proposes a new client by itself, without a run, and says so in the journal', async () => {
    const before = await runs();
    await create(shop ?? {});
    const link = await waitFor('the proposal', async () => (await linksNow(shop?.name ?? ''))[0]);
    expect(link).toMatchObject({ state: 'proposed', origin: 'auto', external: { id: '1000' } });
    expect(link.modelVersion).toBe(
      dataOf<Threshold>(await app.admin.get(`/crosswalk/mappings/${clients.id}/threshold`)).model?.version,
    );
    const [decision] = dataOf<Decision[]>(await app.admin.get(`/crosswalk/decisions?linkId=${link.id}`));
    expect(decision).toMatchObject({ act: 'propose', actor: 'Auto-link' });
    expect(await runs()).toBe(before);
  });

  it('follows a change: the proposal goes with what it rested on, and comes back with it', async () => {
    const [link] = await linksNow(shop?.name ?? '');
    const update = (data: object) =>
      documents().update({ documentId: link?.local.id ?? '', data, status: 'published' } as never);
    await update({ name: 'Something else altogether', email: null, phone: null });
    const gone = await waitFor('the reason', async () => (await unlinkedNow('Something else altogether'))?.why);
    expect(gone.kind).toMatch(/no_candidate|below_threshold/);
    expect(await linksNow(shop?.name ?? '')).toHaveLength(0);
    await update(shop ?? {});
    await waitFor('the proposal', async () => (await linksNow(shop?.name ?? ''))[0]);
  });

  it('forgets a deleted client, and frees its customer for another', async () => {
    const [link] = await linksNow(shop?.name ?? '');
    const twin = await create({ ...shop, email: undefined });
    await waitFor('the twin to be matched', async () => (await unlinkedNow(shop?.name ?? ''))?.why);
    await documents().delete({ documentId: link?.local.id ?? '' });
    const next = await waitFor('the proposal of the other', async () =>
      (await linksNow(shop?.name ?? '')).find(({ local }) => local.id === twin),
    );
    expect(next).toMatchObject({ state: 'proposed', external: { id: '1000' } });
  });

  it('matches what a sync changed, and nothing else, by the model that there is', async () => {
    const model = async () =>
      dataOf<Threshold>(await app.admin.get(`/crosswalk/mappings/${clients.id}/threshold`)).model;
    const before = await model();
    const name = streetClients[40]?.name ?? '';
    expect(await linksNow(name)).toHaveLength(1);
    const rename = async (DisplayName: string) => {
      await updateCustomer(app, connection.id, books.url, '1040', { DisplayName });
      await syncAndMatch(app.admin, connection.id);
    };
    await rename('Unrelated Holdings');
    expect((await unlinkedNow(name))?.why?.kind ?? (await linksNow(name))[0]?.external.label).toMatch(
      /no_candidate|below_threshold|Unrelated/,
    );
    await rename(name);
    expect(await linksNow(name)).toMatchObject([{ state: 'proposed', external: { id: '1040', label: name } }]);
    expect(await model()).toEqual(before);

    // A decision is something to learn from, so the next sync fits anew.
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: (await linksNow(name)).map(({ id }) => id) }));
    await syncAndMatch(app.admin, connection.id);
    expect(await model()).toMatchObject({ confirmed: 1 });
    expect((await model())?.fittedAt).not.toBe(before?.fittedAt);
  });

  it('searches with typing errors, words in any order, and what was saved a moment ago', async () => {
    const recordId = dataOf<RecordCard[]>(
      await app.admin.get(`/crosswalk/mappings/${clients.id}/unlinked?search=zeppelin`),
    )[0]?.id;
    const find = async (search: string): Promise<Found> =>
      dataOf<Found>(
        await app.admin.get(
          `/crosswalk/mappings/${clients.id}/suggestions?recordId=${recordId}&search=${encodeURIComponent(search)}`,
        ),
      );
    // A search does not wait long for an index that is being built.
    await waitFor('the index', async () => (await find('umber')).indexed);
    for (const typed of ['glasworks umber', 'Umbr Glassworks', 'umber glass']) {
      const { indexed, suggestions } = await find(typed);
      expect([typed, indexed, suggestions[0]?.record.id]).toEqual([typed, true, '4']);
    }
  });
});
