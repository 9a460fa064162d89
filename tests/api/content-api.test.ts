import * as openapi from '@strapi/openapi';
import type { Invoice, PreflightResult, Run } from '../../server/src/contracts';
import type { InvoicingService } from '../../server/src/invoicing/service';
import { dataOf, waitFor, waitForRun } from '../helpers/flow';
import { type InvoicingApp, startInvoicing, statementsOf } from '../helpers/invoicing-flow';
import type { TestAdmin } from '../helpers/strapi';

interface Failure {
  error: { name: string; message: string; details: { errors?: Array<{ path: string[] }> } };
}
const CLIENTS = ['api::client.client.find', 'api::client.client.findOne'];
const LINKS = ['plugin::crosswalk.link.find', 'plugin::crosswalk.link.findOne'];

describe('the content API', () => {
  let app: InvoicingApp;
  let reader: TestAdmin;

  beforeAll(async () => {
    app = await startInvoicing();
    await app.goLive();
    reader = await app.token('read-only');
  });
  afterAll(async () => {
    await app?.stop();
  });

  const idOf = (name: string): string => app.ids.get(name) ?? '';
  const errorOf = (response: { body: unknown }) => (response.body as Failure).error;
  const q = (query: object): string => new URLSearchParams(Object.entries(query) as Array<[string, string]>).toString();

  describe('links', () => {
    it('filters, sorts and pages as Strapi does, without what is private', async () => {
      const filters = `filters[state][$eq]=confirmed&filters[recordType][$eq]=customer`;
      const first = await reader.get(
        `/api/crosswalk/links?${filters}&sort=localLabel:asc&pagination[page]=1&pagination[pageSize]=1`,
      );
      expect(first.status).toBe(200);
      const { data, meta } = first.body as {
        data: Array<Record<string, unknown>>;
        meta: { pagination: { total: number } };
      };
      expect(data).toHaveLength(1);
      expect(data[0]).toMatchObject({
        localLabel: 'Alder & Finch Dental',
        externalId: '1',
        state: 'confirmed',
        contentType: 'api::client.client',
      });
      for (const name of ['localKey', 'pairKey', 'externalKey', 'confirmedLocalKey', 'fingerprint', 'runId'])
        expect(data[0]).not.toHaveProperty(name);
      expect(meta.pagination).toMatchObject({ page: 1, pageSize: 1 });
      expect(meta.pagination.total).toBeGreaterThanOrEqual(2);

      const one = await reader.get(`/api/crosswalk/links/${String(data[0]?.documentId)}?fields[0]=externalId`);
      expect(one.body).toMatchObject({ data: { documentId: data[0]?.documentId, externalId: '1' } });
      expect((one.body as { data: object }).data).not.toHaveProperty('localLabel');
    });

    it('refuses filters on private fields, unknown ids and tokens without the scope', async () => {
      const hidden = await reader.get('/api/crosswalk/links?filters[localKey][$contains]=api');
      expect(hidden.status).toBe(400);
      expect(errorOf(hidden).message).toContain('localKey');
      expect((await reader.get('/api/crosswalk/links/nothere')).status).toBe(404);
      const narrow = await app.token('custom', CLIENTS);
      expect((await narrow.get('/api/crosswalk/links')).status).toBe(403);
      const exact = await app.token('custom', ['plugin::crosswalk.link.find']);
      expect((await exact.get('/api/crosswalk/links')).status).toBe(200);
    });
  });

  describe('resolve', () => {
    it('answers with the reference of a linked record', async () => {
      const query = q({ contentType: 'api::client.client', documentId: idOf('Alder & Finch Dental') });
      const answer = dataOf<object>(await reader.get(`/api/crosswalk/resolve?${query}`));
      expect(answer).toMatchObject({
        connection: { id: app.connection.id, name: 'QuickBooks' },
        record: { label: 'Alder & Finch Dental' },
        reference: {
          connection: app.connection.id,
          recordType: 'customer',
          externalId: '1',
          label: 'Alder and Finch Dental, PLLC',
        },
        reason: null,
      });
      const service = app.strapi.plugin('crosswalk').service<InvoicingService>('invoicing');
      expect(
        await service.resolve({ contentType: 'api::client.client', documentId: idOf('Alder & Finch Dental') }),
      ).toEqual(answer);
    });

    it('asks the link of a linked record, in two statements, and tells the name that the record has now', async () => {
      const documentId = idOf('Birchwood Vet Clinic');
      const request = { contentType: 'api::client.client', documentId, connectionId: app.connection.id };
      const service = app.strapi.plugin('crosswalk').service<InvoicingService>('invoicing');
      expect(await statementsOf(app, () => service.resolve(request))).toBe(2);
      const rename = (name: string) =>
        app.strapi
          .documents('api::client.client' as never)
          .update({ documentId, data: { name }, status: 'published' } as never);
      const named = (name: string) => waitFor(name, async () => (await service.resolve(request)).record.label === name);
      await rename('Birchwood Animal Hospital');
      await named('Birchwood Animal Hospital');
      await rename('Birchwood Vet Clinic');
      await named('Birchwood Vet Clinic');
    });

    it('answers with the reason where there is none', async () => {
      const query = q({
        contentType: 'api::client.client',
        documentId: idOf('Vasquez Land Survey'),
        connection: app.connection.id,
      });
      expect(dataOf(await reader.get(`/api/crosswalk/resolve?${query}`))).toMatchObject({
        reference: null,
        reason: { kind: 'unlinked', fix: { act: 'link', mappingId: app.mappings.Clients?.id } },
      });
    });

    it('does not tell the name of a record that the caller may not read', async () => {
      const narrow = await app.token('custom', ['plugin::crosswalk.resolve.findOne']);
      const query = q({ contentType: 'api::client.client', documentId: idOf('Vasquez Land Survey') });
      const answer = await narrow.get(`/api/crosswalk/resolve?${query}`);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toContain('Vasquez');
    });

    it.each([
      [{ contentType: 'api::client.client', documentId: 'nothere' }, 404, null],
      [{ contentType: 'api::gone.gone', documentId: 'x' }, 400, 'contentType'],
      [{ contentType: 'admin::user', documentId: 'x' }, 400, 'contentType'],
      [{ documentId: 'x' }, 400, 'contentType'],
      [{ contentType: 'api::client.client', documentId: 'x', colour: 'red' }, 400, 'colour'],
    ])('answers %j with %i', async (query, status, field) => {
      const answer = await reader.get(`/api/crosswalk/resolve?${q(query)}`);
      expect(answer.status).toBe(status);
      if (field) expect(JSON.stringify(errorOf(answer))).toContain(field);
    });
  });

  describe('resolve, many at once', () => {
    const CLIENT = 'api::client.client';
    const records = (...names: string[]) =>
      names.map((name) => ({
        contentType: name === 'Alder & Finch Dental' || name === 'Vasquez Land Survey' ? CLIENT : 'api::part.part',
        documentId: idOf(name),
      }));
    const many = (body: object) => reader.post('/api/crosswalk/resolve', { connection: app.connection.id, ...body });

    it('answers in the order of the records, in two statements, as the service does', async () => {
      const body = { records: records('Alder & Finch Dental', 'UniFi U7 Pro', 'Vasquez Land Survey') };
      const answers = dataOf<Array<{ reference: { externalId: string } | null; reason: { kind: string } | null }>>(
        await many(body),
      );
      expect(answers.map(({ reference, reason }) => reference?.externalId ?? reason?.kind)).toEqual([
        '1',
        '12',
        'unlinked',
      ]);
      const service = app.strapi.plugin('crosswalk').service<InvoicingService>('invoicing');
      const request = { connectionId: app.connection.id, records: body.records };
      expect(await service.resolveMany(request)).toEqual(answers);
      expect(await statementsOf(app, () => service.resolveMany(request))).toBe(2);
    });

    it('answers as the links were then, also after a re-link and after a merge', async () => {
      const [client] = records('Alder & Finch Dental');
      const reference = async (asOf?: string) => {
        const [answer] = dataOf<
          Array<{ reference: { externalId: string } | null; period: { from: string; to: string | null } | null }>
        >(await many({ records: [client], ...(asOf ? { asOf } : {}) }));
        return answer;
      };
      const before = new Date().toISOString();
      await new Promise((resolve) => setTimeout(resolve, 20));
      const links = dataOf<Array<{ id: string }>>(
        await app.admin.get(`/crosswalk/links?state=confirmed&search=alder&connectionId=${app.connection.id}`),
      );
      const { batchId } = dataOf<{ batchId: string }>(
        await app.admin.post('/crosswalk/links/map', {
          mappingId: app.mappings.Clients?.id,
          localId: client?.documentId,
          externalId: '6',
          replace: links[0]?.id,
        }),
      );
      expect((await reference())?.reference?.externalId).toBe('6');
      const then = await reference(before);
      expect(then?.reference?.externalId).toBe('1');
      expect(Date.parse(then?.period?.to ?? '')).toBeGreaterThan(Date.parse(before));
      expect((await reference('2000-01-01'))?.reference).toBeNull();
      // A date means its end: what was linked today counts.
      expect((await reference(new Date().toISOString().slice(0, 10)))?.reference?.externalId).toBe('6');

      const gone = () =>
        app.strapi.db
          .connection('crosswalk_external_records')
          .where({ connection_id: app.connection.id, record_type: 'customer', external_id: '1' });
      await gone().update({ deleted_at: new Date(), merged_into: '2' });
      expect((await reference(before))?.reference).toMatchObject({
        externalId: '2',
        label: 'Birchwood Veterinary Clinic Inc.',
      });
      await gone().update({ deleted_at: null, merged_into: null });
      dataOf(await app.admin.post(`/crosswalk/decisions/${batchId}/undo`));
      expect((await reference())?.reference?.externalId).toBe('1');
    });

    it.each([
      [{ records: [] }, 'records'],
      [{ records: [{ contentType: 'api::gone.gone', documentId: 'x' }] }, 'contentType'],
      [{ records: [{ contentType: 'api::client.client', documentId: 'x' }], asOf: 'yesterday' }, 'asOf'],
    ])('refuses %j and names the field', async (body, field) => {
      const answer = await many(body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(errorOf(answer))).toContain(field);
    });
  });

  describe('invoices', () => {
    const body = (...ids: string[]) => ({ source: 'work-orders', connectionId: app.connection.id, ids });
    const withKey = (token: TestAdmin, key: string, payload: object) =>
      token.post('/api/crosswalk/invoices', payload).set('Idempotency-Key', key);
    let biller: TestAdmin;
    beforeAll(async () => {
      biller = await app.token('custom', [
        'plugin::crosswalk.api-invoice.preflight',
        'plugin::crosswalk.api-invoice.create',
        'plugin::crosswalk.api-invoice.find',
        'plugin::crosswalk.api-invoice.findOne',
      ]);
    });

    it('asks for its scopes', async () => {
      expect((await reader.post('/api/crosswalk/invoices', body('x'))).status).toBe(403);
      const looker = await app.token('custom', ['plugin::crosswalk.api-invoice.preflight']);
      const id = await app.createOrder({ number: 'API-0' });
      expect(dataOf<PreflightResult[]>(await looker.post('/api/crosswalk/invoices/preflight', body(id)))).toMatchObject(
        [{ id, ready: true, total: '330.00' }],
      );
      expect((await looker.post('/api/crosswalk/invoices', body(id))).status).toBe(403);
    });

    it('gives the same answer to the same key, and makes one invoice', async () => {
      const id = await app.createOrder({ number: 'API-1' });
      const answers = await Promise.all([withKey(biller, 'key-1', body(id)), withKey(biller, 'key-1', body(id))]);
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      const [first, second] = answers.map((answer) => dataOf<{ run: Run; invoices: Invoice[] }>(answer));
      expect(second?.invoices.map((invoice) => invoice.id)).toEqual(first?.invoices.map((invoice) => invoice.id));
      await waitForRun(app.admin, first?.run.id ?? '');
      const later = dataOf<{ invoices: Invoice[] }>(await withKey(biller, 'key-1', body(id)));
      expect(later.invoices).toMatchObject([
        { id: first?.invoices[0]?.id, state: 'created', createdBy: expect.stringMatching(/^API token/) as unknown },
      ]);
      expect((await biller.post('/api/crosswalk/invoices', body(id))).status).toBe(409);
      const other = await app.token('full-access');
      expect((await withKey(other, 'key-1', body(id))).status).toBe(409);

      const listed = await biller.get('/api/crosswalk/invoices?search=API-1');
      expect(listed.body).toMatchObject({
        data: [{ id: later.invoices[0]?.id }],
        meta: { pagination: { total: 1 } },
      });
      const one = await biller.get(`/api/crosswalk/invoices/${later.invoices[0]?.id}`);
      expect(dataOf<Invoice>(one)).toMatchObject({ number: 'API-1', records: [{ id, number: 'API-1' }] });
      expect(JSON.stringify(one.body)).not.toContain('requestId');
      expect((await biller.get('/api/crosswalk/invoices/nothere')).status).toBe(404);
      const narrow = await app.token('custom', ['plugin::crosswalk.api-invoice.create']);
      expect((await narrow.get('/api/crosswalk/invoices')).status).toBe(403);
    });

    it('refuses a key that was used for other records, blocked records and bad bodies, and changes nothing', async () => {
      const id = await app.createOrder({ number: 'API-2' });
      const reused = await withKey(biller, 'key-1', body(id));
      expect(reused.status).toBe(422);
      expect(errorOf(reused).message).toContain('Idempotency-Key');
      const blocked = await app.createOrder({ number: 'API-3', client: null });
      const unready = await biller.post('/api/crosswalk/invoices', body(id, blocked));
      expect(unready.status).toBe(422);
      expect(errorOf(unready).details).toMatchObject({
        blocked: [{ id: blocked, reasons: [{ kind: 'client_missing', line: null, field: 'client' }] }],
      });
      const bad = await biller.post('/api/crosswalk/invoices', { ...body(id), ids: [] });
      expect(bad.status).toBe(400);
      expect(errorOf(bad).details.errors?.[0]?.path).toEqual(['ids']);
      expect(
        await app.strapi.db.query('plugin::crosswalk.invoice').count({ where: { recordId: { $in: [id, blocked] } } }),
      ).toBe(0);
    });
  });

  describe('?crosswalk=true on users’ content types', () => {
    type Entry = { name: string; crosswalk?: Array<Record<string, unknown>> };
    const reference = () => ({
      connection: app.connection.id,
      connectionName: 'QuickBooks',
      connectionState: 'live',
      recordType: 'customer',
      externalId: '1',
      label: 'Alder and Finch Dental, PLLC',
      attention: null,
      active: true,
    });

    it('adds the confirmed links to each entry of a list', async () => {
      const plain = dataOf<Entry[]>(await reader.get('/api/clients?sort=name'));
      expect(plain.every((entry) => !('crosswalk' in entry))).toBe(true);
      const entries = dataOf<Entry[]>(await reader.get('/api/clients?sort=name&crosswalk=true'));
      expect(entries).toHaveLength(plain.length);
      const links = Object.fromEntries(entries.map(({ name, crosswalk }) => [name, crosswalk]));
      expect(links['Alder & Finch Dental']).toEqual([expect.objectContaining(reference())]);
      expect(links['Vasquez Land Survey']).toEqual([]);
      const off = dataOf<Entry[]>(await reader.get('/api/clients?crosswalk=false'));
      expect(off.every((entry) => !('crosswalk' in entry))).toBe(true);
    });

    it('adds them to one entry, with few fields and in the older format too', async () => {
      const id = idOf('Alder & Finch Dental');
      const one = dataOf<Entry>(await reader.get(`/api/clients/${id}?crosswalk=true&fields[0]=name`));
      expect(one.crosswalk).toEqual([expect.objectContaining(reference())]);
      const old = await reader.get(`/api/clients/${id}?crosswalk=true`).set('Strapi-Response-Format', 'v4');
      expect(old.body).toMatchObject({
        data: { attributes: { name: 'Alder & Finch Dental', crosswalk: [reference()] } },
      });
    });

    it('needs the permission to find links, and a proper value', async () => {
      const narrow = await app.token('custom', CLIENTS);
      expect((await narrow.get('/api/clients')).status).toBe(200);
      const refused = await narrow.get('/api/clients?crosswalk=true');
      expect(refused.status).toBe(403);
      expect(errorOf(refused).message).toContain('plugin::crosswalk.link.find');
      expect((refused.body as { data: unknown }).data).toBeNull();
      const both = await app.token('custom', [...CLIENTS, ...LINKS]);
      expect((await both.get('/api/clients?crosswalk=true')).status).toBe(200);
      const odd = await reader.get('/api/clients?crosswalk=yes');
      expect(odd.status).toBe(400);
      expect(errorOf(odd).message).toContain('crosswalk');
    });

    it('costs one statement, however many entries there are', async () => {
      const list = (size: number, extra: string) =>
        statementsOf(app, () => reader.get(`/api/clients?pagination[pageSize]=${size}${extra}`));
      await list(1, '&crosswalk=true');
      const without = await list(6, '');
      expect(await list(6, '&crosswalk=true')).toBe(without + 1);
      expect(await list(1, '&crosswalk=true')).toBe(without + 1);
    });
  });

  it('is described by OpenAPI', () => {
    const { document } = openapi.generate(app.strapi, { type: 'content-api' });
    const paths = document.paths as Record<
      string,
      Record<string, { parameters?: Array<{ name: string }>; requestBody?: object; responses?: object }>
    >;
    const path = (end: string) => paths[Object.keys(paths).find((name) => name.endsWith(end)) ?? ''];
    const names = (end: string) => path(end)?.get?.parameters?.map(({ name }) => name) ?? [];
    expect(names('/crosswalk/links')).toEqual(expect.arrayContaining(['filters', 'sort', 'pagination[page]']));
    expect(path('/crosswalk/links/{documentId}')?.get).toBeDefined();
    expect(names('/crosswalk/resolve')).toEqual(
      expect.arrayContaining(['contentType', 'documentId', 'connection', 'locale']),
    );
    expect(path('/crosswalk/invoices/preflight')?.post?.requestBody).toBeDefined();
    expect(JSON.stringify(path('/crosswalk/invoices')?.post)).toContain('connectionId');
    expect(names('/crosswalk/invoices')).toEqual(expect.arrayContaining(['search', 'page', 'pageSize']));
    expect(path('/crosswalk/invoices/{id}')?.get).toBeDefined();
    expect(JSON.stringify(path('/crosswalk/resolve')?.post)).toContain('records');
    expect(names('/clients')).toContain('crosswalk');
    expect(names('/clients/{id}')).toContain('crosswalk');
  });
});
