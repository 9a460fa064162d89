import type { Locator, Page } from 'playwright-core';
import type {
  Connection,
  Invoice,
  Link,
  LinkImpact,
  listDrafts,
  listUnlinked,
  Mapping,
  PreflightResult,
  ResponseOf,
  reviewSummary,
} from '../../server/src/contracts';
import { axeProblems } from './axe';
import { BOOT_MS, look, STEP_MS, startApp, steps, type App } from './app';
import { eventually, gone, shown } from './look';

jest.setTimeout(STEP_MS);

const PLUGIN = '/admin/plugins/crosswalk';
/** So that the progress is seen: the vendor takes its time over every invoice. */
const SLOW_MS = 3_000;

/** Many invoices at once: what links do to them, what stops them and is mended in place, and how they come about. */
describe('invoices of a whole business', () => {
  let app: App;
  let page: Page;
  let connection: Connection;
  const step = steps(() => app);

  beforeAll(async () => {
    app = await startApp({ env: { CROSSWALK_PRICES: 'ask' } });
    ({ page } = app);
  }, BOOT_MS);
  afterAll(() => app?.stop());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const drawer = (): Locator => page.getByRole('dialog');
  const question = (): Locator => page.getByRole('alertdialog');
  const drafts = (status: 'ready' | 'blocked') =>
    app.api<ResponseOf<typeof listDrafts>>(
      `/crosswalk/invoices/drafts?source=work-orders&connectionId=${connection.id}&status=${status}&pageSize=100`,
    );
  const draftCalled = async (number: string): Promise<PreflightResult> => {
    const all = [...(await drafts('blocked')).data, ...(await drafts('ready')).data];
    return all.find((draft) => draft.number === number)!;
  };
  const links = async (query: string) =>
    (await app.api<{ data: Link[] }>(`/crosswalk/links?pageSize=100&${query}`)).data;
  const asked = (entity: string) =>
    app.standIn.faults.requests().filter(({ method, path }) => method === 'POST' && path.includes(`/${entity}?`));

  step('before several proposals are confirmed, the drafts that this changes are named', async () => {
    await app.signIn();
    await page.goto(`${app.url}${PLUGIN}/connect/quickbooks-online`);
    await page.getByLabel('Name').fill('Books');
    await button('Go on to QuickBooks Online').click();
    await page.waitForURL(/\/connect\/oauth2/);
    await button('Connect').click();
    await button(/^Use the \d+ proposed mappings$/).click();
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    connection = (await app.api<{ data: Connection[] }>('/crosswalk/connections')).data[0]!;
    await button(/^Review \d+ proposals$/).click();

    const all = page.getByRole('checkbox', { name: /^Select all/ });
    await shown(all);
    await all.click();
    await button(/^Confirm \d+ selected$/).click();
    await shown(question().getByRole('heading', { name: /^Confirm \d+ links\?$/ }));
    await shown(question().getByText(/drafts? changes?:/));
    await look(app, 'confirm-selected', async (at) => {
      await at.getByRole('checkbox', { name: /^Select all/ }).click();
      await at.getByRole('button', { name: /^Confirm \d+ selected$/ }).click();
    });
    await question().getByRole('button', { name: 'Cancel' }).click();
    await gone(question());
    expect(await links('state=confirmed')).toEqual([]);
    await all.click();

    await button(/^Confirm all \d+ shown$/).click();
    const { data: impact } = await app.send<{ data: LinkImpact }>('/crosswalk/invoices/impact', {
      batch: {
        act: 'confirm',
        filter: { connectionId: connection.id, mappingId: (await mappingCalled('Customers')).id },
      },
    });
    expect(impact.drafts.count).toBeGreaterThan(5);
    await shown(drawer().getByText(`${impact.drafts.count} drafts change:`, { exact: false }));
    await shown(drawer().getByText(`And ${impact.drafts.count - 5} more`));
    await look(app, 'confirm-all-shown', (at) => at.getByRole('button', { name: /^Confirm all \d+ shown$/ }).click());
    await button('Cancel').click();
    await gone(drawer());
  });

  step('rejecting several or all says so too: what nobody stands in for stays as it is', async () => {
    await button(/^Reject all \d+ shown$/).click();
    await shown(drawer().getByText('No draft of an invoice changes.'));
    await button('Cancel').click();
    await gone(drawer());
    const all = page.getByRole('checkbox', { name: /^Select all/ });
    await all.click();
    await button(/^Reject \d+ selected$/).click();
    await shown(question().getByRole('heading', { name: /^Reject \d+ proposals\?$/ }));
    await shown(question().getByText('No draft of an invoice changes.'));
    await look(app, 'reject-selected', async (at) => {
      await at.getByRole('checkbox', { name: /^Select all/ }).click();
      await at.getByRole('button', { name: /^Reject \d+ selected$/ }).click();
    });
    await question().getByRole('button', { name: 'Cancel' }).click();
    await gone(question());
    expect(await links('state=rejected')).toEqual([]);
    await all.click();
  });

  step('the overview says how much of the unbilled money could be invoiced now, and leads to the rest', async () => {
    const { id } = connection;
    await app.send(`/crosswalk/connections/${id}/steps/sync/complete`, {});
    const { data } = await app.api<ResponseOf<typeof reviewSummary>>(`/crosswalk/review/summary?connectionId=${id}`);
    const expected = data.mappings.map(({ mappingId, proposed }) => ({ mappingId, count: proposed }));
    await app.send('/crosswalk/review/confirm-all', { connectionId: id, includeWarnings: true, expected });
    for (const done of ['map', 'create', 'check'])
      await app.send(`/crosswalk/connections/${id}/steps/${done}/complete`, {});

    const { counts } = (await drafts('ready')).meta;
    expect(counts.ready).toBeGreaterThan(5);
    expect(counts.blocked).toBeGreaterThan(5);
    const money = (amount: string) =>
      new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(Number(amount));
    const usd = counts.values.find(({ currency }) => currency === 'USD')!;
    const value = `${money(usd.ready)} of ${money(String(Number(usd.ready) + Number(usd.blocked)))} can be invoiced now`;
    await page.goto(`${app.url}${PLUGIN}`);
    const section = page.getByRole('region', { name: 'Ready to invoice' });
    await shown(section.getByText(value, { exact: false }));
    await section.scrollIntoViewIfNeeded();
    await look(app, 'overview', (at) => at.getByRole('region', { name: 'Ready to invoice' }).scrollIntoViewIfNeeded());
    await section.getByRole('link', { name: new RegExp(`^${counts.blocked} blocked`) }).click();
    await page.waitForURL(/tab=blocked/);
    await shown(page.getByRole('list', { name: 'Drafts that are blocked, and why' }));

    await page.goto(`${app.url}/admin`);
    await shown(page.getByText(value, { exact: false }));
    await page.getByText(value, { exact: false }).scrollIntoViewIfNeeded();
    await look(app, 'widget', (at) => at.getByText(value, { exact: false }).scrollIntoViewIfNeeded());
    await page.getByRole('link', { name: new RegExp(`^${counts.blocked} blocked`) }).click();
    await page.waitForURL(/tab=blocked/);
  });

  const mappingCalled = async (name: string): Promise<Mapping> =>
    (await app.api<{ data: Mapping[] }>('/crosswalk/mappings')).data.find((mapping) => mapping.name === name)!;
  /** Linked parts whose price is the item's, or is not. */
  const linkedParts = async (samePrice: boolean): Promise<Link[]> => {
    const { id } = await mappingCalled('Parts');
    return (await links(`state=confirmed&mappingId=${id}`)).filter(
      ({ local, external }) =>
        external.roles.price && (Number(local.roles.price) === Number(external.roles.price)) === samePrice,
    );
  };
  /** A new order of one part at our price; answers its draft. */
  const order = async (number: string, part: Link, client: string): Promise<PreflightResult> => {
    await app.send('/content-manager/collection-types/api::work-order.work-order', {
      number,
      state: 'done',
      currency: 'USD',
      client: { connect: [{ documentId: client }] },
      lines: [
        {
          description: part.local.label,
          quantity: 2,
          unitPrice: part.local.roles.price,
          part: { connect: [{ documentId: part.local.id }] },
        },
      ],
    });
    return draftCalled(number);
  };
  /** A new order that a question about the price of a part stops, and nothing else. */
  const questionAbout = async (part: Link, number: string) => {
    const client = (await drafts('ready')).data.find(({ currency }) => currency === 'USD')!.client.record!;
    const draft = await order(number, part, client.id);
    expect(draft.reasons.map(({ kind }) => kind)).toEqual(['price_differs']);
    return { draft, price: draft.lines[0]!.price! };
  };
  /** Opens one of the two menus of a question. */
  const openAnswers = async (draft: PreflightResult, scope: 'for this draft' | 'For all like it', at = page) => {
    await at.getByRole('button', { name: `Answer, ${scope}: ${draft.reasons[0]!.message}` }).click();
    await shown(at.getByRole('menu'));
  };
  const option = (name: RegExp) => page.getByRole('menuitem', { name });
  const answer = async (name: RegExp) => {
    await option(name).click();
    await shown(page.getByText('Answered. The draft is checked again.'));
  };
  const findBlocked = (draft: PreflightResult) =>
    page.goto(`${app.url}${PLUGIN}/invoices?tab=blocked&search=${draft.number}`);
  const isReady = (number: string) =>
    eventually(
      () => draftCalled(number),
      ({ ready }) => ready,
    );

  step('a price that differs is kept for one draft, and asked again for the next', async () => {
    const [part] = await linkedParts(false);
    const { draft, price } = await questionAbout(part!, 'PRICE-1');
    await questionAbout(part!, 'PRICE-2');
    await findBlocked(draft);
    await openAnswers(draft, 'for this draft');
    await look(app, 'price-answers', (at) => openAnswers(draft, 'for this draft', at));
    await answer(/^Keep ours/);
    const after = await isReady(draft.number);
    expect(after.lines[0]).toMatchObject({ unitPrice: price.ours, price: { ...price, answer: 'ours' } });
    expect(await draftCalled('PRICE-2')).toMatchObject({ ready: false, reasons: [{ kind: 'price_differs' }] });
  });

  step('theirs is taken for all drafts like it', async () => {
    const [, part] = await linkedParts(false);
    const { draft, price } = await questionAbout(part!, 'PRICE-3');
    await questionAbout(part!, 'PRICE-4');
    await findBlocked(draft);
    await openAnswers(draft, 'For all like it');
    await answer(/^Take theirs/);
    for (const number of ['PRICE-3', 'PRICE-4'])
      expect((await isReady(number)).lines[0]).toMatchObject({ unitPrice: price.theirs });
  });

  step('our price is changed to theirs, in the record', async () => {
    const [, , linked] = await linkedParts(false);
    const { draft, price } = await questionAbout(linked!, 'PRICE-5');
    const part = async () =>
      (
        await app.api<{ data: { price: string | number } }>(
          `/content-manager/collection-types/api::part.part/${linked!.local.id}`,
        )
      ).data.price;
    expect(Number(await part())).toBe(Number(price.ours));
    await findBlocked(draft);
    await openAnswers(draft, 'for this draft');
    await answer(/^Change our price to/);
    await isReady(draft.number);
    expect(Number(await part())).toBe(Number(price.theirs));
  });

  step('their price is changed to ours, as previewed', async () => {
    // The third part's prices agree by now.
    const [, , part] = await linkedParts(false);
    const { draft, price } = await questionAbout(part!, 'PRICE-6');
    await findBlocked(draft);
    await openAnswers(draft, 'for this draft');
    await option(/^Change the price in QuickBooks Online to/).click();
    await shown(drawer().getByText('Is now'));
    await look(app, 'price-update', async (at) => {
      await openAnswers(draft, 'for this draft', at);
      await at.getByRole('menuitem', { name: /^Change the price in QuickBooks Online to/ }).click();
    });
    expect(asked('item')).toEqual([]);
    await button('Update 1 record').click();
    await shown(drawer().getByText('1 record written, none failed.'));
    expect(asked('item').map(({ body }) => (body as { UnitPrice: number }).UnitPrice)).toEqual([Number(price.ours)]);
    const after = await isReady(draft.number);
    expect(after.lines[0]).toMatchObject({ unitPrice: price.ours, price: null });
    await button('Close').last().click();
    await gone(drawer());
    await shown(page.getByText(`Nothing found for “${draft.number}”.`));
  });

  step('ours is kept for all drafts like it', async () => {
    const [part] = await linkedParts(false);
    const { draft, price } = await questionAbout(part!, 'PRICE-7');
    expect(await draftCalled('PRICE-2')).toMatchObject({ ready: false });
    await findBlocked(draft);
    await openAnswers(draft, 'For all like it');
    await answer(/^Keep ours/);
    for (const number of ['PRICE-2', 'PRICE-7'])
      expect((await isReady(number)).lines[0]).toMatchObject({ unitPrice: price.ours });
    await shown(page.getByText(`Nothing found for “${draft.number}”.`));
  });

  step('our price is changed for all drafts like it, in the record', async () => {
    const [, , linked] = await linkedParts(false);
    const { draft, price } = await questionAbout(linked!, 'PRICE-8');
    await questionAbout(linked!, 'PRICE-9');
    await findBlocked(draft);
    await openAnswers(draft, 'For all like it');
    await answer(/^Change our price to/);
    for (const number of ['PRICE-8', 'PRICE-9'])
      expect((await isReady(number)).lines[0]).toMatchObject({ unitPrice: price.theirs });
    const { data: part } = await app.api<{ data: { price: string | number } }>(
      `/content-manager/collection-types/api::part.part/${linked!.local.id}`,
    );
    expect(Number(part.price)).toBe(Number(price.theirs));
    await shown(page.getByText(`Nothing found for “${draft.number}”.`));
  });

  step('their price is changed for all drafts like it, as previewed', async () => {
    const before = asked('item').length;
    const [, , part] = await linkedParts(false);
    const { draft, price } = await questionAbout(part!, 'PRICE-10');
    await questionAbout(part!, 'PRICE-11');
    await findBlocked(draft);
    await openAnswers(draft, 'For all like it');
    await option(/^Change the price in QuickBooks Online to/).click();
    await shown(drawer().getByText('Is now'));
    expect(asked('item')).toHaveLength(before);
    await button('Update 1 record').click();
    await shown(drawer().getByText('1 record written, none failed.'));
    expect(asked('item')).toHaveLength(before + 1);
    for (const number of ['PRICE-10', 'PRICE-11'])
      expect((await isReady(number)).lines[0]).toMatchObject({ unitPrice: price.ours, price: null });
    await button('Close').last().click();
    await gone(drawer());
    await shown(page.getByText(`Nothing found for “${draft.number}”.`));
  });

  step('a record that is missing there is created from the list of problems', async () => {
    const { id } = await mappingCalled('Customers');
    const { data } = await app.api<ResponseOf<typeof listUnlinked>>(
      `/crosswalk/mappings/${id}/unlinked?side=local&why=no_candidate&pageSize=100`,
    );
    const client = data.find(({ roles }) => roles.currency === 'USD')!;
    const [part] = await linkedParts(true);
    const draft = await order('MISSING-1', part!, client.id);
    const name = client.label;
    expect(draft.reasons).toMatchObject([{ kind: 'client_unlinked', fix: { act: 'link' } }]);
    const reason = draft.reasons[0]!;
    await findBlocked(draft);
    const create = button(`Create in QuickBooks Online: ${reason.message}`);
    await shown(create);
    await look(app, 'problems');
    await create.click();
    await shown(drawer().getByRole('heading', { name: `Create ${name} in QuickBooks Online` }));
    await shown(drawer().getByLabel(`Display name, ${name}`));
    await look(app, 'create-missing', (at) =>
      at.getByRole('button', { name: `Create in QuickBooks Online: ${reason.message}` }).click(),
    );
    expect(asked('customer')).toEqual([]);
    await button('Create 1 record').click();
    await shown(drawer().getByText('1 record written, none failed.'));
    expect(asked('customer').map(({ body }) => (body as { DisplayName: string }).DisplayName)).toEqual([name]);
    await button('Close').last().click();
    await gone(drawer());
    expect((await isReady(draft.number)).client.reference).toMatchObject({ label: name, through: 'record' });
  });

  step('many invoices show their progress, and the rest is cancelled', async () => {
    const before = (await drafts('ready')).meta.counts.ready;
    app.standIn.faults.add({ kind: 'slow', ms: SLOW_MS, method: 'POST', path: '/invoice?', times: before });
    await page.goto(`${app.url}${PLUGIN}/invoices?tab=ready&pageSize=100`);
    await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
    await button(`Create ${before} invoices`).click();
    await shown(question().getByText(`Create ${before} invoices in Books?`));
    await question().getByRole('button', { name: 'Create' }).click();

    const bar = page.getByRole('progressbar', { name: 'Creating invoices in Books' });
    await eventually(
      async () => Number(await bar.getAttribute('aria-valuenow')),
      (now) => now >= 2,
    );
    await look(app, 'progress', (at) => shown(at.getByRole('progressbar')));
    await button('Cancel the rest').click();
    await shown(page.getByText('Creating invoices was cancelled. What is created already stays.'));
    await gone(bar);

    const { data } = await app.api<{ data: Invoice[] }>('/crosswalk/invoices?pageSize=100');
    const created = data.filter(({ state }) => state === 'created');
    expect(created.length).toBeGreaterThanOrEqual(2);
    expect(created.length).toBeLessThan(before);
    await shown(page.getByText(`${created.length} invoices created.`));
    expect(
      asked('invoice')
        .map(({ body }) => (body as { DocNumber: string }).DocNumber)
        .sort(),
    ).toEqual(created.map(({ number }) => number).sort());
    // Cancelled is no failure.
    const row = page.getByRole('row').filter({ hasText: 'Given up before anything was sent.' });
    await shown(row.first());
    expect(await row.count()).toBe(Math.min(data.length - created.length, 25));
    await shown(row.first().getByText('Cancelled', { exact: true }));
    await gone(page.getByText('Failed', { exact: true }));
    await look(app, 'cancelled');
    // What was not begun is a draft again, and can be created.
    expect((await drafts('ready')).meta.counts.ready).toBe(before - created.length);
    app.standIn.faults.clear();
    const [next] = (await drafts('ready')).data;
    await page.goto(`${app.url}${PLUGIN}/invoices?tab=ready&search=${next!.number}`);
    await page.getByRole('checkbox', { name: `Select ${next!.number}` }).click();
    await button('Create 1 invoice').click();
    await question().getByRole('button', { name: 'Create' }).click();
    await shown(page.getByText('1 invoice created.'));
    expect(asked('invoice')).toHaveLength(created.length + 1);
  });

  step('an issued invoice is credited in part, then the rest, after it was seen what will be sent', async () => {
    const { data } = await app.api<{ data: Invoice[] }>('/crosswalk/invoices?pageSize=100');
    const several = (invoice: Invoice) =>
      invoice.state === 'created' && invoice.resolution.lines.some(({ quantity }) => Number(quantity) > 1);
    const invoice = data.find(several)!;
    const { lines, currency } = invoice.resolution;
    const line = lines.find(({ quantity }) => Number(quantity) > 1)!;
    const money = (amount: string) =>
      new Intl.NumberFormat('en-US', { style: 'currency', currency: currency ?? 'USD' }).format(Number(amount));
    const quantityOf = (one: typeof line) =>
      drawer().getByLabel(`Quantity to credit of line ${one.line}, ${one.description}`);
    await page.goto(`${app.url}${PLUGIN}/invoices?tab=created&search=${invoice.recordNumber}`);
    await page.locator(`[data-invoice="${invoice.id}"]`).click();
    await button('Create a credit note…').click();
    await shown(drawer().getByRole('heading', { name: `Credit invoice ${invoice.number}` }));
    await shown(button(`Create credit note of ${money(invoice.total)}`));
    // What lies under the pointer has a colour of its own.
    await page.mouse.move(0, 0);
    expect(await axeProblems(page, '[role=dialog]')).toEqual([]);
    await look(app, 'credit', (at) => shown(at.getByRole('button', { name: /^Create credit note of/ })));

    // More than was billed is refused in words.
    await quantityOf(line).fill(String(Number(line.quantity) + 1));
    await shown(drawer().getByText(`that are left to credit`, { exact: false }));
    expect(await button(/^Create credit note of/).isDisabled()).toBe(true);
    await look(app, 'credit-too-much');
    await button('No line').click();
    await shown(drawer().getByText('No line has a quantity to credit'));
    await quantityOf(line).fill('1');
    const part = money(line.unitPrice);
    await shown(button(`Create credit note of ${part}`));
    await drawer().getByLabel('Note').fill('One came back');
    const isEnabled = (name: string) => eventually(() => button(name).isEnabled(), Boolean);
    await isEnabled(`Create credit note of ${part}`);
    expect(asked('creditmemo')).toEqual([]);
    await button(`Create credit note of ${part}`).click();
    await shown(drawer().getByRole('heading', { name: `Credit note ${invoice.number}-C1` }));
    await shown(drawer().getByText('Created', { exact: true }));
    const page1 = drawer().getByRole('link', { name: 'Open in Books' });
    expect(await page1.getAttribute('href')).toContain('/app/creditmemo?txnId=');
    await look(app, 'credit-note');
    expect(asked('creditmemo').map(({ body }) => body)).toMatchObject([
      {
        DocNumber: `${invoice.number}-C1`,
        CustomerRef: { value: invoice.resolution.client.reference?.externalId },
        PrivateNote: expect.stringMatching(/^One came back\n/) as unknown,
      },
    ]);

    await button('Open the invoice it credits').click();
    await shown(drawer().getByRole('button', { name: `${invoice.number}-C1` }));
    await page.mouse.move(0, 0);
    expect(await axeProblems(page, '[role=dialog]')).toEqual([]);
    await look(app, 'credited-invoice');
    await button('Create a credit note…').click();
    await shown(button(/^Create credit note of/));
    expect(await quantityOf(line).inputValue()).toBe(String(Number(line.quantity) - 1));
    await isEnabled((await button(/^Create credit note of/).innerText()).trim());
    await button(/^Create credit note of/).click();
    await shown(drawer().getByRole('heading', { name: `Credit note ${invoice.number}-C2` }));
    await shown(drawer().getByText('Created', { exact: true }));
    const sent = asked('creditmemo').map(({ body }) => (body as { Line: { Amount?: number }[] }).Line);
    const cents = sent.flat().reduce((sum, { Amount: amount = 0 }) => sum + Math.round(amount * 100), 0);
    expect(cents).toBe(Math.round(Number(invoice.total) * 100));
    await button('Open the invoice it credits').click();
    await button('Create a credit note…').click();
    await shown(drawer().getByText('There is nothing left to credit'));
    await button('Cancel').click();
    await drawer().getByRole('button', { name: 'Close' }).click();
    await gone(drawer());
    await shown(page.getByText('Credit note', { exact: true }).first());
    await look(app, 'credit-list');
  });

  step('of two connections each says by itself what waits, as the same work order waits in both', async () => {
    const { data: other } = await app.send<{ data: Connection }>('/crosswalk/connections', {
      connector: 'quickbooks-desktop',
      name: 'Old books',
      fields: { userName: 'crosswalk', password: 'correct horse battery' },
    });
    for (const done of ['sync', 'review', 'map', 'create', 'check'])
      await app.send(`/crosswalk/connections/${other.id}/steps/${done}/complete`, {});
    const { counts } = (await drafts('ready')).meta;
    const waiting = counts.ready + counts.blocked;
    const numbersOf = async (name: string) => {
      const links = page.getByRole('link', { name: new RegExp(`\\(Work orders in ${name}\\)$`) });
      await shown(links.first());
      return Promise.all((await links.all()).map(async (link) => Number.parseInt(await link.innerText(), 10)));
    };
    await page.goto(`${app.url}${PLUGIN}`);
    expect(await numbersOf('Books')).toEqual([counts.ready, counts.blocked]);
    await page.goto(`${app.url}/admin`);
    expect(await numbersOf('Books')).toEqual([counts.ready, counts.blocked]);
    const old = await numbersOf('Old books');
    expect(old.length).toBe(1);
    expect(old[0]).toBeGreaterThanOrEqual(waiting);
    await page.getByText('Work orders in Old books').scrollIntoViewIfNeeded();
    await look(app, 'widget-of-two', (at) => at.getByText('Work orders in Old books').scrollIntoViewIfNeeded());
    await page.getByRole('link', { name: /^\d+ blocked.*\(Work orders in Old books\)$/ }).click();
    await page.waitForURL(new RegExp(`connection=${other.id}`));
  });
});
