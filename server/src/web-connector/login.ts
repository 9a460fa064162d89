import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Compares in a time that does not depend on where the texts differ. */
export const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** A ticket as the vendor wants it, a GUID, and what is stored of it. */
export function newTicket(): { ticket: string; hash: string } {
  const ticket = randomUUID();
  return { ticket, hash: hashOf(ticket) };
}
export const hashOf = (ticket: string): string => digest(ticket).toString('base64url');

/** Wrong passwords in a row that cost nothing. */
const FREE_FAILURES = 3;
const LONGEST_BLOCK_MS = 60_000;

/**
 * How long no password is looked at after so many wrong ones in a row: 1 s, 2 s, 4 s … at most a minute, so that a
 * guesser is stopped and the owner, who mistypes or is guessed at, is not locked out.
 */
export const blockAfter = (failures: number): number =>
  failures <= FREE_FAILURES ? 0 : Math.min(LONGEST_BLOCK_MS, 1000 * 2 ** (failures - FREE_FAILURES - 1));
