import { Decimal } from 'decimal.js';

const MICROS = 1_000_000;

/** Nobody owes more; a slip of the vendor's must fit the column all the same. */
const MOST = Number.MAX_SAFE_INTEGER;

/** Millionths of a decimal text, to be added up; 0 where there is none. */
export const toMicros = (amount: string | null): number =>
  amount === null
    ? 0
    : Decimal.max(-MOST, Decimal.min(MOST, new Decimal(amount).times(MICROS).toDecimalPlaces(0))).toNumber();

/** Decimal text of a sum of millionths; databases hand sums out as numbers or as texts. */
export const fromMicros = (micros: unknown): string =>
  new Decimal(typeof micros === 'number' || typeof micros === 'string' ? micros : 0).div(MICROS).toFixed();
