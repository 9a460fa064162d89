import { readFileSync } from 'node:fs';
import path from 'node:path';
import { signedCall, type WebhookEvent } from '../../../sandbox/quickbooks-online';
import { quickbooksOnline } from '../../../server/src/connectors/quickbooks-online';
import { missingSpecs, specs } from '../../helpers/specs';
import { errorOf, oauth, realmId, seed, startStandIn, type StandIn } from './quickbooks-online.fixture';

const hour = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const { changes, read, facts, webhook } = quickbooksOnline;
if (!changes || !read || !facts || !webhook) throw new Error('QuickBooks Online tells changes.');

describe('changes', () => {
  let standIn: StandIn;
  beforeEach(async () => {
    standIn = await startStandIn();
  });
  afterEach(() => standIn.close());
  const company = () => standIn.company(realmId);

  it('are those since a time, inactive and deleted records among them', async () => {
    const ctx = await standIn.connect();
    const inAnHour = new Date(Date.now() + hour);
    expect(await changes(ctx, { recordType: 'customer', since: inAnHour })).toEqual({
      records: [],
      problems: [],
      deleted: [],
    });
    company().merge('Customer', '5', '1');
    const all = await changes(ctx, { recordType: 'customer', since: ago(hour) });
    expect(all?.records.map(({ externalId, active }) => [externalId, active])).toEqual([
      ['1', true],
      ['2', true],
      ['3', true],
      ['4', false],
    ]);
    expect(all?.deleted).toEqual(['5']);
    // Categories are no records here either.
    const items = await changes(ctx, { recordType: 'item', since: ago(hour) });
    expect(items?.records.map(({ externalId }) => externalId)).toEqual(['31', '32', '33', '34']);
  });

  it('are not told when they are too many, too old or of a type that is not watched', async () => {
    const ctx = await standIn.connect();
    for (let index = 0; index < 996; index += 1) company().create('Customer', { DisplayName: `Customer ${index}` });
    expect(await changes(ctx, { recordType: 'customer', since: ago(hour) })).toBeNull();
    expect((await changes(ctx, { recordType: 'vendor', since: ago(hour) }))?.records).toHaveLength(2);
    standIn.faults.forgetRequests();
    expect(await changes(ctx, { recordType: 'vendor', since: ago(30 * 24 * hour) })).toBeNull();
    expect(await changes(ctx, { recordType: 'tax-code', since: ago(hour) })).toBeNull();
    expect(standIn.faults.requests()).toEqual([]);
  });

  it('are never taken for none when the answer holds a fault or is not understood', async () => {
    const ctx = await standIn.connect();
    standIn.faults.add({ kind: 'broken', path: '/cdc', times: 4 });
    await errorOf(changes(ctx, { recordType: 'customer', since: ago(hour) }), 'unavailable');
  });

  it('are read by id, with those that are gone', async () => {
    const ctx = await standIn.connect();
    const answer = await read(ctx, { recordType: 'customer', externalIds: ['4', '1', '999'] });
    expect(answer.records.map(({ externalId }) => externalId).sort()).toEqual(['1', '4']);
    expect(answer.deleted).toEqual(['999']);
    const many = Array.from({ length: 250 }, (_one, index) => String(index + 1));
    expect((await read(ctx, { recordType: 'vendor', externalIds: many })).deleted).toHaveLength(248);
  });

  it('brings tax codes, terms, classes and payment methods, each read only where it is mapped', async () => {
    const { companies } = seed;
    const lists = await startStandIn({
      companies: companies.map((one) => ({
        ...one,
        terms: [{ Name: 'Net 30', DueDays: 30 }],
        classes: [
          { Id: '900', Name: 'West' },
          { Name: 'Portland', ParentRef: { value: '900' }, SubClass: true },
        ],
        paymentMethods: [{ Name: 'Check' }],
      })),
    });
    try {
      const ctx = await lists.connect();
      const labels = async (recordType: string) =>
        (await quickbooksOnline.list(ctx, { recordType, cursor: null })).records.map(({ label }) => label);
      expect(await labels('tax-code')).toEqual(['NON', 'TAX']);
      expect(await labels('term')).toEqual(['Net 30']);
      expect(await labels('class')).toEqual(['West', 'West:Portland']);
      expect(await labels('payment-method')).toEqual(['Check']);
    } finally {
      await lists.close();
    }
    const onlyMapped = quickbooksOnline.recordTypes({}).filter(({ onlyMapped: only }) => only);
    expect(onlyMapped.map(({ id }) => id)).toEqual(['tax-code', 'term', 'class', 'payment-method']);
  });

  it('leaves the facts of the company to be known', async () => {
    expect(await facts(await standIn.connect())).toEqual({
      country: 'US',
      homeCurrency: 'USD',
      multiCurrency: false,
      customNumbers: false,
      salesTax: true,
      automatedSalesTax: true,
    });
  });
});

describe('the end of an authorisation', () => {
  let standIn: StandIn;
  beforeEach(async () => {
    standIn = await startStandIn();
  });
  afterEach(() => standIn.close());
  const days = (text: string | null | undefined) => Math.round((Date.parse(text ?? '') - Date.now()) / (24 * hour));

  it('is known: of the access, of the refresh token, and for good', async () => {
    const ctx = await standIn.connect();
    const expiries = oauth.expiries?.(await ctx.secrets.read());
    expect(Date.parse(expiries?.accessExpiresAt ?? '') - Date.now()).toBeGreaterThan(hour - 60_000);
    expect([days(expiries?.refreshExpiresAt), days(expiries?.grantExpiresAt)]).toEqual([101, 1825]);
  });

  it('stays where it is when tokens are renewed', async () => {
    const ctx = await standIn.connect();
    standIn.signIn.lifetimes = { grant: 20 * 24 * 3600 };
    standIn.faults.add({ kind: 'expire-access' });
    await quickbooksOnline.account?.(ctx);
    const expiries = oauth.expiries?.(await ctx.secrets.read());
    expect([days(expiries?.refreshExpiresAt), days(expiries?.grantExpiresAt)]).toEqual([101, 20]);
  });

  it('can be brought about, once or twice', async () => {
    const ctx = await standIn.connect();
    await oauth.revoke?.(ctx);
    await oauth.revoke?.(ctx);
    await errorOf(quickbooksOnline.list(ctx, { recordType: 'vendor', cursor: null }), 'reauthorize');
    standIn.faults.add({ kind: 'answer', status: 503, path: '/tokens/revoke', times: 4 });
    await errorOf(oauth.revoke?.(ctx) ?? Promise.resolve(), 'unavailable');
  });
});

describe('webhooks', () => {
  const verifierToken = 'verifier-token-of-the-app';
  const merged: WebhookEvent = { realmId, entity: 'Customer', id: '123', operation: 'Merge', deletedId: '27' };
  const renamed: WebhookEvent = { realmId: '42', entity: 'Item', id: '7', operation: 'Update' };
  const notices = [
    { accountId: realmId, recordType: 'customer', externalId: '123', mergedInto: null },
    { accountId: realmId, recordType: 'customer', externalId: '27', mergedInto: '123' },
    { accountId: '42', recordType: 'item', externalId: '7', mergedInto: null },
  ];

  it.each(['cloudevents', 'legacy'] as const)('are read in the format %s, of several companies', (format) => {
    const { body } = signedCall([merged, renamed], { verifierToken, format });
    expect(webhook.parse(Buffer.from(body))).toEqual(notices);
  });

  it('are read alone, and what is not ours is left out', () => {
    const { body } = signedCall([renamed], { verifierToken });
    const [event] = JSON.parse(body) as [Record<string, unknown>];
    const parse = (value: unknown) => webhook.parse(Buffer.from(JSON.stringify(value)));
    expect(parse(event)).toEqual(notices.slice(2));
    for (const odd of [
      { ...event, type: 'qbo.journalentry.created.v1' },
      { ...event, type: 7 },
      { ...event, intuitentityid: "1' or 1" },
      { ...event, intuitaccountid: null },
      [null, 'text', 3],
      null,
      'text',
      { eventNotifications: [{ realmId: '1' }, { realmId: '1', dataChangeEvent: { entities: [null, {}] } }] },
      { eventNotifications: 'none' },
    ])
      expect(parse(odd)).toEqual([]);
    expect(() => webhook.parse(Buffer.from('{'))).toThrow(SyntaxError);
  });

  it('are believed only with a signature of the very bytes', () => {
    const { body, headers } = signedCall([merged], { verifierToken });
    const raw = Buffer.from(body);
    expect(webhook.verify(raw, headers, verifierToken)).toBe(true);
    expect(webhook.verify(raw, headers, 'another-token')).toBe(false);
    expect(webhook.verify(Buffer.from(`${body} `), headers, verifierToken)).toBe(false);
    expect(webhook.verify(raw, {}, verifierToken)).toBe(false);
    expect(webhook.verify(raw, { 'intuit-signature': '' }, verifierToken)).toBe(false);
    expect(webhook.verify(raw, { 'intuit-signature': 'AAAA' }, verifierToken)).toBe(false);
  });

  const examples = specs('qbo/webhooks');
  const missing = missingSpecs('qbo/webhooks');
  if (missing !== null) console.log(`The vendor's examples of webhooks: ${missing}`);
  (missing === null ? it : it.skip)("are read from the vendor's own examples", () => {
    const parse = (name: string) => webhook.parse(readFileSync(path.join(examples, name)));
    expect(parse('legacy_eventNotifications_vendor_example.json')).toEqual([
      { accountId: '1185883450', recordType: 'customer', externalId: '1', mergedInto: null },
      { accountId: '1185883450', recordType: 'vendor', externalId: '1', mergedInto: null },
    ]);
    // An account of the ledger: nothing that is linked.
    expect(parse('cloudevents_vendor_example.json')).toEqual([]);
  });
});
