import { grown } from './growing';
import { intersect } from './intersect';

const lengthNormalisation = 0.5;
const firstCapacity = 64;
/** Where not all terms could be read, so many of the best documents so far are ranked by all of them. */
const shortlist = 40;
/** Of documents that have the same terms of a query no more are ranked. */
const mostAlike = 200;
/** Postings read for one search, about: of a short list nearly all, of a long one as many as time allows. */
const budgetOf = (documents: number): number => (documents < 5_000 ? 10_000 : 2_500);

/**
 * Documents by the terms they have. Scores are BM25 with binary term frequency (Robertson and Zaragoza 2009) and
 * length normalisation. Documents and terms are small numbers and everything lies in typed arrays. Postings are
 * built by `build`; documents added later are kept beside them, and found as well, until the next `build`.
 */
export class InvertedIndex {
  /** Terms of all documents in one piece. A removed document leaves a gap until the next build. */
  private pool = new Int32Array(firstCapacity);
  private used = 0;
  private start = new Int32Array(firstCapacity);
  /** Number of terms of each document; 0: not there. */
  private length = new Int32Array(firstCapacity);
  private documents = 0;

  private offsets = new Int32Array(1);
  private postings = new Int32Array(0);
  private idf = new Float64Array(0);
  /** Documents by term, of those added since the build. */
  private added = new Map<number, number[]>();
  private built = false;
  /** Documents with at least one term, and their terms in sum. */
  private count = 0;
  private termsInAll = 0;

  private scores = new Float32Array(0);
  private touched = new Int32Array(0);
  private spare = new Int32Array(0);
  private queryWeight = new Float32Array(0);
  private readonly histogram = new Int32Array(128);
  private order = new Int32Array(firstCapacity);

  /** What the last search found, best first. */
  readonly hits: number[] = [];
  readonly hitScores: number[] = [];
  /** The best hit has the terms of the query, all of them and no other. */
  foundEqual = false;

  /** `b` of BM25: how much longer documents have to have more terms in common. */
  constructor(private readonly b = lengthNormalisation) {}

  /** How many documents have any term. */
  get size(): number {
    return this.count;
  }

  /** Adds a document by its distinct terms, the first `count` of `terms`. The number must be free. */
  add(document: number, terms: Int32Array, count: number): void {
    if (document >= this.start.length) {
      this.start = grown(this.start, document + 1);
      this.length = grown(this.length, document + 1);
    }
    if (this.used + count > this.pool.length) this.pool = grown(this.pool, this.used + count);
    this.documents = Math.max(this.documents, document + 1);
    this.start[document] = this.used;
    this.length[document] = count;
    for (let at = 0; at < count; at += 1) this.pool[this.used + at] = terms[at]!;
    this.used += count;
    if (count > 0) this.count += 1;
    this.termsInAll += count;
    if (!this.built) return;
    for (let at = 0; at < count; at += 1) {
      const list = this.added.get(terms[at]!);
      if (list) list.push(document);
      else this.added.set(terms[at]!, [document]);
    }
  }

  /** Removes a document. Its number may be given to another after the next build. */
  remove(document: number): void {
    const length = this.length[document] ?? 0;
    if (length === 0) return;
    this.count -= 1;
    this.termsInAll -= length;
    this.length[document] = 0;
  }

  termsOf(document: number): Int32Array {
    const from = this.start[document] ?? 0;
    return this.pool.subarray(from, from + (this.length[document] ?? 0));
  }

  /** Sorts all documents into postings, term by term. */
  build(): void {
    this.closeGaps();
    const { pool, used } = this;
    let terms = 0;
    for (let at = 0; at < used; at += 1) terms = Math.max(terms, pool[at]! + 1);
    const offsets = new Int32Array(terms + 1);
    for (let at = 0; at < used; at += 1) offsets[pool[at]! + 1]! += 1;
    for (let term = 0; term < terms; term += 1) offsets[term + 1]! += offsets[term]!;
    const next = offsets.slice();
    this.postings = new Int32Array(used);
    for (let document = 0; document < this.documents; document += 1) {
      const from = this.start[document]!;
      for (let at = from, to = from + this.length[document]!; at < to; at += 1) {
        this.postings[next[pool[at]!]!++] = document;
      }
    }
    this.offsets = offsets;
    this.idf = new Float64Array(terms);
    for (let term = 0; term < terms; term += 1) this.idf[term] = this.idfOf(offsets[term + 1]! - offsets[term]!);
    this.queryWeight = new Float32Array(terms);
    this.added.clear();
    this.built = true;
  }

  /**
   * Finds the best `limit` documents for the terms of document `document` of the index `of`, ties by number. Rare
   * terms are read first, and but for the first none that would go past `budget` postings: where terms are left
   * over, the best documents so far are ranked by all terms.
   */
  searchAs(of: InvertedIndex, document: number, limit: number, budget?: number): void {
    const from = of.start[document] ?? 0;
    this.search(of.pool, from, from + (of.length[document] ?? 0), limit, budget);
  }

  /** As `searchAs`, with the terms from `from` to before `to` of a list. */
  search(terms: Int32Array, from: number, to: number, limit: number, budget = budgetOf(this.count)): void {
    if (!this.built) this.build();
    this.hits.length = 0;
    this.hitScores.length = 0;
    this.foundEqual = false;
    const count = this.rareFirst(terms, from, to);
    if (count === 0) return;
    if (this.scores.length < this.documents) {
      this.scores = new Float32Array(this.start.length);
      this.touched = new Int32Array(this.start.length);
      this.spare = new Int32Array(this.start.length);
    }
    if (this.isCommon(count, budget)) this.searchCommon(count, limit);
    else this.searchRare(count, limit, budget);
    this.foundEqual = count === to - from && this.hits.length > 0 && this.isEqual(this.hits[0]!, count);
  }

  /** The best by the terms in `order`, of which the rarest stays within the budget. */
  private searchRare(count: number, limit: number, budget: number): void {
    const { order, scores, touched, postings, offsets } = this;
    let read = 0;
    let found = 0;
    let at = 0;
    for (; at < count; at += 1) {
      const term = order[at]!;
      const cost = this.frequency(term);
      if (at > 0 && read + cost > budget) break;
      read += cost;
      const weight = this.weightOf(term);
      for (let p = offsets[term] ?? 0, end = offsets[term + 1] ?? 0; p < end; p += 1) {
        const document = postings[p]!;
        const before = scores[document]!;
        if (before === 0) touched[found++] = document;
        scores[document] = before + weight;
      }
      if (this.added.size === 0) continue;
      for (const document of this.added.get(term) ?? []) {
        if (scores[document] === 0) touched[found++] = document;
        scores[document]! += weight;
      }
    }
    if (at === count) this.takeBest(found, limit);
    else {
      this.markQuery(count);
      this.rankFound(found, limit);
      this.unmarkQuery(count);
    }
  }

  /**
   * The best by the terms in `order` where even the rarest is in more documents than may be read: of the documents
   * that have it those that have the next ones, too, until few are left. A term that would leave fewer than asked for
   * is passed over; the documents that have it are ranked as well. Where very many have all of the terms, they are as
   * good as each other but for their length, and the first of them are ranked.
   */
  private searchCommon(count: number, limit: number): void {
    const { order, offsets, postings, added } = this;
    this.markQuery(count);
    const rarest = order[0]!;
    this.touched.set(postings.subarray(offsets[rarest], offsets[rarest + 1]));
    let left = offsets[rarest + 1]! - offsets[rarest]!;
    for (let at = 1; at < count && left > mostAlike; at += 1) {
      const term = order[at]!;
      const both = intersect(this.touched, left, postings, offsets[term] ?? 0, offsets[term + 1] ?? 0, this.spare);
      if (both < limit) {
        for (let t = 0; t < both; t += 1) this.rank(this.spare[t]!, limit);
        continue;
      }
      [this.touched, this.spare] = [this.spare, this.touched];
      left = both;
    }
    const ranked = Math.min(left, mostAlike);
    for (let t = 0; t < ranked; t += 1) this.rank(this.touched[t]!, limit);
    if (added.size > 0)
      for (let at = 0; at < count; at += 1) for (const each of added.get(order[at]!) ?? []) this.rank(each, limit);
    this.unmarkQuery(count);
  }

  /** Takes a document among the best by all terms of the marked query, once. */
  private rank(document: number, limit: number): void {
    if (this.length[document]! > 0 && !this.hits.includes(document))
      this.insert(document, this.fullScore(document), limit);
  }

  private isEqual(document: number, count: number): boolean {
    if (this.length[document] !== count) return false;
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += this.weightOf(this.order[at]!);
    return this.hitScores[0]! > 0.9999 * sum * this.boost(document);
  }

  /** The rarest term alone is in many documents, and no second one can be read within the budget. */
  private isCommon(count: number, budget: number): boolean {
    const rarest = this.builtFrequency(this.order[0]!);
    return rarest > budget || (rarest > mostAlike && count > 1 && rarest + this.frequency(this.order[1]!) > budget);
  }

  /** In how many documents a term is, those removed since the build included. */
  private frequency(term: number): number {
    const built = this.builtFrequency(term);
    return this.added.size === 0 ? built : built + (this.added.get(term)?.length ?? 0);
  }

  private builtFrequency(term: number): number {
    return term + 1 < this.offsets.length ? this.offsets[term + 1]! - this.offsets[term]! : 0;
  }

  private idfOf(frequency: number): number {
    return Math.log(1 + (this.count - frequency + 0.5) / (frequency + 0.5));
  }

  private weightOf(term: number): number {
    return this.idf[term] || this.idfOf(this.frequency(term));
  }

  /** Shorter documents need fewer terms in common. */
  private boost(document: number): number {
    return 1 / (1 - this.b + (this.b * this.length[document]! * this.count) / this.termsInAll);
  }

  /** Sorts the terms that any document has into `order`; returns how many there are. */
  private rareFirst(terms: Int32Array, from: number, to: number): number {
    if (to - from > this.order.length) this.order = grown(this.order, to - from);
    const { order } = this;
    let count = 0;
    for (let at = from; at < to; at += 1) {
      const term = terms[at]!;
      const frequency = this.frequency(term);
      if (frequency === 0) continue;
      let place = count;
      while (place > 0) {
        const other = order[place - 1]!;
        const rarer = this.frequency(other) - frequency || other - term;
        if (rarer <= 0) break;
        order[place] = other;
        place -= 1;
      }
      order[place] = term;
      count += 1;
    }
    return count;
  }

  private takeBest(found: number, limit: number): void {
    const { scores, touched, length } = this;
    // No document of less can come among the best, however short it is.
    let least = 0;
    const mostBoost = 1 / (1 - this.b);
    for (let t = 0; t < found; t += 1) {
      const document = touched[t]!;
      const sum = scores[document]!;
      scores[document] = 0;
      if (sum < least || length[document] === 0) continue;
      this.insert(document, sum * this.boost(document), limit);
      if (this.hits.length === limit) least = this.hitScores[limit - 1]! / mostBoost;
    }
  }

  private insert(document: number, score: number, limit: number): void {
    const { hits, hitScores } = this;
    let at = hits.length;
    if (at === limit) {
      const last = limit - 1;
      if (score < hitScores[last]! || (score === hitScores[last] && document > hits[last]!)) return;
      at = last;
    }
    while (at > 0 && (hitScores[at - 1]! < score || (hitScores[at - 1] === score && hits[at - 1]! > document))) {
      hits[at] = hits[at - 1]!;
      hitScores[at] = hitScores[at - 1]!;
      at -= 1;
    }
    hits[at] = document;
    hitScores[at] = score;
  }

  private markQuery(count: number): void {
    for (let at = 0; at < count; at += 1) {
      const term = this.order[at]!;
      if (term >= this.queryWeight.length) this.queryWeight = grownFloats(this.queryWeight, term + 1);
      this.queryWeight[term] = this.weightOf(term);
    }
  }

  private unmarkQuery(count: number): void {
    for (let at = 0; at < count; at += 1) this.queryWeight[this.order[at]!] = 0;
  }

  /** Ranks the best of the documents found by all terms of the marked query. */
  private rankFound(found: number, limit: number): void {
    const { scores, touched } = this;
    const least = found > 2 * shortlist ? this.scoreOfBest(found, Math.max(limit, shortlist)) : 0;
    for (let t = 0; t < found; t += 1) {
      const document = touched[t]!;
      const sum = scores[document]!;
      scores[document] = 0;
      if (sum >= least && this.length[document]! > 0) this.insert(document, this.fullScore(document), limit);
    }
  }

  /** A score that about `count` of the documents found reach, by a histogram of their scores. */
  private scoreOfBest(found: number, count: number): number {
    const { scores, touched, histogram } = this;
    histogram.fill(0);
    let most = 0;
    for (let t = 0; t < found; t += 1) most = Math.max(most, scores[touched[t]!]!);
    const scale = (histogram.length - 1) / most;
    for (let t = 0; t < found; t += 1) histogram[Math.floor(scores[touched[t]!]! * scale)]! += 1;
    let bin = histogram.length - 1;
    for (let sum = histogram[bin]!; bin > 0 && sum + histogram[bin - 1]! <= 4 * count; sum += histogram[bin]!) {
      if (sum >= count) break;
      bin -= 1;
    }
    return bin / scale;
  }

  /** Score by all terms of the marked query. */
  private fullScore(document: number): number {
    const { pool, queryWeight } = this;
    let sum = 0;
    for (let from = this.start[document]!, at = from + this.length[document]! - 1; at >= from; at -= 1) {
      const term = pool[at]!;
      if (term < queryWeight.length) sum += queryWeight[term]!;
    }
    return sum * this.boost(document);
  }

  private closeGaps(): void {
    if (this.used === this.termsInAll && this.pool.length === this.used) return;
    const pool = new Int32Array(this.termsInAll);
    let used = 0;
    for (let document = 0; document < this.documents; document += 1) {
      const from = this.start[document]!;
      const length = this.length[document]!;
      this.start[document] = used;
      for (let at = 0; at < length; at += 1) pool[used + at] = this.pool[from + at]!;
      used += length;
    }
    this.pool = pool;
    this.used = used;
  }
}

function grownFloats(list: Float32Array, least: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(Math.max(least, list.length * 2));
  out.set(list);
  return out;
}
