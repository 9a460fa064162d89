import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { quickBooksSeed } from '../../playground/demo-data/quickbooks';
import { CompanyFile, WebConnector } from '../../sandbox/quickbooks-desktop';
import type { Connection, Link } from '../../server/src/contracts';
import { STEP_MS, job, look, type App } from './app';
import { shown } from './look';

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
  const step = job((started) => {
    app = started;
    ({ page } = app);
  });

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
    await look(app, 'access');
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
    await look(app, 'waiting');
    await page.goto(`${app.url}/admin/plugins/crosswalk`);
    await shown(page.getByText(/^Waits for the first visit of the Web Connector\./));
  });

  step('reads and matches when the Web Connector has called', async () => {
    const { data } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${data[0]?.id}`);
    await shown(page.getByRole('heading', { name: 'Waiting for QuickBooks Desktop' }));
    expect((await connector.visit()).outcome).toBe('done');
    await shown(page.getByRole('button', { name: 'Review 2 proposals' }), STEP_MS / 2);
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${data[0]?.id}/settings`);
    await shown(page.getByText(/^Last visit:.*with QuickBooks Enterprise Solutions 24\.0.*Nothing waits/));
    await look(app, 'settings');
  });

  step('its links are carried over to QuickBooks Online, which the company was moved to', async () => {
    const { data: proposed } = await app.api<{ data: Link[] }>('/crosswalk/links?state=proposed');
    await app.send('/crosswalk/links/confirm', { ids: proposed.map(({ id }) => id) });
    const realm = app.standIn.company(quickBooksSeed.companies[0]!.realmId).state;
    const vendors = Object.values(realm.entities.Vendor).filter(({ Active: active }) => active === true);
    realm.desktopIds = company.records.slice(0, 2).map(({ id }, at) => ({
      QboEntityId: String(vendors[at]?.Id),
      QbdtExportableId: id,
      QboEntityType: 'VENDOR',
      QbdtEntityType: 'VENDOR',
    }));
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/quickbooks-online`);
    await page.getByLabel('Name').fill('Books');
    await page.getByRole('button', { name: 'Go on to QuickBooks Online' }).click();
    await page.waitForURL(/\/connect\/oauth2/);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('button', { name: /^Use the \d+ proposed mappings$/ }).click();
    await shown(page.getByRole('button', { name: /^Review \d+ proposals$/ }), STEP_MS / 2);
    const { data } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    const online = data.find(({ name }) => name === 'Books');
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${online?.id}/settings`);
    const lookAt = async (tab: Page) => {
      await tab.getByRole('button', { name: 'Look what can be carried over' }).click();
      await shown(tab.getByText('2 confirmed links there: 2 can be carried over'));
      await tab.getByText('2 links that would be made').click();
    };
    await lookAt(page);
    await look(app, 'carry-over', lookAt);
    await page.getByRole('button', { name: 'Carry 2 links over' }).click();
    await shown(page.getByText('2 links were carried over'));
    const { data: links } = await app.api<{ data: Link[] }>(
      `/crosswalk/links?connectionId=${online?.id}&state=confirmed`,
    );
    expect(links.map(({ external }) => external.id).sort()).toEqual(
      realm.desktopIds.map(({ QboEntityId: id }) => id).sort(),
    );
  });
});
