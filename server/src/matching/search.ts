import type { FieldRole } from '../contracts/common';
import { wordSimilarity } from './compare/words';
import { Vocabulary } from './corpus';
import { DistinctTerms } from './distinct-terms';
import { InvertedIndex } from './inverted-index';
import { longestValue } from './normalise/record';
import { compact, fold, words } from './normalise/text';
import type { MatchRecord } from './types';

export interface SearchHit {
  id: string;
  /** 0 to 1; 1 when every word of the query is found as typed. */
  score: number;
}

/** What people type to find a record. */
const searched: readonly FieldRole[] = [
  'name',
  'sku',
  'email',
  'phone',
  'city',
  'postalCode',
  'address',
  'barcode',
  'taxId',
  'domain',
  'parent',
  'description',
];
/** Words of these roles count in full, of the others a little less. */
const identifying: ReadonlySet<FieldRole> = new Set<FieldRole>(['name', 'sku', 'email', 'barcode', 'taxId']);

/** Codes are also found without their punctuation. */
const codes: readonly FieldRole[] = ['sku', 'barcode', 'taxId', 'phone'];
/** Hits by 3-grams that are then compared word by word. */
const shortlist = 120;
/** Postings read for one query: it is typed by a person, who can wait some milliseconds. */
const budget = 60_000;
/** A record with more words than asked for is hardly a worse hit. */
const lengthNormalisation = 0.15;

/**
 * In-process search over names, SKUs, e-mails and places: words in any order, typing errors, beginnings of words,
 * fragments of codes, diacritics. Records are known by small numbers.
 */
export class RecordSearch {
  private readonly vocabulary = new Vocabulary();
  private readonly words = new InvertedIndex(lengthNormalisation);
  private readonly grams = new InvertedIndex(lengthNormalisation);
  private readonly terms = new DistinctTerms();
  /** How many of a record's words identify it; they come first. */
  private identifyingCount = new Uint16Array(64);
  /** Scores of one typed word against the words of the index, kept while a query runs. */
  private readonly known = new Map<string, Map<number, number>>();

  /** The number must be free. */
  add(number: number, record: MatchRecord): void {
    if (number >= this.identifyingCount.length) {
      const larger = new Uint16Array(Math.max(number + 1, this.identifyingCount.length * 2));
      larger.set(this.identifyingCount);
      this.identifyingCount = larger;
    }
    const { terms } = this;
    const first = wordsOf(record, (role) => identifying.has(role));
    const rest = wordsOf(record, (role) => !identifying.has(role));
    terms.start();
    for (const word of first) terms.add(this.vocabulary.id(word));
    this.identifyingCount[number] = terms.count;
    for (const word of rest) terms.add(this.vocabulary.id(word));
    this.words.add(number, terms.list, terms.count);
    gather(terms, first, rest);
    this.grams.add(number, terms.list, terms.count);
  }

  remove(number: number): void {
    this.words.remove(number);
    this.grams.remove(number);
  }

  /** Takes in all changes. After this the numbers of removed records may be given to others. */
  build(): void {
    this.words.build();
    this.grams.build();
  }

  /** Hits in no order. */
  search(query: string): Array<{ number: number; score: number; length: number }> {
    const asked = query.slice(0, longestValue);
    const typed = words(fold(asked));
    if (typed.length === 0) return [];
    const whole = compact(asked);
    const { terms } = this;
    const found = new Set<number>();
    const look = (index: InvertedIndex, limit: number): void => {
      index.search(terms.list, 0, terms.count, limit, budget);
      for (const number of index.hits) found.add(number);
    };
    gather(terms, typed);
    look(this.grams, shortlist);
    if (typed.length > 1) {
      gather(terms, [whole]);
      look(this.grams, 20);
    }
    terms.start();
    for (const word of typed) {
      const id = this.vocabulary.find(word);
      if (id >= 0) terms.add(id);
    }
    look(this.words, shortlist);

    this.known.clear();
    const last = typed.at(-1) ?? '';
    const hits: Array<{ number: number; score: number; length: number }> = [];
    for (const number of found) {
      const ids = this.words.termsOf(number);
      let score = this.scoreOf(number, ids, typed);
      if (typed.length > 1 && whole.length > 3) score = Math.max(score, this.scoreOf(number, ids, [whole]) * 0.98);
      if (score >= 0.45 || last.length === 1) hits.push({ number, score, length: ids.length });
    }
    return hits;
  }

  private scoreOf(number: number, ids: Int32Array, query: readonly string[]): number {
    const identifyingWords = this.identifyingCount[number]!;
    let sum = 0;
    let weight = 0;
    for (const word of query) {
      let best = 0;
      for (let at = 0; at < ids.length && best < 1; at += 1) {
        const score = this.wordScore(word, ids[at]!);
        best = Math.max(best, at < identifyingWords ? score : score * 0.93);
      }
      sum += best * word.length;
      weight += word.length;
    }
    return weight === 0 ? 0 : sum / weight;
  }

  private wordScore(typed: string, id: number): number {
    let scores = this.known.get(typed);
    if (!scores) this.known.set(typed, (scores = new Map<number, number>()));
    let score = scores.get(id);
    if (score === undefined) scores.set(id, (score = queryWordScore(typed, this.vocabulary.words[id]!)));
    return score;
  }
}

/** Best first; of two that fit as well the one with fewer words. */
export function bestHits(
  hits: ReadonlyArray<{ number: number; score: number; length: number }>,
  idOf: (number: number) => string,
  limit: number,
): SearchHit[] {
  return hits
    .map(({ number, score, length }) => ({ id: idOf(number), score, length }))
    .sort((a, b) => b.score - a.score || a.length - b.length || (a.id < b.id ? -1 : 1))
    .slice(0, Math.max(0, limit))
    .map(({ id, score }) => ({ id, score }));
}

function wordsOf(record: MatchRecord, wanted: (role: FieldRole) => boolean): string[] {
  const out: string[] = [];
  for (const role of searched) {
    const value = record.roles[role]?.slice(0, longestValue);
    if (!value || !wanted(role)) continue;
    out.push(...words(fold(value)));
    if (codes.includes(role)) out.push(compact(value));
  }
  return out;
}

/** 3-grams of each word, its ends marked, so that two typed letters still find the words they begin. */
function gather(terms: DistinctTerms, ...lists: ReadonlyArray<readonly string[]>): void {
  terms.start();
  for (const list of lists) for (const word of list) terms.addGrams(word);
}

/** How well one typed word meets one word of a record, 0 to 1. */
function queryWordScore(typed: string, word: string): number {
  if (typed === word) return 1;
  if (word.startsWith(typed)) return 0.9 + (0.09 * typed.length) / word.length;
  if (typed.length >= 3 && word.includes(typed)) return 0.82;
  const similarity = wordSimilarity(typed, word);
  if (similarity > 0) return similarity * 0.9;
  // A misspelt beginning: compare with as many letters as were typed.
  if (typed.length >= 4 && word.length > typed.length) return wordSimilarity(typed, word.slice(0, typed.length)) * 0.8;
  return 0;
}
