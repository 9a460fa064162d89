import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Page } from 'playwright-core';
import type { Connection, Link } from '../../server/src/contracts';
import { STEP_MS, job, look, type App } from './app';
import { axeProblems } from './axe';
import { eventually, gone, shown } from './look';

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
      const pair = (await card.getAttribute('aria-label'))!;
      await card.getByRole('button', { name: 'Confirm' }).click();
      await gone(page.getByRole('group', { name: pair, exact: true }));
      await shown(page.getByText(left > 1 ? new RegExp(`^${left - 1} proposals?$`) : /^Nothing to review\./));
    }
    await gone(card);
    // A card leaves at once, and is saved behind.
    const after = await eventually(
      async () => (await app.api<{ data: Link[] }>('/crosswalk/links?state=confirmed')).data,
      (links) => links.length === before.length,
    );
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  });

  let rows: Record<string, string>[] = [];
  const rowOf = (field: string, value: string) => rows.find((row) => row[field] === value)!;
  const take = async (tab: Page) =>
    tab.locator('input[type=file]').setInputFiles({
      name: 'edited.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(stringify(rows, { header: true })),
    });
  const preview = () => page.getByRole('dialog', { name: 'Import links' });

  step('its links are exported with the columns that were chosen', async () => {
    await page.goto(`${app.url}/admin/plugins/crosswalk/mappings`);
    await button('Export').click();
    const drawer = page.getByRole('dialog', { name: 'Export links' });
    await shown(drawer.getByText('Vendors (Suppliers)'));
    expect(new URL(page.url()).searchParams.get('file')).toBe('export');
    expect(await axeProblems(page, '[role=dialog]')).toEqual([]);
    await drawer.getByLabel('Attention').click();
    await look(app, 'export');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      drawer.getByRole('button', { name: 'Export the file' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^Vendors links \d{4}-\d\d-\d\d\.csv$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    rows = parse(text, { columns: true, bom: true });
    expect(Object.keys(rows[0]!)).toEqual(expect.arrayContaining(['local_id', 'external_id', 'state', 'exported_as']));
    expect(Object.keys(rows[0]!)).not.toContain('attention');
    expect(rowOf('external_id', 'V-1')).toMatchObject({ state: 'confirmed', local_label: 'Norrdal Distribution' });
    expect(rowOf('external_id', 'V-6')).toMatchObject({ state: 'unlinked', external_label: 'Nobody We Know' });
    await page.keyboard.press('Escape');
    await gone(drawer);
  });

  step('an edited file says first what it would change, and is imported and undone as one act', async () => {
    const lone = rows.find(({ state, local_id }) => state === 'unlinked' && local_id)!;
    rowOf('external_id', 'V-1').state = 'unlinked';
    lone.external_id = 'V-6';
    rowOf('external_id', 'V-2').state = 'perhaps';
    await button('Import').click();
    await shown(preview().getByText('What can be edited'));
    await take(page);
    await shown(preview().getByText('Links added (1)'));
    await shown(preview().getByText(`${lone.local_label} to Nobody We Know`));
    await preview().getByText('Links removed (1)').click();
    await shown(preview().getByText('Norrdal Distribution to Norrdal Distribution Inc.'));
    await shown(preview().getByText('One row is not understood and left out'));
    await shown(preview().getByText('“perhaps” is no state. Write proposed, confirmed, rejected, unlinked.'));
    expect(await axeProblems(page, '[role=dialog]')).toEqual([]);
    await look(app, 'import', async (dark) => {
      await take(dark);
      await shown(dark.getByText('Links removed (1)'));
      await dark.getByText('Links removed (1)').click();
    });
    const links = async (state: string) =>
      (await app.api<{ data: Link[] }>(`/crosswalk/links?state=${state}`)).data.map(({ external }) => external.id);
    const before = (await links('confirmed')).sort();

    await preview().getByRole('button', { name: 'Import 2 changes' }).click();
    await shown(page.getByText('2 links imported'));
    await gone(preview());
    expect((await links('confirmed')).sort()).toEqual([...before.filter((id) => id !== 'V-1'), 'V-6'].sort());
    expect(await links('rejected')).toEqual(['V-1']);

    await button('Undo').first().click();
    await shown(page.getByText(/^2 links are as before$/));
    expect((await links('confirmed')).sort()).toEqual(before);
  });

  step('a file that is none is refused with words', async () => {
    await button('Import').click();
    await upload('empty.csv', '');
    await shown(preview().getByRole('alert').filter({ hasText: 'The file was not taken.' }));
    await upload('vendors.csv', file);
    await shown(preview().getByRole('alert').filter({ hasText: 'names no columns local_id and external_id' }));
  });
});
