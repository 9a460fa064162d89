import type { Locator, Page } from 'playwright-core';
import type { Connection, Decision, Link, Mapping } from '../../server/src/contracts';
import { BOOT_MS, STEP_MS, startApp, steps, type App } from './app';
import { eventually, gone, shown } from './look';

jest.setTimeout(STEP_MS);

/** Records that only one side has are created on the other, and values of linked ones carried over. */
describe('creating and updating records', () => {
  let app: App;
  let page: Page;
  let customers: Mapping;
  let created = '';
  const step = steps(() => app);

  beforeAll(async () => {
    app = await startApp();
    ({ page } = app);
  }, BOOT_MS);
  afterAll(() => app?.stop());

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const drawer = (): Locator => page.getByRole('dialog');
  const connection = async () => (await app.api<{ data: Connection[] }>('/crosswalk/connections')).data[0]!;
  const mappingCalled = async (name: string) => {
    const { data } = await app.api<{ data: Mapping[] }>('/crosswalk/mappings');
    return data.find((mapping) => mapping.name === name)!;
  };
  const links = async (query: string) =>
    (await app.api<{ data: Link[] }>(`/crosswalk/links?pageSize=100&${query}`)).data;
  const posted = (entity: string) =>
    app.standIn.faults.requests().filter(({ method, path }) => method === 'POST' && path.includes(`/${entity}?`));

  step('a client without a partner is created in QuickBooks Online as previewed', async () => {
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/quickbooks-online`);
    await page.getByLabel('Name').fill('Books');
    await button('Go on to QuickBooks Online').click();
    await page.waitForURL(/\/connect\/oauth2/);
    await button('Connect').click();
    await button(/^Use the \d+ proposed mappings$/).click();
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    customers = await mappingCalled('Customers');
    const { id } = await connection();
    for (const done of ['sync', 'review']) await app.send(`/crosswalk/connections/${id}/steps/${done}/complete`, {});
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${id}?step=map&mapping=${customers.id}`);
    await page.getByRole('combobox', { name: /Reason/ }).click();
    await page.getByRole('option', { name: 'Nothing alike' }).click();
    const heading = page.getByRole('heading', { level: 2 });
    await shown(page.getByText('No record of Books resembles it.'));
    created = await heading.last().innerText();
    await button('Create in QuickBooks Online').click();
    await shown(drawer().getByRole('heading', { name: `Create ${created} in QuickBooks Online` }));
    const name = drawer().getByLabel(`Display name, ${created}`);
    await shown(name);
    expect(await name.inputValue()).toBe(created);
    expect(posted('customer')).toEqual([]);
    await button('Create 1 record').click();
    await shown(drawer().getByText('1 record written, none failed.'));
    expect(posted('customer').map(({ body }) => (body as { DisplayName: string }).DisplayName)).toEqual([created]);
    const [link] = await links(`mappingId=${customers.id}&search=${encodeURIComponent(created)}`);
    expect(link).toMatchObject({ state: 'confirmed', origin: 'created', local: { label: created } });
    await button('Close').last().click();
    await gone(drawer());
  });

  step('several are chosen, previewed and created, and one name that is taken is mended', async () => {
    await button('Create many…').click();
    const boxes = drawer().getByRole('checkbox', { name: /^Select (?!all)/ });
    await shown(boxes.first());
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await button('Preview 2 records').click();
    const plans = drawer().locator('[data-plan]');
    await eventually(
      () => plans.count(),
      (count) => count === 2,
    );
    // A name that somebody else in the books has: the choice that mends it is offered.
    await plans
      .first()
      .getByRole('button', { name: /^Show values/ })
      .click();
    const name = plans.first().getByRole('textbox', { name: /^Display name/ });
    const [vendor] = await vendorNames();
    await name.fill(vendor!);
    await name.press('Enter');
    await shown(plans.first().getByText(`A vendor in QuickBooks Online has this name`));
    expect(await button('Create 2 records').isDisabled()).toBe(true);
    await plans
      .first()
      .getByRole('button', { name: `Use “${vendor} (customer)”` })
      .click();
    await shown(plans.first().getByText('Ready'));
    await button('Create 2 records').click();
    await shown(drawer().getByText('2 records written, none failed.'));
    // The results are in the URL.
    await page.reload();
    await shown(drawer().getByText('2 records written, none failed.'));
    await drawer().getByRole('link', { name: 'Show the link' }).first().click();
    await page.waitForURL(/\/mappings\?link=/);
  });

  step('a value that differs is carried to Strapi, and the journal tells it', async () => {
    const parts = await mappingCalled('Parts');
    const [link] = (await links(`mappingId=${parts.id}&state=proposed`)).filter(
      ({ local, external }) => local.roles.name !== external.roles.name,
    );
    await page.goto(`${app.url}/admin/plugins/crosswalk/mappings?mapping=${parts.id}&link=${link!.id}`);
    await button('Confirm').click();
    await button('Update values').click();
    await page.getByRole('menuitem', { name: 'Update Strapi…' }).click();
    await shown(drawer().getByText('Is now'));
    for (const other of ['Sku', 'Price', 'Description'])
      for (const box of await drawer().getByRole('checkbox', { name: other }).all()) await box.uncheck();
    await button('Update 1 record').click();
    await shown(drawer().getByText('1 record written, none failed.'));
    const { data } = await app.api<{ data: Decision[] }>('/crosswalk/decisions');
    expect(data[0]).toMatchObject({ act: 'update_local', canUndo: false });
    expect(data[0]?.reason).toContain(`name: ${link!.local.roles.name} → ${link!.external.roles.name}`);
  });

  async function vendorNames(): Promise<string[]> {
    const vendors = await mappingCalled('Vendors');
    const { data } = await app.api<{ data: Array<{ label: string }> }>(
      `/crosswalk/mappings/${vendors.id}/unlinked?side=external&pageSize=10`,
    );
    return data.map(({ label }) => label);
  }
});
