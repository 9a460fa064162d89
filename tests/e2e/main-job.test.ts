import type { Page } from 'playwright-core';
import type { LoggedRequest } from '../../sandbox/faults';
import type { Connection, Invoice, Link, Mapping, PreflightResult } from '../../server/src/contracts';
import { BOOT_MS, STEP_MS, startApp, steps, type App } from './app';
import { eventually, gone, numberIn, shown } from './look';
import { dialog as dialogPart, problemsOf } from './places';

jest.setTimeout(STEP_MS);

/** The whole job in the browser, from an empty home page to an invoice in the books. */
describe('the main job', () => {
  let app: App;
  let page: Page;
  /** Path of the connection's wizard. */
  let wizard = '';
  /** The proposal that is rejected in the review and mapped by hand later. */
  let rejected: Link;
  /** Number of the draft that becomes an invoice. */
  let ready = '';
  const step = steps(() => app);

  beforeAll(async () => {
    app = await startApp();
    ({ page } = app);
  }, BOOT_MS);
  afterAll(() => app?.stop());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const link = (name: string | RegExp) => page.getByRole('link', { name });
  const heading = (name: string | RegExp) => page.getByRole('heading', { name });
  const dialog = () => page.locator('[role=dialog], [role=alertdialog]');
  const present = () => page.locator('[aria-current=step]');
  const tab = (name: RegExp) => page.getByRole('tab', { name });
  const connection = async () => {
    const { data } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    return data[0]!;
  };
  const links = async (query: string) => {
    const { data } = await app.api<{ data: Link[] }>(`/crosswalk/links?pageSize=100&${query}`);
    return data;
  };

  step('an admin signs in and finds nothing connected', async () => {
    await app.signIn();
    await page.getByRole('link', { name: 'Crosswalk', exact: true }).click();
    await shown(heading('Integrations'));
    await shown(page.getByText('No system is connected yet.'));
  });

  step('QuickBooks is connected at its own page', async () => {
    await button('Connect a system').first().click();
    await link('Connect QuickBooks Online').click();
    await page.getByLabel('Name').fill('Books of Harborline');
    await button('Go on to QuickBooks Online').click();
    await page.waitForURL(/\/connect\/oauth2/);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.waitForURL(/\/admin\/plugins\/crosswalk/);
    await shown(button(/^Use the \d+ proposed mappings$/));
    const { state, accountName } = await connection();
    expect(state).toBe('setup');
    expect(accountName).toBeTruthy();
  });

  step('the proposed mappings are used and the first sync runs by itself', async () => {
    await button(/^Use the \d+ proposed mappings$/).click();
    await page.waitForURL(/step=sync/);
    wizard = new URL(page.url()).pathname;
    await shown(present().getByText('Sync'));
    await shown(page.getByRole('progressbar').first());
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    const { counts } = await connection();
    expect(counts.map(({ name }) => name).sort()).toEqual(['Customers', 'Parts', 'Products', 'Rates', 'Vendors']);
    const proposed = counts.reduce((sum, entry) => sum + entry.proposed, 0);
    expect(await numberIn(button(/^Review \d+ proposals$/))).toBe(proposed);
    expect(proposed).toBeGreaterThan(50);
    await button(/^Review \d+ proposals$/).click();
    await shown(present().getByText('Review'));
  });

  step('a proposal is rejected by button, another confirmed by key and taken back', async () => {
    await tab(/^Customers/).click();
    const { id: customers } = await mappingCalled('Customers');
    const card = page.getByRole('group', { name: / and / });
    const openPair = () => card.getAttribute('aria-label');
    const find = async (pair: string) => {
      const all = await links(`mappingId=${customers}`);
      return all.find(({ local, external }) => `${local.label} and ${external.label}` === pair)!;
    };
    const status = page.getByRole('main').getByRole('status');

    await shown(card);
    const first = (await openPair())!;
    rejected = await find(first);
    await card.getByRole('button', { name: 'Reject mapping' }).click();
    await page.getByRole('menuitem', { name: 'Another company' }).click();
    await shown(status.getByText(`${rejected.local.label} rejected`));
    await eventually(openPair, (pair) => pair !== null && pair !== first);
    expect(await find(first)).toMatchObject({ state: 'rejected', reason: 'another_company' });

    const second = (await openPair())!;
    const { local } = await find(second);
    await page.keyboard.press('y');
    await shown(status.getByText(`${local.label} confirmed`));
    expect((await find(second)).state).toBe('confirmed');
    await eventually(openPair, (pair) => pair !== null && pair !== second);

    await page.keyboard.press('u');
    await shown(status.getByText(`Undone: ${local.label} confirmed`));
    expect((await find(second)).state).toBe('proposed');
    await shown(page.getByText(second.split(' and ')[0]!).first());
  });

  step('Confirm all says the numbers, Cancel keeps, Yes confirms those with a warning too', async () => {
    const { counts } = await connection();
    const proposed = counts.reduce((sum, entry) => sum + entry.proposed, 0);
    const ask = button('Confirm all & continue');
    const title = dialog().getByRole('heading', { name: /^Confirm \d+ links\?$/ });

    await ask.click();
    const without = await numberIn(title);
    const withWarning = proposed - without;
    expect(withWarning).toBeGreaterThan(0);
    await shown(dialog().getByText(`Confirm the ${withWarning} that carry a warning, too`));
    const rows = await dialog().locator('tbody tr').allInnerTexts();
    expect(rows).toHaveLength(counts.length);
    expect(rows.reduce((sum, row) => sum + Number(/(\d+)\s*$/.exec(row)?.[1]), 0)).toBe(without);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await gone(dialog());
    expect((await links('state=confirmed')).length).toBe(0);

    await ask.click();
    await dialog()
      .getByRole('checkbox', { name: /carry a warning/ })
      .click();
    await shown(dialog().getByRole('heading', { name: `Confirm ${proposed} links?` }));
    await gone(dialog().locator('[aria-busy=true]'));
    await dialog().getByRole('button', { name: 'Yes, continue' }).click();
    await shown(present().getByText('Map'));
    const after = (await connection()).counts;
    expect(after.reduce((sum, entry) => sum + entry.confirmed, 0)).toBe(proposed);
    expect(after.reduce((sum, entry) => sum + entry.proposed, 0)).toBe(0);
  });

  step('the wizard is left and taken up again by its address', async () => {
    await link('Exit').click();
    await shown(heading('Integrations'));
    await shown(page.getByRole('article').getByText('Set-up, step 3 of 6'));
    await page.goto(app.url + wizard);
    await shown(present().getByText('Map'));
    // A step that is not reached does not open by its address.
    await page.goto(`${app.url}${wizard}?step=done`);
    await shown(present().getByText('Map'));
    await page.goto(`${app.url}${wizard}?step=review&mapping=${rejected.mappingId}`);
    await shown(present().getByText('Review'));
    await shown(page.getByRole('tab', { name: /^Customers/, selected: true }));
    await page.getByRole('navigation', { name: 'Steps of the set-up' }).getByRole('link', { name: 'Map' }).click();
    await shown(present().getByText('Map'));
  });

  step('a record is found with a typing error and mapped by hand', async () => {
    const { local, external } = rejected;
    await tab(/^Customers/).click();
    await page.getByPlaceholder('Find in this list').fill(local.label);
    await shown(page.getByText('1 left', { exact: true }));
    await page
      .getByRole('listitem')
      .getByRole('button', { name: startingWith(local.label) })
      .click();
    await shown(heading(local.label));
    await page.getByPlaceholder(/typing errors are fine/).fill(misspelt(external.label));
    await shown(page.getByRole('heading', { name: /hits? for/ }));
    await button(`Map ${local.label} to ${external.label}`).click();
    await shown(page.getByText('This pair was rejected before.'));
    await button('Confirm').click();
    await shown(page.getByText(`${local.label} is linked to ${external.label}`));
    const made = await links(`mappingId=${rejected.mappingId}&state=confirmed&origin=manual`);
    expect(made).toEqual([expect.objectContaining({ local: expect.objectContaining({ id: local.id }) })]);
  });

  step('a record that belongs to another one is refused', async () => {
    const { data: mappings } = await app.api<{ data: Mapping[] }>('/crosswalk/mappings');
    const { counts } = await connection();
    const strict = counts.find(
      (entry) =>
        entry.localUnlinked > 0 &&
        entry.confirmed > 0 &&
        mappings.find(({ id }) => id === entry.mappingId)?.cardinality === 'one_to_one',
    )!;
    const [taken] = await links(`mappingId=${strict.mappingId}&state=confirmed`);
    await tab(new RegExp(`^${strict.name}`)).click();
    await page.getByPlaceholder(/typing errors are fine/).fill(taken!.external.label);
    const row = page.getByRole('listitem').filter({ hasText: `Linked to ${taken!.local.label} already` });
    await shown(row);
    expect(await row.getByRole('button', { name: / to / }).first().isDisabled()).toBe(true);
    await shown(row.getByRole('button', { name: `Open that link (${taken!.local.label})` }));
    await button('Complete manual mapping').click();
    await shown(present().getByText('Create'));
  });

  step('a missing record is created: errors at their fields, then created and linked in one act', async () => {
    await tab(/^Customers/).click();
    const create = page.getByRole('button', { name: /^Create Client from / }).first();
    const name = (await create.getAttribute('aria-label'))!.replace('Create Client from ', '');
    await create.click();
    const drawer = page.getByRole('dialog', { name: `New Client from ${name}` });
    await shown(drawer);
    const nameField = drawer.getByRole('textbox', { name: /^Name/ });
    const emailField = drawer.getByRole('textbox', { name: /^E-?mail/i });
    expect(await nameField.inputValue()).toBe(name);
    await nameField.fill('');
    await drawer.getByRole('button', { name: 'Create & link' }).click();
    await shown(drawer.getByRole('alert').getByText('1 field needs you. Nothing was created or linked.'));
    await eventually(
      () => nameField.evaluate((input) => document.activeElement === input),
      (focused) => focused,
    );
    expect(await nameField.getAttribute('aria-invalid')).toBe('true');

    await nameField.fill(name);
    await emailField.fill('no address');
    await drawer.getByRole('button', { name: 'Create & link' }).click();
    await shown(drawer.getByRole('alert').getByRole('button', { name: /^E-?mail/i }));
    expect(await emailField.getAttribute('aria-invalid')).toBe('true');
    expect(await links('origin=created')).toEqual([]);

    await emailField.fill('office@new-client.example');
    await drawer.getByRole('button', { name: 'Create & link' }).click();
    await shown(page.getByText(`${name} is created and linked`));
    await gone(drawer);
    expect(await links('origin=created')).toEqual([
      expect.objectContaining({ state: 'confirmed', local: expect.objectContaining({ label: name }) }),
    ]);

    // Parts, rates and products are all items there: an item without a partner counts once.
    const left = new Map((await connection()).counts.map((entry) => [entry.recordType, entry.externalUnlinked]));
    const notImported = [...left.values()].reduce((sum, count) => sum + count, 0);
    await button('Complete mapping').click();
    await shown(dialog().getByText('Only mapped records are imported:'));
    await shown(dialog().getByText(`${notImported} records have no partner in Strapi and are not imported.`));
    await dialog().getByRole('button', { name: 'Yes, continue' }).click();
    await shown(present().getByText('Check'));
  });

  step('the connection is finalized and the summary counts what is linked', async () => {
    await button('Confirm all & finalize').click();
    await shown(dialog().getByRole('heading', { name: 'Set Books of Harborline live?' }));
    await dialog().getByRole('button', { name: 'Yes, finalize' }).click();
    await shown(heading('Books of Harborline is live'));
    const { counts, state } = await connection();
    expect(state).toBe('live');
    for (const entry of counts) {
      const cells = page.getByRole('row', { name: new RegExp(`^${entry.name}`) }).getByRole('cell');
      const expected = [entry.confirmed, 0, entry.localUnlinked, entry.externalUnlinked, entry.attention].join();
      await eventually(
        async () => (await cells.allInnerTexts()).join(),
        (texts) => texts === expected,
      );
    }
    await link('Back to home').click();
    await shown(page.getByRole('article').filter({ hasText: 'Books of Harborline' }).getByText('Live'));
  });

  step('View mappings filters, opens a link, unlinks it and takes that back', async () => {
    await link('View mappings').first().click();
    await shown(heading('Mappings'));
    const vendors = await links(`state=confirmed&mappingId=${(await mappingCalled('Vendors')).id}`);
    await choose('Mapping', 'Vendors');
    await choose('State', 'Confirmed');
    await shown(page.getByText(`${vendors.length} links with these filters`));
    expect(await page.getByRole('grid', { name: 'Links' }).locator('tbody tr').count()).toBe(vendors.length);
    const [vendor] = vendors;
    await page.getByPlaceholder('Search both sides').fill(vendor!.local.label);
    await shown(page.getByText('1 link with these filters'));
    await button(`Open the link of ${vendor!.local.label}`).click();
    const drawer = page.getByRole('dialog', { name: vendor!.local.label });
    await shown(drawer.getByText('Journal of this link'));

    await drawer.getByRole('button', { name: 'Unlink' }).click();
    const question = page.getByRole('alertdialog');
    await shown(question.getByText(`Unlink ${vendor!.local.label}?`));
    await question.getByRole('button', { name: 'Unlink' }).click();
    await shown(page.getByText('1 link removed'));
    await shown(drawer.getByText('Unlinked', { exact: true }));
    const state = async () => (await app.api<{ data: Link }>(`/crosswalk/links/${vendor!.id}`)).data.state;
    expect(await state()).toBe('rejected');

    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await shown(page.getByText('1 link is as before'));
    expect(await state()).toBe('confirmed');
  });

  step('a blocked draft says why, and is mended where it stands', async () => {
    await page.goto(`${app.url}/admin/plugins/crosswalk/invoices?tab=blocked`);
    const list = page.getByRole('list', { name: 'Drafts that are blocked, and why' });
    await shown(list);
    const blocked = await drafts('blocked');
    expect(blocked.length).toBeGreaterThan(0);
    // One act is enough for it: all that stops it is one record without a partner.
    const draft = blocked.find(({ reasons }) => reasons.length === 1 && reasons[0]?.fix?.act === 'link')!;
    const reason = draft.reasons[0]!;
    await page.getByPlaceholder('Number or client').fill(draft.number);
    const item = list.getByRole('listitem').filter({ hasText: draft.number });
    await shown(item.getByText(reason.message));
    await item.getByRole('button', { name: `Link ${reason.record!.label}` }).click();

    const mapping = reason.fix!.mappingId!;
    const { data: free } = await app.api<{ data: { id: string; label: string }[] }>(
      `/crosswalk/mappings/${mapping}/unlinked?side=external&pageSize=100`,
    );
    const drawer = page.getByRole('dialog', { name: `Link ${reason.record!.label}` });
    await drawer.getByPlaceholder('Search, typing errors are fine').fill(free[0]!.label);
    await drawer.getByRole('button', { name: `Map ${reason.record!.label} to ${free[0]!.label}` }).click();
    await drawer.getByRole('button', { name: 'Confirm' }).click();
    await gone(drawer);
    await gone(item);
    ready = draft.number;
    expect((await drafts('ready')).map(({ number }) => number)).toContain(ready);
  });

  step('the invoice is created, once, and shows its number', async () => {
    await tab(/^Ready/).click();
    await page.getByRole('checkbox', { name: `Select ${ready}` }).click();
    await button('Create 1 invoice').click();
    const question = page.getByRole('alertdialog');
    await shown(question.getByText('Create 1 invoice in Books of Harborline?'));
    await question.getByRole('button', { name: 'Create' }).click();
    await shown(page.getByText('1 invoice created'));
    const { data } = await app.api<{ data: Invoice[] }>('/crosswalk/invoices');
    expect(data).toEqual([expect.objectContaining({ recordNumber: ready, state: 'created' })]);
    const row = page.getByRole('grid', { name: 'Created invoices' }).getByRole('row').filter({ hasText: ready });
    await shown(row.getByText(data[0]!.number!, { exact: true }).first());
    expect(await invoicesInBooks(app)).toEqual([data[0]!.number]);
    // What is invoiced is no draft any more.
    expect((await drafts('ready')).map(({ number }) => number)).not.toContain(ready);
  });

  step('every page of a connection that is live is accessible, in light and dark', async () => {
    const steps = wizard.slice(wizard.indexOf('/crosswalk') + '/crosswalk'.length);
    const open = (name: RegExp) => async (at: Page) => {
      await at.getByRole('button', { name }).first().click();
      await shown(at.getByRole('dialog'));
    };
    expect(
      await problemsOf(app, [
        { path: '' },
        { path: '/review' },
        { path: '/mappings' },
        { path: '/mappings?state=confirmed', act: open(/^Open the link of /), part: dialogPart },
        { path: '/invoices?tab=ready' },
        { path: '/invoices?tab=blocked' },
        { path: '/invoices?tab=blocked', act: open(/^Link /), part: dialogPart },
        { path: '/invoices?tab=created' },
        { path: '/activity' },
        { path: '/trends' },
        // As at 200 % zoom of a window of 1280.
        { path: '', width: 640 },
        { path: '/mappings', width: 640 },
        { path: `${steps}?step=map` },
        { path: `${steps}?step=create` },
        { path: `${steps}?step=create`, act: open(/^Create .+ from /), part: dialogPart },
        { path: `${steps}?step=check` },
        { path: `${steps}?step=done` },
        { path: `${steps}/settings` },
      ]),
    ).toEqual([]);
  });

  const mappingCalled = async (name: string) => {
    const { data } = await app.api<{ data: Mapping[] }>('/crosswalk/mappings');
    return data.find((mapping) => mapping.name === name)!;
  };
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const drafts = async (status: 'ready' | 'blocked') => {
    const { id } = await connection();
    const { data } = await app.api<{ data: PreflightResult[] }>(
      `/crosswalk/invoices/drafts?source=work-orders&connectionId=${id}&status=${status}&pageSize=100`,
    );
    return data;
  };
});

const startingWith = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);

/** Leaves a letter out of the middle of the longest word. */
function misspelt(text: string): string {
  const word = [...text.split(/\s+/)].sort((a, b) => b.length - a.length)[0]!;
  const at = Math.floor(word.length / 2);
  return text.replace(word, word.slice(0, at) + word.slice(at + 1));
}

/** Document numbers of the invoices that the stand-in has made. */
async function invoicesInBooks({ standIn }: App): Promise<unknown[]> {
  const requests = (await (await fetch(`${standIn.url}/_requests`)).json()) as LoggedRequest[];
  return requests
    .filter(({ method, path, status }) => method === 'POST' && /\/invoice(\?|$)/.test(path) && status === 200)
    .map(({ body }) => (body as { DocNumber: string }).DocNumber);
}
