import type { QuickBooksSeed } from '../../sandbox/quickbooks-online';
import type { Connection, Mapping } from '../../server/src/contracts';
import { connectQuickBooks, dataOf, fillBusiness, mapEverything, startBooks, syncAndMatch } from './flow';
import { startStrapi, type TestStrapi } from './strapi';

export interface InvoicingApp extends TestStrapi {
  quickbooks: Awaited<ReturnType<typeof startBooks>>;
  connection: Connection;
  mappings: Record<string, Mapping>;
  /** documentIds of clients, parts and rates by name. */
  ids: Map<string, string>;
  goLive(): Promise<void>;
  createOrder(order: Partial<Order> & { number: string }): Promise<string>;
}

export interface Order {
  number: string;
  state?: 'open' | 'done' | 'invoiced';
  title: string;
  date: string;
  currency: string;
  /** Name of a client. */
  client: string | null;
  lines: Array<{
    quantity: number | null;
    unitPrice: number | null;
    description?: string;
    part?: string;
    rate?: string;
    amount?: number;
  }>;
}

/** Linked by hand, so that invoicing is tested apart from matching: local name → vendor id. */
const pairs = [
  ['Clients', 'Alder & Finch Dental', '1'],
  ['Clients', 'Birchwood Vet Clinic', '2'],
  ['Parts', 'Cat6 patch cable, 3 m', '11'],
  ['Parts', 'UniFi U7 Pro', '12'],
  ['Rates', 'Senior engineer, on site', '13'],
] as const;

/** A fixture app that is connected, synced and linked, in set-up still. Vasquez Land Survey has no customer. */
export async function startInvoicing(
  options: {
    env?: Record<string, string>;
    books?: QuickBooksSeed;
    /** More entries by content type, as `fillBusiness` takes them. */
    entries?: Record<string, readonly object[]>;
    /** More links: mapping, local name, vendor id. */
    pairs?: ReadonlyArray<readonly [string, string, string]>;
  } = {},
): Promise<InvoicingApp> {
  const quickbooks = await startBooks(options.books);
  const app = await startStrapi({ env: { TEST_QBO_URL: quickbooks.url, ...options.env } });
  await fillBusiness(app);
  if (options.entries) await fillBusiness(app, options.entries);
  const connection = await connectQuickBooks(app.admin);
  const mappings = await mapEverything(app.admin, connection.id);
  await syncAndMatch(app.admin, connection.id);
  const ids = new Map<string, string>();
  for (const uid of ['api::client.client', 'api::part.part', 'api::rate.rate'] as const) {
    const entries = await app.strapi.documents(uid as 'api::client.client').findMany({});
    for (const entry of entries as unknown as Array<{ documentId: string; name: string }>)
      ids.set(entry.name, entry.documentId);
  }
  for (const [mapping, name, externalId] of [...pairs, ...(options.pairs ?? [])]) {
    dataOf(
      await app.admin.post('/crosswalk/links/map', {
        mappingId: mappings[mapping]?.id,
        localId: ids.get(name),
        externalId,
      }),
    );
  }
  return {
    ...app,
    quickbooks,
    connection,
    mappings,
    ids,
    async goLive() {
      dataOf(await app.admin.post(`/crosswalk/connections/${connection.id}/steps/check/complete`));
    },
    async createOrder(order) {
      const lines = order.lines ?? [{ quantity: 2, unitPrice: 165, rate: 'Senior engineer, on site' }];
      const client = order.client === undefined ? 'Alder & Finch Dental' : order.client;
      const entry = await app.strapi.documents('api::work-order.work-order' as 'api::client.client').create({
        data: {
          ...order,
          client: client === null ? null : ids.get(client),
          lines: lines.map(({ part, rate, ...line }) => ({
            ...line,
            part: part && ids.get(part),
            rate: rate && ids.get(rate),
          })),
        },
      } as never);
      return (entry as unknown as { documentId: string }).documentId;
    },
    async stop() {
      await app.stop();
      await quickbooks.close();
    },
  };
}

/** What the runner and the schedule ask by themselves, at any time. */
const OWN_LOOKS = /crosswalk_runs.+lease_until|next_sync_at|crosswalk_notices/;

/** Counts the statements that some work sends to the database: the least of three times, without those of others. */
export async function statementsOf(app: TestStrapi, work: () => Promise<unknown>): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    let statements = 0;
    const count = ({ sql = '' }: { sql?: string }) => {
      if (!OWN_LOOKS.test(sql)) statements += 1;
    };
    app.strapi.db.connection.on('query', count);
    await work();
    app.strapi.db.connection.off('query', count);
    counts.push(statements);
  }
  return Math.min(...counts);
}
