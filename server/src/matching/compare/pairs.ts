import type { CandidatePairs } from '../candidates';
import type { PreparedRecord, PreparedText } from '../corpus';
import { logit } from '../learn/logistic';
import { doubles } from '../numbers';
import { type Field, levelOf } from './fields';
import { nameFeatureCount, nameFeatures, writeNameFeatures } from './name-features';
import { namePrior } from './name-prior';
import type { TextComparer } from './text';

/** Bits in one natural log-odd. */
export const bitsPerNat = Math.LOG2E;
const rarityLimit = 3;
/** Share of the full term-frequency adjustment that is used: fields are not independent. */
const rarityDamping = 0.6;

const means = Float64Array.from(nameFeatures, (feature) => namePrior[feature][0]);
const equalAt = nameFeatures.indexOf('equal');
const notEqual = -namePrior.equal[0] / namePrior.equal[1];
const deviations = Float64Array.from(nameFeatures, (feature) => namePrior[feature][1]);

/** How often each value of a field occurs on both sides together, and how likely two records agree by chance. */
class ValueFrequencies {
  private readonly counts = new Map<string, number>();
  private total = 0;
  private squares = 0;

  add(value: string, times = 1): void {
    if (value === '') return;
    const before = this.counts.get(value) ?? 0;
    this.counts.set(value, before + times);
    this.total += times;
    this.squares += (before + times) ** 2 - before ** 2;
  }

  /** Term-frequency adjustment (Winkler 2000) of an agreement on `value`, in bits. */
  rarity(value: string): number {
    const count = this.counts.get(value);
    if (!count || this.total === 0) return 0;
    const bits = Math.log2(this.squares / this.total / count) * rarityDamping;
    return Math.max(-rarityLimit, Math.min(rarityLimit, bits));
  }
}

/** Compares pairs of records that were prepared with one corpus. */
export class PairComparer {
  private readonly features = new Float64Array(nameFeatureCount);
  private readonly best = new Float64Array(nameFeatureCount);
  private readonly frequencies: ValueFrequencies[];
  readonly hasName: boolean;

  /** Fields that are compared by level: all but the name. */
  readonly fields: readonly Field[];

  constructor(
    readonly allFields: readonly Field[],
    readonly texts: TextComparer,
    /** The largest weight a word of a name could have. */
    private readonly largestWeight: number,
  ) {
    this.hasName = allFields.some((field) => field.key === 'name');
    this.fields = allFields.filter((field) => field.key !== 'name');
    this.frequencies = this.fields.map(() => new ValueFrequencies());
  }

  /** Counts the values of a record, so that agreement on a common one counts less (`times` -1 takes them back). */
  count(record: PreparedRecord, times = 1): void {
    this.fields.forEach((field, f) => this.frequencies[f]!.add(field.value(record, field.key), times));
  }

  /** Level of a pair on field number `f`: 0 for missing. */
  level(f: number, a: PreparedRecord, b: PreparedRecord): number {
    const field = this.fields[f]!;
    return levelOf(field, field.similarity(a, b, this.texts, field.key));
  }

  /** Bits that full agreement on field number `f` counts more or less than usual; 0 for lower levels. */
  rarity(f: number, level: number, a: PreparedRecord, b: PreparedRecord): number {
    const field = this.fields[f]!;
    if (level <= field.cuts.length) return 0;
    const [left, right] = [field.value(a, field.key), field.value(b, field.key)];
    const frequencies = this.frequencies[f]!;
    const bits = frequencies.rarity(left);
    return left === right ? bits : Math.min(bits, frequencies.rarity(right));
  }

  /** Standardised features of the best pair of names, by `weights`; null where a side has no name to compare. */
  name(a: PreparedRecord, b: PreparedRecord, weights: Float64Array): Float64Array | null {
    if (!this.hasName || a.names.length === 0 || b.names.length === 0 || isOwnCode(a) || isOwnCode(b)) return null;
    let highest = Number.NEGATIVE_INFINITY;
    for (const left of a.names) {
      for (const right of b.names) {
        this.writeFeatures(left, right);
        const odds = logit(weights, this.features, 0);
        if (odds <= highest) continue;
        highest = odds;
        this.best.set(this.features);
      }
    }
    if (this.writeUsual(a, b) && logit(weights, this.features, 0) > highest) this.best.set(this.features);
    return this.best;
  }

  private writeFeatures(left: PreparedText, right: PreparedText): void {
    const { features } = this;
    writeNameFeatures(left, right, this.texts, 1 / this.largestWeight, features);
    for (let k = 0; k < nameFeatureCount; k += 1) features[k] = (features[k]! - means[k]!) / deviations[k]!;
  }

  /** Features of names that are equal in their usual form only (`Bill Smith` and `Smith, William`). */
  private writeUsual(a: PreparedRecord, b: PreparedRecord): boolean {
    if (!a.usual && !b.usual) return false;
    const left = a.usual ?? a.names[0]!;
    const right = b.usual ?? b.names[0]!;
    if (left.joined !== right.joined || a.names[0]!.joined === b.names[0]!.joined) return false;
    this.writeFeatures(left, right);
    // Two persons may share a nickname: such names are alike, not equal.
    if (a.name?.reading?.loose || b.name?.reading?.loose) this.features[equalAt] = notEqual;
    return true;
  }

  /** Bits of the name, with the prior of a pair that has one; null where a side has no name. */
  nameBits(a: PreparedRecord, b: PreparedRecord, weights: Float64Array): number | null {
    const features = this.name(a, b, weights);
    return features && nameBitsOf(logit(weights, features, 0));
  }

  /** Bits of the whole pair. */
  total(a: PreparedRecord, b: PreparedRecord, weights: PairWeights): number {
    let total = this.nameBits(a, b, weights.name) ?? weights.prior;
    for (let f = 0; f < this.fields.length; f += 1) {
      const level = this.level(f, a, b);
      if (level > 0) total += weights.fields[f]![level]! + this.rarity(f, level, a, b);
    }
    return total;
  }

  /** Bits of every pair. */
  totals(
    pairs: CandidatePairs,
    left: readonly PreparedRecord[],
    right: readonly PreparedRecord[],
    weights: PairWeights,
    onPair: (share: number) => void = () => undefined,
  ): Float64Array {
    const totals = doubles(pairs.left.length);
    for (let pair = 0; pair < totals.length; pair += 1) {
      totals[pair] = this.total(left[pairs.left[pair]!]!, right[pairs.right[pair]!]!, weights);
      if (pair % 2000 === 0) onPair(pair / totals.length);
    }
    return totals;
  }
}

/** No name proves more than this, in natural log-odds. */
const nameLimit = 12;

/** Bits of a name's natural log-odds. */
export const nameBitsOf = (odds: number): number => Math.max(-nameLimit, Math.min(nameLimit, odds)) * bitsPerNat;

/** A model's weights in the order of a comparer's fields. */
export interface PairWeights {
  prior: number;
  name: Float64Array;
  fields: ReadonlyArray<readonly number[]>;
}

/** A name that only repeats the SKU is no second piece of evidence. */
const isOwnCode = (record: PreparedRecord): boolean => record.sku !== '' && record.names[0]?.joined === record.sku;
