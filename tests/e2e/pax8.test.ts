import type { Page } from 'playwright-core';
import type { ClientCharges, Connection, Link } from '../../server/src/contracts';
import { STEP_MS, job, look, type App } from './app';
import { eventually, gone, shown } from './look';
import { dialog, problemsOf } from './places';

/** A system without a page of its own for access: its credentials are entered in the panel. */
describe('Pax8', () => {
  let app: App;
  let page: Page;
  /** Of a client for whom something is charged. */
  let client: Link;
  const step = job((started) => {
    app = started;
    ({ page } = app);
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const connection = async () => {
    const { data } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    return data[0]!;
  };

  step('says what is wrong with credentials, and keeps what was entered', async () => {
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect`);
    await page.getByRole('link', { name: 'Connect Pax8' }).click();
    await page.getByLabel('Client id').fill(app.pax8.client.clientId);
    await page.getByLabel('Client secret').fill('a-mistyped-secret');
    await button('Continue').click();
    await shown(page.getByRole('alert').filter({ hasText: 'Pax8 refused the client id or secret' }));
    expect(await page.getByLabel('Client id').inputValue()).toBe(app.pax8.client.clientId);
    expect(await page.getByLabel('Client secret').getAttribute('type')).toBe('password');
  });

  step('is connected, and clients and products are proposed to be mapped', async () => {
    await page.getByLabel('Client secret').fill(app.pax8.client.clientSecret);
    await button('Continue').click();
    await shown(page.getByText('Client to Companies'));
    await shown(page.getByText('Product to Products'));
    await button('Use the 2 proposed mappings').click();
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    expect((await connection()).counts.map(({ name, externalTotal }) => [name, externalTotal])).toEqual([
      // Of 52, one is inactive and two are deleted.
      ['Companies', 49],
      ['Products', 68],
    ]);
  });

  step('its proposals are reviewed', async () => {
    await button(/^Review \d+ proposals$/).click();
    const card = page.getByRole('group', { name: / and / });
    await shown(card);
    const pair = (await card.getAttribute('aria-label')) ?? '';
    await card.getByRole('button', { name: 'Confirm' }).click();
    await gone(page.getByRole('group', { name: pair, exact: true }));
    // A card leaves at once, and is saved behind.
    const data = await eventually(
      async () => (await app.api<{ data: Link[] }>('/crosswalk/links?state=confirmed')).data,
      (links) => links.length > 0,
    );
    expect(data.map(({ local, external }) => `${local.label} and ${external.label}`)).toEqual([pair]);
  });

  step('the key of a client is written to its company, as previewed', async () => {
    const { data: found } = await app.api<{ data: Link[] }>('/crosswalk/links?state=proposed&pageSize=100');
    const link = found.find(({ recordType }) => recordType === 'company')!;
    await app.send('/crosswalk/links/confirm', { ids: [link.id] });
    await page.goto(`${app.url}/admin/plugins/crosswalk/mappings?link=${link.id}`);
    await button('Update values').click();
    await page.getByRole('menuitem', { name: 'Write the key of the entry to Pax8…' }).click();
    const drawer = page.getByRole('dialog');
    await shown(drawer.getByText('Is now'));
    await look(app, 'anchor');
    await drawer.getByRole('button', { name: 'Update 1 record' }).click();
    await shown(drawer.getByText('1 record written, none failed.'));
    const sent = app.pax8.faults.requests().filter(({ method }) => method === 'PATCH');
    expect(sent.map(({ path, body }) => [path.split('/').at(-1), body])).toEqual([
      [link.external.id, { externalId: link.local.id }],
    ]);
  });

  step('the keys of all linked companies are looked at from the settings of the connection', async () => {
    const { id } = await connection();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connections/${id}/settings`);
    const keys = (at: Page) => at.getByRole('region', { name: 'Keys in Pax8' });
    const preview = async (at: Page) => {
      await keys(at)
        .getByRole('button', { name: /^Look at the keys of \d+ links…$/ })
        .click();
      await shown(at.getByRole('dialog').getByText('Is now').first());
    };
    await keys(page).scrollIntoViewIfNeeded();
    await look(app, 'keys', (dark) => keys(dark).scrollIntoViewIfNeeded());
    await preview(page);
    await look(app, 'keys-preview', preview);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  });

  step('what it charges is shown by client, and what of it is linked to nothing', async () => {
    const { id } = await connection();
    const { data: charged } = await app.api<{ data: ClientCharges[] }>(
      `/crosswalk/connections/${id}/charges?period=coming`,
    );
    const { data: proposed } = await app.api<{ data: Link[] }>('/crosswalk/links?state=proposed&pageSize=100');
    client = proposed.find(({ external }) => charged.some(({ customerId }) => customerId === external.id))!;
    const linked = client.external.label;
    await app.send('/crosswalk/links/confirm', { ids: [client.id] });
    await page.goto(`${app.url}/admin/plugins/crosswalk`);
    await page.getByRole('link', { name: 'Charges' }).click();
    const table = page.getByRole('table', { name: 'Charges' });
    await shown(table);
    await shown(page.getByText(/^\$[\d,.]+ charged to you; clients pay/));
    // The invoice to come is shown first; the last one has a credit that names no client.
    await page.getByRole('combobox', { name: 'Period' }).click();
    await page.getByRole('option').nth(1).click();
    await shown(page.getByText(/ · Unpaid · \$[\d,.]+ to be paid$/));
    await shown(table.getByRole('row', { name: linked }).getByRole('link').first());
    await page.getByRole('checkbox', { name: 'Only what is not linked' }).click();
    await gone(table.getByRole('button', { name: linked }));
    const rows = table.getByRole('row').filter({ hasText: 'Not linked' });
    await shown(rows.first());
    await rows.first().getByRole('button').click();
    const name = await rows.first().getByRole('button').innerText();
    await shown(
      page
        .getByRole('table', { name, exact: true })
        .getByText(/· (subscription|prorate|one-time)/)
        .first(),
    );
    await look(app, 'charges');
    const [file] = await Promise.all([page.waitForEvent('download'), button('Save as CSV').click()]);
    expect(file.suggestedFilename()).toMatch(/^charges-\d{4}-\d{2}\.csv$/);
    expect(await problemsOf(app, [{ path: new URL(page.url()).href.split('/crosswalk')[1] ?? '' }])).toEqual([]);
  });

  step('the drawer of a client says what is charged for it', async () => {
    await page.goto(`${app.url}/admin/plugins/crosswalk/mappings?link=${client.id}`);
    const drawer = page.getByRole('dialog');
    await shown(drawer.getByText('Charges').first());
    await look(app, 'charges-drawer');
    const place = { path: `/mappings?link=${client.id}`, part: dialog };
    expect(await problemsOf(app, [place])).toEqual([]);
    await drawer.getByRole('link', { name: 'To come' }).click();
    await shown(page.getByRole('table', { name: 'Charges' }));
  });

  step('an expired connection leads to its settings, where new credentials bring it back', async () => {
    app.pax8.faults.add({ kind: 'answer', status: 401, path: '/v1/', times: 4 });
    await page.goto(`${app.url}/admin/plugins/crosswalk`);
    await button('More for Pax8').click();
    await page.getByRole('menuitem', { name: 'Sync now' }).click();
    await button('Reconnect').click();
    await page.waitForURL(/\/settings$/);
    await shown(page.getByRole('alert').filter({ hasText: 'client id and secret again' }));
    app.pax8.faults.clear();
    await page.getByLabel('Client id').fill(app.pax8.client.clientId);
    await page.getByLabel('Client secret').fill(app.pax8.client.clientSecret);
    await button('Save').click();
    await gone(page.getByRole('alert').filter({ hasText: 'client id and secret again' }));
    expect((await connection()).state).toBe('setup');
  });
});
