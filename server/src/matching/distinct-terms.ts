import { grown, ints } from './numbers';

/** How many numbers 3-grams are hashed to. Two that share a number only cost a little time. */
export const gramTerms = 1 << 16;

/** Gathers the distinct terms of one document. Used for one document after another, without allocating. */
export class DistinctTerms {
  list = ints(64);
  count = 0;
  /** By term, the number of the last document that had it. */
  private seen = ints(1 << 12);
  private document = 0;

  start(): this {
    this.count = 0;
    this.document += 1;
    return this;
  }

  add(term: number): void {
    if (term >= this.seen.length) this.seen = grown(this.seen, term + 1);
    if (this.seen[term] === this.document) return;
    this.seen[term] = this.document;
    if (this.count === this.list.length) this.list = grown(this.list, this.count + 1);
    this.list[this.count] = term;
    this.count += 1;
  }

  addAll(terms: ArrayLike<number>): void {
    for (let at = 0; at < terms.length; at += 1) this.add(terms[at]!);
  }

  /** Each two of the first `most` terms, whichever comes first, as numbers below `below` (a power of two). */
  addPairs(terms: readonly number[], most: number, below: number): void {
    const count = Math.min(terms.length, most);
    for (let first = 0; first < count; first += 1) {
      for (let second = first + 1; second < count; second += 1) {
        const [low, high] = [Math.min(terms[first]!, terms[second]!), Math.max(terms[first]!, terms[second]!)];
        this.add(mixed(low, high) & (below - 1));
      }
    }
  }

  /** Each term together with one more number, as numbers below `below` (a power of two). */
  addEachWith(one: number, terms: readonly number[], below: number): void {
    for (const term of terms) this.add(mixed(one, term) & (below - 1));
  }

  /** Runs of `length` letters of a text, its ends marked, as numbers below `below` (a power of two). */
  addRuns(text: string, length: number, below: number): void {
    for (let end = 1; end <= text.length; end += 1) {
      let hash = 0;
      for (let at = end - length + 1; at <= end; at += 1) {
        hash = mixed(hash, at >= 0 && at < text.length ? text.charCodeAt(at) : 32);
      }
      this.add(hash & (below - 1));
    }
  }

  /** 3-grams of a text, its ends marked; of a very short one also its pairs of letters. */
  addGrams(text: string, shortest = 0): void {
    const length = text.length;
    let first = 32;
    let second = length > 0 ? text.charCodeAt(0) : 32;
    const pairs = length <= shortest;
    for (let at = 1; at <= length; at += 1) {
      const third = at < length ? text.charCodeAt(at) : 32;
      this.add(hashOf(first, second, third));
      if (pairs) this.add(hashOf(1, first, second));
      first = second;
      second = third;
    }
    if (pairs && length > 0) this.add(hashOf(1, first, second));
  }
}

function mixed(a: number, b: number): number {
  const hash = Math.imul(Math.imul(a, 0x01000193) ^ b, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function hashOf(a: number, b: number, c: number): number {
  const mixed = Math.imul(Math.imul(Math.imul(a, 0x01000193) ^ b, 0x01000193) ^ c, 0x9e3779b1);
  return (mixed >>> 14) & (gramTerms - 1);
}
