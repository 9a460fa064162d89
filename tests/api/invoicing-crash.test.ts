import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import knex from 'knex';
import type { Invoice, Run } from '../../server/src/contracts';
import { secretsOf } from '../../server/src/connections/secrets';
import { waitFor, waitForRun } from '../helpers/flow';
import { type InvoicingApp, startInvoicing } from '../helpers/invoicing-flow';
import { startProcess, type ServerProcess } from '../helpers/process';
import { databaseClient, databaseEnv } from '../helpers/strapi';

/** More writes than one invoice takes: the test ends at the first kill that is never reached. */
const MOST_WRITES = 40;
/** So many processes are killed at once, each on a copy of the database: of each two writes one is the other's. */
const LANES = 2;
/** So long a vendor that is slow takes to book. */
const SLOW_MS = 8_000;

const onSqlite = databaseClient() === 'sqlite' ? it : it.skip;
if (databaseClient() !== 'sqlite')
  console.log('Killing processes that invoice is tested on SQLite only: it copies and reads the database file.');

describe('invoices of processes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-invoices-'));
  let app: InvoicingApp;
  const servers: ServerProcess[] = [];

  beforeAll(async () => {
    app = await startInvoicing();
    await app.goLive();
  });
  afterAll(async () => {
    for (const server of servers) await server.kill();
    await app?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string>): Promise<ServerProcess> => {
    const server = await startProcess({ TEST_QBO_URL: app.quickbooks.url, ...env });
    servers.push(server);
    return server;
  };
  const generate = (server: ServerProcess, ids: string[]) =>
    server.request<{ data: { run: Run } }>('POST', '/crosswalk/invoices/generate', {
      source: 'work-orders',
      connectionId: app.connection.id,
      ids,
    });
  /** A database of its own, for processes that are killed and those that mend what is left. */
  const booksIn = (file: string) => ({
    file,
    start: (env: Record<string, string> = {}) => start({ TEST_DATABASE_FILE: file, ...env }),
    /** Leases and the time that a stranded invoice is left alone need not be waited for. */
    async age(): Promise<void> {
      const db = knex({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true });
      try {
        await db('crosswalk_runs').where({ state: 'running' }).update({ lease_until: 0 });
        await db('crosswalk_runs').where({ state: 'waiting' }).update({ run_after: 0 });
        await db('crosswalk_invoices').whereNot({ state: 'created' }).update({ created_at: 0 });
      } finally {
        await db.destroy();
      }
    },
  });
  /** What is really in the vendor's books under a number. */
  async function booked(number: string, entity: 'Invoice' | 'CreditMemo' = 'Invoice'): Promise<number> {
    const { accessToken = '' } = await secretsOf(app.strapi, app.connection.id, AbortSignal.timeout(5_000)).read();
    const query = encodeURIComponent(`select * from ${entity} where DocNumber = '${number}'`);
    const answer = await fetch(`${app.quickbooks.url}/v3/company/4620816365000001/query?query=${query}`, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
    });
    const { QueryResponse } = (await answer.json()) as { QueryResponse: Record<string, unknown[] | undefined> };
    return QueryResponse[entity]?.length ?? 0;
  }
  const listed = async (server: ServerProcess, query: string): Promise<Invoice[]> =>
    (await server.request<{ data: Invoice[] }>('GET', `/crosswalk/invoices?pageSize=100&${query}`)).body.data.filter(
      (invoice) => invoice.state !== 'failed',
    );
  const invoiceOf = async (server: ServerProcess, number: string): Promise<Invoice | undefined> =>
    (await listed(server, `kind=invoice&search=${number}`)).find(({ recordNumber }) => recordNumber === number);
  /** One thing that is to be made once. */
  interface Wanted {
    number: string;
    entity: 'Invoice' | 'CreditMemo';
    ask(server: ServerProcess): Promise<{ status: number }>;
    made(server: ServerProcess): Promise<Invoice | undefined>;
    /** What a second request is answered with. */
    refused: number;
  }
  const invoiceWanted = (number: string, id: string): Wanted => ({
    number,
    entity: 'Invoice',
    ask: (server) => generate(server, [id]),
    made: (server) => invoiceOf(server, number),
    refused: 409,
  });
  /** All of an invoice. */
  const creditWanted = ({ id, number }: Invoice): Wanted => ({
    number: `${number}-C1`,
    entity: 'CreditMemo',
    ask: (server) => server.request('POST', `/crosswalk/invoices/${id}/credit-notes`, {}),
    made: async (server) => (await listed(server, `creditOf=${id}`))[0],
    refused: 422,
  });

  /** Finishes what was begun; what was never stored is asked for anew, as a person would. */
  async function finish(server: ServerProcess, { number, entity, ask, made, refused }: Wanted): Promise<void> {
    if (!(await made(server))) expect((await ask(server)).status).toBe(200);
    const invoice = await waitFor(`${entity} ${number}`, async () => {
      const one = await made(server);
      return one?.state === 'created' ? one : null;
    });
    expect(invoice.number).toBe(number);
    // A second one is refused, whatever the crash left.
    expect((await ask(server)).status).toBe(refused);
    expect(await booked(number, entity)).toBe(1);
  }

  /**
   * Kills a process before each of these writes, one after the other; gives those that were reached. The process that
   * mends what one left is the next to be killed, as a boot is what takes time.
   */
  async function killEach(
    { start: startOn, age }: ReturnType<typeof booksIn>,
    orders: { wanted: Wanted; write: number }[],
  ): Promise<number[]> {
    const killed: number[] = [];
    const next = (index: number) => startOn({ TEST_KILL_BEFORE_WRITE: String(orders[index]?.write ?? MOST_WRITES) });
    let server = await next(0);
    for (const [index, { wanted, write }] of orders.entries()) {
      await server.arm();
      void wanted.ask(server).catch(() => null);
      const done = waitFor(wanted.number, async () => {
        const made = await wanted.made(server);
        const run = await server.request<{ data: Run[] }>('GET', '/crosswalk/runs?kind=invoice');
        return made?.state === 'created' && run.body.data.every(({ state }) => state === 'succeeded');
      }).catch(() => false);
      // A killed process answers no more: then it is about to end.
      const wasKilled = await Promise.race([
        server.ended.then(() => true),
        done.then((created) => (created ? false : server.ended.then(() => true))),
      ]);
      if (!wasKilled) break;
      killed.push(write);
      await age();
      server = await next(index + 1);
      await finish(server, wanted);
    }
    await server.kill();
    return killed;
  }

  /** Kills before each write that making these takes, in lanes. */
  async function killAll(wanted: Wanted[], name: string): Promise<void> {
    app.quickbooks.faults.add({ kind: 'ignore-request-ids' });
    const lanes = await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        const books = booksIn(path.join(folder, `${name}-${lane}.db`));
        copyFileSync(app.database, books.file);
        return killEach(
          books,
          wanted.map((one, index) => ({ wanted: one, write: index + 1 })).filter(({ write }) => write % LANES === lane),
        );
      }),
    );
    app.quickbooks.faults.clear();
    const killed = lanes.flat().sort((one, other) => one - other);
    // Storing, queueing, claiming, taking, noting, ending: all of it was cut somewhere, and no write left out.
    expect(killed.length).toBeGreaterThan(9);
    expect(killed.length).toBeLessThan(MOST_WRITES - LANES);
    expect(killed).toEqual(killed.map((_, index) => index + 1));
    console.log(`${killed.length} kills, one before each write of the protocol: one ${name} each time`);
  }

  onSqlite(
    'are booked once, wherever in the protocol it is killed, though the vendor ignores request ids',
    async () => {
      const wanted: Wanted[] = [];
      for (let write = 1; write <= MOST_WRITES; write += 1) {
        const number = `KILL-${write}`;
        wanted.push(invoiceWanted(number, await app.createOrder({ number })));
      }
      await killAll(wanted, 'invoice');
    },
    900_000,
  );

  onSqlite(
    'are credited once, wherever in the protocol it is killed, though the vendor ignores request ids',
    async () => {
      const ids: string[] = [];
      for (let write = 1; write <= MOST_WRITES; write += 1)
        ids.push(await app.createOrder({ number: `CREDIT-${write}` }));
      const { data } = (
        await app.admin.post('/crosswalk/invoices/generate', {
          source: 'work-orders',
          connectionId: app.connection.id,
          ids,
        })
      ).body as { data: { run: Run; invoices: Invoice[] } };
      await waitForRun(app.admin, data.run.id);
      const invoices = (await app.admin.get('/crosswalk/invoices?kind=invoice&search=CREDIT-&pageSize=100')).body as {
        data: Invoice[];
      };
      await killAll(invoices.data.map(creditWanted), 'credit note');
    },
    900_000,
  );

  onSqlite('are booked once when the process is killed while the vendor is slow to book', async () => {
    const number = 'KILL-SLOW';
    const id = await app.createOrder({ number });
    const slow = booksIn(path.join(folder, 'slow.db'));
    copyFileSync(app.database, slow.file);
    app.quickbooks.faults.add({ kind: 'slow', ms: SLOW_MS, method: 'POST', path: '/invoice' });
    const server = await slow.start();
    expect((await generate(server, [id])).status).toBe(200);
    await waitFor('the request to be under way', () => Promise.resolve(app.quickbooks.faults.waiting().length === 0));
    const begun = Date.now();
    await server.kill();
    expect(await booked(number)).toBe(0);
    await slow.age();
    const next = await slow.start();
    await finish(next, invoiceWanted(number, id));
    await next.stop();
    // The first request is carried out after its process has died.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + SLOW_MS + 1_000 - Date.now())));
    expect(await booked(number)).toBe(1);
  });

  it('are booked once when two processes are asked for the same at once', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) ids.push(await app.createOrder({ number: `TWO-${index}` }));
    // With the one of this test they are three on one database.
    const [one, two] = [await start(databaseEnv(app.database)), await start(databaseEnv(app.database))];
    for (const id of ids) {
      const answers = await Promise.all([generate(one, [id]), generate(two, [id])]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
    for (const [index] of ids.entries()) {
      await waitFor(`TWO-${index}`, async () => (await invoiceOf(one, `TWO-${index}`))?.state === 'created');
      expect(await booked(`TWO-${index}`)).toBe(1);
      // All of it is credited by one of them, whoever was first.
      const invoice = await invoiceOf(one, `TWO-${index}`);
      const credit = (server: ServerProcess) =>
        server.request('POST', `/crosswalk/invoices/${invoice?.id}/credit-notes`, {});
      const answers = await Promise.all([credit(one), credit(two)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
    for (const [index] of ids.entries()) {
      const number = `TWO-${index}-C1`;
      await waitFor(number, async () => (await booked(number, 'CreditMemo')) === 1);
      expect(await booked(`TWO-${index}-C2`, 'CreditMemo')).toBe(0);
    }
  }, 400_000);
});
