import { approve, createQuickBooksOnline, demoClient, type QuickBooksSeed } from '../../sandbox/quickbooks-online';
import type { Connection, Link, Mapping, Run } from '../../server/src/contracts';
import { secretsOf } from '../../server/src/connections/secrets';
import type { TestAdmin, TestStrapi } from './strapi';

/** A small business as its accounting knows it. */
export const books: QuickBooksSeed = {
  companies: [
    {
      realmId: '4620816365000001',
      name: 'Harborline Test Company',
      customers: [
        {
          Id: '1',
          DisplayName: 'Alder and Finch Dental, PLLC',
          PrimaryEmailAddr: { Address: 'office@alderfinch.example' },
          PrimaryPhone: { FreeFormNumber: '(503) 555-0142' },
          BillAddr: { City: 'Portland' },
        },
        {
          Id: '2',
          DisplayName: 'Birchwood Veterinary Clinic Inc.',
          PrimaryEmailAddr: { Address: 'hello@birchwoodvet.example' },
          BillAddr: { City: 'Gresham' },
        },
        {
          Id: '3',
          DisplayName: 'Cascade Orthodontics Group',
          PrimaryEmailAddr: { Address: 'billing@cascadeortho.example' },
          BillAddr: { City: 'Salem' },
        },
        { Id: '4', DisplayName: "O'Neil & Söhne Bakery", PrimaryEmailAddr: { Address: 'orders@oneilbakery.example' } },
        { Id: '5', DisplayName: 'Old Harbor Cafe', Active: false },
        {
          Id: '6',
          DisplayName: 'Nordby Hardware',
          PrimaryEmailAddr: { Address: 'ap@nordbyhardware.example' },
          BillAddr: { City: 'Astoria' },
        },
      ],
      vendors: [
        { Id: '20', DisplayName: 'Northwest Cable Supply', PrimaryEmailAddr: { Address: 'sales@nwcable.example' } },
      ],
      items: [
        { Id: '11', Name: 'Cat6 patch cable 3 m', Sku: 'CBL-C6-3M', Type: 'NonInventory', UnitPrice: 6.5 },
        { Id: '12', Name: 'UniFi U7 Pro access point', Sku: 'UBI-U7-PRO', Type: 'NonInventory', UnitPrice: 189 },
        { Id: '13', Name: 'Senior engineer on site', Sku: 'LAB-SR', Type: 'Service', UnitPrice: 165 },
      ],
    },
  ],
};

/** The same business as Strapi knows it: entries of the fixture app, by content type. */
export const business = {
  'api::client.client': [
    { name: 'Alder & Finch Dental', email: 'office@alderfinch.example', phone: '503-555-0142', city: 'Portland' },
    { name: 'Birchwood Vet Clinic', email: 'hello@birchwoodvet.example', city: 'Gresham' },
    { name: 'Cascade Orthodontics Salem', city: 'Salem' },
    { name: 'Cascade Orthodontics Bend', city: 'Bend' },
    { name: "O'Neil and Soehne Bakery", email: 'orders@oneilbakery.example' },
    { name: 'Vasquez Land Survey', city: 'Bend' },
  ],
  'api::vendor.vendor': [{ name: 'Northwest Cable Supply Co', email: 'sales@nwcable.example' }],
  'api::part.part': [
    { name: 'Cat6 patch cable, 3 m', sku: 'CBL-C6-3M', price: 6.5 },
    { name: 'UniFi U7 Pro', sku: 'UBI-U7-PRO', price: 189 },
  ],
  'api::rate.rate': [{ name: 'Senior engineer, on site', code: 'LAB-SR', price: 165 }],
} as const;

export async function startBooks(seed: QuickBooksSeed = books) {
  const standIn = createQuickBooksOnline({
    ...seed,
    clients: [{ ...demoClient, clientId: 'test-client', clientSecret: 'test-client-secret' }],
  });
  const { url, close } = await standIn.listen(0);
  return { ...standIn, url, close };
}

export async function fillBusiness(
  { strapi }: TestStrapi,
  records: Record<string, readonly object[]> = business,
): Promise<void> {
  for (const [uid, entries] of Object.entries(records)) {
    for (const data of entries)
      await strapi.documents(uid as 'api::client.client').create({ data, status: 'published' } as never);
  }
}

export const dataOf = <T>(response: { body: unknown; status: number }): T => {
  const body = response.body as { data?: T; error?: { message: string } };
  if (response.status >= 300) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return body.data as T;
};

export async function waitFor<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  ms = 60_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until a run has ended or stands still. */
export const waitForRun = (
  admin: TestAdmin,
  id: string,
  states: Run['state'][] = ['succeeded', 'failed', 'cancelled', 'asking', 'waiting'],
  ms?: number,
): Promise<Run> =>
  waitFor(
    `run ${id}`,
    async () => {
      const run = dataOf<Run>(await admin.get(`/crosswalk/runs/${id}`));
      return states.includes(run.state) ? run : null;
    },
    ms,
  );

/** Connects QuickBooks Online as an admin does: create, authorise at the vendor's page, come back. */
export async function connectQuickBooks(admin: TestAdmin): Promise<Connection> {
  const draft = dataOf<Connection>(
    await admin.post('/crosswalk/connections', { connector: 'quickbooks-online', name: 'QuickBooks' }),
  );
  return authorize(admin, draft.id);
}

export const authorize = async (admin: TestAdmin, connectionId: string): Promise<Connection> =>
  dataOf<Connection>(await tryToAuthorize(admin, connectionId));

/** The answer to coming back from the vendor's page, whatever it is; `realmId` chooses a company there. */
export async function tryToAuthorize(admin: TestAdmin, connectionId: string, realmId?: string) {
  const { url } = dataOf<{ url: string }>(await admin.post(`/crosswalk/connections/${connectionId}/authorize`));
  const back = new URL(await approve(url, { realmId }));
  return admin.post('/crosswalk/connections/authorize/complete', Object.fromEntries(back.searchParams));
}

/** Maps clients, vendors, parts and rates with the proposed roles. */
export async function mapEverything(
  admin: TestAdmin,
  connectionId: string,
  clients: Mapping['cardinality'] = 'many_to_one',
): Promise<Record<string, Mapping>> {
  const types = dataOf<Array<{ uid: string; proposedRoles: unknown[] }>>(await admin.get('/crosswalk/content-types'));
  const created: Record<string, Mapping> = {};
  for (const [name, uid, recordType, cardinality] of [
    ['Clients', 'api::client.client', 'customer', clients],
    ['Vendors', 'api::vendor.vendor', 'vendor', 'one_to_one'],
    ['Parts', 'api::part.part', 'item', 'one_to_one'],
    ['Rates', 'api::rate.rate', 'item', 'one_to_one'],
  ] as const) {
    const fieldRoles = types.find((type) => type.uid === uid)?.proposedRoles;
    created[name] = dataOf<Mapping>(
      await admin.post('/crosswalk/mappings', {
        connectionId,
        name,
        contentType: uid,
        recordType,
        fieldRoles,
        cardinality,
      }),
    );
  }
  return created;
}

export async function syncAndMatch(admin: TestAdmin, connectionId: string): Promise<Run> {
  const run = dataOf<Run>(await admin.post(`/crosswalk/connections/${connectionId}/sync`));
  const ended = await waitForRun(admin, run.id);
  if (ended.state !== 'succeeded') throw new Error(`The sync ${ended.state}: ${ended.message}`);
  return ended;
}

export const linksOf = async (admin: TestAdmin, query: string): Promise<Link[]> =>
  dataOf<Link[]>(await admin.get(`/crosswalk/links?pageSize=100&${query}`));

/** Changes a customer in the books, as somebody does at the vendor. */
export async function updateCustomer(
  { strapi }: TestStrapi,
  connectionId: string,
  booksUrl: string,
  id: string,
  change: object,
): Promise<void> {
  const { accessToken } = await secretsOf(strapi, connectionId, AbortSignal.timeout(5_000)).read();
  const api = `${booksUrl}/v3/company/4620816365000001`;
  const headers = {
    authorization: `Bearer ${accessToken ?? ''}`,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const read = (await (await fetch(`${api}/customer/${id}`, { headers })).json()) as {
    Customer: { SyncToken: string };
  };
  const answer = await fetch(`${api}/customer`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ Id: id, SyncToken: read.Customer.SyncToken, sparse: true, ...change }),
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
}
