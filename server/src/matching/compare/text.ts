import { compareTwoStrings } from 'string-similarity';
import type { PreparedText, Vocabulary } from '../corpus';
import { compareText, hasDigit } from '../normalise/text';
import { wordFloor, wordSimilarity } from './words';

/** What a missing word costs where the text says that it is only a hint. */
const optionalCost = 0.25;
/** Word pairs whose similarity is kept, a power of two: a pair takes the place of another one. */
const keptPairs = 1 << 17;

/** Two words that may be the same, misspelt: their places, how telling they are, and how alike. */
interface NearWords {
  i: number;
  j: number;
  weight: number;
  similarity: number;
}

/** Compares prepared texts of one vocabulary. Keeps the similarity of word pairs it has met. */
export class TextComparer {
  private readonly pairs = new Int32Array(2 * keptPairs).fill(-1);
  private readonly similarities = new Float64Array(keptPairs);
  private readonly shapes: WordShapes;
  /** Partner of each word, reused by every comparison: allocating them cost more than comparing. */
  partnerOfA = new Int32Array(64);
  partnerOfB = new Int32Array(64);

  constructor(private readonly vocabulary: Vocabulary) {
    this.shapes = new WordShapes(vocabulary);
  }

  /** Whether a word has a digit: a code, quantity or year. */
  isCoded(word: number): boolean {
    return this.shapes.isCoded(word);
  }

  private words(a: number, b: number): number {
    if (a === b) return 1;
    if (!this.shapes.mayBeAlike(a, b)) return 0;
    const [low, high] = a < b ? [a, b] : [b, a];
    const place = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 15;
    if (this.pairs[2 * place] === low && this.pairs[2 * place + 1] === high) return this.similarities[place]!;
    const similarity = wordSimilarity(this.vocabulary.words[a] ?? '', this.vocabulary.words[b] ?? '');
    this.pairs[2 * place] = low;
    this.pairs[2 * place + 1] = high;
    this.similarities[place] = similarity;
    return similarity;
  }

  /** Misspellings found by the last comparison. */
  private readonly near: NearWords[] = [];

  /**
   * Soft TF-IDF (Cohen, Ravikumar, Fienberg 2003): cosine of the word weights where a word may also meet its
   * misspelling. `contained` is the weight of the lighter text that the other one covers.
   */
  softTfIdf(a: PreparedText, b: PreparedText): { cosine: number; contained: number; shared: number } {
    if (Math.max(a.ids.length, b.ids.length) > this.partnerOfA.length) {
      this.partnerOfA = new Int32Array(Math.max(a.ids.length, b.ids.length) * 2);
      this.partnerOfB = new Int32Array(this.partnerOfA.length);
    }
    const { partnerOfA, partnerOfB } = this;
    partnerOfA.fill(-1, 0, a.ids.length);
    partnerOfB.fill(-1, 0, b.ids.length);
    let dot = 0;
    let covered = 0;
    let alike = 0;
    for (let i = 0; i < a.ids.length; i += 1) {
      const j = freeEqual(a.ids[i]!, b.ids, partnerOfB);
      if (j < 0) continue;
      partnerOfA[i] = j;
      partnerOfB[j] = i;
      const w = a.weights.of[a.ids[i]!]!;
      dot += w * w;
      covered += w * w;
      alike += 1;
    }
    this.findNear(a, b);
    for (const { i, j, weight, similarity } of this.near) {
      if (partnerOfA[i]! >= 0 || partnerOfB[j]! >= 0) continue;
      partnerOfA[i] = j;
      partnerOfB[j] = i;
      dot += weight * weight * similarity;
      covered += weight * weight;
      alike += 1;
    }
    if (alike === 0) return { cosine: 0, contained: 0, shared: 0 };
    const restA = unmatched(a, partnerOfA, b.optional !== null);
    const restB = unmatched(b, partnerOfB, a.optional !== null);
    const cosine = dot / Math.sqrt((covered + restA) * (covered + restB));
    const contained = dot / Math.min(covered + restA, covered + restB);
    return { cosine, contained, shared: alike };
  }

  /** Finds words without a partner that may be misspellings of each other, the most alike first, from either side. */
  private findNear(a: PreparedText, b: PreparedText): void {
    const { near, partnerOfA, partnerOfB } = this;
    near.length = 0;
    for (let i = 0; i < a.ids.length; i += 1) {
      if (partnerOfA[i]! >= 0) continue;
      for (let j = 0; j < b.ids.length; j += 1) {
        if (partnerOfB[j]! >= 0) continue;
        const similarity = this.words(a.ids[i]!, b.ids[j]!);
        if (similarity === 0) continue;
        // A misspelt word is rarer than the word it stands for; both get the lighter weight.
        const weight = Math.min(a.weights.of[a.ids[i]!]!, b.weights.of[b.ids[j]!]!);
        near.push({ i, j, weight, similarity });
      }
    }
    if (near.length < 2) return;
    // Numbers of words depend on which list was read first; what they are does not.
    const { words } = this.vocabulary;
    const name = ({ i, j }: NearWords): string => [words[a.ids[i]!], words[b.ids[j]!]].sort().join(' ');
    near.sort((p, q) => q.similarity - p.similarity || q.weight - p.weight || compareText(name(p), name(q)));
  }

  /**
   * Similarity of two names, 0 to 1: the best of soft TF-IDF, containment, Dice on letter pairs
   * (`string-similarity`, blind to word borders) and acronym.
   */
  name(a: PreparedText, b: PreparedText): number {
    if (a.joined === b.joined) return 1;
    const { cosine, contained } = this.softTfIdf(a, b);
    if (cosine > 0.999) return 0.98;
    let best = Math.min(cosine, 0.96);
    if (Math.min(a.ids.length, b.ids.length) > 1) best = Math.max(best, contained * 0.82);
    else best = Math.max(best, contained * 0.7);
    const share = a.numbers === b.numbers ? 0.97 : 0.8;
    // Dice cannot exceed what the shorter text could cover of both.
    const bound = (2 * Math.min(a.joined.length, b.joined.length)) / (a.joined.length + b.joined.length);
    if (best < 0.95 && bound * share > best) {
      best = Math.max(best, compareTwoStrings(a.joined, b.joined) * share);
    }
    if (best < 0.85 && (this.isAcronym(a, b) || this.isAcronym(b, a))) best = 0.85;
    return best;
  }

  /** Similarity of two free texts, 0 to 1. */
  text(a: PreparedText, b: PreparedText): number {
    if (a.joined === b.joined) return 1;
    const { cosine, contained } = this.softTfIdf(a, b);
    return Math.min(0.99, Math.max(cosine, contained * 0.75));
  }

  private isAcronym(short: PreparedText, long: PreparedText): boolean {
    if (short.ids.length !== 1 || long.ids.length < 3 || short.joined.length !== long.ids.length) return false;
    return short.joined === Array.from(long.ids, (id) => this.vocabulary.words[id]?.[0] ?? '').join('');
  }
}

/** What can be told of two words without reading them: most pairs are refused by length and letters alone. */
class WordShapes {
  private length = new Uint8Array(0);
  /** One bit a letter. */
  private letters = new Int32Array(0);
  private known = 0;

  constructor(private readonly vocabulary: Vocabulary) {}

  isCoded(word: number): boolean {
    if (word >= this.known) this.readNew();
    return this.length[word] === 0;
  }

  /** False: `wordSimilarity` of the two is 0. True: it may be more. */
  mayBeAlike(a: number, b: number): boolean {
    if (a >= this.known || b >= this.known) this.readNew();
    const la = this.length[a]!;
    const lb = this.length[b]!;
    if (la < 3 || lb < 3) return false;
    const mostEdits = Math.floor((1 - wordFloor) * Math.max(la, lb));
    const [short, long] = la < lb ? [a, b] : [b, a];
    return bitCount(this.letters[short]! & ~this.letters[long]!) <= mostEdits;
  }

  /** Reads the words that came to the vocabulary since the last time. */
  private readNew(): void {
    const { words } = this.vocabulary;
    if (words.length > this.length.length) {
      const room = Math.max(words.length, this.length.length * 2);
      const length = new Uint8Array(room);
      const letters = new Int32Array(room);
      length.set(this.length);
      letters.set(this.letters);
      this.length = length;
      this.letters = letters;
    }
    for (let id = this.known; id < words.length; id += 1) {
      const word = words[id]!;
      this.length[id] = hasDigit(word) ? 0 : Math.min(255, word.length);
      this.letters[id] = lettersOf(word);
    }
    this.known = words.length;
  }
}

function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Where a word stands among those without partner; -1: nowhere. */
function freeEqual(word: number, words: readonly number[], partner: Int32Array): number {
  for (let j = words.indexOf(word); j >= 0; j = words.indexOf(word, j + 1)) if (partner[j]! < 0) return j;
  return -1;
}

/** Squared weight of the words without partner. A hint counts in full where both texts carry hints. */
function unmatched(text: PreparedText, partner: Int32Array, otherHasHints: boolean): number {
  let sum = 0;
  for (let i = 0; i < text.ids.length; i += 1) {
    if (partner[i]! >= 0) continue;
    const w = text.weights.of[text.ids[i]!]!;
    sum += w * w * (text.optional?.[i] && !otherHasHints ? optionalCost * optionalCost : 1);
  }
  return sum;
}
