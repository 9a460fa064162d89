import type { Locator, Page } from 'playwright-core';
import { clients } from '../../playground/demo-data/business';
import type { Connection, Link, listUnlinked, Mapping, mappingThreshold, ResponseOf } from '../../server/src/contracts';
import { STEP_MS, job, type App } from './app';
import { axeProblems } from './axe';
import { openTab } from './browser';
import { eventually, gone, shown } from './look';

type Unlinked = ResponseOf<typeof listUnlinked>['data'][number];
type Consequences = ResponseOf<typeof mappingThreshold>['data'];
type Client = (typeof clients)[number];

/** The columns of the file of customers, and one customer made from a client. */
const header = ['No', 'Name', 'Email', 'Phone', 'Tax id', 'Street', 'City', 'Postal code'];
interface Row {
  no: string;
  client: Client;
  changes?: Partial<Client>;
}
const line = ({ no, client, changes = {} }: Row) => {
  const { name, email, phone, taxId, street, city, postalCode } = { ...client, ...changes };
  const cells = [no, name, email, phone, taxId, street, city, postalCode];
  return cells.map((cell) => `"${(cell ?? '').replaceAll('"', '""')}"`).join(',');
};
const csv = (rows: Row[]) => [header.join(','), ...rows.map(line)].join('\n');

const withTaxId = clients.filter(({ taxId, email, phone }) => taxId && email && phone);
/** Its customer has another tax id: never linked by itself. */
const vetoed = withTaxId[0]!;
const otherTaxId = '98-7654321';
/** There are two customers that are the same in all but the number. */
const ambiguous = withTaxId[1]!;
/** Its proposal is rejected, then its customer gets another phone. */
const refused = withTaxId[2]!;
const otherPhone = '503-555-0177';
/** Nobody in the file resembles these. */
const alone = clients.slice(-4);

const customers: Row[] = clients
  .filter((client) => !alone.includes(client) && client !== ambiguous)
  .map((client, index) => ({
    no: `C-${index + 1}`,
    client,
    changes: { name: `${client.name} Inc`, ...(client === vetoed ? { taxId: otherTaxId } : {}) },
  }));
customers.push({ no: 'C-901', client: ambiguous }, { no: 'C-902', client: ambiguous });

describe('matching that explains itself', () => {
  let app: App;
  let page: Page;
  let connection: Connection;
  let mapping: Mapping;
  let wizard = '';
  let rejected: Link;
  const step = job((started) => {
    app = started;
    ({ page } = app);
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const card = () => page.getByRole('group', { name: / and / });
  const links = async (query: string) =>
    (await app.api<{ data: Link[] }>(`/crosswalk/links?pageSize=100&${query}`)).data;
  const unlinked = async (query = '') =>
    (await app.api<{ data: Unlinked[] }>(`/crosswalk/mappings/${mapping.id}/unlinked?pageSize=100&${query}`)).data;
  const consequences = async (query = '') =>
    (await app.api<{ data: Consequences }>(`/crosswalk/mappings/${mapping.id}/threshold?${query}`)).data;
  const upload = (name: string, rows: Row[]) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) });
  const quiet = () =>
    eventually(
      async () => (await app.api<{ data: Connection }>(`/crosswalk/connections/${connection.id}`)).data,
      ({ activeRun }) => activeRun === null,
      STEP_MS / 2,
    );
  const accessible = async (part = 'main') => expect(await axeProblems(page, part)).toEqual([]);

  step('a file of customers is connected and matched', async () => {
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/csv`);
    await page.getByLabel('Name').fill('Ledger');
    await button('Continue').click();
    await shown(button('Choose a file'));
    await upload('customers.csv', customers);
    await button('Use this file').click();
    await button('Use the proposed mapping').click();
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    wizard = new URL(page.url()).pathname;
    connection = (await app.api<{ data: Connection[] }>('/crosswalk/connections')).data[0]!;
    mapping = (await app.api<{ data: Mapping[] }>('/crosswalk/mappings')).data[0]!;
    await button(/^Review \d+ proposals$/).click();
    await shown(card());
  });

  step('a card says why in words first, and in numbers that add up to its score on demand', async () => {
    const table = () => card().getByRole('table').first();
    await shown(card().getByText('Show the numbers'));
    expect(await table().getByText('To begin with').count()).toBe(0);

    await card().getByRole('button', { name: 'Show the numbers' }).click();
    await shown(table().getByText('To begin with'));
    const link = await openLink(card(), await links(`mappingId=${mapping.id}&state=proposed`));
    const { evidence, score } = link;
    const weights = await table().locator('tbody tr td:last-child').allInnerTexts();
    const total = await table().locator('tfoot tr td:last-child').innerText();
    const bits = weights.map(numberAtEnd);
    expect(bits.reduce((sum, weight) => sum + Math.round(weight * 10), 0)).toBe(Math.round(numberAtEnd(total) * 10));
    expect(Math.abs(numberAtEnd(total) - evidence!.total)).toBeLessThanOrEqual(0.05 + 1e-9);
    evidence!.fields.forEach(({ weight }, index) => expect(Math.abs(bits[index + 1]! - weight)).toBeLessThan(0.1001));
    // The total leads to the probability that the card shows.
    expect(Math.abs(1 / (1 + 2 ** -evidence!.total) - score!)).toBeLessThan(0.0005);
    await shown(card().getByText(/each one doubles the odds/));
    await shown(card().getByText(`Weights of model ${link.modelVersion}.`));
    await accessible();

    // The key does the same, and what was chosen holds for the next card.
    await page.keyboard.press('j');
    await shown(table().getByText('To begin with'));
    await page.keyboard.press('e');
    await gone(table().getByText('To begin with'));
  });

  step('normalised values show where they differ from what was typed', async () => {
    const phones = await links(`mappingId=${mapping.id}&state=proposed&search=${encodeURIComponent(refused.name)}`);
    const field = phones[0]!.evidence!.fields.find(({ role }) => role === 'phone')!;
    expect(field.leftNormal).not.toBe(field.left);
    await page.getByPlaceholder('Search both sides').fill(refused.name);
    await shown(card().getByText(refused.name).first());
    await card().getByRole('button', { name: 'Show the numbers' }).click();
    await shown(card().getByText(`compared as ${field.leftNormal}`).first());
    await card().getByRole('button', { name: 'Hide the numbers' }).click();
  });

  step('the runner-up stands beside the pair, field by field, with the lead', async () => {
    const all = await links(`mappingId=${mapping.id}&state=proposed`);
    const link = all.find(({ runnerUp }) => runnerUp?.evidence)!;
    await page.getByPlaceholder('Search both sides').fill(link.local.label);
    await shown(page.getByRole('group', { name: `${link.local.label} and ${link.external.label}` }));
    await card()
      .getByRole('button', { name: `Compare ${link.external.label} with ${link.runnerUp!.label}` })
      .click();
    const rivals = card().getByRole('table').last();
    await shown(rivals.getByRole('columnheader', { name: link.runnerUp!.label }));
    const rows = await rivals.locator('tbody tr').count();
    expect(rows).toBeGreaterThanOrEqual(link.runnerUp!.evidence!.fields.length);
    const [first, second] = (await rivals.locator('tfoot td.bits').allInnerTexts()).map(numberAtEnd);
    expect(Math.abs(first! - link.evidence!.total)).toBeLessThanOrEqual(0.05 + 1e-9);
    expect(Math.abs(second! - link.runnerUp!.evidence!.total)).toBeLessThanOrEqual(0.05 + 1e-9);
    await shown(card().getByText(`${link.external.label} leads by ${percent(link.score! - link.runnerUp!.score)}.`));
    await accessible();
    await page.getByPlaceholder('Search both sides').fill('');
  });

  step('a rejected pair says so in the map step, by whom and when', async () => {
    const [proposal] = await links(`mappingId=${mapping.id}&state=proposed&search=${encodeURIComponent(refused.name)}`);
    rejected = proposal!;
    await page.getByPlaceholder('Search both sides').fill(refused.name);
    await shown(page.getByRole('group', { name: `${rejected.local.label} and ${rejected.external.label}` }));
    await card().getByRole('button', { name: 'Reject mapping' }).click();
    await page.getByRole('menuitem', { name: 'Another company' }).click();
    await shown(page.getByText(`${rejected.local.label} rejected`));
    await page.getByPlaceholder('Search both sides').fill('');
    await confirmTheRest();
    await shown(page.locator('[aria-current=step]').getByText('Map'));

    const { by, at } = (await reasonOf(rejected.local.id)).rejection!;
    await choose(rejected.local.label);
    const why = page.getByRole('group', { name: 'Why it is not linked' });
    await shown(why.getByText(`${rejected.external.label} fits best`));
    await shown(why.getByText(`Rejected by ${by} on ${day(at!)} (Another company).`));
  });

  step('the map step says of each record why it was not linked', async () => {
    const words: Record<string, string> = {
      no_candidate: 'Nothing alike',
      ambiguous: 'Two fit about as well',
      vetoed: 'Ruled out',
      rejected: 'Rejected by a person',
    };
    const records = await unlinked();
    for (const record of records.filter(({ why }) => why && why.kind in words).slice(0, 12)) {
      await shown(rowOf(record.label).getByText(words[record.why!.kind]!));
    }
    expect(records.find(({ id }) => id === rejected.local.id)?.why?.kind).toBe('rejected');

    const why = page.getByRole('group', { name: 'Why it is not linked' });
    const ruledOut = records.find(({ label }) => label === vetoed.name)!.why!;
    expect(ruledOut).toMatchObject({ kind: 'vetoed', veto: { kind: 'tax_id' } });
    const { left, right } = ruledOut.veto!;
    expect([left, right].map(digits)).toEqual([vetoed.taxId!, otherTaxId].map(digits));
    await choose(vetoed.name);
    await shown(why.getByText(`Another tax id: ${left} and ${right}.`));
    await shown(why.getByRole('link', { name: `Open ${vetoed.name}` }));
    await accessible();

    expect(records.find(({ label }) => label === ambiguous.name)?.why?.kind).toBe('ambiguous');
    await choose(ambiguous.name);
    await shown(why.getByText(`Too close to call: ${ambiguous.name}`));
    await why.getByRole('button', { name: 'Compare the two' }).click();
    await shown(why.getByRole('table').getByRole('columnheader', { name: ambiguous.name }).first());
    await accessible();

    const none = records.find(({ why: reason }) => reason?.kind === 'no_candidate');
    if (none) {
      await choose(none.label);
      await shown(why.getByText('No record of Ledger resembles it.'));
      await why.getByRole('button', { name: 'Search by name' }).click();
      await eventually(
        () => page.getByPlaceholder(/typing errors are fine/).evaluate((input) => input === document.activeElement),
        (focused) => focused,
      );
    }
  });

  step('records are filtered by their reason, and the filter is in the address', async () => {
    const expected = await unlinked('why=vetoed');
    await page.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'Ruled out' }).click();
    await shown(page.getByText(`${expected.length} left`, { exact: true }));
    expect(new URL(page.url()).searchParams.get('why')).toBe('vetoed');
    await page.reload();
    await shown(page.getByText(`${expected.length} left`, { exact: true }));
    await page.getByRole('combobox', { name: 'Reason' }).click();
    await page.getByRole('option', { name: 'Any reason' }).click();
  });

  step('a rejected pair that is back says what has changed since', async () => {
    await page.goto(`${app.url}${wizard}/settings`);
    await button('Replace file').click();
    await shown(button('Choose a file'));
    await upload(
      'customers-2.csv',
      customers.map((row) =>
        row.client === refused ? { ...row, changes: { ...row.changes, phone: otherPhone } } : row,
      ),
    );
    await button('Use this file').click();
    const back = await eventually(
      async () => (await links(`mappingId=${mapping.id}&state=proposed`)).find(({ id }) => id === rejected.id),
      (link) => link?.changedSinceRejection !== null && link !== undefined,
      STEP_MS / 2,
    );
    expect(back?.changedSinceRejection?.changes).toEqual([
      expect.objectContaining({ role: 'phone', side: 'external', before: refused.phone, after: otherPhone }),
    ]);
    await page.goto(`${app.url}${wizard}?step=review`);
    await shown(card());
    await shown(card().getByText(/^Rejected by .* \(Another company\)\. Since then:/));
    const change = card().getByRole('listitem').filter({ hasText: 'Phone in Ledger was' });
    expect(await change.innerText()).toBe(`Phone in Ledger was ${refused.phone} and is now ${otherPhone}`);
    await accessible();
  });

  step('a link keeps its explanation', async () => {
    const link = (await links(`mappingId=${mapping.id}&state=confirmed&origin=auto`)).find(
      ({ runnerUp }) => runnerUp?.evidence,
    )!;
    await page.goto(`${app.url}/admin/plugins/crosswalk/mappings?link=${link.id}`);
    const drawer = page.getByRole('dialog', { name: link.local.label });
    await drawer.getByRole('button', { name: 'Show the numbers' }).click();
    await shown(drawer.getByText('To begin with'));
    await drawer.getByRole('button', { name: /^Compare / }).click();
    await shown(drawer.getByText(`${link.external.label} leads by`));
    await accessible('[role=dialog]');
    await drawer.getByRole('button', { name: 'Hide the numbers' }).click();
  });

  step('a limit is tried out with its consequences, by keys and by typing', async () => {
    await page.goto(`${app.url}${wizard}/settings`);
    await button(`Limit and consequences of ${mapping.name}`).click();
    const drawer = page.getByRole('dialog', { name: `Limit for ${mapping.name}` });
    const now = await consequences();
    expect(now.model).not.toBeNull();
    expect(now.decisions.confirmed).toBeGreaterThan(0);
    await shown(drawer.getByText(`At ${percent(now.threshold)}, ${now.at.autoLinked} of ${now.undecided} `));
    expect(new URL(page.url()).searchParams.get('limit')).toBe(mapping.id);
    expect(await drawer.getByRole('button', { name: 'Save the limit' }).isDisabled()).toBe(true);
    await accessible('[role=dialog]');

    const slider = drawer.getByRole('slider', { name: 'Propose from' });
    expect(await slider.getAttribute('aria-valuetext')).toBe(percent(now.threshold));
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    const next = now.points.find(({ threshold }) => threshold > now.threshold + 1e-9)!;
    await eventually(
      () => slider.getAttribute('aria-valuetext'),
      (text) => text === percent(next.threshold),
    );
    await page.keyboard.press('Home');
    const lowest = await consequences(`at=${now.points[0]!.threshold}&margin=${now.margin}`);
    await shown(
      drawer.getByText(`At ${percent(lowest.at.threshold)}, ${lowest.at.autoLinked} of ${lowest.undecided} `),
    );
    if (lowest.at.added.total > 0) {
      await drawer.getByRole('button', { name: `Newly proposed (${lowest.at.added.total})` }).click();
      const [pair] = lowest.at.added.rows;
      await shown(drawer.getByText(`${pair!.localLabel} and ${pair!.externalLabel}`));
      expect(await drawer.getByRole('listitem').count()).toBe(lowest.at.added.rows.length);
    }

    await drawer.getByRole('button', { name: 'Show as a table' }).click();
    const row = drawer.getByRole('row', {
      name: new RegExp(`^${percent(now.threshold).replace('.', '\\.')} \\(in force\\)`),
    });
    const cells = (await row.getByRole('cell').allInnerTexts()).map(Number);
    const present = now.points.reduce((a, b) =>
      Math.abs(b.threshold - now.threshold) < Math.abs(a.threshold - now.threshold) ? b : a,
    );
    expect([cells[1], cells[3], cells[4], cells[5]]).toEqual([
      present.autoLinked,
      present.found,
      present.missed,
      present.wrong,
    ]);
    await accessible('[role=dialog]');

    const typed = drawer.getByLabel('Propose from (percent)');
    await typed.fill('40');
    await shown(drawer.getByText('A percentage from 50 to 99.99'));
    expect(await drawer.getByRole('button', { name: 'Save the limit' }).isDisabled()).toBe(true);
    await drawer.getByRole('button', { name: `Back to ${percent(now.threshold)}` }).click();
    await eventually(
      () => typed.inputValue(),
      (text) => text === String(now.threshold * 100),
    );
  });

  step('saving a limit decides anew, and the numbers were right', async () => {
    const now = await consequences();
    const stricter = await consequences(`at=0.999&margin=${now.margin}`);
    const drawer = page.getByRole('dialog', { name: `Limit for ${mapping.name}` });
    await drawer.getByLabel('Propose from (percent)').fill('99.9');
    await shown(drawer.getByText(`At 99.9%, ${stricter.at.autoLinked} of ${stricter.undecided} `));
    await drawer.getByRole('button', { name: 'Save the limit' }).click();
    await shown(page.getByText(`${mapping.name} are proposed from 99.9% now`));
    await quiet();
    const { data } = await app.api<{ data: Mapping[] }>('/crosswalk/mappings');
    expect(data[0]!.threshold).toBe(0.999);
    expect((await links(`mappingId=${mapping.id}&state=proposed`)).length).toBe(stricter.at.autoLinked);
    expect((await consequences()).at.autoLinked).toBe(stricter.at.autoLinked);
    await eventually(
      () => drawer.getByRole('button', { name: 'Save the limit' }).isDisabled(),
      (disabled) => disabled,
    );
  });

  step('a mapping without scores says that there is nothing to weigh, and a failure that it failed', async () => {
    const nothing = await consequences();
    const address = `**/crosswalk/mappings/${mapping.id}/threshold*`;
    // A mapping is matched as soon as it is made, so the answers before and without that are given here.
    await page.route(address, (route) => route.fulfill({ json: { data: { ...nothing, model: null, points: [] } } }));
    await page.goto(`${app.url}${wizard}/settings?limit=${mapping.id}`);
    const drawer = page.getByRole('dialog', { name: `Limit for ${mapping.name}` });
    await shown(drawer.getByText('These records have not been matched yet'));
    await shown(drawer.getByRole('button', { name: 'Match now' }));
    await accessible('[role=dialog]');
    await page.unroute(address);

    await page.route(address, (route) =>
      route.fulfill({ status: 409, json: { error: { status: 409, name: 'ConflictError', message: 'Busy now' } } }),
    );
    await page.reload();
    await shown(drawer.getByRole('alert').getByText('The consequences could not be read. Busy now'));
    await page.unroute(address);
    await drawer.getByRole('button', { name: 'Try again' }).click();
    await shown(drawer.getByText(`At ${percent(nothing.threshold)}, `));
  });

  step('all of it is accessible in dark mode, too', async () => {
    const dark = await openTab(app.browser, { theme: 'dark' });
    await app.signIn(dark);
    const light = page;
    page = dark.page;
    try {
      await page.goto(`${app.url}${wizard}?step=review`);
      await shown(card());
      await card().getByRole('button', { name: 'Show the numbers' }).click();
      await shown(card().getByText('To begin with'));
      await accessible();
      await page.goto(`${app.url}${wizard}?step=map`);
      for (const { name } of [vetoed, ambiguous]) {
        await choose(name);
        await accessible();
      }
      await page.goto(`${app.url}${wizard}/settings?limit=${mapping.id}`);
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await accessible('[role=dialog]');
      await page.goto(`${app.url}/admin/plugins/crosswalk/mappings?state=confirmed`);
      await page
        .getByRole('button', { name: /^Open the link of / })
        .first()
        .click();
      await shown(page.getByRole('dialog').getByText('To begin with'));
      await accessible('[role=dialog]');
    } finally {
      page = light;
    }
    expect(dark.problems).toEqual([]);
    await dark.context.close();
  });

  const rowOf = (label: string): Locator =>
    page.getByRole('listitem').filter({ has: page.getByRole('button').filter({ hasText: label }) });
  /** Chooses an unlinked record, wherever in the list it stands. */
  const choose = async (label: string) => {
    await page.getByPlaceholder('Find in this list').fill(label);
    await rowOf(label).getByRole('button').first().click();
    await shown(page.getByRole('heading', { name: label, level: 2 }));
    await page.getByPlaceholder('Find in this list').fill('');
  };
  const reasonOf = async (localId: string) => (await unlinked()).find(({ id }) => id === localId)!.why!;
  const confirmTheRest = async () => {
    await button('Confirm all & continue').click();
    const question = page.getByRole('alertdialog');
    await shown(question.getByRole('heading', { name: /^Confirm \d+ links\?$/ }));
    const withWarnings = question.getByRole('checkbox', { name: /carry|carries/ });
    if (await withWarnings.count()) await withWarnings.click();
    await question.getByRole('button', { name: 'Yes, continue' }).click();
  };
});

/** The link whose card is open. */
async function openLink(card: Locator, all: Link[]): Promise<Link> {
  const pair = await card.getAttribute('aria-label');
  return all.find(({ local, external }) => `${local.label} and ${external.label}` === pair)!;
}

const digits = (text: string) => text.replace(/\D/g, '');

const numberAtEnd = (text: string) => Number(/[+-]?\d+\.\d+$/.exec(text.trim())?.[0]);

/** As the panel writes probabilities: one decimal, rounded down, never 100. */
const percent = (share: number) => `${(Math.min(Math.floor(share * 1000 + 1e-9), 999) / 10).toFixed(1)}%`;

const day = (at: string) => new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' }).format(new Date(at));
