import { createPax8, demoClient, type Pax8Seed } from '../../../sandbox/pax8';
import type { ConnectorContext, ListPage, Secrets } from '../../../server/src/connectors/contract';
import { pax8 } from '../../../server/src/connectors/pax8';
import { keepSecrets } from './quickbooks-online.fixture';

/** A small partner: companies of every status, a catalogue with siblings, prices of every kind, subscriptions. */
export const seed: Pax8Seed = {
  partner: "Fern & Daughter's Managed IT",
  companies: [
    {
      name: 'Alder Dental',
      address: {
        street: '12 Mill Rd.',
        street2: 'Unit 4',
        city: 'Denver',
        stateOrProvince: 'CO',
        postalCode: '80210',
        country: 'US',
      },
      phone: '303-555-0133',
      website: 'https://www.alderdental.example/contact',
      externalId: 'QB-17',
      contacts: [
        {
          firstName: 'Nora',
          lastName: 'Lindgren',
          email: 'nora@alderdental.example',
          phone: '303-555-0134',
          types: [{ type: 'Billing', primary: true }],
        },
        { firstName: 'Odell', lastName: 'Hsu', email: 'odell@alderdental.example', phone: '303-555-0135' },
      ],
    },
    // Without a phone, as in the vendor's own examples.
    { name: 'Café Zürich', website: 'cafe-zuerich.example' },
    { name: 'Gone Ltd', status: 'Deleted', phone: '303-555-0140' },
    { name: 'Silent Ltd', status: 'Inactive', phone: '303-555-0141' },
  ],
  products: [
    {
      name: 'Mail Plan (Monthly)',
      vendorName: 'Norvane',
      sku: 'NOR-MAIL-M',
      vendorSku: 'MAIL:0001',
      shortDescription: 'Mailbox, 50 GB',
      pricing: [
        { billingTerm: 'Annual', rates: [{ partnerBuyRate: 40, suggestedRetailPrice: 50 }] },
        {
          billingTerm: 'Monthly',
          commitmentTerm: '1-Year',
          commitmentTermInMonths: 12,
          rates: [{ partnerBuyRate: 4, suggestedRetailPrice: 4.5 }],
        },
        {
          billingTerm: 'Monthly',
          type: 'Volume',
          rates: [
            { partnerBuyRate: 3, suggestedRetailPrice: 4.75, startQuantityRange: 25 },
            { partnerBuyRate: 4, suggestedRetailPrice: 5.1, startQuantityRange: 0, endQuantityRange: 24 },
          ],
        },
      ],
    },
    { name: 'Mail Plan (Annual)', vendorName: 'Norvane', sku: 'NOR-MAIL-A', vendorSku: 'MAIL:0001-1Y' },
    {
      name: 'Usage',
      vendorName: 'Skyreach',
      sku: 'SKY-USE',
      pricing: [{ billingTerm: 'Monthly', type: 'Mark-Up', rates: [{ partnerBuyRate: 10, suggestedRetailPrice: 20 }] }],
    },
  ],
  subscriptions: [
    { company: 'Alder Dental', product: 'Mail Plan (Monthly)', quantity: 12, price: 5.1, commitmentTerm: '1-Year' },
    { company: 'Gone Ltd', product: 'Mail Plan (Monthly)', quantity: 1, price: 5.1, status: 'Cancelled' },
    { company: 'Café Zürich', product: 'Usage', quantity: 1, price: 0, status: 'PendingCancel' },
  ],
};

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

let partners = 0;

/** A stand-in on a free port with credentials of its own, since a limiter is kept for each. */
export const startStandIn = async (partner: Pax8Seed = seed) => {
  partners += 1;
  const client = { clientId: `client-${process.pid}-${partners}`, clientSecret: `hidden-secret-${partners}` };
  const server = createPax8({ ...partner, clients: [client] });
  const { url, close } = await server.listen(0);
  const abort = new AbortController();
  const logged: string[] = [];
  const connect = (secrets: Secrets = client) => ({
    ...contextFor(url, secrets, abort.signal),
    log: { debug: (message: string) => logged.push(message), warn: (message: string) => logged.push(message) },
  });
  return { url, close, client, abort, logged, faults: server.faults, partner: server.partner, connect };
};

export const contextFor = (
  url: string,
  secrets: Secrets,
  signal: AbortSignal,
): ConnectorContext & { secrets: ReturnType<typeof keepSecrets> } => ({
  options: { apiUrl: url },
  settings: {},
  accountId: '',
  signal,
  secrets: keepSecrets(secrets),
  log: { debug: () => undefined, warn: () => undefined },
});

/** Reads a list to its end, from a cursor on. */
export const listAll = async (ctx: ConnectorContext, recordType: string, from: string | null = null) => {
  const pages: ListPage[] = [];
  let cursor = from;
  do {
    const page = await pax8.list(ctx, { recordType, cursor });
    pages.push(page);
    cursor = page.cursor;
  } while (cursor !== null);
  return {
    pages,
    records: pages.flatMap(({ records }) => records),
    problems: pages.flatMap(({ problems }) => problems),
  };
};

type Json = Record<string, unknown>;

/** What the vendor gives a token for. */
export const tokenRequest = {
  client_id: demoClient.clientId,
  client_secret: demoClient.clientSecret,
  audience: 'https://api.pax8.com',
  grant_type: 'client_credentials',
};

/** Asks the API of a stand-in as anybody would, with a token of its own. */
export async function askerOf({ url }: { url: string }) {
  const ask = async (method: string, where: string, body: unknown, bearer: string) => {
    const answer = await fetch(`${url}${where}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Json };
  };
  const post = (where: string, body: unknown) => ask('POST', where, body, '');
  const token = String((await post('/v1/token', tokenRequest)).body.access_token);
  const call = (method: string, where: string, body?: unknown, bearer = token) => ask(method, where, body, bearer);
  return {
    call,
    post,
    get: (where: string) => call('GET', `/v1${where}`),
    patch: (id: string, body: unknown) => call('PATCH', `/v1/companies/${id}`, body),
  };
}
export type Asker = Awaited<ReturnType<typeof askerOf>>;
