import type { Page } from 'playwright-core';
import { vendors } from '../../playground/demo-data/business';
import type { Connection, Link, Mapping } from '../../server/src/contracts';
import { BOOT_MS, STEP_MS, startApp, steps, type App } from './app';
import { keepScreenshot } from './browser';
import { eventually, gone, shown } from './look';
import { dialog, problemsOf, settled } from './places';

jest.setTimeout(STEP_MS);

const VENDORS = '/admin/content-manager/collection-types/api::vendor.vendor';
const file = ['No,Name,Email', ...vendors.map(({ key, name, email }) => `${key},${name} Inc,${email}`)].join('\n');

/**
 * Chooses all entries of a list. Strapi shows the acts on them when the browser is idle, which one without a screen is
 * only while something is drawn: so the mouse moves, as a reader's does.
 */
async function chooseAll(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: /Select all/ }).click();
  const act = page.getByRole('button', { name: 'Find matches' });
  await eventually(
    async () => {
      await page.mouse.move(600 + Math.random() * 100, 500);
      return act.count();
    },
    (count) => count > 0,
  );
}

/** Links where admins already are: the entry's own page, its list, Strapi's home page and settings. */
describe('links in Strapi itself', () => {
  let app: App;
  let page: Page;
  const step = steps(() => app);

  beforeAll(async () => {
    app = await startApp();
    ({ page } = app);
  }, BOOT_MS);
  afterAll(() => app?.stop());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const links = async (query: string) =>
    (await app.api<{ data: Link[] }>(`/crosswalk/links?pageSize=100&${query}`)).data;
  /** Name of the mapping; the panel's part is called so. */
  let mapping = '';
  const panel = () => page.getByRole('region', { name: mapping, exact: true });
  const rows = () => page.getByRole('main').locator('tbody tr');

  step('a file of suppliers is connected; some proposals are confirmed', async () => {
    await app.signIn();
    // Before anything is connected the home page says so.
    await shown(page.getByText('No system is connected yet.'));
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
    mapping = (await app.api<{ data: Mapping[] }>('/crosswalk/mappings')).data[0]!.name;
  });

  step('the list of entries says what each is linked with, and filters by it', async () => {
    const [first] = await links('state=proposed');
    await page.goto(`${app.url}${VENDORS}?page=1&pageSize=50`);
    await shown(page.getByRole('main').getByText('Linked with'));
    await shown(rows().filter({ hasText: first!.local.label }).getByText('Proposed'));
    await button('Filters').click();
    await page.getByRole('combobox', { name: 'Select field' }).click();
    await page.getByRole('option', { name: 'Link', exact: true }).click();
    await page.getByRole('combobox', { name: 'Link', exact: true }).click();
    await page.getByRole('option', { name: 'none', exact: true }).click();
    await button('Add filter').click();
    await shown(page.getByText('Link is none'));
    const proposed = new Set((await links('state=proposed')).map(({ local }) => local.label));
    const left = await eventually(
      () => rows().count(),
      (count) => count === vendors.length - proposed.size,
    );
    expect(left).toBeGreaterThanOrEqual(0);
    expect(page.url()).toContain('__crosswalk');
    // The list keeps its filters for the next visit.
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.includes('LIST_VIEW')) localStorage.removeItem(key);
    });
  });

  step('the page of an entry shows its proposal, confirms it and takes it away again', async () => {
    const [link] = await links('state=proposed');
    await page.goto(`${app.url}${VENDORS}/${link!.local.id}`);
    await shown(panel().getByText(link!.external.label));
    await shown(panel().getByText('Proposed'));
    await panel()
      .getByRole('button', { name: `Confirm the link with ${link!.external.label}` })
      .click();
    await shown(panel().getByText('Confirmed'));
    expect((await links('state=confirmed')).map(({ id }) => id)).toEqual([link!.id]);
    await panel().getByRole('button', { name: 'Details of the link' }).click();
    await shown(page.getByRole('dialog').getByText('Journal of this link'));
    await page.keyboard.press('Escape');
    await gone(page.getByRole('dialog'));
    await panel().getByRole('button', { name: 'Unlink' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
    await shown(panel().getByText('Not linked'));
    expect(await links('state=confirmed')).toEqual([]);
    // By hand, from the same place.
    await panel().getByRole('button', { name: 'Map in Suppliers' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByPlaceholder('Search, typing errors are fine').fill(link!.external.label);
    await drawer.getByRole('button', { name: `Map ${link!.local.label} to ${link!.external.label}` }).click();
    await drawer.getByRole('button', { name: 'Confirm' }).click();
    await gone(drawer);
    await shown(panel().getByText('Confirmed'));
    expect(await links('state=confirmed&origin=manual')).toHaveLength(1);
    expect((await links('state=confirmed')).map(({ local }) => local.id)).toEqual([link!.local.id]);
  });

  step('a new entry says that it has to be saved first, an entry of another type has no panel', async () => {
    await page.goto(`${app.url}${VENDORS}/create`);
    await shown(page.getByText('Save the entry first. Then it can be linked.'));
    await page.goto(`${app.url}/admin/content-manager/collection-types/api::rate.rate/create`);
    await shown(page.getByRole('heading', { level: 1 }));
    await settled(page);
    expect(await page.getByText('Save the entry first').count()).toBe(0);
  });

  step('chosen entries are matched at once', async () => {
    await page.goto(`${app.url}${VENDORS}?page=1&pageSize=50`);
    await shown(page.getByRole('main').getByText('Linked with'));
    await chooseAll(page);
    await button('Find matches').click();
    const found = page.getByRole('dialog');
    await shown(found.getByText(`Find matches for ${vendors.length} entries`));
    await shown(found.getByText(/entries have a proposal, 1 is linked/));
    await shown(found.getByText('Linked with').first());
    await found.getByRole('link', { name: 'Review proposals' }).click();
    await shown(page.getByRole('heading', { name: 'Review', exact: true }));
  });

  step('the home page and the settings show where work waits', async () => {
    await page.goto(`${app.url}/admin`);
    const numbers = page.getByRole('list', { name: 'Where work waits' });
    const proposed = (await links('state=proposed')).length;
    await shown(numbers.getByRole('listitem').filter({ hasText: 'To review' }).getByText(String(proposed)));
    await shown(page.getByRole('list', { name: 'Connections' }).getByText('Suppliers'));
    await page.goto(`${app.url}/admin/settings/crosswalk`);
    await shown(page.getByRole('heading', { name: 'Connections and mappings' }));
    await shown(page.getByRole('grid', { name: 'Connections' }).getByText('Suppliers'));
    await page.getByRole('link', { name: 'Settings of Suppliers' }).click();
    await shown(page.getByRole('heading', { name: 'Settings of Suppliers' }));
  });

  step('a restore point is kept; what changes after it is shown, and taken back', async () => {
    const before = await links('state=confirmed');
    await page.goto(`${app.url}/admin/plugins/crosswalk/restore-points`);
    await page.getByLabel('Name of the new restore point').fill('Before all were confirmed');
    await button('Keep the links as they are now').click();
    await shown(page.getByRole('listitem').filter({ hasText: 'Before all were confirmed' }).getByText('1 link'));

    // All that the filter shows is confirmed at once, and said before, pair by pair.
    const proposed = await links('state=proposed');
    await page.goto(`${app.url}/admin/plugins/crosswalk/mappings?state=proposed`);
    await button(`Confirm all ${proposed.length} shown`).click();
    const drawer = page.getByRole('dialog', { name: `Confirm ${proposed.length} links?` });
    await shown(drawer.getByText(`${proposed[0]!.local.label} and ${proposed[0]!.external.label}`));
    await drawer.getByRole('button', { name: `Confirm all ${proposed.length} shown` }).click();
    await gone(drawer);
    await shown(page.getByText(`${proposed.length} links confirmed`));
    expect(await links('state=confirmed')).toHaveLength(before.length + proposed.length);

    await page.goto(`${app.url}/admin/plugins/crosswalk/restore-points`);
    await button('Compare with now: Before all were confirmed').click();
    const table = page.getByRole('grid', { name: 'Records that are linked otherwise' });
    await shown(table.getByText(proposed[0]!.local.label, { exact: true }));
    await page.getByRole('checkbox', { name: `Select ${proposed[0]!.local.label}` }).click();
    await button('Restore 1 record').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restore' }).click();
    await gone(table.getByText(proposed[0]!.local.label, { exact: true }));
    expect(await links('state=confirmed')).toHaveLength(before.length + proposed.length - 1);
    await button(`Restore all ${proposed.length - 1}`).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restore' }).click();
    await shown(page.getByText('Nothing differs: every record is linked as it was.'));
    expect((await links('state=confirmed')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await links('state=proposed')).toHaveLength(proposed.length);
  });

  step('the review filters by the field that agrees', async () => {
    const { data } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${data[0]!.id}`);
    await button(/^Review \d+ proposals$/).click();
    const same = await links('state=proposed&agrees=email');
    await page.getByRole('combobox', { name: 'Field that agrees' }).click();
    await page.getByRole('option', { name: 'Same E-mail' }).click();
    await shown(button(`Confirm all ${same.length} shown`));
    expect(page.url()).toContain('agrees=email');
  });

  step('all of it is accessible, in light and dark', async () => {
    const [link] = await links('state=confirmed');
    const look = (name: string) => async (at: Page) => {
      await at.waitForTimeout(500);
      console.info(await keepScreenshot(at, name));
    };
    expect(
      await problemsOf(app, [
        { path: `${VENDORS}/${link!.local.id}`, part: `section[aria-label="${mapping}"]`, act: look('entry') },
        { path: '/admin', part: '[aria-label="Where work waits"]', act: look('home') },
        { path: '/admin/settings/crosswalk', act: look('settings') },
        { path: '/attention', act: look('attention') },
        {
          path: '/restore-points',
          act: async (at) => {
            await at.getByRole('button', { name: 'Compare with now: Before all were confirmed' }).click();
            await look('restore-points')(at);
          },
        },
        {
          path: '/mappings?state=proposed',
          part: dialog,
          act: async (at) => {
            await at.getByRole('button', { name: /^Confirm all/ }).click();
            await shown(at.getByText('What will change'));
            await look('batch')(at);
          },
        },
        {
          path: `${VENDORS}?page=1&pageSize=10`,
          part: dialog,
          act: async (at) => {
            await chooseAll(at);
            console.info(await keepScreenshot(at, 'list'));
            await at.getByRole('button', { name: 'Find matches' }).click();
            await shown(at.getByRole('dialog').getByText(/entries have a proposal/));
            console.info(await keepScreenshot(at, 'found'));
          },
        },
      ]),
    ).toEqual([]);
  });
});
