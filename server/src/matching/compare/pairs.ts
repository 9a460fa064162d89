import type { PreparedRecord } from '../corpus';
import type { CandidatePairs } from '../candidates';
import { type FieldComparison, levelOf } from './fields';
import type { TextComparer } from './text';

/** What comparing found for every candidate pair, column by column. */
export interface ComparedPairs extends CandidatePairs {
  fields: readonly FieldComparison[];
  /** Per field, the level of each pair (0: missing). */
  levels: Uint8Array[];
  /** Per field, how much rarer (+) or commoner (-) than usual the agreed value is, in sixteenths of a bit. */
  rarity: Int8Array[];
}

/** Bits in one unit of `rarity`. */
export const rarityUnit = 1 / 16;
const rarityLimit = 3;
/** Share of the full term-frequency adjustment that is used: fields are not independent. */
const rarityDamping = 0.6;

/** How often each value of a field occurs on both sides together, and how likely two records agree by chance. */
export class ValueFrequencies {
  private readonly counts = new Map<string, number>();
  private total = 0;
  /** Sum of the squared counts: over `total` squared it is the chance that two records agree. */
  private squares = 0;

  constructor(
    records: Iterable<PreparedRecord>,
    private readonly field: FieldComparison,
  ) {
    for (const record of records) this.add(record);
  }

  add(record: PreparedRecord): void {
    const value = this.field.value(record);
    if (value === '') return;
    const before = this.counts.get(value) ?? 0;
    this.counts.set(value, before + 1);
    this.total += 1;
    this.squares += 2 * before + 1;
  }

  /** The record must have been added. */
  remove(record: PreparedRecord): void {
    const value = this.field.value(record);
    if (value === '') return;
    const after = (this.counts.get(value) ?? 1) - 1;
    if (after === 0) this.counts.delete(value);
    else this.counts.set(value, after);
    this.total -= 1;
    this.squares -= 2 * after + 1;
  }

  /** Term-frequency adjustment (Winkler 2000) of an agreement on `value`, in units of `rarityUnit`. */
  rarity(value: string): number {
    const count = this.counts.get(value);
    if (count === undefined || this.total === 0) return 0;
    const bits = Math.log2(this.squares / this.total / count) * rarityDamping;
    return Math.round(Math.max(-rarityLimit, Math.min(rarityLimit, bits)) / rarityUnit);
  }
}

/** Compares every candidate pair on every field. */
export function comparePairs(
  pairs: CandidatePairs,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  fields: readonly FieldComparison[],
  texts: TextComparer,
  frequencies: readonly ValueFrequencies[],
  onPair: (done: number) => void = () => undefined,
): ComparedPairs {
  const count = pairs.left.length;
  const levels = fields.map(() => new Uint8Array(count));
  const rarity = fields.map(() => new Int8Array(count));
  for (let pair = 0; pair < count; pair += 1) {
    const a = left[pairs.left[pair]!]!;
    const b = right[pairs.right[pair]!]!;
    for (let f = 0; f < fields.length; f += 1) {
      const field = fields[f]!;
      const level = levelOf(field, field.similarity(a, b, texts));
      levels[f]![pair] = level;
      if (level > field.cuts.length) rarity[f]![pair] = agreementRarity(field, frequencies[f]!, a, b);
    }
    if (pair % 5000 === 0) onPair(pair / count);
  }
  return { ...pairs, fields, levels, rarity };
}

/** Only values that are truly equal are adjusted; the commoner reading of the two counts. */
export function agreementRarity(
  field: FieldComparison,
  frequencies: ValueFrequencies,
  a: PreparedRecord,
  b: PreparedRecord,
): number {
  return Math.min(frequencies.rarity(field.value(a)), frequencies.rarity(field.value(b)));
}
