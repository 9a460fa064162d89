import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Connection, Link, Mapping } from '../../server/src/contracts';
import { STEP_MS, job, type App } from './app';
import { keepScreenshot, openTab } from './browser';
import { shown } from './look';
import { goTo, settled } from './places';
import { sentencesInServer } from '../unit/admin/translations/sentences';

jest.setTimeout(STEP_MS);

const translations = path.resolve(__dirname, '../../admin/src/translations');
const textsOf = (language: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path.join(translations, language))
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) =>
        Object.entries(JSON.parse(readFileSync(path.join(translations, language, file), 'utf8')) as object),
      ),
  ) as Record<string, string>;

const english = textsOf('en');
/** What the server says in English, as patterns; those of which hardly a word is left could be anything. */
const saidInEnglish = sentencesInServer()
  .calls.map(({ english: said }) => said)
  .filter((said) => said.replace(/\{[^}]*\}|[^a-z]/gi, '').length > 12)
  .map((said) => said.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  .map((parts) => parts.join('.+'));
/** A word that only the pages of a language have. */
const WORDS = { de: 'Wiederherstellungspunkte', es: 'Puntos de restauración', pt: 'Pontos de restauração' };

interface Place {
  path: string;
  act?: (page: Page, say: (key: string) => string) => Promise<void>;
}

/** The panel speaks the reader's language and nothing else, and its longer words fit a small screen. */
describe('languages', () => {
  let app: App;
  let places: Place[] = [];
  const step = job((started) => (app = started));

  step('a connection is set up', async () => {
    const { page } = app;
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    await app.signIn();
    await page.goto(`${app.url}/admin/plugins/crosswalk/connect/quickbooks-online`);
    await page.getByLabel('Name').fill('Books');
    await button('Go on to QuickBooks Online').click();
    await page.waitForURL(/\/connect\/oauth2/);
    await button('Connect').click();
    await button(/^Use the \d+ proposed mappings$/).click();
    await shown(button(/^Review \d+ proposals$/), STEP_MS / 2);
    const { data: mappings } = await app.api<{ data: Mapping[] }>('/crosswalk/mappings');
    const { data: connections } = await app.api<{ data: Connection[] }>('/crosswalk/connections');
    const { data: links } = await app.api<{ data: Link[] }>('/crosswalk/links?state=proposed&pageSize=3');
    const [first, second] = links.map((link) => link.id);
    await app.send('/crosswalk/links/confirm', { ids: [first] });
    await app.send('/crosswalk/links/reject', { ids: [second], reason: 'branch' });
    for (const done of ['sync', 'review', 'map', 'create'])
      await app.send(`/crosswalk/connections/${connections[0]!.id}/steps/${done}/complete`, {});
    const connection = `/connections/${connections[0]!.id}`;
    const openCards = async (at: Page, say: (key: string) => string) =>
      at.getByRole('button', { name: say('evidence.numbers.show') }).click();
    places = [
      { path: '' },
      { path: '/connect' },
      { path: '/connect/csv' },
      { path: '/connect/quickbooks-online' },
      { path: '/connect/quickbooks-desktop' },
      { path: `${connection}?step=sync` },
      { path: `${connection}?step=review`, act: openCards },
      { path: `${connection}?step=map` },
      { path: `${connection}?step=map&side=external` },
      { path: `${connection}?step=create` },
      { path: `${connection}?step=check` },
      { path: `${connection}/settings` },
      { path: `${connection}/settings?limit=${mappings[0]!.id}` },
      { path: '/review' },
      { path: '/mappings' },
      { path: '/mappings?state=proposed' },
      { path: `/mappings?link=${first}` },
      { path: '/attention' },
      { path: '/invoices' },
      { path: '/invoices?tab=blocked' },
      { path: '/activity' },
      { path: '/restore-points' },
    ];
  });

  for (const locale of ['de', 'pt-BR'] as const) {
    step(`all pages are in ${locale} and fit 1024 px`, async () => {
      const language = locale.slice(0, 2) as 'de' | 'pt';
      const texts = textsOf(language);
      const say = (key: string) => texts[key]!;
      // All but one, as the server calls a field of a vendor's settings so.
      const untranslated = Object.entries(english)
        .filter(([key, text]) => text.includes(' ') && !text.includes('{') && texts[key] !== text)
        .filter(([key]) => key !== 'webConnector.user')
        .map(([, text]) => text);
      const tab = await openTab(app.browser);
      const { page } = tab;
      await page.setViewportSize({ width: 1024, height: 768 });
      await app.signIn(tab);
      await page.evaluate((code) => localStorage.setItem('strapi-admin-language', code), locale);
      const loaded = new Set<string>();
      page.on('response', (response) => {
        if (!/\.m?js($|\?)/.test(response.url())) return;
        void response.text().then(
          (code) => {
            for (const [known, word] of Object.entries(WORDS)) if (code.includes(word)) loaded.add(known);
          },
          () => undefined,
        );
      });

      await page.goto(`${app.url}/admin/plugins/crosswalk`);
      await shown(page.getByRole('heading', { level: 1, name: say('home.title') }));
      const found: string[] = [];
      for (const { path: place, act } of places) {
        await goTo(page, `/admin/plugins/crosswalk${place}`);
        await shown(page.getByRole('heading', { level: 1, includeHidden: true }).first());
        await settled(page);
        await act?.(page, say);
        await settled(page);
        for (const problem of await page.evaluate(problemsOfPage, { untranslated, saidInEnglish }))
          found.push(`${place}: ${problem}`);
        if (process.env.CROSSWALK_SHOTS) console.log(await keepScreenshot(page, `${locale} ${place}`));
      }
      expect(found).toEqual([]);
      expect([...loaded]).toEqual([language]);
      expect(await page.getByRole('link', { name: say('nav.home') }).count()).toBeGreaterThan(0);
      expect(tab.problems).toEqual([]);
      await tab.context.close();
    });
  }
});

/** Runs in the page: what is English, sticks out, or is cut off where nothing but a record's name may be. */
function problemsOfPage({
  untranslated,
  saidInEnglish,
}: {
  untranslated: string[];
  saidInEnglish: string[];
}): string[] {
  const problems: string[] = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) problems.push('the page scrolls sideways');
  const said = saidInEnglish.map((pattern) => new RegExp(pattern));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (untranslated.includes(text) || said.some((pattern) => pattern.test(text)))
      problems.push(`“${text}” is English`);
  }
  const fixed = 'main :is(button, a, th, label, h1, h2, [role=tab]), [role=dialog] :is(button, th, label, h2)';
  for (const element of document.querySelectorAll<HTMLElement>(fixed)) {
    const { right, width: wide } = element.getBoundingClientRect();
    const text = element.innerText.trim();
    if (wide === 0 || text === '') continue;
    // A name in a table may be shortened.
    const isName = element.closest('td') !== null;
    const scrolls = element.closest('[data-radix-scroll-area-viewport], table') !== null;
    if (right > width + 1 && !scrolls) problems.push(`“${text}” sticks out by ${Math.round(right - width)} px`);
    for (const part of [element, ...element.querySelectorAll<HTMLElement>('span')]) {
      const cut = getComputedStyle(part).overflowX === 'hidden' && part.scrollWidth > part.clientWidth + 1;
      if (cut && part.clientWidth > 2 && !isName) problems.push(`“${text}” is cut off`);
    }
  }
  return [...new Set(problems)];
}
