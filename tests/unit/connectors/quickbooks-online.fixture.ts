import {
  createQuickBooksOnline,
  demoClient,
  type QuickBooksOptions,
  type QuickBooksSeed,
} from '../../../sandbox/quickbooks-online';
import type { ConnectorContext, InvoiceRequest, Secrets } from '../../../server/src/connectors/contract';
import { ConnectorError, type ConnectorErrorKind } from '../../../server/src/connectors/errors';
import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import { approve } from '../../../sandbox/quickbooks-online';

export const realmId = '9130000000000001';
export const redirectUri = 'http://localhost:1337/crosswalk/oauth/callback';

/** A small company: parents, a sub-customer, inactive entries, every type of item. */
export const seed: QuickBooksSeed = {
  companies: [
    {
      realmId,
      name: "Fern & Daughter's Managed IT",
      salesTaxRate: 8,
      customers: [
        {
          Id: '1',
          DisplayName: "Amelia's Bakery",
          CompanyName: "Amelia's Bakery LLC",
          PrimaryEmailAddr: { Address: 'ap@ameliasbakery.example, owner@ameliasbakery.example' },
          PrimaryPhone: { FreeFormNumber: '(555) 010-3311' },
          WebAddr: { URI: 'http://www.ameliasbakery.example/shop' },
          BillAddr: {
            Line1: '12 Mill Rd.',
            Line2: 'Unit 4',
            City: 'Harrow',
            CountrySubDivisionCode: 'CA',
            PostalCode: '94001',
          },
          PrimaryTaxIdentifier: 'XXXXXX5555',
        },
        { Id: '2', DisplayName: 'Café Zürich', Taxable: false },
        { Id: '3', DisplayName: 'Cafe Branch 3', Job: true, ParentRef: { value: '2' }, BillWithParent: true },
        { Id: '4', DisplayName: 'Gone Ltd', Active: false },
        { Id: '5', DisplayName: 'Euro Kunde GmbH', CurrencyRef: { value: 'EUR' } },
      ],
      vendors: [
        { Id: '20', DisplayName: 'Robertson & Associates', TaxIdentifier: '12-3456789' },
        { Id: '21', DisplayName: 'Old Supplier', Active: false },
      ],
      items: [
        { Id: '30', Name: 'Hardware', Type: 'Category' },
        {
          Id: '31',
          Name: 'Router',
          Type: 'NonInventory',
          Sku: 'RT-1',
          UnitPrice: 129.9,
          Taxable: true,
          ParentRef: { value: '30' },
          SubItem: true,
        },
        { Id: '32', Name: 'Consulting', UnitPrice: 0.0000001, Description: 'By the hour' },
        { Id: '33', Name: 'Starter kit', Type: 'Group' },
        { Id: '34', Name: 'Fax line', Active: false },
      ],
    },
  ],
};

/** Secrets as the host keeps them: one renewal at a time, stored before it is used. */
export const keepSecrets = (first: Secrets) => {
  let stored = first;
  let queue: Promise<unknown> = Promise.resolve();
  return {
    read: () => Promise.resolve({ ...stored }),
    renew: (isFresh: (secrets: Secrets) => boolean, renew: (secrets: Secrets) => Promise<Secrets>) => {
      const turn = queue.then(async () => {
        if (!isFresh(stored)) stored = await renew({ ...stored });
        return { ...stored };
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
    set: (secrets: Secrets) => {
      stored = secrets;
    },
  };
};

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

/** A stand-in on a free port, and a connection to it made through the real sign-in. */
export const startStandIn = async (
  companies: QuickBooksSeed = seed,
  more: Pick<QuickBooksOptions, 'enforceLimits' | 'latencyMs'> = {},
) => {
  const server = createQuickBooksOnline({ ...companies, ...more, clients: [demoClient] });
  const listening = await server.listen(0);
  const { url } = listening;
  const close = () => listening.close();
  const options = { apiUrl: url, oauthUrl: url, ...demoClient };
  const abort = new AbortController();
  const base = { options, settings: {}, signal: abort.signal };
  const warnings: string[] = [];
  const connect = async (): Promise<ConnectorContext & { secrets: ReturnType<typeof keepSecrets> }> => {
    const answer = await callback(options);
    const { secrets, account } = await oauth.exchange(base, answer);
    return {
      ...base,
      accountId: account.id,
      secrets: keepSecrets(secrets),
      log: { debug: () => undefined, warn: (message) => warnings.push(message) },
    };
  };
  return { ...server, url, close, options, base, abort, connect };
};

const { auth } = quickbooksOnline;
if (auth.type !== 'oauth2') throw new Error('QuickBooks Online signs in with OAuth.');
export const oauth = auth;

/** Goes through the sign-in page and reads what the browser brings back. */
export const callback = async (options: Record<string, unknown>, state = 'state-1') => {
  const url = await approve(oauth.authorizeUrl({ options, settings: {} }, { state, redirectUri }));
  const { searchParams } = new URL(url);
  expect(searchParams.get('state')).toBe(state);
  return { code: searchParams.get('code') ?? '', realmId: searchParams.get('realmId') ?? undefined, redirectUri };
};

/** The error that a call ends with; fails the test if it does not. */
export const errorOf = async (call: Promise<unknown>, kind?: ConnectorErrorKind): Promise<ConnectorError> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectorError)) throw new Error(`Expected a ConnectorError, got ${String(error)}`);
  if (kind !== undefined) expect({ kind: error.kind, message: error.message }).toMatchObject({ kind });
  return error;
};

export const invoiceRequest = (changes: Partial<InvoiceRequest> = {}): InvoiceRequest => ({
  requestId: '7d1c3f0e-0000-4000-8000-000000000001',
  number: 'WO-1001',
  customerId: '1',
  currency: 'USD',
  date: '2026-11-20',
  memo: 'Work order 1001',
  lines: [
    { itemId: '31', description: 'Router', quantity: '2', unitPrice: '129.9', amount: '259.80' },
    { itemId: '32', description: 'On site', quantity: '1.5', unitPrice: '0.11', amount: '0.17' },
  ],
  ...changes,
});

/** Asks the API of a stand-in as anybody would, with a token that a sign-in gave; its own requests are forgotten. */
export async function askerOf(standIn: StandIn) {
  const token = (await (await standIn.connect()).secrets.read()).accessToken ?? '';
  standIn.faults.forgetRequests();
  const call = async (method: string, where: string, body?: unknown, bearer = token) => {
    const answer = await fetch(`${standIn.url}/v3/company/${realmId}/${where}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };
  const query = (statement: string) => call('GET', `query?query=${encodeURIComponent(statement)}&minorversion=75`);
  return { token, call, query };
}
