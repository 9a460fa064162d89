import type { ChargeLine, ChargeLinePage } from '../../../server/src/connectors/charges';
import { charges, documentOf, lineOf } from '../../../server/src/connectors/pax8/charges';
import { seed, startStandIn, type StandIn } from './pax8.fixture';

describe('charges of Pax8', () => {
  let service: StandIn;
  const many = Array.from({ length: 201 }, (_, at) => ({ name: `Company ${at}`, phone: '303-555-0133' }));
  beforeAll(async () => {
    service = await startStandIn({
      ...seed,
      companies: [...(seed.companies ?? []), ...many],
      subscriptions: [
        ...(seed.subscriptions ?? []),
        ...many.map(({ name }) => ({ company: name, product: 'Usage', quantity: 1, price: 0.1, partnerCost: 0.07 })),
      ],
    });
  });
  afterAll(() => service?.close());
  afterEach(() => {
    jest.useRealTimers();
    service.faults.forgetRequests();
  });

  const readAll = async (read: (cursor: string | null) => Promise<ChargeLinePage>) => {
    const lines: ChargeLine[] = [];
    for (let cursor: string | null = null; ;) {
      const page: ChargeLinePage = await read(cursor);
      lines.push(...page.lines);
      if (page.cursor === null) return lines;
      cursor = page.cursor;
    }
  };

  it('lists invoices from a day on, and says which was taken back', async () => {
    const all = await charges.documents(service.connect(), { since: '2000-01-01', cursor: null });
    expect(all.documents.map(({ status, isVoid }) => [status, isVoid])).toEqual([
      ['Void', true],
      ['Paid', false],
      ['Unpaid', false],
    ]);
    const [, paid, unpaid] = all.documents;
    expect(unpaid).toMatchObject({ period: unpaid?.date.slice(0, 7), number: null, currency: 'USD' });
    expect(paid?.balance).toBe('0');
    const some = await charges.documents(service.connect(), { since: unpaid!.date, cursor: null });
    expect(some.documents).toEqual([unpaid]);
  });

  it('reads all items of an invoice, page by page, with credits as they are', async () => {
    const { documents } = await charges.documents(service.connect(), { since: '2000-01-01', cursor: null });
    const documentId = documents.at(-1)!.externalId;
    const lines = await readAll((cursor) => charges.lines(service.connect(), { documentId, cursor }));
    expect(lines).toHaveLength(205);
    expect(new Set(lines.map(({ externalId }) => externalId)).size).toBe(205);
    expect(lines.filter(({ kind }) => kind !== 'subscription')).toMatchObject([
      { kind: 'prorate', quantity: '-1' },
      { kind: 'one-time', subscriptionId: null, cost: '200', total: '250' },
      { kind: 'invoice-credit', customerId: null, cost: '-25' },
    ]);
  });

  it('reads the items to come, which have no id, and keeps their month from page to page', async () => {
    const lines = await readAll((cursor) => charges.openLines(service.connect(), { cursor }));
    expect(new Set(lines.map(({ externalId }) => externalId)).size).toBe(202);
    const months = service.faults
      .requests()
      .filter(({ path }) => path.includes('draftItems'))
      .map(({ path }) => /monthOffset=(\d)/.exec(path)?.[1]);
    expect(new Set(months).size).toBe(1);
  });

  it('takes this month for the one to come until its invoice is there', async () => {
    const offsetOn = async (now: string) => {
      jest.useFakeTimers({ now: new Date(now), doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval'] });
      service.faults.forgetRequests();
      await charges.openLines(service.connect(), { cursor: null });
      return service.faults.requests().find(({ path }) => path.includes('draftItems'))?.path;
    };
    // Far ahead of all invoices there are, then in the month of one.
    expect(await offsetOn('2099-03-02T10:00:00Z')).toContain('monthOffset=0');
    expect(await offsetOn('2099-03-06T10:00:00Z')).toContain('monthOffset=1');
    const last = String(service.partner.invoices.at(-1)?.invoiceDate).slice(0, 7);
    expect(await offsetOn(`${last}-05T23:00:00Z`)).toContain('monthOffset=1');
  });

  it('refuses cursors that are not its own', async () => {
    const ctx = service.connect();
    await expect(charges.openLines(ctx, { cursor: '3' })).rejects.toMatchObject({ kind: 'rejected' });
    await expect(charges.documents(ctx, { since: '2026-01-01', cursor: 'x' })).rejects.toMatchObject({
      kind: 'rejected',
    });
  });

  it('keeps what it does not know, and leaves absent what it cannot read', () => {
    expect(lineOf({ type: 'surcharge', quantity: 'many', costTotal: '1e-3', startPeriod: 'soon' }, '0:4')).toEqual({
      externalId: '0:4',
      customerId: null,
      subscriptionId: null,
      productId: null,
      customerName: null,
      description: '',
      sku: null,
      kind: 'surcharge',
      startsOn: null,
      endsOn: null,
      quantity: null,
      unitPrice: null,
      total: null,
      unitCost: null,
      cost: '0.001',
      currency: null,
    });
    expect(documentOf({ id: 'a', invoiceDate: '2026-11-05', status: 'Held', total: '12.50' })).toMatchObject({
      status: 'Held',
      isVoid: false,
      total: '12.5',
      balance: null,
    });
    for (const row of [{ id: 'a' }, { invoiceDate: '2026-11-05' }, 'text', null]) expect(documentOf(row)).toBeNull();
  });
});
