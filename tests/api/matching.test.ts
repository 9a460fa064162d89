import type { Connection, Mapping, RecordCard, Suggestion, WhyNot } from '../../server/src/contracts';
import type { mappingThreshold, ResponseOf } from '../../server/src/contracts';
import {
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
  waitFor,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';
import { held, streetBooks, streetClients } from '../helpers/street';

type Threshold = ResponseOf<typeof mappingThreshold>['data'];
type Unlinked = RecordCard & { why: WhyNot | null; bestScore: number | null };
type Found = { why: WhyNot | null; indexed: boolean; suggestions: Suggestion[] };

/** A street of shops: enough records for weights to be learned, and one of each kind that must not be linked. */
describe('what a match leaves behind', () => {
  let app: TestStrapi;
  let books: Awaited<ReturnType<typeof startBooks>>;
  let connection: Connection;
  let clients: Mapping;

  beforeAll(async () => {
    books = await startBooks(streetBooks);
    app = await startStrapi({ env: { TEST_QBO_URL: books.url } });
    await fillBusiness(app, { 'api::client.client': streetClients });
    connection = await connectQuickBooks(app.admin);
    const mappings = await mapEverything(app.admin, connection.id, 'one_to_one');
    clients = mappings.Clients as Mapping;
    await syncAndMatch(app.admin, connection.id);
  });
  afterAll(async () => {
    await app?.stop();
    await books?.close();
  });

  const documents = () => app.strapi.documents('api::client.client');
  const clientId = async (name: string): Promise<string> => {
    const entry = (await documents().findFirst({ filters: { name } } as never)) as unknown as { documentId: string };
    return entry.documentId;
  };
  const unlinked = async (query = ''): Promise<Unlinked[]> =>
    dataOf<Unlinked[]>(await app.admin.get(`/crosswalk/mappings/${clients.id}/unlinked?pageSize=100&${query}`));
  const whyNot = async (name: string, query = ''): Promise<WhyNot | null | undefined> =>
    (await unlinked(query)).find(({ label }) => label === name)?.why;
  const threshold = async (query = ''): Promise<Threshold> =>
    dataOf<Threshold>(await app.admin.get(`/crosswalk/mappings/${clients.id}/threshold?${query}`));
  const linkCount = async (state: string): Promise<{ total: number }> => {
    const answer = await app.admin.get(`/crosswalk/links?mappingId=${clients.id}&state=${state}&pageSize=1`);
    return (answer.body as { meta: { pagination: { total: number } } }).meta.pagination;
  };
  const find = async (name: string, search: string): Promise<Found> =>
    dataOf<Found>(
      await app.admin.get(
        `/crosswalk/mappings/${clients.id}/suggestions?recordId=${await clientId(name)}&search=${encodeURIComponent(search)}`,
      ),
    );

  it('is a model, whose version stands on every link, and a runner-up with its evidence', async () => {
    const links = await linksOf(app.admin, `mappingId=${clients.id}&state=proposed`);
    expect(links).toHaveLength(100);
    const { model } = await threshold();
    expect(model).toMatchObject({ confirmed: 0, rejected: 0, fittedAt: expect.stringMatching(/^20/) });
    for (const link of links) expect(link.modelVersion).toBe(model?.version);
    const twins = links.filter(({ runnerUp }) => runnerUp !== null);
    expect(twins.length).toBeGreaterThan(0);
    for (const { score, margin, runnerUp } of twins) {
      expect(margin).toBeCloseTo((score ?? NaN) - (runnerUp?.score ?? NaN), 9);
      const { prior = NaN, fields = [], adjustments = [], total = NaN } = runnerUp?.evidence ?? {};
      expect([...fields, ...adjustments].reduce((sum, { weight }) => sum + weight, prior)).toBeCloseTo(total, 5);
    }
  });

  it('is a reason for every record without a proposal', async () => {
    for (const { label, why } of await unlinked()) expect([label, why?.sentence]).toEqual([label, expect.any(String)]);
    const common = { threshold: clients.threshold, margin: clients.margin, rejection: null };
    expect(await whyNot(held.no_candidate.name)).toMatchObject({ ...common, kind: 'no_candidate', best: null });

    const below = await whyNot(held.below_threshold.name);
    expect(below).toMatchObject({ ...common, kind: 'below_threshold', best: { id: '1' }, rival: null, veto: null });
    expect(below?.sentence).toMatch(/Marble Hill.*under the threshold of 95\.0 %/);

    const ambiguous = await whyNot(held.ambiguous.name);
    expect(ambiguous).toMatchObject({ ...common, kind: 'ambiguous', rival: { side: 'external' } });
    expect([ambiguous?.best?.label, ambiguous?.rival?.label].sort()).toEqual([
      'Tidewater Rowing Club East',
      'Tidewater Rowing Club West',
    ]);
    expect(Math.abs((ambiguous?.best?.score ?? 0) - (ambiguous?.rival?.score ?? 1))).toBeLessThan(clients.margin);

    expect(await whyNot(held.vetoed.name)).toMatchObject({
      ...common,
      kind: 'vetoed',
      best: { id: '4', label: 'Umber Glassworks' },
      veto: { kind: 'tax_id', left: expect.stringMatching(/^12/), right: expect.stringMatching(/^98/) },
    });
    expect(await whyNot(held.inactive.name)).toMatchObject({ ...common, kind: 'inactive', best: { id: '5' } });

    const preferred = await whyNot(held.preferred_other.name);
    expect(preferred).toMatchObject({
      ...common,
      kind: 'preferred_other',
      best: { id: '6', label: 'Wexcombe Taxi Company' },
      rival: { side: 'local', label: 'Wexcombe Taxi Company' },
    });
    expect(preferred?.rival?.score).toBeGreaterThan(clients.threshold);

    const one = await find(held.ambiguous.name, '');
    expect(one.why).toEqual(ambiguous);
    expect((await unlinked('why=vetoed')).map(({ label }) => label)).toEqual([held.vetoed.name]);
  });

  it('is what a search shows: the same pair has the same score and evidence', async () => {
    const db = app.strapi.db.connection;
    for (const name of [held.ambiguous.name, held.vetoed.name, held.below_threshold.name]) {
      const before = (await find(name, '')).suggestions.filter(({ score }) => (score ?? 0) > 0.0001);
      expect(before.length).toBeGreaterThan(0);
      const rows = (await db('crosswalk_candidates').where({ local_id: await clientId(name) })) as object[];
      await db('crosswalk_candidates')
        .where({ local_id: await clientId(name) })
        .delete();
      for (const { record, score, evidence } of before) {
        // A search does not wait long for an index that is being built.
        const { suggestions } = await waitFor('the index', async () => {
          const found = await find(name, record.label);
          return found.indexed && found;
        });
        const hit = suggestions.find((suggestion) => suggestion.record.id === record.id);
        expect([record.label, hit?.score]).toEqual([record.label, expect.closeTo(score ?? NaN, 3)]);
        expect(hit?.evidence).toMatchObject({ fields: evidence?.fields, sentence: evidence?.sentence });
        expect(hit?.evidence?.total).toBeCloseTo(evidence?.total ?? NaN, 1);
      }
      await db('crosswalk_candidates').insert(rows);
    }
  });

  it('is a reason for external records too', async () => {
    const external = await unlinked('side=external');
    const why = (label: string) => external.find((record) => record.label === label)?.why;
    expect(why('Umber Glassworks')).toMatchObject({ kind: 'vetoed', best: { label: held.vetoed.name } });
    expect(why('Tidewater Rowing Club West')?.kind).toMatch(/ambiguous|below_threshold/);
  });

  it('tells what a threshold would bring, by numbers that add up and by name', async () => {
    const proposed = await linksOf(app.admin, `mappingId=${clients.id}&state=proposed&sort=score:asc`);
    const now = await threshold();
    expect(now).toMatchObject({ threshold: 0.95, margin: 0.05, undecided: streetClients.length });
    expect(now.at.autoLinked).toBe((await linkCount('proposed')).total);
    expect([now.at.added.total, now.at.removed.total]).toEqual([0, 0]);
    expect(now.points.map((point) => point.threshold)).toEqual(expect.arrayContaining([0.5, 0.75, 0.95, 0.999]));
    for (let at = 1; at < now.points.length; at += 1) {
      expect(now.points[at]?.autoLinked).toBeLessThanOrEqual(now.points[at - 1]?.autoLinked ?? 0);
      expect(now.points[at]?.expectedWrong).toBeLessThanOrEqual((now.points[at - 1]?.expectedWrong ?? 0) + 1e-9);
    }
    const worst = Math.min(...proposed.map(({ score }) => score ?? 1));
    expect(now.at.expectedWrong).toBeGreaterThan(0);
    expect(now.at.expectedWrong).toBeLessThanOrEqual((1 - worst) * now.at.autoLinked + 1e-9);

    const strict = await threshold(`at=${(worst + 0.9999) / 2}`);
    expect(strict.at.autoLinked + strict.at.removed.total).toBe(now.at.autoLinked);
    expect(strict.at.autoLinked).toBeGreaterThan(0);
    const [weakest] = strict.at.removed.rows;
    expect(weakest?.score).toBeCloseTo(worst, 9);
    expect(proposed.map(({ local }) => local.label)).toContain(weakest?.localLabel);
    const loose = await threshold('at=0.5&margin=0');
    expect(loose.at.autoLinked - loose.at.added.total).toBe(now.at.autoLinked);
  });

  it('lets proposals follow a changed threshold without matching again, and says why of those that go', async () => {
    const before = await threshold();
    const proposed = await linksOf(app.admin, `mappingId=${clients.id}&state=proposed&sort=score:asc`);
    const change = async (values: { threshold: number; margin: number }) => {
      dataOf(await app.admin.put(`/crosswalk/mappings/${clients.id}`, values));
      await waitFor('the run', async () => {
        const { activeRun } = dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`));
        return activeRun === null;
      });
    };
    const at = ((proposed[0]?.score ?? 0) + 0.9999) / 2;
    const expected = await threshold(`at=${at}`);
    await change({ threshold: at, margin: clients.margin });
    expect((await linkCount('proposed')).total).toBe(expected.at.autoLinked);
    expect(await whyNot(proposed[0]?.local.label ?? '')).toMatchObject({
      kind: 'below_threshold',
      threshold: at,
      best: { id: proposed[0]?.external.id },
    });

    await change({ threshold: clients.threshold, margin: clients.margin });
    const after = await threshold();
    expect((await linkCount('proposed')).total).toBe(before.at.autoLinked);
    expect(after.model?.fittedAt).toBe(before.model?.fittedAt);
    const again = await linksOf(app.admin, `mappingId=${clients.id}&state=proposed&sort=score:asc`);
    expect(again.map(({ local, score }) => [local.id, score])).toEqual(
      proposed.map(({ local, score }) => [local.id, score]),
    );
    const kept = proposed.filter(({ score }) => (score ?? 0) >= at);
    for (const { id, runnerUp } of kept) expect(again.find((link) => link.id === id)?.runnerUp).toEqual(runnerUp);
  });

  it('says that a partner is taken, and by whom, as soon as it is and after the next match', async () => {
    const { name } = held.preferred_other;
    const [company] = await linksOf(app.admin, `mappingId=${clients.id}&state=proposed&search=Wexcombe`);
    const { batchId } = dataOf<{ batchId: string }>(
      await app.admin.post('/crosswalk/links/confirm', { ids: [company?.id] }),
    );
    const expected = {
      kind: 'taken',
      sentence: 'Wexcombe Taxi Company is linked to Wexcombe Taxi Company.',
      best: { id: '6' },
      rival: { side: 'local', id: company?.local.id },
    };
    expect(await whyNot(name)).toMatchObject(expected);
    await syncAndMatch(app.admin, connection.id);
    expect(await whyNot(name)).toMatchObject(expected);
    expect((await unlinked('why=taken')).map(({ label }) => label)).toEqual([name]);
    const { why, suggestions } = await find(name, '');
    expect(why?.kind).toBe('taken');
    // A run keeps nothing of the pair; the panel shows it, since the reason speaks of it.
    const partner = suggestions.find(({ record }) => record.id === '6');
    expect(partner?.takenBy).toMatchObject([{ linkId: company?.id }]);
    expect(partner?.score).toBeLessThan(0.001);

    dataOf(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`, {}));
    await syncAndMatch(app.admin, connection.id);
    expect(await whyNot(name)).toMatchObject({ kind: 'preferred_other' });
  });

  it('learns from decisions: they are labels of the next match and are scored by a model without them', async () => {
    const proposed = await linksOf(app.admin, `mappingId=${clients.id}&state=proposed&sort=score:desc`);
    const confirmed = proposed.slice(0, 30);
    const rejected = proposed.slice(-5);
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: confirmed.map(({ id }) => id) }));
    dataOf(
      await app.admin.post('/crosswalk/links/reject', { ids: rejected.map(({ id }) => id), reason: 'another_company' }),
    );
    const [weak] = rejected;
    expect(await whyNot(weak?.local.label ?? '')).toMatchObject({
      kind: 'rejected',
      best: { id: weak?.external.id },
      rejection: { reason: 'another_company', by: expect.stringContaining('Dana Ruiz'), at: expect.any(String) },
    });

    await syncAndMatch(app.admin, connection.id);
    const learned = await threshold();
    expect(learned.model).toMatchObject({ confirmed: 30, rejected: 5 });
    expect(learned.undecided).toBe(streetClients.length - 30);
    const states = await linksOf(app.admin, `mappingId=${clients.id}&state=rejected`);
    expect(states.map(({ id }) => id).sort()).toEqual(rejected.map(({ id }) => id).sort());
    expect((await linkCount('confirmed')).total).toBe(30);
    expect(learned.at.found + learned.at.missed).toBe(learned.decisions.confirmed);
    expect(learned.at.foundPairs.total).toBe(learned.at.found);
    expect(learned.at.missedPairs.total).toBe(learned.at.missed);
    expect(learned.at.wrongPairs.total).toBe(learned.at.wrong);
    const names = confirmed.map(({ local }) => local.label);
    for (const { localLabel } of learned.at.foundPairs.rows) expect(names).toContain(localLabel);
  });
});
