import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { propertiesOf, schemaNames } from '../../sandbox/quickbooks-online/properties';
import { ConnectorError } from '../../server/src/connectors/errors';
import { HttpClient, type HttpAnswer } from '../../server/src/connectors/http';
import { quickbooksOnline } from '../../server/src/connectors/quickbooks-online';
import { faultOf, readFault } from '../../server/src/connectors/quickbooks-online/errors';
import { partyRecord } from '../../server/src/connectors/quickbooks-online/records';
import { missingSpecs, specs } from '../helpers/specs';
import {
  askerOf,
  invoiceRequest,
  realmId,
  startStandIn,
  type StandIn,
} from '../unit/connectors/quickbooks-online.fixture';
import { check } from './check';

type Json = Record<string, unknown>;
type Asker = Awaited<ReturnType<typeof askerOf>>;
interface Exchange {
  request: { method: 'GET' | 'POST'; uri: string; body: unknown };
  response: { status: number; headers: Record<string, string>; body: Json };
}

const missing = missingSpecs('qbo/recorded');
const recordings = missing === null ? readdirSync(specs('qbo/recorded')).filter((name) => name.endsWith('.json')) : [];
const exchange = (name: string): Exchange =>
  JSON.parse(readFileSync(specs(`qbo/recorded/${name}`), 'utf8')) as Exchange;
const answered = (name: string) => exchange(`${name}.json`).response;

/** What the vendor's entries are called in an answer, wherever in it they lie. */
const entries = (value: unknown, entity: string): Json[] =>
  Array.isArray(value)
    ? value.flatMap((one) => entries(one, entity))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, member]) =>
          key === entity ? ([member].flat() as Json[]) : entries(member, entity),
        )
      : [];

describe('QuickBooks Online, a recorded exchange', () => {
  if (recordings.length === 0)
    check('is read as the vendor meant it', missing ?? 'skipped, as there are none', () => undefined);

  /** Answers as recorded, if it is asked as recorded. */
  async function replay({ request, response }: Exchange): Promise<HttpAnswer> {
    const { pathname, search, searchParams } = new URL(request.uri);
    const answer = (asked: IncomingMessage, out: ServerResponse): void => {
      const url = new URL(asked.url ?? '', 'http://replay');
      const isAsked =
        asked.method === request.method &&
        url.pathname === pathname &&
        url.searchParams.toString() === searchParams.toString();
      if (!isAsked) out.writeHead(599).end(`Not recorded: ${asked.method} ${asked.url}, but ${pathname}${search}`);
      const kept = ['content-type', 'intuit-tid', 'www-authenticate'];
      const headers = Object.fromEntries(Object.entries(response.headers).filter(([key]) => kept.includes(key)));
      out.writeHead(response.status, headers).end(JSON.stringify(response.body));
    };
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = new HttpClient({ baseUrl, vendor: 'QuickBooks Online', readError: readFault, attempts: 1 });
      const query = Object.fromEntries(searchParams);
      return await client.request({ method: request.method, path: pathname, query, body: request.body ?? undefined });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  for (const name of recordings)
    check(name.replace(/\.json$/, ''), null, async () => {
      const recording = exchange(name);
      const { status, headers, body } = recording.response;
      const came = await replay(recording).catch((error: unknown) => error);
      if (status >= 400) {
        // The gateway writes `fault` where the service writes `Fault`.
        const [said] = [...entries(body, 'Error'), ...entries(body, 'error')];
        expect(came).toBeInstanceOf(ConnectorError);
        expect(came).toMatchObject({ code: said?.code, requestId: headers['intuit-tid'] ?? null });
        expect((came as ConnectorError).message).not.toContain(
          String(/Token expired: (\S+)/.exec(JSON.stringify(body))?.[1]),
        );
        return;
      }
      expect(came).toMatchObject({ status, json: body });
      // Refusals within an answer of 200: a batch, an upload.
      for (const part of [...entries(body, 'BatchItemResponse'), ...entries(body, 'AttachableResponse')])
        expect(faultOf(part)?.code ?? null).toBe(entries(part, 'Error')[0]?.code ?? null);
      for (const entity of ['Customer', 'Vendor', 'Employee'])
        for (const row of entries(body, entity)) {
          const { externalId, active, roles } = partyRecord(row);
          expect([externalId, active]).toEqual([row.Id, row.Active]);
          expect(roles.name).toBe(String(row.DisplayName).replace(/ \(deleted\)$/, ''));
        }
    });
});

/** Names of members and kinds of values, down to the leaves; lists by what their members have in common. */
const shape = (value: unknown): unknown => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]));
};
const fault = ({ body }: { body: Json }) => (body.Fault as { Error: Json[] }).Error[0] ?? {};

describe('QuickBooks Online, the stand-in beside what the vendor was recorded to say', () => {
  let standIn: StandIn;
  let call: Asker['call'];
  let query: Asker['query'];
  beforeEach(async () => {
    standIn = await startStandIn();
    ({ call, query } = await askerOf(standIn));
  });
  afterEach(() => standIn.close());

  check('lists customers with the same members', missing, async () => {
    const theirs = answered('all__customers.2').body.QueryResponse as { Customer: Json[] } & Json;
    const ours = (await query('select * from Customer where Active in (true,false)')).body
      .QueryResponse as typeof theirs;
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    const known = Object.assign({}, ...theirs.Customer.map((customer) => shape(customer))) as Json;
    const always = Object.keys(known).filter((key) => theirs.Customer.every((customer) => key in customer));
    for (const customer of ours.Customer) {
      expect(Object.keys(customer)).toEqual(expect.arrayContaining(always));
      for (const key of always) expect([key, shape(customer[key])]).toEqual([key, known[key]]);
    }
    const job = ours.Customer.find(({ Job }) => Job === true);
    const theirJob = theirs.Customer.find(({ Job, Level }) => Job === true && Level === 1);
    for (const key of ['ParentRef', 'Level']) expect(shape(job?.[key])).toEqual(shape(theirJob?.[key]));
  });

  check('pages vendors with the same members, the last page and none included', missing, async () => {
    await standIn.close();
    const vendors = Array.from({ length: 26 }, (_, index) => ({ DisplayName: `Vendor ${index}` }));
    standIn = await startStandIn({ companies: [{ realmId, name: 'Paging', vendors }] });
    ({ call, query } = await askerOf(standIn));
    const pages = [
      ['all__vendors_by_5.3', 6],
      ['all__vendors_by_5.7', 26],
    ] as const;
    for (const [name, start] of pages) {
      const theirs = answered(name).body.QueryResponse as { Vendor: Json[] } & Json;
      const ours = (await query(`SELECT * FROM Vendor MAXRESULTS 5 STARTPOSITION ${start}`)).body
        .QueryResponse as typeof theirs;
      expect(ours).toMatchObject({ startPosition: theirs.startPosition, maxResults: theirs.maxResults });
      expect(ours.Vendor).toHaveLength(theirs.Vendor.length);
      const common = Object.keys(theirs.Vendor[0] ?? {}).filter((key) =>
        theirs.Vendor.every((vendor) => key in vendor),
      );
      const required = common.filter(
        (key) =>
          ![
            'Title',
            'GivenName',
            'MiddleName',
            'FamilyName',
            'Suffix',
            'PrimaryEmailAddr',
            'BillAddr',
            'AcctNum',
            'CompanyName',
            'PrimaryPhone',
          ].includes(key),
      );
      expect(Object.keys(ours.Vendor[0] ?? {})).toEqual(expect.arrayContaining(required));
    }
    const count = (await query('SELECT COUNT(*) FROM Vendor')).body;
    expect(shape(count)).toEqual(shape(answered('all__vendors_by_5.1').body));
    expect(count.QueryResponse).toEqual(answered('all__vendors_by_5.1').body.QueryResponse);
    const none = (await query("SELECT * FROM Vendor WHERE DisplayName = 'nobody'")).body;
    expect(shape(none)).toEqual(shape(answered('all__alt_select.5').body));
  });

  check('refuses as the vendor does', missing, async () => {
    const cases = [
      ['error__401.1', call('GET', 'customer/1', undefined, 'AB01601390262xx')],
      ['error__validation.1', call('POST', 'customer', { DisplayName: 'Café Zürich' })],
      ['error__400_json.1', call('POST', 'invoice', { BadJson: true })],
    ] as const;
    for (const [name, pending] of cases) {
      const theirs = answered(name);
      const ours = await pending;
      expect(ours.status).toBe(theirs.status);
      expect(shape(ours.body)).toEqual(shape(theirs.body));
      expect(ours.headers.get('intuit-tid')).toBeTruthy();
      if ('Fault' in theirs.body) {
        const { code, Message } = fault({ body: theirs.body });
        expect(fault(ours)).toMatchObject({ code, Message });
      } else expect(ours.headers.get('www-authenticate')).toBe(theirs.headers['www-authenticate']);
    }
    expect(fault(await call('GET', 'customer/1.5'))).toEqual(fault(answered('error__500.2')));
  });

  check('answers a new invoice with the same members', missing, async () => {
    const body = {
      Line: [
        {
          Amount: 100,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '32', name: 'Consulting' } },
        },
      ],
      CustomerRef: { value: '1' },
    };
    const ours = (await call('POST', 'invoice', body)).body;
    const theirs = answered('create__invoice.1').body;
    const members = Object.keys(theirs.Invoice as Json).filter((key) => key !== 'ShipAddr');
    expect(Object.keys(ours.Invoice as Json)).toEqual(expect.arrayContaining(members));
    for (const key of members.filter((name) => !['CustomField', 'BillAddr'].includes(name))) {
      expect([key, shape((ours.Invoice as Json)[key])]).toEqual([key, shape((theirs.Invoice as Json)[key])]);
    }
    const lines = (invoice: unknown) => (invoice as { Line: Json[] }).Line.map(shape);
    expect(lines(ours.Invoice)).toEqual(lines(theirs.Invoice));
  });

  check('knows no property that the vendor’s schema does not, and the connector posts none', missing, async () => {
    const schemas = specs('qbo/xsd');
    const schema = readdirSync(schemas)
      .filter((name) => name.endsWith('.xsd'))
      .map((name) => readFileSync(path.join(schemas, name), 'utf8'))
      .join('\n');
    const elements = new Set(
      [...schema.matchAll(/<xs:(?:element|attribute)\b[^>]*\bname="(\w+)"/g)].map(([, name]) => name),
    );
    expect(elements.size).toBeGreaterThan(500);
    // Newer than the schema we hold, or JSON only.
    const newer = ['value', 'name'];
    const unknown = (names: string[]) => names.filter((name) => !elements.has(name) && !newer.includes(name));
    expect(Object.fromEntries(schemaNames.map((name) => [name, unknown(propertiesOf(name))]))).toEqual(
      Object.fromEntries(schemaNames.map((name) => [name, []])),
    );
    await quickbooksOnline.invoicing?.createInvoice(await standIn.connect(), invoiceRequest());
    const posted = standIn.faults
      .requests()
      .find(({ method, path: where }) => method === 'POST' && where.includes('/invoice'));
    const keys = (value: unknown): string[] =>
      Array.isArray(value)
        ? value.flatMap(keys)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, member]) => [key, ...keys(member)])
          : [];
    expect(keys(posted?.body)).toContain('TaxCodeRef');
    expect(unknown(keys(posted?.body))).toEqual([]);
  });

  check('reads every recorded customer and vendor', missing, async () => {
    const customers = (answered('all__customers.2').body.QueryResponse as { Customer: Json[] }).Customer;
    const vendors = (answered('get__inactive_vendors.1').body.QueryResponse as { Vendor: Json[] }).Vendor;
    const read = [...customers, ...vendors].map(partyRecord);
    expect(read).toHaveLength(68);
    const treasury = read.find(({ label }) => label === 'United States Treasury (deleted)');
    expect(treasury).toMatchObject({
      active: false,
      roles: { name: 'United States Treasury', domain: 'ustreasury.gov' },
    });
    expect(read.some(({ roles }) => /X{3}/.test(roles.taxId ?? ''))).toBe(false);
    expect(read.find(({ label }) => label === 'Doe, Jack:Jack Doe')).toMatchObject({
      parentId: '62',
      roles: { parent: 'Doe, Jack' },
    });
  });
});
