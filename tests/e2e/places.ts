import type { Locator, Page } from 'playwright-core';
import type { App } from './app';
import { axeProblems } from './axe';
import { openTab } from './browser';
import { eventually, shown } from './look';

/** A page, or a state of one, to be looked at. */
export interface Place {
  /** Below the plugin's own address, with what the URL says of the state; one that starts with `/admin` is Strapi's. */
  path: string;
  /** What leads to the state, where the URL does not; answers when it is there. */
  act?: (page: Page) => Promise<void>;
  /** The part that is checked; default: all but Strapi's own navigation. */
  part?: string;
  /** CSS pixels that the window is wide, where it is not the usual width. */
  width?: number;
}

export const dialog = '[role=dialog]';

const themes = ['light', 'dark'] as const;
/** Without a change of the page for so long it has settled. */
const QUIET_MS = 250;

/**
 * What is wrong with places, each in light and in dark: one line each, empty where all is well. All are visited in one
 * tab without loading the panel again: the panel follows the system's theme, which changes under it.
 */
export async function problemsOf(app: App, places: readonly Place[]): Promise<string[]> {
  const found: string[] = [];
  const tab = await openTab(app.browser, { theme: 'system' });
  const { page } = tab;
  await app.signIn(tab);
  const usual = page.viewportSize()!;
  for (const { path, act, part, width = usual.width } of places) {
    await page.setViewportSize({ width, height: usual.height });
    await page.emulateMedia({ colorScheme: 'light' });
    await goTo(page, path.startsWith('/admin') ? path : `/admin/plugins/crosswalk${path}`);
    // Hidden from everybody but the eye while a dialog is open.
    const title = page.getByRole('heading', { level: 1, includeHidden: true }).first();
    await shown(title);
    await settled(page);
    await act?.(page);
    await settled(page);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      // The panel follows when it comes to it.
      await eventually(
        async () => `the title of ${path} is ${(await isLight(title)) ? 'light' : 'dark'} in ${theme}`,
        (said) => said.includes(theme === 'dark' ? 'is light' : 'is dark'),
      );
      await settled(page);
      for (const problem of await axeProblems(page, part)) found.push(`${path} in ${theme}: ${problem}`);
    }
  }
  await tab.context.close();
  return [...found, ...tab.problems];
}

async function isLight(title: Locator): Promise<boolean> {
  const channels = await title.evaluate((heading) => getComputedStyle(heading).color.match(/\d+/g)!.map(Number));
  return channels.slice(0, 3).every((channel) => channel > 128);
}

/** Follows a link within the panel, as its own router does. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => {
    history.pushState({ key: String(Date.now()), usr: null, idx: history.length }, '', address);
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
  }, path);
}

/** Waits until nothing is being loaded and nothing on the page has changed for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    (quiet) =>
      new Promise<void>((resolve) => {
        const end = Date.now() + 30_000;
        let last = Date.now();
        const observer = new MutationObserver(() => (last = Date.now()));
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const timer = setInterval(() => {
          const busy = document.querySelector('main [aria-busy=true], [role=dialog] [aria-busy=true]') !== null;
          if (Date.now() < end && (busy || Date.now() - last < quiet)) return;
          clearInterval(timer);
          observer.disconnect();
          resolve();
        }, 50);
      }),
    QUIET_MS,
  );
}
