import type {
  BatchCounts,
  Connection,
  Coverage,
  Decision,
  Link,
  LinkDifference,
  Mapping,
  Problem,
  RecordCard,
  RestorePoint,
} from '../../server/src/contracts';
import {
  connectQuickBooks,
  dataOf,
  fillBusiness,
  linksOf,
  mapEverything,
  startBooks,
  syncAndMatch,
} from '../helpers/flow';
import { startStrapi, type TestStrapi } from '../helpers/strapi';
import { streetBooks, streetClients } from '../helpers/street';

interface Batch {
  batchId: string;
  count: number;
}

/** What is done to many links at once, and taken back. */
describe('many links at once', () => {
  let app: TestStrapi;
  let books: Awaited<ReturnType<typeof startBooks>>;
  let connection: Connection;
  let clients: Mapping;

  beforeAll(async () => {
    books = await startBooks(streetBooks);
    app = await startStrapi({ env: { TEST_QBO_URL: books.url } });
    await fillBusiness(app, { 'api::client.client': streetClients.slice(70) });
    connection = await connectQuickBooks(app.admin);
    clients = (await mapEverything(app.admin, connection.id, 'one_to_one')).Clients as Mapping;
    await syncAndMatch(app.admin, connection.id);
  });
  afterAll(async () => {
    await app?.stop();
    await books?.close();
  });

  const preview = async (query: string) =>
    dataOf<BatchCounts>(await app.admin.get(`/crosswalk/links/batch?connectionId=${connection.id}&${query}`));
  const decide = (act: string, filter: object, expected: number, more: object = {}) =>
    app.admin.post('/crosswalk/links/batch', {
      act,
      filter: { connectionId: connection.id, ...filter },
      expected: [{ mappingId: clients.id, count: expected }],
      ...more,
    });
  const inState = (state: Link['state'], more = '') =>
    linksOf(app.admin, `connectionId=${connection.id}&state=${state}${more}`);
  const undo = async (batchId: string) => dataOf<Batch>(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
  const pairs = (links: Link[]) => links.map(({ local, external }) => `${local.id} ${external.id}`).sort();

  it('lists by the fields that agree and by warnings', async () => {
    const all = await inState('proposed');
    const agreeing = (role: string) =>
      all.filter(({ evidence }) => evidence?.fields.some((field) => field.role === role && field.verdict === 'same'));
    expect(agreeing('email').length).toBeGreaterThan(0);
    expect(pairs(await inState('proposed', '&agrees=email'))).toEqual(pairs(agreeing('email')));
    const both = agreeing('email').filter((link) => agreeing('name').includes(link));
    expect(pairs(await inState('proposed', '&agrees=email,name'))).toEqual(pairs(both));
    const warned = all.filter(({ warnings }) => warnings.length > 0);
    expect(pairs(await inState('proposed', '&warning=any'))).toEqual(pairs(warned));
    expect(pairs(await inState('proposed', '&warning=none'))).toHaveLength(all.length - warned.length);
    expect((await app.admin.get('/crosswalk/links?agrees=charm')).status).toBe(400);
  });

  it('says exactly what a batch will change, does that, and takes it back whole', async () => {
    const { count, mappings } = await preview('act=confirm&minScore=0.99');
    const wanted = await inState('proposed', '&minScore=0.99');
    expect(count).toBe(wanted.length);
    expect(mappings).toMatchObject([{ mappingId: clients.id, name: 'Clients', count }]);
    const others = (await inState('proposed')).length - count;
    const batch = dataOf<Batch>(await decide('confirm', { minScore: 0.99 }, count));
    expect(batch.count).toBe(count);
    expect(pairs(await inState('confirmed'))).toEqual(pairs(wanted));
    expect(await inState('proposed')).toHaveLength(others);
    const [entry] = dataOf<Decision[]>(await app.admin.get(`/crosswalk/decisions?connectionId=${connection.id}`));
    expect(entry).toMatchObject({ act: 'confirm', count, canUndo: true });
    await undo(batch.batchId);
    expect(await inState('confirmed')).toEqual([]);
  });

  it('does nothing when the numbers are not those that the admin saw', async () => {
    const { count } = await preview('act=confirm');
    const refused = await decide('confirm', {}, count - 1);
    expect(refused.status).toBe(409);
    expect((refused.body as { error: { details: { counts: BatchCounts } } }).error.details.counts.count).toBe(count);
    expect(await inState('confirmed')).toEqual([]);
    expect((await decide('confirm', { search: 'nothing is called so' }, 0)).status).toBe(422);
    expect((await decide('sideways', {}, 1)).status).toBe(400);
    expect((await decide('confirm', { state: 'confirmed' }, 1)).status).toBe(400);
  });

  it('rejects with a reason and unlinks, each with its undo', async () => {
    const [first] = await inState('proposed');
    const search = first?.local.label ?? '';
    const found = (await preview(`act=reject&search=${encodeURIComponent(search)}`)).count;
    const rejected = dataOf<Batch>(await decide('reject', { search }, found, { reason: 'branch' }));
    expect((await inState('rejected')).map(({ reason }) => reason)).toEqual(Array(found).fill('branch'));
    await undo(rejected.batchId);
    expect(await inState('rejected')).toEqual([]);

    const all = (await preview('act=confirm')).count;
    dataOf(await decide('confirm', {}, all));
    const before = await inState('confirmed');
    const unlinked = dataOf<Batch>(await decide('unlink', {}, all));
    expect(unlinked.count).toBe(all);
    expect(await inState('confirmed')).toEqual([]);
    expect((await inState('rejected'))[0]).toMatchObject({ reason: 'unlinked' });
    await undo(unlinked.batchId);
    expect(pairs(await inState('confirmed'))).toEqual(pairs(before));
  });

  it('confirms the link to the record that took over, which gives up the one that was merged away, and takes both back', async () => {
    const [old] = await inState('confirmed');
    const links = app.strapi.db.connection('crosswalk_links');
    const { id: _id, ...row } = (await links.clone().where({ document_id: old!.id }).first()) as Record<
      string,
      unknown
    >;
    await links.clone().where({ document_id: old!.id }).update({ attention: 'merged' });
    await links.clone().insert({
      ...row,
      ...{ document_id: 'survivor', external_id: 'survivor', external_label: 'Survivor' },
      ...{ pair_key: 'survivor', external_key: 'survivor', confirmed_local_key: null, confirmed_external_key: null },
      ...{ state: 'proposed', origin: 'merged', attention: null, decided_at: null, decided_by: null },
      ...Object.fromEntries(['evidence', 'runner_up', 'warnings'].map((key) => [key, null])),
    });
    const stateOf = async (id: string) =>
      (await links.clone().where({ document_id: id }).first('state', 'reason', 'confirmed_local_key')) as {
        state: string;
        reason: string | null;
        confirmed_local_key: string | null;
      };

    const batch = dataOf<Batch>(await decide('confirm', { search: 'Survivor' }, 1));
    expect(batch).toMatchObject({ count: 1, links: ['survivor'] });
    expect(await stateOf('survivor')).toMatchObject({ state: 'confirmed', confirmed_local_key: row.local_key });
    expect(await stateOf(old!.id)).toMatchObject({
      state: 'rejected',
      reason: 'old_record',
      confirmed_local_key: null,
    });
    await undo(batch.batchId);
    expect(await stateOf('survivor')).toMatchObject({ state: 'proposed', confirmed_local_key: null });
    expect(await stateOf(old!.id)).toMatchObject({ state: 'confirmed', confirmed_local_key: row.local_key });

    await links.clone().where({ document_id: 'survivor' }).delete();
    await links.clone().where({ document_id: old!.id }).update({ attention: null });
  });

  it('searches in either name and by the id of the record, and counts how far records are linked day by day', async () => {
    const all = await inState('confirmed');
    const [one] = all;
    const found = async (search: string) => pairs(await inState('confirmed', `&search=${encodeURIComponent(search)}`));
    expect(await found(one!.external.id)).toContain(pairs([one!])[0]);
    expect(await found(one!.local.label.toUpperCase())).toContain(pairs([one!])[0]);
    expect(await found('100%')).toEqual([]);
    const links = app.strapi.db.connection('crosswalk_links');
    await links.clone().where({ document_id: one!.id }).update({ local_label: 'Österreichische Ämter' });
    for (const typed of ['österreich', 'ÖSTERREICH', 'ämter'])
      expect([typed, await found(typed)]).toEqual([typed, pairs([one!])]);
    await links.clone().where({ document_id: one!.id }).update({ local_label: one!.local.label });

    const history = async () =>
      dataOf<Coverage[]>(await app.admin.get(`/crosswalk/coverage?connectionId=${connection.id}&days=7`)).find(
        ({ mappingId }) => mappingId === clients.id,
      );
    // Counted from the day of a decision on: midnight may pass at any time here.
    const DAY_MS = 86_400_000;
    const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
    const decideAt = (time: number) =>
      app.strapi.db
        .connection('crosswalk_decisions')
        .where({ mapping_id: clients.id })
        .update({ at: new Date(time) });
    const counts = async () => new Map((await history())?.days.map(({ day, confirmed }) => [day, confirmed]));
    const now = Date.now();
    expect(await decideAt(now)).toBeGreaterThan(0);
    const today = await counts();
    expect(today.size).toBe(7);
    expect([today.get(dayOf(now - DAY_MS)), today.get(dayOf(now))]).toEqual([0, all.length]);
    // What was decided two days earlier counts from then on.
    const then = now - 2 * DAY_MS;
    await decideAt(then);
    const unlinked = dataOf<Batch>(await app.admin.post('/crosswalk/links/unlink', { ids: [one!.id] }));
    const moved = await counts();
    expect([-1, 0, 1].map((days) => moved.get(dayOf(then + days * DAY_MS)))).toEqual([0, all.length, all.length]);
    expect([...moved.values()].at(-1)).toBe(all.length - 1);
    await undo(unlinked.batchId);
    const reader = await app.adminWith(['plugin::crosswalk.read']);
    expect(dataOf<Coverage[]>(await reader.get('/crosswalk/coverage'))).toEqual([]);
    expect((await app.admin.get('/crosswalk/coverage?days=1')).status).toBe(400);
  });

  it('lists what needs attention, once each, and no longer when it is solved', async () => {
    const list = async (query = '') => {
      const answer = await app.admin.get(`/crosswalk/attention?${query}`);
      const { meta } = answer.body as { meta: { pagination: { total: number } } };
      return { rows: dataOf<Problem[]>(answer), total: meta.pagination.total };
    };
    expect(await list()).toEqual({ rows: [], total: 0 });
    const [first, second] = await inState('confirmed');
    const links = app.strapi.db.connection('crosswalk_links');
    await links.clone().where({ document_id: first?.id }).update({ attention: 'inactive' });
    await links.clone().where({ document_id: second?.id }).update({ attention: 'deleted' });
    const connections = app.strapi.db.connection('crosswalk_connections');
    await connections.clone().update({ state: 'expired', state_reason: 'The vendor said: token revoked' });

    const { rows, total } = await list();
    expect(total).toBe(3);
    expect(rows[0]).toMatchObject({
      kind: 'expired',
      connectionName: 'QuickBooks',
      message: expect.stringMatching(/token revoked/),
    });
    expect(
      rows
        .slice(1)
        .map(({ kind, link }) => [link?.id, kind])
        .sort(),
    ).toEqual(
      [
        [first?.id, 'inactive'],
        [second?.id, 'deleted'],
      ].sort(),
    );
    // Pages run over both kinds of problem without a gap.
    const pages = await Promise.all([1, 2, 3].map((page) => list(`pageSize=1&page=${page}`)));
    expect(pages.flatMap((page) => page.rows.map(({ key }) => key))).toEqual(rows.map(({ key }) => key));

    dataOf(
      await app.admin.post('/crosswalk/links/unlink', { ids: [second?.id] }).then(async (answer) => {
        const { batchId } = dataOf<Batch>(answer);
        expect((await list()).total).toBe(2);
        return app.admin.post(`/crosswalk/decisions/${batchId}/undo`);
      }),
    );
    await links.clone().update({ attention: null });
    await connections.clone().update({ state: 'setup', state_reason: null });
    expect((await list()).total).toBe(0);
    const reader = await app.adminWith(['plugin::crosswalk.read']);
    expect(dataOf<Problem[]>(await reader.get('/crosswalk/attention'))).toEqual([]);
  });

  it('leaves ignored records out of what is left and of later matches, until that is taken back', async () => {
    const unlinked = async (side: string, show = 'waiting') =>
      dataOf<RecordCard[]>(
        await app.admin.get(`/crosswalk/mappings/${clients.id}/unlinked?pageSize=100&side=${side}&show=${show}`),
      );
    const counts = async () =>
      dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`)).counts[0];
    const post = (act: string, side: string, id: string | undefined) =>
      app.admin.post(`/crosswalk/mappings/${clients.id}/${act}`, { side, records: [{ id }] });
    for (const side of ['local', 'external'] as const) {
      const before = await unlinked(side);
      const [first] = before;
      expect(dataOf(await post('ignore', side, first?.id))).toEqual({ count: 1 });
      // Twice is once.
      dataOf(await post('ignore', side, first?.id));
      expect((await unlinked(side)).map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
      expect((await unlinked(side, 'ignored')).map(({ id }) => id)).toEqual([first?.id]);
      expect(await counts()).toMatchObject(
        side === 'local'
          ? { localUnlinked: before.length - 1, localIgnored: 1 }
          : { externalUnlinked: before.length - 1, externalIgnored: 1 },
      );
      expect(dataOf(await post('stop-ignoring', side, first?.id))).toEqual({ count: 1 });
      expect(await unlinked(side)).toHaveLength(before.length);
    }

    const [linked] = await inState('confirmed');
    expect((await post('ignore', 'local', linked?.local.id)).status).toBe(409);
    // What would be proposed again is not, while it is ignored.
    const batch = dataOf<Batch>(await app.admin.post('/crosswalk/links/unlink', { ids: [linked?.id] }));
    dataOf(await post('ignore', 'local', linked?.local.id));
    await app.strapi.db.connection('crosswalk_links').where({ document_id: linked?.id }).delete();
    const match = () => app.admin.post('/crosswalk/entries/api::client.client/match', { ids: [linked?.local.id] });
    dataOf(await match());
    const ofRecord = async () => (await inState('proposed')).filter(({ local }) => local.id === linked?.local.id);
    expect(await ofRecord()).toEqual([]);
    dataOf(await post('stop-ignoring', 'local', linked?.local.id));
    dataOf(await match());
    const [again] = await ofRecord();
    expect(again?.external.id).toBe(linked?.external.id);
    dataOf(await app.admin.post('/crosswalk/links/confirm', { ids: [again?.id] }));
    expect(batch.count).toBe(1);
  });

  it('counts what is left as its lists show it: with several links for a record, rejected ones, records that are gone', async () => {
    const leftOf = async () => {
      const { counts } = dataOf<Connection>(await app.admin.get(`/crosswalk/connections/${connection.id}`));
      const lists: number[][] = [];
      for (const { mappingId } of counts) {
        const of = async (side: string) =>
          dataOf<RecordCard[]>(
            await app.admin.get(`/crosswalk/mappings/${mappingId}/unlinked?pageSize=100&side=${side}`),
          ).length;
        lists.push([await of('local'), await of('external')]);
      }
      expect(counts.map(({ localUnlinked, externalUnlinked }) => [localUnlinked, externalUnlinked])).toEqual(lists);
      return counts.find(({ mappingId }) => mappingId === clients.id)!;
    };
    const table = (name: string) => app.strapi.db.connection(`crosswalk_${name}`);
    const before = await leftOf();
    const [first] = await inState('confirmed');
    const link = () => table('links').where({ document_id: first?.id });
    const record = () => table('external_records').where({ external_id: first?.external.id, record_type: 'customer' });
    const { id: _id, ...row } = (await link().first()) as Record<string, unknown>;
    const [open] = dataOf<RecordCard[]>(
      await app.admin.get(`/crosswalk/mappings/${clients.id}/unlinked?pageSize=1&side=external`),
    );
    const second = { ...row, document_id: 'second', pair_key: 'second', external_id: open?.id, state: 'proposed' };
    await table('links').insert({ ...second, confirmed_local_key: null, confirmed_external_key: null });
    const left = async () => {
      const { localUnlinked, externalUnlinked } = await leftOf();
      return [localUnlinked - before.localUnlinked, externalUnlinked - before.externalUnlinked];
    };
    expect(await left()).toEqual([0, -1]);
    await link().update({ state: 'rejected' });
    expect(await left()).toEqual([0, 0]);
    await table('links').where({ document_id: 'second' }).update({ state: 'rejected' });
    expect(await left()).toEqual([1, 1]);
    await record().update({ active: false });
    expect(await left()).toEqual([1, 0]);
    await record().update({ active: true, deleted_at: new Date() });
    expect(await left()).toEqual([1, 0]);
    await record().update({ deleted_at: null });
    await table('links').where({ document_id: 'second' }).delete();
    await link().update({ state: 'confirmed' });
    expect(await leftOf()).toEqual(before);
  });

  describe('restore points', () => {
    let point: RestorePoint;
    let links: Link[];
    const differences = async (more = '') =>
      dataOf<LinkDifference[]>(
        await app.admin.get(`/crosswalk/restore-points/${point.id}/differences?pageSize=100${more}`),
      );
    const restore = (body: object) => app.admin.post(`/crosswalk/restore-points/${point.id}/restore`, body);

    it('keep the map under a name', async () => {
      links = await inState('confirmed');
      point = dataOf<RestorePoint>(
        await app.admin.post('/crosswalk/restore-points', { connectionId: connection.id, name: ' Before the merger ' }),
      );
      expect(point).toMatchObject({ name: 'Before the merger', count: links.length });
      expect(dataOf<RestorePoint[]>(await app.admin.get('/crosswalk/restore-points'))).toEqual([point]);
      expect(await differences()).toEqual([]);
      expect(
        (await app.admin.post('/crosswalk/restore-points', { connectionId: connection.id, name: ' ' })).status,
      ).toBe(400);
      expect((await app.admin.post('/crosswalk/restore-points', { connectionId: 'x', name: 'x' })).status).toBe(404);
    });

    it('say what differs: removed, linked otherwise, added', async () => {
      const [removed, moved, freed] = links as [Link, Link, Link];
      dataOf(await app.admin.post('/crosswalk/links/unlink', { ids: [removed.id, moved.id, freed.id] }));
      dataOf(
        await app.admin.post('/crosswalk/links/map', {
          mappingId: clients.id,
          localId: moved.local.id,
          externalId: freed.external.id,
        }),
      );
      const found = await differences();
      const of = (link: Link) => found.find(({ label }) => label === link.local.label);
      expect(found).toHaveLength(3);
      expect(of(removed)).toMatchObject({ kind: 'removed', before: { externalId: removed.external.id }, after: null });
      expect(of(moved)).toMatchObject({
        kind: 'changed',
        before: { externalId: moved.external.id },
        after: { externalId: freed.external.id },
      });
      const later = dataOf<RestorePoint>(
        await app.admin.post('/crosswalk/restore-points', { connectionId: connection.id, name: 'After it' }),
      );
      expect(await differences(`&against=${later.id}`)).toEqual(found);
      const back = dataOf<LinkDifference[]>(
        await app.admin.get(`/crosswalk/restore-points/${later.id}/differences?against=${point.id}`),
      );
      expect(back.map(({ kind }) => kind).sort()).toEqual(['added', 'added', 'changed']);
      dataOf(await app.admin.delete(`/crosswalk/restore-points/${later.id}`));
      expect((await app.admin.delete(`/crosswalk/restore-points/${later.id}`)).status).toBe(404);
    });

    it('bring back one record, or all, as one act that can be undone', async () => {
      const found = await differences();
      const removed = found.find(({ label }) => label === links[0]?.local.label) as LinkDifference;
      const one = dataOf<Batch>(await restore({ keys: [removed.key] }));
      expect(one.count).toBe(1);
      expect(await differences()).toHaveLength(2);
      await undo(one.batchId);
      expect(await differences()).toHaveLength(3);

      expect((await restore({ expected: 2 })).status).toBe(409);
      expect(await differences()).toHaveLength(3);
      const all = dataOf<Batch>(await restore({ expected: 3 }));
      expect(all.count).toBe(3);
      expect(await differences()).toEqual([]);
      expect(pairs(await inState('confirmed'))).toEqual(pairs(links));
      const [entry] = dataOf<Decision[]>(await app.admin.get(`/crosswalk/decisions?connectionId=${connection.id}`));
      expect(entry).toMatchObject({ act: 'restore', count: 3, reason: 'Before the merger', canUndo: true });
      await undo(all.batchId);
      expect(await differences()).toEqual(found);
      dataOf(await restore({ expected: 3 }));
    });

    it('take away what was linked since: proposals wait again, links by hand go', async () => {
      dataOf(await decide('unlink', {}, links.length));
      const empty = dataOf<RestorePoint>(
        await app.admin.post('/crosswalk/restore-points', { connectionId: connection.id, name: 'Nothing linked' }),
      );
      const bare = point;
      dataOf(await restore({ expected: links.length }));
      point = empty;
      const found = await differences();
      expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['added']));
      const batch = dataOf<Batch>(await restore({ expected: found.length }));
      expect(await inState('confirmed')).toEqual([]);
      expect((await inState('proposed')).length).toBeGreaterThan(0);
      await undo(batch.batchId);
      expect(pairs(await inState('confirmed'))).toEqual(pairs(links));
      point = bare;
      expect(await differences()).toEqual([]);
    });

    it('refuse to put back what a later link stands in the way of', async () => {
      const [one, other] = links as [Link, Link];
      dataOf(
        await app.admin
          .post('/crosswalk/links/unlink', { ids: [one.id, other.id].map((id) => id) })
          .then(async (answer) => {
            if (answer.status === 404) {
              // Links that came back may be new rows.
              const now = await inState('confirmed');
              const ids = now
                .filter(({ local }) => [one.local.id, other.local.id].includes(local.id))
                .map(({ id }) => id);
              return app.admin.post('/crosswalk/links/unlink', { ids });
            }
            return answer;
          }),
      );
      dataOf(
        await app.admin.post('/crosswalk/links/map', {
          mappingId: clients.id,
          localId: other.local.id,
          externalId: one.external.id,
        }),
      );
      const found = await differences();
      const key = found.find(({ label }) => label === one.local.label)?.key;
      const refused = await restore({ keys: [key] });
      expect(refused.status).toBe(409);
      expect(await differences()).toEqual(found);
    });
  });
});
