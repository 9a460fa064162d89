import type { NormalisedRecord } from '../normalise/record';
import type { Variant, VariantValue } from '../normalise/variant';

/** What a group is a part of, for people. */
export type VariantDimension =
  | 'term'
  | 'edition'
  | 'audience'
  | 'action'
  | 'side'
  | 'colour'
  | 'pack'
  | 'size'
  | 'version'
  | 'unit'
  | 'timing'
  | 'place'
  | 'maker';

export interface VariantConflict {
  what: VariantDimension;
  left: string;
  right: string;
}

/** Amounts of one unit that differ by less are the same (inches given in millimetres, 1000 or 1024 to the unit). */
const amountTolerance = 0.025;
/** Megapixels are cut to whole ones as often as they are rounded. */
const resolutionTolerance = 0.06;
/** Amounts further apart measure different things (the thickness and the length of a cable). */
const farthestRatio = 64;
/** Values that a record leaves out only where it is the usual thing. */
const marked = new Set([
  'academic',
  'faculty',
  'student',
  'nonprofit',
  'government',
  'gcc',
  'gcchigh',
  'dod',
  'oem',
  'nfr',
  'renewal',
  'upgrade',
  'addon',
  'trial',
  'promo',
  'refurbished',
  'used',
  'openbox',
  'after',
]);

/** Shops call the same finish by several of these. */
const metallic = new Set(['silver', 'grey', 'stainless', 'chrome', 'titanium']);

/**
 * What makes the two records siblings rather than the same thing: a group that both state, where each has a value
 * that the other has not. Null: they may be the same.
 */
export function variantConflict(
  a: Pick<NormalisedRecord, 'variant'>,
  b: Pick<NormalisedRecord, 'variant'>,
): VariantConflict | null {
  const [left, right] = [a.variant, b.variant];
  if (left === null || right === null || (left.mask & right.mask) === 0) return null;
  for (const [group, leftValues] of left.groups) {
    const rightValues = right.groups.get(group);
    if (rightValues === undefined) continue;
    const onlyLeft = leftValues.filter((value) => !states(right, group, rightValues, value));
    if (onlyLeft.length === 0) continue;
    const onlyRight = rightValues.filter((value) => !states(left, group, leftValues, value));
    if (onlyRight.length === 0) continue;
    for (const x of onlyLeft) {
      const y = onlyRight.find((value) => comparable(x, value));
      if (y) return { what: dimensionOf(group), left: shown(leftValues), right: shown(rightValues) };
    }
  }
  return null;
}

const dimensions: Readonly<Record<string, VariantDimension>> = {
  term: 'term',
  billing: 'term',
  edition: 'edition',
  code: 'edition',
  'series pla': 'edition',
  'series tie': 'edition',
  audience: 'audience',
  action: 'action',
  condition: 'action',
  side: 'side',
  doorside: 'side',
  end: 'side',
  height: 'side',
  colour: 'colour',
  pack: 'pack',
  per: 'unit',
  timing: 'timing',
  place: 'place',
  maker: 'maker',
  year: 'version',
  roman: 'version',
};

/** Every other group is a measure, but for numbers after a word (`Windows 11`, `Cat 6`). */
function dimensionOf(group: string): VariantDimension {
  return dimensions[group] ?? (group.startsWith('after ') || group.startsWith('series ') ? 'version' : 'size');
}

const shown = (values: readonly VariantValue[]): string => values.map((value) => value.text).join(', ');

/** A record says the value in its name, or somewhere in its text. */
function states(record: Variant, group: string, values: readonly VariantValue[], value: VariantValue): boolean {
  if (values.some((own) => same(own, value, group))) return true;
  // A maker may be a seller, or the part of a firm: it is enough that the title names it.
  if (group === 'maker') return record.rest.join('').includes(value.text);
  const mentioned = record.mentioned.get(group);
  return mentioned !== undefined && mentioned.some((own) => same(own, value, group));
}

function same(a: VariantValue, b: VariantValue, group: string): boolean {
  if (a.text === b.text) return true;
  if (group === 'maker') return a.text.startsWith(b.text) || b.text.startsWith(a.text);
  if (Number.isNaN(a.amount) || Number.isNaN(b.amount)) return false;
  const tolerance = group === 'resolution' ? resolutionTolerance : amountTolerance;
  return Math.abs(a.amount - b.amount) <= tolerance * Math.max(a.amount, b.amount);
}

function comparable(a: VariantValue, b: VariantValue): boolean {
  if (Number.isNaN(a.amount)) return !(metallic.has(a.text) && metallic.has(b.text));
  return Math.max(a.amount, b.amount) <= farthestRatio * Math.min(a.amount, b.amount);
}

/**
 * How many groups only one record states, counting what is left out only of the usual thing (`academic`, `trial`,
 * `renewal`, a pack of more than one). Weaker than a conflict: the other record may just not say it.
 */
export function variantHint(a: Pick<NormalisedRecord, 'variant'>, b: Pick<NormalisedRecord, 'variant'>): number {
  if (a.variant === null && b.variant === null) return 0;
  return oneSided(a.variant, b.variant) + oneSided(b.variant, a.variant);
}

function oneSided(from: Variant | null, to: Variant | null): number {
  if (from === null) return 0;
  let count = 0;
  for (const [group, values] of from.groups) {
    const others = to?.groups.get(group) ?? [];
    const isMarked = (value: VariantValue): boolean =>
      marked.has(value.text) || (group === 'pack' && value.amount > 1 && others.length === 0);
    if (values.some((value) => isMarked(value) && !(to && states(to, group, others, value)))) count += 1;
  }
  return count;
}
