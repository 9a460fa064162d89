import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildAll } from '../../scripts/lib/build';
import { adminPassword, demoAdminEmail, newSecrets } from '../../scripts/lib/environment';
import { freePort } from '../../scripts/lib/processes';
import { startPax8StandIn, startStandIn, type Pax8StandIn, type QuickBooksStandIn } from '../../scripts/lib/stand-in';
import { createAdmin, startStrapi } from '../../scripts/lib/strapi';
import { keepScreenshot, launchBrowser, openTab, type Tab } from './browser';

/** Booting builds what has changed, which takes minutes on a slow machine. */
export const BOOT_MS = 600_000;
/** One step of a job: a sync with some hundred records is the longest. */
export const STEP_MS = 180_000;

export interface App extends Tab {
  /** Of Strapi, e.g. `http://127.0.0.1:34567`. */
  url: string;
  browser: Browser;
  standIn: QuickBooksStandIn;
  pax8: Pax8StandIn;
  /** SQLite file that Strapi has open. */
  databaseFile: string;
  /** A request of the admin API with the first admin's rights; answers its JSON. */
  api<T>(address: string): Promise<T>;
  /** The same with a body, as POST. */
  send<T>(address: string, body: object): Promise<T>;
  signIn(tab?: Tab): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The playground with the demo's data, the vendor's stand-in and a browser, all new, in a temporary folder. `env` is
 * what the playground's configuration reads.
 */
export async function startApp({ env = {} }: { env?: Record<string, string> } = {}): Promise<App> {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-e2e-'));
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const act of undo.reverse()) await act();
    undo.length = 0;
  };
  try {
    // First, as it fails at once where there is no browser.
    const browser = await launchBrowser();
    undo.push(() => browser.close());
    await buildAll();
    const secrets = newSecrets();
    const standIn = await startStandIn({ stateFile: path.join(folder, 'quickbooks.json') });
    undo.push(() => standIn.close());
    const pax8 = await startPax8StandIn();
    undo.push(() => pax8.close());
    const databaseFile = path.join(folder, 'data.db');
    const strapi = await startStrapi({
      port: await freePort(),
      databaseFile,
      env: {
        ...secrets,
        ...standIn.env,
        ...pax8.env,
        HOST: '127.0.0.1',
        PUBLIC_URL: '',
        CROSSWALK_DEMO_DATA: '1',
        ...env,
      },
      onSpawn: (started) => undo.push(() => started.stop()),
    });
    const { token } = await createAdmin(strapi.url, { password: adminPassword(secrets) });
    const tab = await openTab(browser);
    const ask = async <T>(address: string, request: RequestInit): Promise<T> => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(strapi.url + address, { ...request, headers });
      if (!answer.ok)
        throw new Error(`${request.method ?? 'GET'} ${address} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    };

    return {
      ...tab,
      url: strapi.url,
      browser,
      standIn,
      pax8,
      stop,
      databaseFile,
      api: <T>(address: string) => ask<T>(address, {}),
      send: <T>(address: string, body: object) => ask<T>(address, { method: 'POST', body: JSON.stringify(body) }),
      async signIn({ page } = tab) {
        await page.goto(`${strapi.url}/admin`);
        await page.getByLabel('Email').fill(demoAdminEmail);
        await page.locator('input[name=password]').fill(adminPassword(secrets));
        await page.getByRole('button', { name: 'Login' }).click();
        await page.waitForURL(/\/admin\/?$/);
        await page.getByRole('navigation').first().waitFor();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the app before a file's steps and stops it after them; answers its `steps`. */
export function job(onStart: (app: App) => void): ReturnType<typeof steps> {
  let app: App | undefined;
  beforeAll(async () => {
    app = await startApp();
    onStart(app);
  }, BOOT_MS);
  afterAll(() => app?.stop(), STEP_MS);
  return steps(() => app!);
}

/**
 * Steps of one job: each goes on where the one before it ended, so after a failure the others fail at once. Every
 * step also fails for an uncaught error of a page and for an answer of 500 and more. A failed one keeps a screenshot.
 */
export function steps(app: () => App): (name: string, act: () => Promise<void>) => void {
  let broken: string | null = null;
  return (name, act) => {
    it(
      name,
      async () => {
        if (broken !== null) throw withoutStack(new Error(`Not tried, as “${broken}” failed.`));
        const { page, problems } = app();
        const before = problems.length;
        try {
          await act();
          expect(problems.slice(before)).toEqual([]);
        } catch (error) {
          broken = name;
          const file = await keepScreenshot(page, name).catch(() => 'no file, the page is gone');
          const seen = problems.slice(before).map((problem) => `\n${problem}`);
          if (error instanceof Error) {
            const more = `\n\nAt ${page.url()}\nScreenshot: ${file}${seen.join('')}`;
            const place = error.stack?.slice(error.stack.indexOf(error.message) + error.message.length) ?? '';
            error.message += more;
            error.stack = error.message + place;
          }
          throw error;
        }
      },
      STEP_MS,
    );
  };
}

/** Set CROSSWALK_SHOTS to keep what a page looks like, light and dark; `act` brings the dark one to the same state. */
export async function look(app: App, name: string, act: (page: Page) => Promise<void> = async () => undefined) {
  if (!process.env.CROSSWALK_SHOTS) return;
  // What opens fades in.
  await app.page.waitForTimeout(500);
  console.log(await keepScreenshot(app.page, `${name}-light`));
  const dark = darkTabs.get(app.browser) ?? (await openTab(app.browser, { theme: 'dark' }));
  // Signed in once: Strapi takes a few sign-ins a minute.
  if (!darkTabs.has(app.browser)) await app.signIn(dark);
  darkTabs.set(app.browser, dark);
  await dark.page.goto(app.page.url());
  await dark.page.getByRole('heading').first().waitFor();
  await act(dark.page);
  await dark.page.waitForTimeout(2_000);
  console.log(await keepScreenshot(dark.page, `${name}-dark`));
  await dark.page.goto('about:blank');
}
const darkTabs = new Map<Browser, Tab>();

/** Its message says it all. */
function withoutStack(error: Error): Error {
  error.stack = error.message;
  return error;
}
