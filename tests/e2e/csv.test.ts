import type { Page } from 'playwright-core';
import type { Connection, Link } from '../../server/src/contracts';
import { STEP_MS, job, type App } from './app';
import { gone, shown } from './look';

/** As spreadsheets of many countries write it: a BOM, semicolons, a line break in a cell; line 5 lacks its cells. */
const file = [
  '\uFEFFVendor no;Name;Email;City;Notes',
  'V-1;Norrdal Distribution Inc.;orders@norrdal.example;Kent;"Closed at noon;',
  'also on holidays"',
  'V-2;Bluepeak Components LLC;sales@bluepeakparts.example;Reno;',
  'V-3;Kabelhaus',
  'V-4;Fiberloom Optics, Inc.;sales@fiberloom.example;Boise;"Says ""call first"""',
  'V-5;Voltarra Power;support@voltarra.example;Sacramento;',
  'V-6;Nobody We Know;hello@nobody.example;Fargo;',
  '',
].join('\r\n');

describe('a CSV file', () => {
  let app: App;
  let page: Page;
  const step = job((started) => {
    app = started;
    ({ page } = app);
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const upload = (name: string, content: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

  step('is refused with words when it is none', async () => {
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/csv`);
    await page.getByLabel('Name').fill('Suppliers');
    await button('Continue').click();
    await shown(button('Choose a file'));
    await upload('empty.csv', '');
    await shown(page.getByRole('alert').filter({ hasText: 'The file was not taken.' }));
  });

  step('is uploaded and shows its columns, rows and the row that cannot be read', async () => {
    await upload('vendors.csv', file);
    await shown(page.getByRole('heading', { name: 'vendors.csv' }));
    await shown(page.getByText('separated by semicolon, headings in line 1'));
    expect(await page.getByRole('combobox', { name: 'What the rows are' }).innerText()).toBe('Vendors');
    for (const [column, meaning] of [
      ['Name', 'Name'],
      ['Email', 'E-mail'],
      ['City', 'City'],
    ]) {
      expect(await page.getByRole('combobox', { name: `Meaning of ${column}` }).innerText()).toBe(meaning);
    }
    expect(await page.getByRole('combobox', { name: 'Column with the id' }).innerText()).toBe('Vendor no');
    await shown(page.getByText('1 row cannot be read and will be left out'));
    await shown(page.getByText(/^Line 5: The row has 2 cells, the header has 5\./));
    const rows = page.getByRole('grid', { name: 'First rows of the file' });
    await shown(rows.getByText('Closed at noon; also on holidays'));
    await shown(rows.getByText('Says "call first"'));
  });

  step('is mapped, read and matched, and its proposals wait for review', async () => {
    await button('Use this file').click();
    await shown(page.getByText('Vendor to Vendor'));
    await button('Use the proposed mapping').click();
    await shown(button(/^Review \d+ proposals?$/), STEP_MS / 2);
    await shown(page.getByText('1 record could not be read. The others are imported.'));
    await shown(page.getByText(/^Line 5: /));
    const { data: connections } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    expect(connections[0]?.counts).toEqual([expect.objectContaining({ externalTotal: 5 })]);

    await button(/^Review \d+ proposals?$/).click();
    await shown(page.getByRole('group', { name: / and / }));
    const { data: links } = await app.api<{ data: Link[] }>('/crosswalk/links?state=proposed');
    const pairs = Object.fromEntries(links.map(({ external, local }) => [external.id, local.label]));
    expect(pairs).toMatchObject({
      'V-1': 'Norrdal Distribution',
      'V-2': 'Bluepeak Components',
      'V-4': 'Fiberloom Optics',
    });
    expect(Object.keys(pairs)).not.toContain('V-6');
  });

  step('its proposals are confirmed one by one', async () => {
    const { data: before } = await app.api<{ data: Link[] }>('/crosswalk/links?state=proposed');
    const card = page.getByRole('group', { name: / and / });
    for (let left = before.length; left > 0; left -= 1) {
      await card.getByRole('button', { name: 'Confirm' }).click();
      await shown(page.getByText(left > 1 ? new RegExp(`^${left - 1} proposals?$`) : /^Nothing to review\./));
    }
    await gone(card);
    const { data: after } = await app.api<{ data: Link[] }>('/crosswalk/links?state=confirmed');
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  });
});
