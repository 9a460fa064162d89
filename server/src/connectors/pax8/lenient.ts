import { Decimal } from 'decimal.js';

/*
 * Readers for values of which the vendor's own examples break its schema: what does not fit counts as absent, and
 * texts of an enum stay as they are, known or not.
 */

/** A text without control characters at its ends or inside (databases refuse NUL); undefined if nothing is left. */
export const text = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  return value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').trim() || undefined;
};

/** A number, or a text that is one, as decimal text. */
export const decimal = (value: unknown): string | undefined => {
  const given = text(value);
  if (given === undefined || !/^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(given)) return undefined;
  return new Decimal(given).toFixed();
};

/** Offset without a colon, as in `2023-08-11T11:33:12.314-0600`, which is no ISO 8601 extended format. */
const bareOffset = /([+-]\d{2})(\d{2})$/;

/** A day stays a day, a time becomes UTC; what is neither is absent. */
export const date = (value: unknown): string | undefined => {
  const given = text(value);
  if (given === undefined || !/^\d{4}-\d{2}-\d{2}/.test(given)) return undefined;
  const time = Date.parse(given.includes('T') ? given.replace(bareOffset, '$1:$2') : given);
  if (Number.isNaN(time)) return undefined;
  return given.includes('T') ? new Date(time).toISOString() : given.slice(0, 10);
};
