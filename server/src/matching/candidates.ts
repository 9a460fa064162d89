import type { PreparedRecord, PreparedText } from './corpus';
import { DistinctTerms } from './distinct-terms';
import { ExactKeyIndex } from './exact-keys';
import { InvertedIndex } from './inverted-index';
import { firstOf, grown, ints } from './numbers';

/** Pairs worth comparing, ordered by left then right. */
export interface CandidatePairs {
  left: Int32Array;
  right: Int32Array;
}

/** What terms are made of, by the length of the lists. */
interface Scale {
  veryLong: boolean;
  /** Pairs and runs of letters are hashed to numbers below this: so many that few share one. */
  hashed: number;
}

/** How records of one side are looked up in the other by one field. */
interface Lookup {
  gather: (record: PreparedRecord, terms: DistinctTerms, scale: Scale) => void;
  /** Hits that become candidates, and in a long list, where a further hit is hardly ever the right one. */
  limit: number;
  limitInLong: number;
  /** In long lists not looked up where the lookup before found an equal: it would bring the misspelt only. */
  elseOnly?: boolean;
}

/** From so many records on, time counts. */
const longList = 5_000;
/** From so many records on, the rarest 3-grams of most names are in hundreds of others, and so are words of streets. */
const veryLongList = 50_000;

const fewestHashed = 1 << 18;

const scaleOf = (records: number): Scale => ({
  veryLong: records >= veryLongList,
  hashed: Math.max(fewestHashed, 2 ** Math.ceil(Math.log2(2 * records))),
});

/** Names up to this length share too few 3-grams when misspelt. */
const shortName = 6;
/** Letters of the runs by which names of very long lists are looked up. */
const runLength = 5;

/** Words of a name of which each two are a term as well: both of them tell, where each by itself is common. */
const pairedWords = 4;

/** Pairs come before the words. */
function addName(terms: DistinctTerms, { ids }: PreparedText, { hashed }: Scale): void {
  for (const id of ids) terms.add(hashed + id);
  terms.addPairs(ids, pairedWords, hashed);
}

/** House numbers come before the words of a street. */
const houseTerms = 1 << 14;

function houseTerm(number: string): number {
  let hash = 7;
  for (let at = 0; at < number.length; at += 1) hash = Math.imul(hash, 31) + number.charCodeAt(at);
  return (hash >>> 0) % houseTerms;
}

const lookups: readonly Lookup[] = [
  {
    gather: ({ names, usual }, terms, scale) => {
      for (const name of names) addName(terms, name, scale);
      if (usual) addName(terms, usual, scale);
    },
    limit: 10,
    limitInLong: 4,
  },
  {
    gather: ({ names }, terms, { veryLong, hashed }) => {
      if (!names[0]) return;
      if (veryLong) terms.addRuns(names[0].joined, runLength, hashed);
      else terms.addGrams(names[0].joined, shortName);
    },
    limit: 8,
    limitInLong: 3,
    elseOnly: true,
  },
  {
    gather: ({ street, address }, terms, { veryLong, hashed }) => {
      const number = address?.number;
      // A house in its street is in few other records, a number or a street in thousands.
      if (veryLong && street && number) terms.addEachWith(houseTerm(number), street.ids, hashed);
      else {
        if (street) for (const id of street.ids) terms.add((veryLong ? hashed : houseTerms) + id);
        if (number) terms.add(houseTerm(number));
      }
    },
    limit: 4,
    limitInLong: 2,
  },
  {
    gather: ({ descriptionText }, terms) => {
      if (descriptionText) terms.addAll(descriptionText.ids);
    },
    limit: 5,
    limitInLong: 4,
  },
];

const limitIn = ({ size }: InvertedIndex, { limit, limitInLong }: Lookup): number =>
  size >= longList ? limitInLong : limit;

/** An index that changes keeps its terms, however long it grows. */
const changing = scaleOf(0);

/** The records of one side, by number, as the other side looks for partners among them. */
export class CandidateIndex {
  readonly fields = lookups.map(() => new InvertedIndex());
  readonly keys = new ExactKeyIndex();
  private readonly terms = new DistinctTerms();

  /** The number must be free. */
  add(number: number, record: PreparedRecord): void {
    lookups.forEach(({ gather }, field) => {
      const { terms } = this;
      gather(record, terms.start(), changing);
      this.fields[field]!.add(number, terms.list, terms.count);
    });
    this.keys.add(number, record);
  }

  remove(number: number): void {
    for (const field of this.fields) field.remove(number);
    this.keys.remove(number);
  }

  /** Takes in all changes. After this the numbers of removed records may be given to others. */
  build(): void {
    for (const field of this.fields) field.build();
    this.keys.dropRemoved();
  }

  /** Calls `visit` with the candidates here of record `number` of the other side; some come more than once. */
  eachPartner(of: CandidateIndex, number: number, record: PreparedRecord, visit: (partner: number) => void): void {
    let equal = false;
    lookups.forEach((lookup, field) => {
      const index = this.fields[field]!;
      if (lookup.elseOnly && equal && index.size >= longList) return;
      index.searchAs(of.fields[field]!, number, limitIn(index, lookup));
      equal = index.foundEqual;
      for (let at = 0; at < index.hits.length; at += 1) visit(index.hits[at]!);
    });
    this.keys.eachEqual(record, visit);
  }
}

/**
 * Pairs that any field brings together: the best by name words, runs of letters of the name, street and description,
 * in both directions, and every pair that shares an exact key.
 */
export function findCandidates(
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  onRecord: (done: number) => void = () => undefined,
): CandidatePairs {
  const pairs = new PairCollector();
  const scale = scaleOf(Math.max(left.length, right.length));
  const directions = [
    { from: 0, to: 1, equal: new Uint8Array(left.length), add: (i: number, j: number) => pairs.add(i, j) },
    { from: 1, to: 0, equal: new Uint8Array(right.length), add: (j: number, i: number) => pairs.add(i, j) },
  ] as const;
  const terms = new DistinctTerms();
  const indexes = [new InvertedIndex(), new InvertedIndex()] as const;
  // Field by field, so that the indexes of one field at a time are in memory, and the processor's cache holds one.
  lookups.forEach((lookup, field) => {
    fill(indexes[0], lookup, left, terms, scale);
    fill(indexes[1], lookup, right, terms, scale);
    directions.forEach(({ from, to, equal, add }, direction) => {
      const index = indexes[to];
      const limit = limitIn(index, lookup);
      for (let number = 0; number < equal.length; number += 1) {
        if (number % 500 === 0) onRecord((field + (direction + number / equal.length) / 2) / lookups.length);
        if (lookup.elseOnly && equal[number] && index.size >= longList) continue;
        index.searchAs(indexes[from], number, limit);
        equal[number] = index.foundEqual ? 1 : 0;
        for (let at = 0; at < index.hits.length; at += 1) add(number, index.hits[at]!);
      }
    });
  });
  const keys = new ExactKeyIndex();
  right.forEach((record, number) => keys.add(number, record));
  left.forEach((record, i) => keys.eachEqual(record, (j) => pairs.add(i, j)));
  return pairs.take(left.length);
}

/** Indexes records by one field in place of what was there. */
function fill(
  index: InvertedIndex,
  { gather }: Lookup,
  records: readonly PreparedRecord[],
  terms: DistinctTerms,
  scale: Scale,
): void {
  index.clear();
  records.forEach((record, number) => {
    gather(record, terms.start(), scale);
    index.add(number, terms.list, terms.count);
  });
  index.build();
}

/** Collects pairs in growing typed arrays, then sorts them and drops repeats. */
class PairCollector {
  private left = ints(1 << 14);
  private right = ints(1 << 14);
  private count = 0;

  add(i: number, j: number): void {
    if (this.count === this.left.length) {
      this.left = grown(this.left, this.count + 1);
      this.right = grown(this.right, this.count + 1);
    }
    this.left[this.count] = i;
    this.right[this.count] = j;
    this.count += 1;
  }

  /** Sorts by left record by counting, then each one's few partners. */
  take(leftCount: number): CandidatePairs {
    const start = new Int32Array(leftCount + 1);
    for (let at = 0; at < this.count; at += 1) start[this.left[at]! + 1]! += 1;
    for (let i = 0; i < leftCount; i += 1) start[i + 1]! += start[i]!;
    const partners = ints(this.count);
    const next = start.slice();
    for (let at = 0; at < this.count; at += 1) partners[next[this.left[at]!]!++] = this.right[at]!;
    const { left, right } = this;
    let kept = 0;
    for (let i = 0; i < leftCount; i += 1) {
      const list = partners.subarray(start[i], start[i + 1]).sort();
      for (let at = 0; at < list.length; at += 1) {
        if (at > 0 && list[at] === list[at - 1]) continue;
        left[kept] = i;
        right[kept] = list[at]!;
        kept += 1;
      }
    }
    return { left: firstOf(left, kept), right: firstOf(right, kept) };
  }
}
