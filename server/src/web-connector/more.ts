import { setTimeout as sleep } from 'node:timers/promises';

/** How long a call is held while a run may ask for more, and how often that is looked at. */
const LONGEST_WAIT_MS = 10_000;
const LOOK_MS = 100;

/**
 * Waits until a run has asked for more (true), or none is at work that could (false). Whether one is at work is looked
 * at first: it asks before it waits, so what one that has stopped asked for is seen by the look after.
 */
export async function moreComes(look: { isAtWork(): Promise<boolean>; isAsked(): Promise<boolean> }): Promise<boolean> {
  for (let waited = 0; waited < LONGEST_WAIT_MS; waited += LOOK_MS) {
    const atWork = await look.isAtWork();
    if (await look.isAsked()) return true;
    if (!atWork) return false;
    await sleep(LOOK_MS);
  }
  return false;
}
