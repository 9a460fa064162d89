import type { IntlShape } from 'react-intl';

/** Probability (0 to 1) as text with one decimal, rounded down; never `100.0%`, as nothing is certain. */
export function percent(intl: IntlShape, score: number): string {
  const tenths = Math.min(Math.max(Math.floor(score * 1000 + 1e-9), 0), 999);
  return intl.formatNumber(tenths / 1000, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/**
 * How much of an amount a part of it is, as text with one decimal, rounded down: `100%` is all of it. For the eye, so
 * plain numbers do.
 */
export function share(intl: IntlShape, part: string, rest: string): string {
  const [some, all] = [Number(part), Number(part) + Number(rest)];
  const tenths = all > 0 ? Math.floor((some / all) * 1000 + 1e-9) : 1000;
  return intl.formatNumber(tenths / 1000, { style: 'percent', maximumFractionDigits: 1 });
}

/**
 * Decimal text with its currency, e.g. `$1,240.50`; without a known currency the bare number with two decimals.
 * Browsers format a decimal text exactly, so it never becomes a float (TypeScript's library lacks that overload).
 */
export function money(amount: string, currency: string | null, locale: string): string {
  const exact = amount as unknown as number;
  try {
    if (currency) return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(exact);
  } catch {
    return `${plainAmount(exact, locale)} ${currency ?? ''}`.trim();
  }
  return plainAmount(exact, locale);
}

function plainAmount(amount: number, locale: string): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount);
}

/** Decimal text with as many decimals as it has: `1240.5` is `1,240.5`. Exact, as `money` is. */
export function decimal(text: string, locale: string): string {
  const digits = text.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    text as unknown as number,
  );
}

/**
 * A noun within a sentence, where `alone` starts with a capital: German keeps that, other languages do not. What is
 * written in capitals (`SKU`) stays so.
 */
export const inSentence = (intl: IntlShape, alone: string): string =>
  intl.locale.startsWith('de') || /^\p{Lu}{2}/u.test(alone) ? alone : alone.toLocaleLowerCase(intl.locale);

/** A vendor's id in a heading: of a UUID its first part, which tells records apart as well. */
export const shortId = (id: string): string => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-/i.test(id) ? `${id.slice(0, 8)}…` : id);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `12 min. ago`, `in 3 hr.`, and from a day on the date with the time. `timestamp` is ISO 8601. */
export function when(intl: IntlShape, timestamp: string, now = Date.now()): string {
  const distance = new Date(timestamp).getTime() - now;
  const size = Math.abs(distance);
  if (size < MINUTE / 2) return intl.formatRelativeTime(0, 'second', { numeric: 'auto' });
  if (size < HOUR) return intl.formatRelativeTime(Math.round(distance / MINUTE), 'minute', { style: 'short' });
  if (size < DAY) return intl.formatRelativeTime(Math.round(distance / HOUR), 'hour', { style: 'short' });
  return intl.formatDate(timestamp, { dateStyle: 'medium', timeStyle: 'short' });
}
