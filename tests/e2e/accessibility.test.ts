import { vendors } from '../../playground/demo-data/business';
import type { Page } from 'playwright-core';
import type { Link, Mapping } from '../../server/src/contracts';
import { BOOT_MS, STEP_MS, startApp, steps, type App } from './app';
import { axeProblems } from './axe';
import { eventually, shown } from './look';
import { dialog, problemsOf } from './places';

jest.setTimeout(STEP_MS);

/** A card that opened by itself takes no key in its first half second. */
const SETTLE_MS = 700;

const file = ['No,Name,Email', ...vendors.map(({ key, name, email }) => `${key},${name} Inc,${email}`)].join('\n');

describe('without a mouse, and in the dark', () => {
  let app: App;
  let page: Page;
  let wizard = '';
  const step = steps(() => app);

  beforeAll(async () => {
    app = await startApp();
    ({ page } = app);
  }, BOOT_MS);
  afterAll(() => app?.stop());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const card = () => page.getByRole('group', { name: / and / });
  const openPair = () => card().getAttribute('aria-label');
  const said = (text: string | RegExp) => shown(page.getByRole('main').getByRole('status').getByText(text));
  const count = async (state: Link['state']) => {
    const { meta } = await app.api<{ meta: { pagination: { total: number } } }>(`/crosswalk/links?state=${state}`);
    return meta.pagination.total;
  };
  /** Presses Tab until what has the focus is called so. */
  const tabTo = async (name: string) => {
    for (let pressed = 0; pressed < 120; pressed += 1) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      );
      if (text.startsWith(name)) return;
    }
    throw new Error(`${name} cannot be reached with Tab.`);
  };

  step('a file is connected and its proposals wait', async () => {
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/csv`);
    await page.getByLabel('Name').fill('Suppliers');
    await button('Continue').click();
    await shown(button('Choose a file'));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'vendors.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await button('Use this file').click();
    await button('Use the proposed mapping').click();
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    wizard = new URL(page.url()).pathname;
  });

  step('a review is done with keys alone', async () => {
    await tabTo('Review ');
    await page.keyboard.press('Enter');
    await shown(card());
    await page.waitForTimeout(SETTLE_MS);
    const proposed = await count('proposed');

    expect(await axeProblems(page)).toEqual([]);
    const first = await openPair();
    await page.keyboard.press('j');
    await eventually(openPair, (pair) => pair !== first);
    await page.keyboard.press('k');
    await eventually(openPair, (pair) => pair === first);

    await page.keyboard.press('x');
    await shown(button('Confirm 1 selected'));
    await page.keyboard.press('x');

    await page.keyboard.press('n');
    await shown(page.getByRole('menu'));
    expect(await axeProblems(page, '[role=menu]')).toEqual([]);
    await page.keyboard.press('2');
    await said(/ rejected$/);
    const { data: rejected } = await app.api<{ data: Link[] }>('/crosswalk/links?state=rejected');
    expect(rejected.map(({ reason }) => reason)).toEqual(['branch']);
    await page.keyboard.press('u');
    await said(/^Undone: .* rejected$/);
    expect(await count('proposed')).toBe(proposed);

    await page.keyboard.press('/');
    const search = page.getByPlaceholder('Search both sides');
    await eventually(
      () => search.evaluate((input) => input === document.activeElement),
      (focused) => focused,
    );
    // Letters belong to the field now.
    await page.keyboard.type('yn');
    expect(await search.inputValue()).toBe('yn');
    await shown(page.getByText('No proposal matches the search and filter.'));
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await shown(card());
    expect(await count('proposed')).toBe(proposed);

    await tabTo('Confirm all & continue');
    await page.keyboard.press('Enter');
    const asked = page.getByRole('alertdialog').getByText(`Confirm ${proposed} links?`);
    // Until it has counted it may not listen to keys yet, though it has the focus.
    await shown(asked);
    const cancel = page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' });
    await eventually(
      () => cancel.evaluate((element) => element === document.activeElement),
      (focused) => focused,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await count('confirmed')).toBe(0);
    await tabTo('Confirm all & continue');
    await page.keyboard.press('Enter');
    await shown(asked);
    expect(await axeProblems(page, '[role=alertdialog]')).toEqual([]);
    await tabTo('Yes, continue');
    await page.keyboard.press('Enter');
    await shown(page.locator('[aria-current=step]').getByText('Map'));
    expect(await count('confirmed')).toBe(proposed);
  });

  step('every page of a connection that is being set up is accessible, in light and dark', async () => {
    const { data: mappings } = await app.api<{ data: Mapping[] }>('/crosswalk/mappings');
    const openLink = async (at: Page) => {
      await at
        .getByRole('button', { name: /^Open the link of / })
        .first()
        .click();
      await shown(at.getByRole('dialog').getByText('Journal of this link'));
    };
    const openTable = (at: Page) => at.getByRole('button', { name: 'Show as a table' }).click();
    const steps = wizard.slice(wizard.indexOf('/crosswalk') + '/crosswalk'.length);
    expect(
      await problemsOf(app, [
        { path: '' },
        { path: '/connect' },
        { path: '/connect/csv' },
        { path: '/connect/quickbooks-online' },
        { path: '/review' },
        { path: '/mappings' },
        { path: '/mappings?search=nothing+is+called+so' },
        { path: '/mappings?state=confirmed', act: openLink, part: dialog },
        { path: '/invoices' },
        { path: '/activity' },
        { path: `${steps}?step=sync` },
        { path: `${steps}?step=review` },
        { path: `${steps}?step=map` },
        { path: `${steps}?step=map&side=external` },
        { path: `${steps}/settings` },
        { path: `${steps}/settings?limit=${mappings[0]!.id}`, act: openTable, part: dialog },
      ]),
    ).toEqual([]);
  });
});
