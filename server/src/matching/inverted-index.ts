import { BestHits } from './best-hits';
import { intersect } from './intersect';
import { enough, floats, grown, ints } from './numbers';
import { QueryWeights } from './query-weights';
import { TermLists } from './term-lists';

const lengthNormalisation = 0.5;
const firstCapacity = 64;
/** Where not all terms could be read, so many of the best documents so far are ranked by all of them. */
const shortlist = 16;
/** Of documents that have the same terms of a query no more are ranked. */
const mostAlike = 100;
/** Of the rarest term of a query no more postings are read, where it is too common for the budget. */
const mostRead = 3_000;
/** Postings read for one search, about: of a short list nearly all, of a long one as many as time allows. */
const budgetOf = (documents: number): number => (documents < 5_000 ? 10_000 : documents < 50_000 ? 1_000 : 500);

/**
 * Documents by the terms they have. Scores are BM25 with binary term frequency (Robertson and Zaragoza 2009) and
 * length normalisation. Documents and terms are small numbers and everything lies in typed arrays. Postings are
 * built by `build`; documents added later are kept beside them, and found as well, until the next `build`.
 */
export class InvertedIndex {
  private readonly lists = new TermLists();

  /** Terms are numbers below this. */
  private terms = 0;
  private offsets = ints(2);
  private postings = ints(0);
  private idf = floats(0);
  /** Documents by term, of those added since the build. */
  private added = new Map<number, number[]>();
  private built = false;

  private scores = floats(0);
  private touched = ints(0);
  private spare = ints(0);
  private readonly histogram = new Int32Array(128);
  private order = ints(firstCapacity);
  private readonly query = new QueryWeights();
  private readonly best = new BestHits();

  /** The best hit has the terms of the query, all of them and no other. */
  foundEqual = false;

  /** `b` of BM25: how much longer documents have to have more terms in common. */
  constructor(private readonly b = lengthNormalisation) {}

  /** What the last search found, best first. */
  get hits(): readonly number[] {
    return this.best.documents;
  }

  get hitScores(): readonly number[] {
    return this.best.scores;
  }

  /** How many documents have any term. */
  get size(): number {
    return this.lists.count;
  }

  /** Adds a document by its distinct terms, the first `count` of `terms`. The number must be free. */
  add(document: number, terms: Int32Array, count: number): void {
    this.lists.add(document, terms, count);
    if (!this.built) return;
    for (let at = 0; at < count; at += 1) {
      const list = this.added.get(terms[at]!);
      if (list) list.push(document);
      else this.added.set(terms[at]!, [document]);
    }
  }

  /** Removes a document. Its number may be given to another after the next build. */
  remove(document: number): void {
    this.lists.remove(document);
  }

  termsOf(document: number): Int32Array {
    return this.lists.of(document);
  }

  /**
   * Forgets all documents. What they took is used for the next ones: new arrays of such a size make the garbage
   * collector look through all records of both lists.
   */
  clear(): void {
    this.lists.clear();
    this.added.clear();
    this.built = false;
  }

  /** Sorts all documents into postings, term by term. */
  build(): void {
    const { lists } = this;
    lists.closeGaps();
    const { all, documents, termsInAll } = lists;
    let terms = 0;
    for (let at = 0; at < termsInAll; at += 1) terms = Math.max(terms, all[at]! + 1);
    const offsets = enough(this.offsets, terms + 2).fill(0);
    // Counted two places ahead and summed up, each term finds at the next place where its postings go on.
    for (let at = 0; at < termsInAll; at += 1) offsets[all[at]! + 2]! += 1;
    for (let term = 0; term < terms; term += 1) offsets[term + 2]! += offsets[term + 1]!;
    this.postings = enough(this.postings, termsInAll);
    for (let document = 0; document < documents; document += 1) {
      const from = lists.startOf(document);
      for (let at = from, to = from + lists.lengthOf(document); at < to; at += 1) {
        this.postings[offsets[all[at]! + 1]!++] = document;
      }
    }
    this.offsets = offsets;
    this.terms = terms;
    if (this.idf.length < terms) this.idf = floats(terms);
    for (let term = 0; term < terms; term += 1) {
      const frequency = offsets[term + 1]! - offsets[term]!;
      this.idf[term] = frequency === 0 ? 0 : this.idfOf(frequency);
    }
    this.added.clear();
    this.built = true;
  }

  /**
   * Finds the best `limit` documents for the terms of document `document` of the index `of`, ties by number. Rare
   * terms are read first, and but for the first none that would go past `budget` postings: where terms are left
   * over, the best documents so far are ranked by all terms.
   */
  searchAs(of: InvertedIndex, document: number, limit: number, budget?: number): void {
    const from = of.lists.startOf(document);
    this.search(of.lists.all, from, from + of.lists.lengthOf(document), limit, budget);
  }

  /** As `searchAs`, with the terms from `from` to before `to` of a list. */
  search(terms: Int32Array, from: number, to: number, limit: number, budget = budgetOf(this.size)): void {
    if (!this.built) this.build();
    this.best.start(limit);
    this.foundEqual = false;
    const count = this.rareFirst(terms, from, to);
    if (count === 0) return;
    this.makeRoom();
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
    if (at === count) this.takeBest(found);
    else {
      this.markQuery(count);
      this.rankFound(found, limit);
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
    const first = offsets[order[0]!]!;
    let left = Math.min(count === 1 ? mostAlike : mostRead, this.builtFrequency(order[0]!));
    for (let at = 0; at < left; at += 1) this.touched[at] = postings[first + at]!;
    for (let at = 1; at < count && left > mostAlike; at += 1) {
      const term = order[at]!;
      const both = intersect(this.touched, left, postings, offsets[term] ?? 0, offsets[term + 1] ?? 0, this.spare);
      if (both < limit) {
        for (let t = 0; t < both; t += 1) this.rank(this.spare[t]!);
        continue;
      }
      [this.touched, this.spare] = [this.spare, this.touched];
      left = both;
    }
    const ranked = Math.min(left, mostAlike);
    for (let t = 0; t < ranked; t += 1) this.rank(this.touched[t]!);
    if (added.size > 0)
      for (let at = 0; at < count; at += 1) for (const each of added.get(order[at]!) ?? []) this.rank(each);
  }

  /** Takes a document among the best by all terms of the marked query, once. */
  private rank(document: number): void {
    if (this.lists.lengthOf(document) > 0 && !this.hits.includes(document))
      this.best.add(document, this.fullScore(document));
  }

  private isEqual(document: number, count: number): boolean {
    if (this.lists.lengthOf(document) !== count) return false;
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
    return term < this.terms ? this.offsets[term + 1]! - this.offsets[term]! : 0;
  }

  private idfOf(frequency: number): number {
    return Math.log(1 + (this.size - frequency + 0.5) / (frequency + 0.5));
  }

  private weightOf(term: number): number {
    return (term < this.terms && this.idf[term]) || this.idfOf(this.frequency(term));
  }

  /** Shorter documents need fewer terms in common. */
  private boost(document: number): number {
    const { lists, b } = this;
    return 1 / (1 - b + (b * lists.lengthOf(document) * lists.count) / lists.termsInAll);
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

  private takeBest(found: number): void {
    const { scores, touched, lists, best } = this;
    // No document of less can come among the best, however short it is.
    const mostBoost = 1 / (1 - this.b);
    let least = 0;
    for (let t = 0; t < found; t += 1) {
      const document = touched[t]!;
      const sum = scores[document]!;
      scores[document] = 0;
      if (sum < least || lists.lengthOf(document) === 0) continue;
      best.add(document, sum * this.boost(document));
      least = best.least / mostBoost;
    }
  }

  private markQuery(count: number): void {
    this.query.start(count);
    for (let at = 0; at < count; at += 1) this.query.set(this.order[at]!, this.weightOf(this.order[at]!));
  }

  /** Ranks the best of the documents found by all terms of the marked query. */
  private rankFound(found: number, limit: number): void {
    const { scores, touched } = this;
    const least = found > 2 * shortlist ? this.scoreOfBest(found, Math.max(limit, shortlist)) : 0;
    for (let t = 0; t < found; t += 1) {
      const document = touched[t]!;
      const sum = scores[document]!;
      scores[document] = 0;
      if (sum >= least && this.lists.lengthOf(document) > 0) this.best.add(document, this.fullScore(document));
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
    const { lists, query } = this;
    const { all } = lists;
    let sum = 0;
    for (let from = lists.startOf(document), at = from + lists.lengthOf(document) - 1; at >= from; at -= 1) {
      sum += query.of(all[at]!);
    }
    return sum * this.boost(document);
  }

  private makeRoom(): void {
    const { documents } = this.lists;
    if (this.scores.length >= documents) return;
    const room = documents + (documents >> 2);
    this.scores = floats(room);
    this.touched = ints(room);
    this.spare = ints(room);
  }
}
