import { readdirSync, readFileSync } from 'node:fs';
import request from 'supertest';
import { introduction } from '../../sandbox/quickbooks-desktop/processor';
import { TABLES } from '../../server/src/constants';
import type { Connection, Invoice, Run, WebConnectorAccess } from '../../server/src/contracts';
import { hashOf } from '../../server/src/web-connector/login';
import { saveSession } from '../../server/src/web-connector/repository';
import { dataOf, fillBusiness, mapEverything, waitForRun } from '../helpers/flow';
import { accessOf, companySeed, createDesktop, install, password, problemsOf } from '../helpers/qbd';
import { missingSpecs, specs } from '../helpers/specs';
import { startStrapi, type TestStrapi } from '../helpers/strapi';
import { check } from './check';

const missing = missingSpecs('qbd');
const CUSTOMERS = 2_500;
/** Recorded calls with an answer of QuickBooks in them; templates and what is no call are left out. */
const recorded =
  missing === null
    ? readdirSync(specs('qbd/responses/flowlink'))
        .map((name) => ({ name, envelope: readFileSync(specs(`qbd/responses/flowlink/${name}`), 'utf8') }))
        .filter(({ envelope }) => /<receiveResponseXML[\s\S]*&lt;QBXML/.test(envelope))
    : [];

describe("QuickBooks Desktop, a client built from the vendor's WSDL drives a session", () => {
  let app: TestStrapi;
  let connection: Connection;
  let visitor: Awaited<ReturnType<typeof install>>;
  const handedOut: string[] = [];
  beforeAll(async () => {
    if (missing !== null) return;
    app = await startStrapi();
    await fillBusiness(app);
    connection = await createDesktop(app);
    await mapEverything(app.admin, connection.id);
    const many = Array.from({ length: CUSTOMERS }, (_, at) => ({
      type: 'Customer',
      members: { Name: `Customer ${at}` },
    }));
    visitor = await install(app, connection.id, { ...companySeed, records: [...(companySeed.records ?? []), ...many] });
    visitor.connector.set({ onRequest: (qbxml) => void handedOut.push(qbxml) });
  });
  afterAll(() => app?.stop());

  const startSync = async () => {
    const run = dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`));
    return waitForRun(app.admin, run.id);
  };
  const end = (id: string) => waitForRun(app.admin, id, ['succeeded', 'failed', 'cancelled']);

  check(`${CUSTOMERS} customers come by iterator, each once`, missing, async () => {
    const run = await startSync();
    const visit = await visitor.connector.visit();
    expect(visit.outcome).toBe('done');
    const queries = visit.requests.filter((qbxml) => qbxml.includes('<CustomerQueryRq'));
    expect(queries.length).toBeGreaterThan(CUSTOMERS / 100);
    expect(queries.filter((qbxml) => qbxml.includes('iterator="Start"'))).toHaveLength(1);
    expect(await end(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { failed: 0 } } });
    const rows = (await app.strapi.db
      .connection(TABLES.externalRecords)
      .where({ connection_id: connection.id, record_type: 'customer' })
      .select('external_id')) as Array<{ external_id: string }>;
    const there = visitor.company.records.filter(({ type }) => type === 'Customer').map(({ id }) => id);
    expect(rows.map((row) => row.external_id).sort()).toEqual(there.sort());
  });

  const order = async (number: string): Promise<string> => {
    const client = await app.strapi
      .documents('api::client.client' as never)
      .findMany({ filters: { name: 'Alder & Finch Dental' } } as never);
    const rate = await app.strapi.documents('api::rate.rate' as never).findMany({} as never);
    const idOf = ([entry]: unknown[]) => (entry as { documentId: string }).documentId;
    const data = { number, client: idOf(client), lines: [{ quantity: 2, unitPrice: 165, rate: idOf(rate) }] };
    const made = await app.strapi
      .documents('api::work-order.work-order' as never)
      .create({ data, status: 'published' } as never);
    return (made as { documentId: string }).documentId;
  };
  const generate = async (id: string): Promise<Run> => {
    const body = { source: 'work-orders', connectionId: connection.id, ids: [id] };
    const { run } = dataOf<{ run: Run }>(await app.admin.post('/crosswalk/invoices/generate', body));
    return waitForRun(app.admin, run.id);
  };
  const invoiceOf = async (recordId: string): Promise<Invoice | undefined> =>
    dataOf<Invoice[]>(await app.admin.get('/crosswalk/invoices?pageSize=100')).find((row) => row.recordId === recordId);

  check('an invoice is made once, though the answer to it is lost', missing, async () => {
    dataOf(await app.admin.post(`/crosswalk/connections/${connection.id}/steps/check/complete`));
    const id = await order('WO-2001');
    const run = await generate(id);
    expect((await visitor.connector.visit({ after: 0, when: 'before the answer' })).outcome).toBe('cut');
    expect(visitor.company.invoices).toHaveLength(1);
    expect((await visitor.connector.visit()).outcome).toBe('done');
    expect(await end(run.id)).toMatchObject({ state: 'succeeded', progress: { counts: { created: 1, failed: 0 } } });
    expect(visitor.company.invoices).toHaveLength(1);
    expect(await invoiceOf(id)).toMatchObject({ state: 'created', number: 'WO-2001', total: '330.00' });
  });

  check('a stale edit sequence makes nothing and is told in words; then it is made', missing, async () => {
    const id = await order('WO-2002');
    visitor.connector.faults.push({
      request: 'InvoiceAddRq',
      kind: 'status',
      code: 3200,
      message: 'The provided edit sequence "1767632400" is out-of-date.',
    });
    const first = await generate(id);
    await visitor.connector.visit();
    const stopped = await end(first.id);
    expect(stopped.progress.problems[0]?.message).toMatch(/edit sequence .* out-of-date.*3200/);
    expect(visitor.company.invoices).toHaveLength(1);
    const second = await generate(id);
    await visitor.connector.visit();
    expect(await end(second.id)).toMatchObject({ progress: { counts: { created: 1, failed: 0 } } });
    expect(visitor.company.invoices).toHaveLength(2);
  });

  check('the first call as recorded from QuickBooks Pro 2014 introduces the company', missing, async () => {
    const other = await createDesktop(app, 'Recorded');
    const { connector } = await install(app, other.id);
    dataOf(await app.admin.post(`/crosswalk/connections/${other.id}/sync`));
    const login = (await connector.call('authenticate', { strUserName: 'crosswalk', strPassword: password })) as {
      string: string[];
    };
    const strHCPResponse = readFileSync(
      specs('qbd/responses/qbwc-gem/hcp_first_sendRequestXML_strHCPResponse.repaired.xml'),
      'utf8',
    );
    const company = { strCompanyFileName: 'C:\\mine.qbw', qbXMLCountry: 'US', qbXMLMajorVers: 13, qbXMLMinorVers: 0 };
    const sent = await connector.call('sendRequestXML', { ticket: login.string[0] ?? '', strHCPResponse, ...company });
    expect(sent).toContain('<?qbxml version="13.0"?>');
    expect(
      dataOf<WebConnectorAccess>(await app.admin.get(`/crosswalk/connections/${other.id}/web-connector`)),
    ).toMatchObject({ product: 'QuickBooks Pro 2014' });
  });

  for (const { name, envelope } of recorded)
    check(`${name}, as recorded, is taken`, null, async () => {
      const run = await startSync();
      const { connector, company } = visitor;
      const login = (await connector.call('authenticate', { strUserName: 'crosswalk', strPassword: password })) as {
        string: string[];
      };
      const ticket = login.string[0] ?? '';
      const file = { strCompanyFileName: company.file, qbXMLCountry: 'US', qbXMLMajorVers: 16, qbXMLMinorVers: 0 };
      const sent = await connector.call('sendRequestXML', { ticket, strHCPResponse: introduction(company), ...file });
      expect(sent).toContain('<QBXML>');
      // The envelope brings the ticket of its own time.
      const ticketThen = /<ticket>([^<]+)</.exec(envelope)?.[1] ?? '';
      await saveSession(app.strapi.db.connection, connection.id, { ticketHash: hashOf(ticketThen) });
      const open = (await accessOf(app, connection.id)).openRequests;
      const answer = await request(app.server)
        .post(`/api/crosswalk/web-connector/${connection.id}`)
        .set('Content-Type', 'text/xml; charset=utf-8')
        .send(envelope);
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(/<receiveResponseXMLResult>\d+<\/receiveResponseXMLResult>/);
      // The run reads it at once, and gives up the other requests where it is an error.
      expect((await accessOf(app, connection.id)).openRequests).toBeLessThan(open);
      dataOf(await app.admin.post(`/crosswalk/runs/${run.id}/cancel`));
      await end(run.id);
    });
  if (recorded.length === 0)
    check('recorded envelopes are taken', missing ?? 'skipped, as there are none', () => undefined);

  check("everything that was handed out is valid by the vendor's schema", missing, async () => {
    expect(handedOut.length).toBeGreaterThan(30);
    expect(await problemsOf([...new Set(handedOut)])).toEqual([]);
  });
});
