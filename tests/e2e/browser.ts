import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a page may take to show what is waited for, also on a slow machine. */
export const PATIENCE_MS = 45_000;

export interface Tab {
  page: Page;
  context: BrowserContext;
  /** What no page may do: uncaught errors and answers of 500 and more, in the order they came. */
  problems: string[];
}

/** Debian's Chromium, or the one that CHROMIUM_PATH names. */
export function launchBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `Chromium is not at ${executablePath}. Install it (apt-get install chromium), or name another one with CHROMIUM_PATH.`,
    );
  }
  return chromium.launch({ executablePath, args });
}

/** A tab with cookies and storage of its own. `theme` is the admin panel's; `system` follows the tab's colour scheme. */
export async function openTab(
  browser: Browser,
  { theme = 'light' }: { theme?: 'light' | 'dark' | 'system' } = {},
): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(`localStorage.setItem('STRAPI_THEME', '${theme}')`);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`Uncaught in ${page.url()}: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500)
      problems.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  return { page, context, problems };
}

let shots: string | undefined;
let taken = 0;

/** Keeps what a page shows in a temporary folder and answers where. */
export async function keepScreenshot(page: Page, name: string): Promise<string> {
  taken += 1;
  shots ??= mkdtempSync(path.join(tmpdir(), 'crosswalk-e2e-shots-'));
  const file = path.join(
    shots,
    `${String(taken).padStart(2, '0')}-${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}.png`,
  );
  await page.screenshot({ path: file });
  return file;
}
