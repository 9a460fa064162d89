import { isJson, type Json } from '../values';
import { decimal, text } from './lenient';

/**
 * Which of a product's prices stands for it. The vendor names no default. It is what a customer is billed who commits
 * to nothing more than needed: each month, on the shortest commitment, from the first unit on, at the suggested retail price.
 */
const terms = ['Monthly', 'Annual', '2-Year', '3-Year', 'One-Time', 'Activation', 'Trial'];

const rank = (row: Json): number => {
  const place = terms.indexOf(text(row.billingTerm) ?? '');
  return place < 0 ? terms.length : place;
};
const months = (row: Json): number => Number(decimal(row.commitmentTermInMonths) ?? 0);

/** A mark-up's rates are shares of a cost that is not known yet. */
const isFixed = (row: Json): boolean => text(row.type) !== 'Mark-Up';

/** Suggested retail price of the smallest quantity. */
const firstRate = (row: Json): string | undefined => {
  const rates = (Array.isArray(row.rates) ? row.rates : []).filter(isJson);
  const from = (rate: Json): number => Number(decimal(rate.startQuantityRange) ?? 0);
  return [...rates]
    .sort((a, b) => from(a) - from(b))
    .map((rate) => decimal(rate.suggestedRetailPrice))
    .find((price) => price !== undefined);
};

/** Decimal text; undefined where no row has a price. */
export const defaultPrice = (rows: readonly Json[]): string | undefined =>
  rows
    .filter(isFixed)
    .sort((a, b) => rank(a) - rank(b) || months(a) - months(b))
    .map(firstRate)
    .find((price) => price !== undefined);
