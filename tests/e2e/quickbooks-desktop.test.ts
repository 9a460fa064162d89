import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { CompanyFile, WebConnector } from '../../sandbox/quickbooks-desktop';
import type { Connection } from '../../server/src/contracts';
import { BOOT_MS, STEP_MS, startApp, steps, type App } from './app';
import { keepScreenshot, openTab } from './browser';
import { shown } from './look';

jest.setTimeout(STEP_MS);

const password = 'a long password for it';
const company = new CompanyFile({
  file: 'C:\\Books\\Harborline.QBW',
  name: 'Harborline',
  records: [
    { type: 'Vendor', members: { Name: 'Norrdal Distribution Inc.', Email: 'orders@norrdal.example' } },
    { type: 'Vendor', members: { Name: 'Bluepeak Components LLC', Email: 'sales@bluepeakparts.example' } },
    { type: 'Vendor', members: { Name: 'Nobody We Know' } },
  ],
});

describe('QuickBooks Desktop', () => {
  let app: App;
  let page: Page;
  let connector: WebConnector;
  const step = steps(() => app);

  beforeAll(async () => {
    app = await startApp();
    ({ page } = app);
  }, BOOT_MS);
  afterAll(() => app?.stop());

  /** Set CROSSWALK_SHOTS to keep what the steps look like, light and dark. */
  async function look(name: string): Promise<void> {
    if (!process.env.CROSSWALK_SHOTS) return;
    console.log(await keepScreenshot(page, `${name}-light`));
    const dark = await openTab(app.browser, { theme: 'dark' });
    await app.signIn(dark);
    await dark.page.goto(page.url());
    await dark.page.getByRole('heading').first().waitFor();
    await dark.page.waitForTimeout(2_000);
    console.log(await keepScreenshot(dark.page, `${name}-dark`));
    await dark.context.close();
  }

  step('asks for a user name and a password', async () => {
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/quickbooks-desktop`);
    await page.getByLabel('User name').fill('crosswalk');
    await page.getByRole('button', { name: 'Continue' }).click();
    await shown(page.getByText('Password is required').first());
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();
  });

  step('gives the file for the Web Connector', async () => {
    await shown(page.getByText('It has not called yet.'));
    await shown(page.getByRole('alert').filter({ hasText: 'The Web Connector will refuse this address' }));
    await look('access');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the .qwc file' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('QuickBooks Desktop.qwc');
    const qwc = readFileSync(await download.path(), 'utf8');
    expect(qwc).toContain('<UserName>crosswalk</UserName>');
    expect(qwc).not.toContain(password);
    connector = new WebConnector({ qwc, password, company });
  });

  step('waits for the first visit', async () => {
    await page.getByRole('link', { name: 'Go on to the mappings' }).click();
    await shown(page.getByText('Vendor to Vendors'));
    await page.getByRole('button', { name: /^Use the .*proposed mappings?$/ }).click();
    await shown(page.getByRole('heading', { name: 'Waiting for QuickBooks Desktop' }), STEP_MS / 2);
    await shown(page.getByRole('status').filter({ hasText: 'Waits for the first visit of the Web Connector.' }));
    await look('waiting');
    await page.goto(`${app.url}/admin/plugins/crosswalk`);
    await shown(page.getByText(/^Waits for the first visit of the Web Connector\./));
    await look('home');
  });

  step('reads and matches when the Web Connector has called', async () => {
    const { data } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${data[0]?.id}`);
    await shown(page.getByRole('heading', { name: 'Waiting for QuickBooks Desktop' }));
    expect((await connector.visit()).outcome).toBe('done');
    await shown(page.getByRole('button', { name: 'Review 2 proposals' }), STEP_MS / 2);
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${data[0]?.id}/settings`);
    await shown(page.getByText(/^Last visit:.*with QuickBooks Enterprise Solutions 24\.0.*Nothing waits/));
    await look('settings');
  });
});
