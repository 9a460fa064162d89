import type { Page } from 'playwright-core';
import type { App } from './app';
import { axeProblems } from './axe';
import { openTab } from './browser';
import { shown } from './look';

/** A page, or a state of one, to be looked at. */
export interface Place {
  /** Below the plugin's own address, with what the URL says of the state. */
  path: string;
  /** What leads to the state, where the URL does not; answers when it is there. */
  act?: (page: Page) => Promise<void>;
  /** The part that is checked; default: all but Strapi's own navigation. */
  part?: string;
}

export const dialog = '[role=dialog]';

export type Theme = 'light' | 'dark';
export const themes: readonly Theme[] = ['light', 'dark'];

/** What is wrong with places in light or in dark: one line each, empty where all is well. */
export async function problemsOf(app: App, theme: Theme, places: readonly Place[]): Promise<string[]> {
  const found: string[] = [];
  const tab = await openTab(app.browser, { theme });
  await app.signIn(tab);
  for (const { path, act, part } of places) {
    await tab.page.goto(`${app.url}/admin/plugins/crosswalk${path}`);
    // Hidden from everybody but the eye while a dialog is open.
    const title = tab.page.getByRole('heading', { level: 1, includeHidden: true }).first();
    await shown(title);
    await tab.page.waitForLoadState('networkidle');
    const channels = await title.evaluate((heading) => getComputedStyle(heading).color.match(/\d+/g)!.map(Number));
    const isLight = channels.slice(0, 3).every((channel) => channel > 128);
    if (isLight !== (theme === 'dark')) found.push(`${path}: the title is ${isLight ? 'light' : 'dark'}`);
    await act?.(tab.page);
    for (const problem of await axeProblems(tab.page, part)) found.push(`${path}: ${problem}`);
  }
  await tab.context.close();
  return [...found, ...tab.problems];
}
