import { PairComparer } from './compare/pairs';
import { TextComparer } from './compare/text';
import { usableFields } from './compare/usable';
import { Corpus, type PreparedRecord } from './corpus';
import { type NormalisedRecord, normaliseRecord } from './normalise/record';
import { compareText } from './normalise/text';
import type { MatchRecord } from './types';

/** Both lists, normalised and prepared to compare. */
export interface Lists {
  left: PreparedRecord[];
  right: PreparedRecord[];
  corpus: Corpus;
  /** Compares their records on the fields of which both lists have values; has counted no record yet. */
  comparer: PairComparer;
}

/** Prepares two lists, in an order of their own, so that the order of the rows changes nothing. */
export function prepareLists(leftRows: readonly MatchRecord[], rightRows: readonly MatchRecord[]): Lists {
  const corpus = new Corpus();
  const normalise = (row: MatchRecord): NormalisedRecord => corpus.add(normaliseRecord(row));
  // Words are weighed by how many records of both lists have them: none is prepared before all are counted.
  const normal = { left: [...leftRows].sort(byName).map(normalise), right: [...rightRows].sort(byName).map(normalise) };
  const left = normal.left.map((record) => corpus.prepare(record));
  const right = normal.right.map((record) => corpus.prepare(record));
  const texts = new TextComparer(corpus.vocabulary);
  return { left, right, corpus, comparer: new PairComparer(usableFields(left, right), texts, corpus.largestWeight) };
}

/** By name, so that records with words in common lie side by side in memory, and by id. */
const byName = (a: MatchRecord, b: MatchRecord): number =>
  compareText(a.roles.name ?? '', b.roles.name ?? '') || compareText(a.id, b.id);
