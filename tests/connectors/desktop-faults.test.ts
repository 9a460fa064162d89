import type { RequestFault, VisitFault } from '../../sandbox/quickbooks-desktop';
import { TABLES } from '../../server/src/constants';
import type { Connection, Mapping, Run, Write } from '../../server/src/contracts';
import { dataOf, fillBusiness, mapEverything, waitFor } from '../helpers/flow';
import { accessOf, createDesktop, install } from '../helpers/qbd';
import { startStrapi, type TestStrapi } from '../helpers/strapi';
import { printTable } from './fault-table';

type Act = 'sync' | 'create customer' | 'create invoice';
const acts: Act[] = ['sync', 'create customer', 'create invoice'];
/** The request of each act that meets the fault. */
const requestOf: Record<Act, string> = {
  sync: 'CustomerQueryRq',
  'create customer': 'CustomerAddRq',
  'create invoice': 'InvoiceAddRq',
};

/** What becomes of an act: all of it is done, or it is refused in the vendor's words. */
type Ending = 'done' | RegExp;
interface Row {
  fault: string;
  of: (request: string) => RequestFault | VisitFault;
  ends: Partial<Record<Act, Ending>>;
}
const status =
  (code: number, message: string) =>
  (request: string): RequestFault => ({
    request,
    kind: 'status',
    code,
    message,
  });
const hresult =
  (code: string, message: string) =>
  (request: string): RequestFault => ({
    request,
    kind: 'hresult',
    hresult: code,
    message,
  });
const everywhere = (ending: Ending): Row['ends'] => Object.fromEntries(acts.map((act) => [act, ending]));

/** Status codes and errors of the Web Connector by the vendor's pages, and what goes wrong on the way. */
const rows: Row[] = [
  { fault: 'status 1010, QuickBooks is busy', of: status(1010, 'System not available.'), ends: everywhere('done') },
  { fault: 'status 3175, record in use', of: status(3175, 'There was an error locking it.'), ends: everywhere('done') },
  { fault: 'status 3180, changed by another user', of: status(3180, 'It was modified.'), ends: everywhere('done') },
  { fault: 'status 3231, not processed', of: status(3231, 'It was not processed.'), ends: everywhere('done') },
  {
    fault: 'status 1000, internal error',
    of: status(1000, 'There has been an internal error.'),
    ends: everywhere(/internal error\. \(QuickBooks status 1000\)/),
  },
  {
    fault: 'status 3100, name in use',
    of: status(3100, 'The name of the list element is already in use.'),
    ends: { 'create customer': /already in use\. \(QuickBooks status 3100\)/ },
  },
  {
    fault: 'status 3140, invalid reference',
    of: status(3140, 'There is an invalid reference.'),
    ends: {
      'create customer': /invalid reference\. \(QuickBooks status 3140\)/,
      'create invoice': /invalid reference\. \(QuickBooks status 3140\)/,
    },
  },
  {
    fault: 'status 3250, feature not on',
    of: status(3250, 'This feature is not on.'),
    ends: everywhere(/not on\. \(QuickBooks status 3250\)/),
  },
  {
    fault: '0x80040400, not parsed',
    of: hresult('0x80040400', 'QuickBooks found an error when parsing the text.'),
    ends: everywhere(/could not be asked: .*parsing.*0x80040400/),
  },
  {
    fault: '0x80040420, access denied',
    of: hresult('0x80040420', 'The QuickBooks user has denied access.'),
    ends: everywhere(/denied access.*0x80040420/),
  },
  {
    fault: '0x80040402, unexpected error',
    of: hresult('0x80040402', 'Unexpected error. Check the qbsdklog.txt file.'),
    ends: everywhere('done'),
  },
  { fault: 'answer cut in its body', of: (request) => ({ request, kind: 'garbled' }), ends: everywhere('done') },
  {
    fault: 'computer off before the work',
    of: () => ({ after: 0, when: 'before QuickBooks' }),
    ends: everywhere('done'),
  },
  {
    fault: 'computer off before the answer',
    of: () => ({ after: 0, when: 'before the answer' }),
    ends: everywhere('done'),
  },
];
const MOST_VISITS = 6;

describe('QuickBooks Desktop, nothing lost and nothing doubled', () => {
  let app: TestStrapi;
  let connection: Connection;
  let mappings: Record<string, Mapping>;
  let visitor: Awaited<ReturnType<typeof install>>;
  let number = 0;
  const table: string[][] = [['', ...acts]];

  beforeAll(async () => {
    app = await startStrapi();
    await fillBusiness(app);
    connection = await createDesktop(app);
    mappings = await mapEverything(app.admin, connection.id);
    visitor = await install(app, connection.id);
    const run = await start.sync();
    expect((await drive(run.id)).run.state).toBe('succeeded');
    dataOf(await app.admin.post(`/crosswalk/connections/${connection.id}/steps/check/complete`));
  });
  afterAll(async () => {
    printTable('QuickBooks Desktop', table);
    await app?.stop();
  });

  const documents = (uid: string) => app.strapi.documents(uid as 'api::client.client');
  const entryOf = async (uid: string, name: string): Promise<string | undefined> =>
    (await documents(uid).findMany({ filters: { name } } as never))[0]?.documentId;
  const named = (name: string) => visitor.company.records.filter(({ members }) => members.Name === name);
  const invoicesOf = (name: string) => visitor.company.invoices.filter(({ members }) => members.RefNumber === name);

  /** Starts the act on something of its own, called `name`. */
  const start = {
    sync: async (): Promise<Run> => dataOf<Run>(await app.admin.post(`/crosswalk/connections/${connection.id}/sync`)),
    'create customer': async (name: string): Promise<Run> => {
      const { documentId } = await documents('api::client.client').create({
        data: { name },
        status: 'published',
      } as never);
      const body = { act: 'create_external', records: [{ id: documentId }] };
      const path = `/crosswalk/mappings/${mappings.Clients?.id ?? ''}/writes/external`;
      return dataOf<{ run: Run }>(await app.admin.post(path, body)).run;
    },
    'create invoice': async (name: string): Promise<Run> => {
      const client = await entryOf('api::client.client', 'Alder & Finch Dental');
      const rate = await entryOf('api::rate.rate', 'Senior engineer, on site');
      const { documentId } = await documents('api::work-order.work-order').create({
        data: { number: name, client, lines: [{ quantity: 2, unitPrice: 165, rate }] },
        status: 'published',
      } as never);
      const body = { source: 'work-orders', connectionId: connection.id, ids: [documentId] };
      return dataOf<{ run: Run }>(await app.admin.post('/crosswalk/invoices/generate', body)).run;
    },
  };

  /** Until it waits for a visit, was put aside, or has ended. */
  const settled = (id: string): Promise<Run> =>
    waitFor(`run ${id}`, async () => {
      const run = dataOf<Run>(await app.admin.get(`/crosswalk/runs/${id}`));
      if (['succeeded', 'failed', 'cancelled'].includes(run.state)) return run;
      // One that is due is about to go on.
      const isDue = run.runAfter !== null && Date.parse(run.runAfter) <= Date.now();
      if (run.state !== 'waiting' || isDue) return null;
      return run.runAfter !== null || (await accessOf(app, connection.id)).openRequests > 0 ? run : null;
    });

  /** Visits until the run has ended; what was put aside goes on at once. */
  async function drive(id: string, first?: VisitFault): Promise<{ run: Run; asides: number }> {
    let asides = 0;
    await settled(id);
    for (let visits = 0; visits < MOST_VISITS; visits += 1) {
      await visitor.connector.visit(visits === 0 ? first : undefined);
      let run = await settled(id);
      if (run.state === 'waiting' && run.runAfter !== null) {
        asides += 1;
        dataOf(await app.admin.post(`/crosswalk/runs/${id}/resume`));
        run = await waitFor('the run to go on', async () => {
          const now = await settled(id);
          return now.runAfter === null ? now : null;
        });
      }
      if (run.state !== 'waiting') return { run, asides };
    }
    throw new Error(`The run did not end in ${MOST_VISITS} visits`);
  }

  /** Why the one thing of a run was refused; empty: it was not. */
  async function refusalOf(act: Act, run: Run): Promise<string> {
    if (act === 'sync') return run.state === 'failed' ? (run.message ?? '') : '';
    if (act === 'create invoice') return run.progress.problems[0]?.message ?? '';
    const [write] = dataOf<Write[]>(await app.admin.get(`/crosswalk/runs/${run.id}/writes`));
    return write?.state === 'failed' ? (write.message ?? '') : '';
  }

  async function verify(act: Act, name: string, times: number): Promise<void> {
    if (act === 'create customer') return expect(named(name)).toHaveLength(times);
    if (act === 'create invoice') return expect(invoicesOf(name)).toHaveLength(times);
    const kept = (await app.strapi.db
      .connection(TABLES.externalRecords)
      .where({ connection_id: connection.id, record_type: 'customer' })
      .whereNull('deleted_at')
      .select('external_id')) as Array<{ external_id: string }>;
    const there = visitor.company.records.filter(({ type }) => type === 'Customer').map(({ id }) => id);
    expect(kept.map((row) => row.external_id).sort()).toEqual(there.sort());
  }

  it.each(rows)('$fault', async ({ fault, of, ends }) => {
    const cells: string[] = [];
    for (const act of acts) {
      const ending = ends[act];
      if (ending === undefined) {
        cells.push('–');
        continue;
      }
      number += 1;
      const name = `F-${number}`;
      const run = await start[act](name);
      const injected = of(requestOf[act]);
      if ('request' in injected) visitor.connector.faults.push(injected);
      const outcome = await drive(run.id, 'request' in injected ? undefined : injected);
      expect(visitor.connector.faults).toEqual([]);
      const refusal = await refusalOf(act, outcome.run);
      if (ending === 'done') expect([act, outcome.run.state, refusal]).toEqual([act, 'succeeded', '']);
      else expect(refusal).toMatch(ending);
      await verify(act, name, ending === 'done' ? 1 : 0);
      const aside =
        outcome.asides > 0 ? `put aside ${outcome.asides === 1 ? 'once' : `${outcome.asides} times`}, ` : '';
      cells.push(ending === 'done' ? `${aside}done` : `refused: ${refusal}`);
    }
    table.push([fault, ...cells]);
  });
});
