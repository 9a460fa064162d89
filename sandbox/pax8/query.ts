import type { Row } from './partner';
import { apiError } from './vendor-error';

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const booleans = ['true', 'false'];

export interface ListRules {
  /** Values of `sort`. */
  sort?: readonly string[];
  /** Query parameters that select rows, with the values that are allowed where only some are. */
  filters?: Record<string, { values?: readonly string[]; keeps(row: Row, wanted: string): boolean }>;
}

/** Selects rows of which a property is exactly what the parameter says. */
export const exactly = (property: string, values?: readonly string[]) => ({
  ...(values ? { values } : {}),
  keeps: (row: Row, wanted: string) => String(row[property]) === wanted,
});
export const isTrue = (property: string) => exactly(property, booleans);

const wholeNumber = (text: string | null, otherwise: number): number => {
  if (text === null) return otherwise;
  return /^\d{1,9}$/.test(text) ? Number(text) : NaN;
};

/** A page as the vendor's lists have it: numbered from 0, of 10 rows unless told otherwise, of 200 at most. */
export const pageOf = (rows: readonly Row[], query: URLSearchParams, path: string, rules: ListRules = {}): Row => {
  const wrong: string[] = [];
  const number = wholeNumber(query.get('page'), 0);
  const size = wholeNumber(query.get('size'), 10);
  if (Number.isNaN(number)) wrong.push('page must be a number of 0 or more');
  if (!(size >= 1 && size <= 200)) wrong.push('size must be between 1 and 200');
  const sort = query.get('sort');
  if (sort !== null && rules.sort && !rules.sort.includes(sort)) {
    wrong.push(`sort must be one of ${rules.sort.join(' ')}`);
  }
  let selected = [...rows];
  for (const [name, filter] of Object.entries(rules.filters ?? {})) {
    const wanted = query.get(name);
    if (wanted === null) continue;
    // Enums are compared letter by letter: `active` is not `Active`.
    if (filter.values && !filter.values.includes(wanted)) {
      wrong.push(`${name} must be one of ${filter.values.join(', ')}`);
    }
    selected = selected.filter((row) => filter.keeps(row, wanted));
  }
  if (wrong.length > 0) throw apiError(422, 'The request is not valid', path, wrong);
  if (sort !== null) selected.sort(orderOf(sort));
  return {
    content: selected.slice(number * size, (number + 1) * size),
    page: { size, totalElements: selected.length, totalPages: Math.ceil(selected.length / size), number },
  };
};

/** `name`, or `createdDate,desc`. `vendor` is the order by `vendorName`. */
const orderOf = (sort: string) => {
  const [field = '', direction] = sort.split(',');
  const property = field === 'vendor' ? 'vendorName' : field;
  const sign = direction === 'desc' ? -1 : 1;
  return (left: Row, right: Row): number => {
    const [a, b] = [left[property], right[property]];
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * textOf(a).localeCompare(textOf(b), 'en');
  };
};
