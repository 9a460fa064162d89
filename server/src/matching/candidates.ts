import type { PreparedRecord, Vocabulary } from './corpus';
import { InvertedIndex, trigrams, trigramTerms } from './inverted-index';

/** Pairs worth comparing, ordered by left then right. */
export interface CandidatePairs {
  left: Int32Array;
  right: Int32Array;
}

/** How records of one side are looked up in the other by one field: its terms, and how many hits are taken. */
interface Lookup {
  terms: (record: PreparedRecord) => Int32Array;
  size: number;
  limit: number;
}

/** More records than this under one exact key say that the key tells nothing (a switchboard, a default code). */
const largestBucket = 30;

/** Values that bring two records together by being equal, whatever their names. */
function exactKeys(record: PreparedRecord): string[] {
  const keys: string[] = [];
  if (record.externalKey) keys.push(`k:${record.externalKey}`);
  if (record.taxId) keys.push(`t:${record.taxId.slice(-9)}`);
  if (record.email) keys.push(`e:${record.email.address}`);
  if (record.domain) keys.push(`d:${record.domain}`);
  if (record.phone) keys.push(`p:${record.phone.slice(-7)}`);
  if (record.barcode) keys.push(`b:${record.barcode}`);
  if (record.sku) keys.push(`s:${record.sku}`);
  for (const code of record.partNumbers) if (code !== record.sku) keys.push(`s:${code}`);
  if (record.names[0]) keys.push(`n:${record.names[0].joined}`);
  if (record.address?.number && record.postalCode) keys.push(`a:${record.address.number} ${record.postalCode}`);
  return keys;
}

/**
 * Pairs that any field brings together: the best by name words, name 3-grams, street and description, in both
 * directions, and every pair that shares an exact key.
 */
export function findCandidates(
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  vocabulary: Vocabulary,
  onRecord: (done: number) => void = () => undefined,
): CandidatePairs {
  const pairs = new PairCollector(right.length);
  const unique = (ids: Int32Array): Int32Array => Int32Array.from(new Set(ids));
  const empty = new Int32Array(0);
  const grams = trigramTerms(Math.max(left.length, right.length));
  const lookups: Lookup[] = [
    {
      terms: ({ names }) => unique(Int32Array.from(names.flatMap((name) => Array.from(name.ids)))),
      size: vocabulary.size,
      limit: 8,
    },
    { terms: ({ names }) => (names[0] ? trigrams(names[0].joined, grams) : empty), size: grams, limit: 8 },
    { terms: ({ street }) => (street ? unique(street.ids) : empty), size: vocabulary.size, limit: 4 },
    {
      terms: ({ descriptionText }) => (descriptionText ? unique(descriptionText.ids) : empty),
      size: vocabulary.size,
      limit: 5,
    },
  ];
  const steps = lookups.length * 2;
  let step = 0;
  for (const { terms, size, limit } of lookups) {
    const leftTerms = left.map(terms);
    const rightTerms = right.map(terms);
    const rightIndex = new InvertedIndex(rightTerms, size);
    leftTerms.forEach((query, i) => {
      if (query.length > 0) for (const j of rightIndex.search(query, limit).documents) pairs.add(i, j);
      if (i % 500 === 0) onRecord((step + i / left.length) / steps);
    });
    step += 1;
    const leftIndex = new InvertedIndex(leftTerms, size);
    rightTerms.forEach((query, j) => {
      if (query.length > 0) for (const i of leftIndex.search(query, limit).documents) pairs.add(i, j);
      if (j % 500 === 0) onRecord((step + j / right.length) / steps);
    });
    step += 1;
  }
  joinExactKeys(left, right, pairs);
  return pairs.take();
}

function joinExactKeys(left: readonly PreparedRecord[], right: readonly PreparedRecord[], pairs: PairCollector): void {
  const buckets = new Map<string, number[]>();
  right.forEach((record, j) => {
    for (const key of exactKeys(record)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(j);
      else buckets.set(key, [j]);
    }
  });
  left.forEach((record, i) => {
    for (const key of exactKeys(record)) {
      const bucket = buckets.get(key);
      if (bucket && bucket.length <= largestBucket) for (const j of bucket) pairs.add(i, j);
    }
  });
}

/** Collects pairs as single numbers in a growing typed array, then sorts and drops repeats. */
class PairCollector {
  private keys = new Float64Array(1 << 14);
  private count = 0;

  constructor(private readonly rightCount: number) {}

  add(i: number, j: number): void {
    if (this.count === this.keys.length) {
      const larger = new Float64Array(this.keys.length * 2);
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys[this.count] = i * this.rightCount + j;
    this.count += 1;
  }

  take(): CandidatePairs {
    const sorted = this.keys.subarray(0, this.count).sort();
    const left = new Int32Array(this.count);
    const right = new Int32Array(this.count);
    let kept = 0;
    for (let at = 0; at < sorted.length; at += 1) {
      const key = sorted[at]!;
      if (at > 0 && key === sorted[at - 1]) continue;
      const i = Math.floor(key / this.rightCount);
      left[kept] = i;
      right[kept] = key - i * this.rightCount;
      kept += 1;
    }
    return { left: left.slice(0, kept), right: right.slice(0, kept) };
  }
}
