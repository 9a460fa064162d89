import type { FieldRole } from '../../contracts/common';
import type { Veto } from '../../contracts/links';
import type { PreparedRecord } from '../corpus';
import type { Email } from '../normalise/contact';
import { roleOf } from '../normalise/record';
import type { TextComparer } from './text';
import type { FieldKey } from '../types';
import { editSimilarity } from './words';
import { givenNameConflict } from './given-name';
import { variantConflict } from './variant';

export type Verdict = 'same' | 'close' | 'different';

/**
 * How one role is compared. `similarity` gives 0 to 1, or -1 where a side has no value. `cuts` divide it into
 * ordered levels, the lowest first; `match` and `other` are the prior shares of each level among right and
 * wrong candidates (used alone for small lists, as pseudo-counts for large ones).
 */
export interface FieldComparison {
  role: FieldRole;
  cuts: readonly number[];
  match: readonly number[];
  other: readonly number[];
  /** Similarity at or over which the verdict is `close`. */
  closeFrom: number;
  similarity: (a: PreparedRecord, b: PreparedRecord, texts: TextComparer, key: FieldKey) => number;
  /** Value whose rarity matters when both sides have it; empty: none. */
  value: (record: PreparedRecord, key: FieldKey) => string;
}

/** A comparison at work on one field of the records. */
export interface Field extends FieldComparison {
  key: FieldKey;
}

const missing = -1;
const none = (): string => '';

/** Similarity of equal-or-not values. */
const equality = (a: string, b: string): number => (a === '' || b === '' ? missing : a === b ? 1 : 0);

function name(a: PreparedRecord, b: PreparedRecord, texts: TextComparer): number {
  if (isOwnCode(a) || isOwnCode(b)) return missing;
  let best = missing;
  for (const left of a.names) for (const right of b.names) best = Math.max(best, texts.name(left, right));
  // The same core under another legal form may be a sister company.
  if (best === 1 && a.name?.legalForm && b.name?.legalForm && a.name.legalForm !== b.name.legalForm) return 0.975;
  return best;
}

/** A name that only repeats the SKU is no second piece of evidence. */
const isOwnCode = (record: PreparedRecord): boolean => record.sku !== '' && record.names[0]?.joined === record.sku;

function email(a: PreparedRecord, b: PreparedRecord): number {
  let best = missing;
  for (const left of a.emails) for (const right of b.emails) best = Math.max(best, emailPair(left, right));
  return best;
}

function emailPair(left: Email, right: Email): number {
  if (left.address === right.address) return 1;
  if (left.domain && left.domain === right.domain) return 0.8;
  if (left.local.length > 5 && left.local === right.local) return 0.5;
  return editSimilarity(left.address, right.address) >= 0.88 ? 0.5 : 0;
}

/** Only where it adds to the e-mail: one side has none, or both sites are given. */
function domain(a: PreparedRecord, b: PreparedRecord): number {
  if (a.email && b.email && !(a.source.roles.domain && b.source.roles.domain)) return missing;
  return equality(a.domain, b.domain);
}

function phone(a: PreparedRecord, b: PreparedRecord): number {
  let best = missing;
  for (const left of a.phones) for (const right of b.phones) best = Math.max(best, phonePair(left, right));
  return best;
}

function phonePair(left: string, right: string): number {
  if (left === right) return 1;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (short.length >= 7 && long.endsWith(short)) return 0.98;
  if (short.slice(-7) === long.slice(-7)) return 0.8;
  return editSimilarity(left, right) >= 0.85 ? 0.65 : 0;
}

function taxId(a: PreparedRecord, b: PreparedRecord): number {
  if (!a.taxId || !b.taxId) return missing;
  if (a.taxId === b.taxId) return 1;
  const [short, long] = a.taxId.length < b.taxId.length ? [a.taxId, b.taxId] : [b.taxId, a.taxId];
  if (short.length >= 7 && long.endsWith(short)) return 0.97;
  return editSimilarity(a.taxId, b.taxId) >= 0.87 ? 0.7 : 0;
}

function address(a: PreparedRecord, b: PreparedRecord, texts: TextComparer): number {
  if (!a.address || !b.address) return missing;
  const street = a.street && b.street ? texts.text(a.street, b.street) : 0.5;
  const [left, right] = [a.address.number, b.address.number];
  if (left === '' || right === '') return left === right ? street : street * 0.85;
  if (left === right) return street > 0.9 ? Math.max(0.96, street) : 0.5 + 0.45 * street;
  if (left.length > 2 && editSimilarity(left, right) >= 0.66) return street * 0.8;
  return street * 0.62;
}

/** Least edit similarity of a place and its misspelling. */
const misspelt = 0.78;

function place(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return missing;
  const left = a.length === 1 ? a[0]! : a.join(' ');
  const right = b.length === 1 ? b[0]! : b.join(' ');
  if (left === right) return 1;
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (short.length > 2 && long.startsWith(short)) return 0.9;
  if (short.length < 5 && long.length > short.length && abbreviates(short, long)) return 0.9;
  // Most pairs are of different places: their length tells that they are no misspellings of each other.
  if (short.length >= misspelt * long.length && editSimilarity(left, right) >= misspelt) return 0.9;
  let shared = 0;
  for (const word of a) if (b.includes(word)) shared += 1;
  return (0.8 * shared) / Math.max(a.length, b.length);
}

/** `or` for `oregon`, `pa` for `pennsylvania`, `vldb` for `very large data bases`. */
function abbreviates(short: string, long: string): boolean {
  const initials = long
    .split(' ')
    .map((word) => word[0])
    .join('');
  if (initials === short) return true;
  if (short.length !== 2 || short[0] !== long[0] || long.includes(' ')) return false;
  return long.includes(short[1] ?? '', 1);
}

function postalCode(a: PreparedRecord, b: PreparedRecord): number {
  const [left, right] = [a.postalCode, b.postalCode];
  if (!left || !right) return missing;
  if (left === right) return 1;
  if (left.length === right.length && editSimilarity(left, right) >= 0.75) return 0.75;
  return left.length > 3 && left.slice(0, 3) === right.slice(0, 3) ? 0.6 : 0;
}

function sku(a: PreparedRecord, b: PreparedRecord): number {
  if (a.sku && b.sku) {
    if (a.sku === b.sku) return 1;
    const edit = editSimilarity(a.sku, b.sku);
    const [short, long] = a.sku.length < b.sku.length ? [a.sku, b.sku] : [b.sku, a.sku];
    if (short.length >= 5 && (long.startsWith(short) || long.endsWith(short))) return 0.75;
    return Math.min(edit, 0.7);
  }
  const left = a.sku ? [a.sku] : a.partNumbers;
  const right = b.sku ? [b.sku] : b.partNumbers;
  if (left.length === 0 || right.length === 0) return missing;
  if (left.some((code) => right.includes(code))) return 0.95;
  for (const x of left) {
    for (const y of right) {
      const [short, long] = x.length < y.length ? [x, y] : [y, x];
      if (short.length >= 4 && (long.startsWith(short) || long.endsWith(short))) return 0.75;
    }
  }
  return 0;
}

function price(a: PreparedRecord, b: PreparedRecord): number {
  if (!(a.price > 0) || !(b.price > 0)) return missing;
  if (a.price === b.price) return 1;
  return (Math.min(a.price, b.price) / Math.max(a.price, b.price)) * 0.99;
}

/** Codes, categories, quantities, and every further field of a role. */
function other(a: PreparedRecord, b: PreparedRecord, _: TextComparer, key: FieldKey): number {
  const [left, right] = [a.other.get(key), b.other.get(key)];
  if (left === undefined || right === undefined) return missing;
  if (typeof left === 'number' && typeof right === 'number') return ratio(left, right);
  if (Array.isArray(left) && Array.isArray(right)) return place(left, right);
  if (typeof left !== 'string' || typeof right !== 'string') return missing;
  if (left === right) return 1;
  return Math.min(0.98, editSimilarity(left, right));
}

function ratio(left: number, right: number): number {
  if (left === right) return 1;
  if (left <= 0 || right <= 0) return 0;
  return (Math.min(left, right) / Math.max(left, right)) * 0.99;
}

function otherText(record: PreparedRecord, key: FieldKey): string {
  const value = record.other.get(key);
  return value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value);
}

/** Every role with its comparison, in the order evidence is shown. Shares follow Fellegi and Sunter's m and u. */
export const fieldComparisons: readonly FieldComparison[] = [
  {
    role: 'externalKey',
    cuts: [0.5],
    match: [0.03, 0.97],
    other: [0.9995, 0.0005],
    closeFrom: 0.5,
    similarity: (a, b) => equality(a.externalKey, b.externalKey),
    value: none,
  },
  {
    role: 'name',
    cuts: [0.4, 0.55, 0.68, 0.8, 0.9, 0.965, 0.995],
    match: [0.05, 0.03, 0.04, 0.06, 0.1, 0.14, 0.16, 0.42],
    other: [0.62, 0.2, 0.09, 0.045, 0.02, 0.008, 0.002, 0.0011],
    closeFrom: 0.68,
    similarity: name,
    value: (record) => record.names[0]?.joined ?? '',
  },
  {
    role: 'taxId',
    cuts: [0.6, 0.95],
    match: [0.04, 0.06, 0.9],
    other: [0.985, 0.005, 0.0005],
    closeFrom: 0.6,
    similarity: taxId,
    value: (record) => record.taxId,
  },
  {
    role: 'email',
    cuts: [0.4, 0.7, 0.99],
    match: [0.25, 0.05, 0.2, 0.5],
    other: [0.955, 0.012, 0.031, 0.002],
    closeFrom: 0.4,
    similarity: email,
    value: (record) => record.email?.address ?? '',
  },
  {
    role: 'phone',
    cuts: [0.6, 0.75, 0.97],
    match: [0.15, 0.05, 0.05, 0.75],
    other: [0.977, 0.01, 0.01, 0.003],
    closeFrom: 0.6,
    similarity: phone,
    value: (record) => record.phone.slice(-9),
  },
  {
    role: 'domain',
    cuts: [0.5],
    match: [0.2, 0.8],
    other: [0.97, 0.03],
    closeFrom: 0.5,
    similarity: domain,
    value: (record) => record.domain,
  },
  {
    role: 'sku',
    cuts: [0.5, 0.74, 0.9, 0.99],
    match: [0.09, 0.05, 0.1, 0.16, 0.6],
    other: [0.965, 0.02, 0.01, 0.003, 0.00005],
    closeFrom: 0.74,
    similarity: sku,
    value: (record) => record.sku,
  },
  {
    role: 'barcode',
    cuts: [0.5],
    match: [0.05, 0.95],
    other: [0.999, 0.001],
    closeFrom: 0.5,
    similarity: (a, b) => equality(a.barcode, b.barcode),
    value: (record) => record.barcode,
  },
  {
    role: 'address',
    cuts: [0.35, 0.6, 0.8, 0.95],
    match: [0.15, 0.1, 0.1, 0.15, 0.5],
    other: [0.85, 0.09, 0.03, 0.01, 0.004],
    closeFrom: 0.6,
    similarity: address,
    value: (record) => (record.address ? `${record.address.number} ${record.street?.joined ?? ''}` : ''),
  },
  {
    role: 'city',
    cuts: [0.5, 0.85, 0.99],
    match: [0.1, 0.05, 0.1, 0.75],
    other: [0.8, 0.05, 0.05, 0.1],
    closeFrom: 0.85,
    similarity: (a, b) => place(a.city, b.city),
    value: (record) => record.city.join(' '),
  },
  {
    role: 'region',
    cuts: [0.5, 0.85, 0.99],
    match: [0.06, 0.04, 0.1, 0.8],
    other: [0.55, 0.05, 0.05, 0.35],
    closeFrom: 0.85,
    similarity: (a, b) => place(a.region, b.region),
    value: (record) => record.region.join(' '),
  },
  {
    role: 'postalCode',
    cuts: [0.5, 0.7, 0.99],
    match: [0.14, 0.06, 0.05, 0.75],
    other: [0.85, 0.1, 0.02, 0.03],
    closeFrom: 0.7,
    similarity: postalCode,
    value: (record) => record.postalCode,
  },
  {
    role: 'country',
    cuts: [0.5],
    match: [0.04, 0.96],
    other: [0.3, 0.7],
    closeFrom: 0.5,
    similarity: (a, b) => equality(a.country, b.country),
    value: none,
  },
  {
    role: 'parent',
    cuts: [0.6, 0.85, 0.97],
    match: [0.15, 0.05, 0.1, 0.7],
    other: [0.8, 0.08, 0.05, 0.07],
    closeFrom: 0.6,
    similarity: (a, b, texts) => (a.parentText && b.parentText ? texts.name(a.parentText, b.parentText) : missing),
    value: none,
  },
  {
    role: 'description',
    cuts: [0.2, 0.4, 0.6, 0.85],
    match: [0.1, 0.2, 0.25, 0.2, 0.25],
    other: [0.7, 0.2, 0.07, 0.02, 0.01],
    closeFrom: 0.4,
    similarity: (a, b, texts) =>
      a.descriptionText && b.descriptionText ? texts.text(a.descriptionText, b.descriptionText) : missing,
    value: none,
  },
  {
    role: 'price',
    cuts: [0.4, 0.7, 0.9, 0.985],
    match: [0.15, 0.15, 0.15, 0.15, 0.4],
    other: [0.55, 0.22, 0.13, 0.05, 0.05],
    closeFrom: 0.9,
    similarity: price,
    value: none,
  },
  {
    role: 'currency',
    cuts: [0.5],
    match: [0.03, 0.97],
    other: [0.1, 0.9],
    closeFrom: 0.5,
    similarity: (a, b) => equality(a.currency, b.currency),
    value: none,
  },
  {
    role: 'contact',
    cuts: [0.3, 0.55, 0.75, 0.95],
    match: [0.08, 0.06, 0.1, 0.16, 0.6],
    other: [0.86, 0.09, 0.03, 0.012, 0.008],
    closeFrom: 0.55,
    similarity: (a, b, texts) => (a.contactText && b.contactText ? texts.text(a.contactText, b.contactText) : missing),
    value: (record) => record.contactText?.joined ?? '',
  },
  {
    role: 'category',
    cuts: [0.4, 0.85, 0.99],
    match: [0.12, 0.08, 0.1, 0.7],
    other: [0.6, 0.08, 0.05, 0.27],
    closeFrom: 0.85,
    similarity: other,
    value: otherText,
  },
  {
    role: 'code',
    cuts: [0.65, 0.84, 0.99],
    match: [0.1, 0.04, 0.1, 0.76],
    other: [0.88, 0.06, 0.03, 0.03],
    closeFrom: 0.84,
    similarity: other,
    value: otherText,
  },
  {
    role: 'number',
    cuts: [0.5, 0.8, 0.95, 0.995],
    match: [0.12, 0.1, 0.08, 0.08, 0.62],
    other: [0.5, 0.2, 0.1, 0.05, 0.15],
    closeFrom: 0.95,
    similarity: other,
    value: otherText,
  },
];

/** Level of a similarity: 0 for missing, 1 for the lowest, one more for each cut reached. */
export function levelOf(field: FieldComparison, similarity: number): number {
  if (similarity < 0) return 0;
  let level = 1;
  for (const cut of field.cuts) {
    if (similarity < cut) break;
    level += 1;
  }
  return level;
}

const comparisonOf = new Map(fieldComparisons.map((comparison) => [comparison.role, comparison] as const));

/** How the field `key` is compared: `code#2` as `code`, further fields of other roles by their plain values. */
export function fieldOf(key: FieldKey): Field | null {
  const role = roleOf(key);
  const comparison = comparisonOf.get(role);
  if (!comparison) return null;
  if (key === role || comparison.similarity === other) return { ...comparison, key };
  return { ...comparisonOf.get('category')!, role, key };
}

/** Reasons never to propose the pair, whatever else agrees. */
export function vetoesOf(a: PreparedRecord, b: PreparedRecord): Veto[] {
  const vetoes: Veto[] = [];
  if (a.externalKey && b.externalKey && a.externalKey !== b.externalKey) {
    vetoes.push({ kind: 'external_key', what: null, left: a.externalKey, right: b.externalKey });
  }
  const tax = taxId(a, b);
  if (tax >= 0 && tax < 0.6) vetoes.push({ kind: 'tax_id', what: null, left: a.taxId, right: b.taxId });
  const variant = variantConflict(a, b);
  if (variant) vetoes.push({ kind: 'variant', what: variant.what, left: variant.left, right: variant.right });
  const given = givenNameConflict(a, b);
  if (given) vetoes.push({ kind: 'variant', what: 'given_name', ...given });
  return vetoes;
}

/** Whether there is any veto. */
export const isVetoed = (a: PreparedRecord, b: PreparedRecord): boolean => vetoesOf(a, b).length > 0;
