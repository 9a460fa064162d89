import type { Expiries } from '../connectors/contract';

const DAY_MS = 24 * 3_600_000;
/** When people are told that an authorisation ends. */
const WARNINGS = [2, 7, 30] as const;

/** Within how many days an authorisation ends unless somebody signs in again; null: later than in 30. */
export function expiresWithinDays(expiries: Expiries | null, now: number): (typeof WARNINGS)[number] | null {
  const ends = [expiries?.refreshExpiresAt, expiries?.grantExpiresAt].flatMap((end) => (end ? [Date.parse(end)] : []));
  if (ends.length === 0) return null;
  const left = Math.min(...ends) - now;
  return WARNINGS.find((days) => left <= days * DAY_MS) ?? null;
}
