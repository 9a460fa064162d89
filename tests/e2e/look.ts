import type { Locator } from 'playwright-core';
import { PATIENCE_MS } from './browser';

/** Waits until `read` answers what `fits`, and answers that; throws with the last answer when it never does. */
export async function eventually<T>(read: () => Promise<T>, fits: (value: T) => boolean, ms = PATIENCE_MS): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (Date.now() > end) throw new Error(`After ${ms} ms it is still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until the element is on the page and shown. */
export const shown = (locator: Locator, timeout?: number): Promise<void> =>
  locator.waitFor({ state: 'visible', ...(timeout === undefined ? {} : { timeout }) });

/** Waits until no such element is on the page. */
export const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: 'detached' });

/** The first whole number in an element's text, once there is one. */
export async function numberIn(locator: Locator): Promise<number> {
  const text = await eventually(
    () => locator.innerText(),
    (found) => /\d/.test(found),
  );
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
}
