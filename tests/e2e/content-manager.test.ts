import type { Page } from 'playwright-core';
import { vendors } from '../../playground/demo-data/business';
import type { Link, Mapping } from '../../server/src/contracts';
import { BOOT_MS, STEP_MS, startApp, steps, type App } from './app';
import { eventually, gone, shown } from './look';

jest.setTimeout(STEP_MS);

const VENDORS = '/admin/content-manager/collection-types/api::vendor.vendor';
const file = ['No,Name,Email', ...vendors.map(({ key, name, email }) => `${key},${name} Inc,${email}`)].join('\n');

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
    expect(await page.getByText('Save the entry first').count()).toBe(0);
  });
});
