import type { FieldRole } from '../contracts/common';
import { wordSimilarity } from './compare/words';
import { Vocabulary } from './corpus';
import { InvertedIndex, trigrams, trigramTerms } from './inverted-index';
import { compact, fold, words } from './normalise/text';
import type { MatchRecord } from './types';

export interface SearchHit {
  id: string;
  /** 0 to 1; 1 when every word of the query is found as typed. */
  score: number;
}

export interface SearchIndex {
  search: (query: string, limit: number) => SearchHit[];
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

/**
 * In-process search over names, SKUs, e-mails and places: words in any order, typing errors, beginnings of words,
 * fragments of codes, diacritics.
 */
export function createSearchIndex(records: readonly MatchRecord[]): SearchIndex {
  const terms = trigramTerms(records.length);
  const vocabulary = new Vocabulary();
  const documents: Int32Array[] = [];
  const identifyingCount = new Int32Array(records.length);
  const grams: Int32Array[] = [];
  records.forEach((record, at) => {
    const first = wordsOf(record, (role) => identifying.has(role));
    const rest = wordsOf(record, (role) => !identifying.has(role));
    const ids = Array.from(new Set([...first, ...rest]), (word) => vocabulary.id(word));
    identifyingCount[at] = new Set(first).size;
    documents.push(Int32Array.from(ids));
    grams.push(gramsOf([...first, ...rest], terms));
  });
  const index = new InvertedIndex(grams, terms, 0.15);
  const wordIndex = new InvertedIndex(documents, vocabulary.size, 0.15);

  /** Scores of one typed word against the words of the index, kept while a query runs. */
  const known = new Map<string, Map<number, number>>();
  const wordScore = (typed: string, id: number): number => {
    const scores = known.get(typed) ?? new Map<number, number>();
    known.set(typed, scores);
    let score = scores.get(id);
    if (score === undefined) scores.set(id, (score = queryWordScore(typed, vocabulary.words[id]!)));
    return score;
  };
  const scoreOf = (document: number, query: readonly string[]): number => {
    const ids = documents[document]!;
    let sum = 0;
    let weight = 0;
    for (const word of query) {
      let best = 0;
      for (let at = 0; at < ids.length && best < 1; at += 1) {
        const found = wordScore(word, ids[at]!);
        best = Math.max(best, at < identifyingCount[document]! ? found : found * 0.93);
      }
      sum += best * word.length;
      weight += word.length;
    }
    return weight === 0 ? 0 : sum / weight;
  };

  return {
    search(query, limit) {
      const typed = words(fold(query));
      if (typed.length === 0 || limit <= 0) return [];
      const whole = compact(query);
      const found = new Set(index.search(gramsOf(typed, terms), shortlist, 60_000).documents);
      if (typed.length > 1) for (const d of index.search(gramsOf([whole], terms), 20, 30_000).documents) found.add(d);
      known.clear();
      const typedIds = typed.map((word) => vocabulary.find(word)).filter((id) => id >= 0);
      for (const document of wordIndex.search(typedIds, shortlist).documents) found.add(document);
      const last = typed.at(-1) ?? '';
      const hits: Array<SearchHit & { length: number }> = [];
      for (const document of found) {
        let score = scoreOf(document, typed);
        if (typed.length > 1 && whole.length > 3) score = Math.max(score, scoreOf(document, [whole]) * 0.98);
        if (score < 0.45 && last.length > 1) continue;
        hits.push({ id: records[document]!.id, score, length: documents[document]!.length });
      }
      hits.sort((a, b) => b.score - a.score || a.length - b.length || (a.id < b.id ? -1 : 1));
      return hits.slice(0, limit).map(({ id, score }) => ({ id, score }));
    },
  };
}

function wordsOf(record: MatchRecord, wanted: (role: FieldRole) => boolean): string[] {
  const out: string[] = [];
  for (const role of searched) {
    const value = record.roles[role];
    if (!value || !wanted(role)) continue;
    out.push(...words(fold(value)));
    if (codes.includes(role)) out.push(compact(value));
  }
  return out;
}

/** 3-grams of each word, its ends marked, so that two typed letters still find the words they begin. */
function gramsOf(list: readonly string[], terms: number): Int32Array {
  const out = new Set<number>();
  for (const word of list) for (const gram of trigrams(word, terms)) out.add(gram);
  return Int32Array.from(out);
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
