import { grown, ints } from './numbers';

/** The terms of documents, in one piece. Documents and terms are small numbers. */
export class TermLists {
  /** A removed document leaves a gap until `closeGaps`. */
  private pool = ints(64);
  private used = 0;
  /** Where the terms of each document begin, and how many there are: side by side, as they are read together. */
  private extents = ints(64);
  /** One more than the largest number of a document. */
  documents = 0;
  /** Documents with at least one term, and their terms in sum. */
  count = 0;
  termsInAll = 0;

  /** Adds a document by its distinct terms, the first `count` of `terms`. The number must be free. */
  add(document: number, terms: Int32Array, count: number): void {
    if (2 * document + 1 >= this.extents.length) this.extents = grown(this.extents, 2 * document + 2);
    if (this.used + count > this.pool.length) this.pool = grown(this.pool, this.used + count);
    this.documents = Math.max(this.documents, document + 1);
    this.extents[2 * document] = this.used;
    this.extents[2 * document + 1] = count;
    for (let at = 0; at < count; at += 1) this.pool[this.used + at] = terms[at]!;
    this.used += count;
    if (count > 0) this.count += 1;
    this.termsInAll += count;
  }

  remove(document: number): void {
    const length = this.lengthOf(document);
    if (length === 0) return;
    this.count -= 1;
    this.termsInAll -= length;
    this.extents[2 * document + 1] = 0;
  }

  /** How many terms a document has; 0: it is not there. */
  lengthOf(document: number): number {
    return this.extents[2 * document + 1] ?? 0;
  }

  of(document: number): Int32Array {
    const from = this.startOf(document);
    return this.pool.subarray(from, from + this.lengthOf(document));
  }

  /** Where a document's terms begin in `all`. */
  startOf(document: number): number {
    return this.extents[2 * document] ?? 0;
  }

  get all(): Int32Array {
    return this.pool;
  }

  /** Forgets all documents, but keeps the room for others. */
  clear(): void {
    this.extents.fill(0);
    this.used = 0;
    this.documents = 0;
    this.count = 0;
    this.termsInAll = 0;
  }

  /** Gives back the room of removed documents. After this the first `termsInAll` of `all` are the terms. */
  closeGaps(): void {
    if (this.used === this.termsInAll) return;
    const pool = ints(this.termsInAll);
    let used = 0;
    for (let document = 0; document < this.documents; document += 1) {
      const from = this.startOf(document);
      const length = this.lengthOf(document);
      this.extents[2 * document] = used;
      for (let at = 0; at < length; at += 1) pool[used + at] = this.pool[from + at]!;
      used += length;
    }
    this.pool = pool;
    this.used = used;
  }
}
