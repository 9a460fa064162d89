import { Decimal } from 'decimal.js';

/** Enough digits for any product of two database decimals; the global Decimal of the host is not touched. */
export const Money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 60 });

const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
/** Longer numbers than any vendor takes. */
const MOST_DIGITS = 20;

/**
 * A quantity or price as a record holds it (number, or decimal text), as plain decimal text; null where it is
 * no number. Numbers of the database are read by their shortest text, so 0.1 is 0.1.
 */
export function readDecimal(value: unknown): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return null;
  const text = String(value).trim();
  if (typeof value === 'string' && !PLAIN_NUMBER.test(text)) return null;
  const decimal = new Money(text);
  if (decimal.abs().gte(new Money(10).pow(MOST_DIGITS)) || decimal.decimalPlaces() > MOST_DIGITS) return null;
  return decimal.isZero() ? '0' : decimal.toFixed();
}

/** round half up (quantity × unit price, 2), halves away from zero: what QuickBooks checks an amount against. */
export const amountOf = (quantity: string, unitPrice: string): string =>
  twoPlaces(new Money(quantity).times(unitPrice));

/** Sum of amounts, exact, with two decimals. */
export const sumOf = (amounts: Iterable<string>): string => {
  let sum = new Money(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return twoPlaces(sum);
};

/**
 * What is ready and what is blocked, by currency, the greatest amount first. A blocked draft's currency may not be known
 * while its client is not: where all others agree on one, it is counted there.
 */
export function valuesOf(
  amounts: readonly { status: 'ready' | 'blocked'; total: string; currency: string | null }[],
): { currency: string | null; ready: string; blocked: string }[] {
  const known = new Set(amounts.flatMap(({ currency }) => currency ?? []));
  const [only] = known.size === 1 ? known : [null];
  const sums = new Map<string | null, { ready: Decimal; blocked: Decimal }>();
  for (const { status, total, currency } of amounts) {
    const of = currency ?? only ?? null;
    const sum = sums.get(of) ?? { ready: new Money(0), blocked: new Money(0) };
    sums.set(of, { ...sum, [status]: sum[status].plus(total) });
  }
  return [...sums]
    .sort(([, a], [, b]) => b.ready.plus(b.blocked).comparedTo(a.ready.plus(a.blocked)))
    .map(([currency, { ready, blocked }]) => ({ currency, ready: twoPlaces(ready), blocked: twoPlaces(blocked) }));
}

export const isNegative = (amount: string): boolean => new Money(amount).isNegative() && !new Money(amount).isZero();

/** Without `-0.00`. */
function twoPlaces(value: Decimal): string {
  const rounded = value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? '0.00' : rounded.toFixed(2);
}
