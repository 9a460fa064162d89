/**
 * Postings of one field in typed arrays: for each term the documents that have it. Scores are BM25 with binary
 * term frequency (Robertson and Zaragoza 2009) and length normalisation b.
 */
export class InvertedIndex {
  private readonly offsets: Int32Array;
  private readonly postings: Int32Array;
  private readonly boost: Float64Array;
  private readonly idf: Float64Array;
  private readonly scores: Float64Array;
  private readonly touched: Int32Array;

  /** `documents[d]` are the distinct term numbers of document d; `terms` is the number of terms. */
  constructor(documents: readonly Int32Array[], terms: number, lengthNormalisation = 0.5) {
    const count = documents.length;
    const offsets = new Int32Array(terms + 1);
    let total = 0;
    for (const document of documents) {
      total += document.length;
      for (const term of document) offsets[term + 1]! += 1;
    }
    for (let term = 0; term < terms; term += 1) offsets[term + 1]! += offsets[term]!;
    const next = offsets.slice();
    const postings = new Int32Array(total);
    for (let d = 0; d < count; d += 1) for (const term of documents[d]!) postings[next[term]!++] = d;
    const average = total / Math.max(1, count) || 1;
    this.boost = Float64Array.from(
      documents,
      (document) => 1 / (1 - lengthNormalisation + (lengthNormalisation * document.length) / average),
    );
    this.idf = new Float64Array(terms);
    for (let term = 0; term < terms; term += 1) {
      const frequency = offsets[term + 1]! - offsets[term]!;
      this.idf[term] = Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5));
    }
    this.offsets = offsets;
    this.postings = postings;
    this.scores = new Float64Array(count);
    this.touched = new Int32Array(count);
  }

  get size(): number {
    return this.scores.length;
  }

  /** In how many documents a term is. */
  frequency(term: number): number {
    return term + 1 < this.offsets.length ? this.offsets[term + 1]! - this.offsets[term]! : 0;
  }

  /**
   * The best `limit` documents for the terms, best first, ties by document number. Reads rare terms first and
   * stops before a term that would go past `budget` postings (the first two terms are always read).
   */
  search(terms: ArrayLike<number>, limit: number, budget = 8_000): { documents: number[]; scores: number[] } {
    const order = this.rareFirst(terms);
    let read = 0;
    let found = 0;
    for (let at = 0; at < order.length; at += 1) {
      const term = order[at]!;
      const cost = this.frequency(term);
      if (at >= 2 && read + cost > budget) break;
      read += cost;
      const idf = this.idf[term]!;
      const { postings, scores, touched, boost } = this;
      for (let p = this.offsets[term]!, end = this.offsets[term + 1]!; p < end; p += 1) {
        const document = postings[p]!;
        const before = scores[document]!;
        if (before === 0) touched[found++] = document;
        scores[document] = before + idf * boost[document]!;
      }
    }
    return this.takeBest(found, limit);
  }

  private rareFirst(terms: ArrayLike<number>): number[] {
    const order: number[] = [];
    for (let at = 0; at < terms.length; at += 1) {
      const term = terms[at]!;
      const frequency = this.frequency(term);
      if (frequency === 0) continue;
      let to = order.length;
      while (to > 0 && this.isRarer(term, frequency, order[to - 1]!)) {
        order[to] = order[to - 1]!;
        to -= 1;
      }
      order[to] = term;
    }
    return order;
  }

  private isRarer(term: number, frequency: number, than: number): boolean {
    const other = this.frequency(than);
    return frequency < other || (frequency === other && term < than);
  }

  private takeBest(found: number, limit: number): { documents: number[]; scores: number[] } {
    const documents: number[] = [];
    const scores: number[] = [];
    for (let t = 0; t < found; t += 1) {
      const document = this.touched[t]!;
      const score = this.scores[document]!;
      this.scores[document] = 0;
      const last = documents.length - 1;
      if (last + 1 === limit && (score < scores[last]! || (score === scores[last] && document > documents[last]!))) {
        continue;
      }
      let at = last + 1 === limit ? last : last + 1;
      while (at > 0 && (scores[at - 1]! < score || (scores[at - 1] === score && documents[at - 1]! > document))) {
        documents[at] = documents[at - 1]!;
        scores[at] = scores[at - 1]!;
        at -= 1;
      }
      documents[at] = document;
      scores[at] = score;
    }
    return { documents, scores };
  }
}

/** Distinct 3-grams of a text, its ends marked, hashed to numbers below `terms` (clashes only cost a little time). */
export function trigrams(text: string, terms: number): Int32Array {
  const out = new Set<number>();
  const padded = ` ${text} `;
  for (let at = 0; at + 2 < padded.length; at += 1) {
    const gram =
      (padded.charCodeAt(at) * 961 + padded.charCodeAt(at + 1) * 31 + padded.charCodeAt(at + 2)) * 2654435761;
    out.add(gram % terms);
  }
  return Int32Array.from(out);
}

/** How many numbers 3-grams are hashed to: enough for a list of so many records, and no more memory than that. */
export const trigramTerms = (records: number): number => (records < 500 ? 1 << 12 : records < 5000 ? 1 << 15 : 1 << 18);
