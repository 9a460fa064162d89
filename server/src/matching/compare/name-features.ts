import { distance } from 'fastest-levenshtein';
import type { PreparedText } from '../corpus';
import { LetterPairs } from './dice';
import type { TextComparer } from './text';

/**
 * What is seen when two names are laid side by side. Every feature is the same for (a, b) and (b, a); weights of
 * words are inverse document frequencies as a share of the largest possible one.
 */
export const nameFeatures = [
  /** Soft TF-IDF cosine (Cohen, Ravikumar, Fienberg 2003), and its square. */
  'cosine',
  'cosine2',
  /** Share of the lighter name that the other one covers. */
  'contained',
  /** Dice on letter pairs of the core (`string-similarity`), and its square. */
  'dice',
  'dice2',
  /** 1 - Levenshtein distance by the longer core. */
  'edit',
  'best',
  /** Weight of the words without partner: of the side with more, of the side with less. */
  'restMore',
  'restLess',
  /** The heaviest such word of either side, and of the side where it is lighter. */
  'rarestMore',
  'rarestLess',
  /** Likewise for words that are only hints (brackets, parents). */
  'hintMore',
  'hintLess',
  /** A word with a digit has no partner; on both sides. */
  'numberOdd',
  'numbersDiffer',
  'shared',
  'equal',
  'firstWord',
  'lastWord',
  'lengthGap',
  /** How telling the whole names are. */
  'tellingMore',
  'tellingLess',
  /** Dice and edit distance of everything as written, legal form and all, without spaces. */
  'wholeDice',
  'wholeEdit',
  'wholeEqual',
] as const;
export type NameFeature = (typeof nameFeatures)[number];
export const nameFeatureCount = nameFeatures.length;

/** Each keeps the letter pairs of the last left text. */
const cores = new LetterPairs();
const wholes = new LetterPairs();

const most = (value: number, cap: number): number => (value < cap ? value : cap);

interface Aligned {
  rest: number;
  rarest: number;
  hint: number;
  odd: boolean;
  telling: number;
}

function align(text: PreparedText, partner: Int32Array, texts: TextComparer, unit: number, out: Aligned): void {
  out.rest = out.rarest = out.hint = out.telling = 0;
  out.odd = false;
  for (let i = 0; i < text.ids.length; i += 1) {
    const w = text.weights.of[text.ids[i]!]! * unit;
    out.telling += w * w;
    if (partner[i]! >= 0) continue;
    if (text.optional?.[i]) out.hint += w;
    else {
      out.rest += w;
      if (w > out.rarest) out.rarest = w;
    }
    if (texts.isCoded(text.ids[i]!)) out.odd = true;
  }
  out.telling = Math.sqrt(out.telling);
}
const sideA: Aligned = { rest: 0, rarest: 0, hint: 0, odd: false, telling: 0 };
const sideB: Aligned = { rest: 0, rarest: 0, hint: 0, odd: false, telling: 0 };

/** Writes the features of two names to `out`. `unit` is 1 / the largest weight a word of the lists could have. */
export function writeNameFeatures(
  a: PreparedText,
  b: PreparedText,
  texts: TextComparer,
  unit: number,
  out: Float64Array,
): void {
  const { cosine, contained, shared } = texts.softTfIdf(a, b);
  align(a, texts.partnerOfA, texts, unit, sideA);
  align(b, texts.partnerOfB, texts, unit, sideB);
  const equal = a.joined === b.joined;
  const dice = equal ? 1 : cores.similarity(a.joined, b.joined);
  const longer = Math.max(a.joined.length, b.joined.length, 1);
  const edit = equal ? 1 : 1 - distance(a.joined, b.joined) / longer;
  const sameWhole = a.whole === b.whole;
  const asCore = a.whole === a.joined && b.whole === b.joined;
  const wholeDice = sameWhole ? 1 : asCore ? dice : wholes.similarity(a.whole, b.whole);
  const wholeEdit = sameWhole
    ? 1
    : asCore
      ? edit
      : 1 - distance(a.whole, b.whole) / Math.max(a.whole.length, b.whole.length, 1);
  const [lastA, lastB] = [a.ids.length - 1, b.ids.length - 1];
  let at = 0;
  out[at++] = cosine;
  out[at++] = cosine * cosine;
  out[at++] = most(contained, 1);
  out[at++] = dice;
  out[at++] = dice * dice;
  out[at++] = edit;
  out[at++] = Math.max(cosine, dice);
  out[at++] = most(Math.max(sideA.rest, sideB.rest), 4);
  out[at++] = most(Math.min(sideA.rest, sideB.rest), 4);
  out[at++] = Math.max(sideA.rarest, sideB.rarest);
  out[at++] = Math.min(sideA.rarest, sideB.rarest);
  out[at++] = most(Math.max(sideA.hint, sideB.hint), 3);
  out[at++] = most(Math.min(sideA.hint, sideB.hint), 3);
  out[at++] = sideA.odd || sideB.odd ? 1 : 0;
  out[at++] = sideA.odd && sideB.odd ? 1 : 0;
  out[at++] = most(shared, 6);
  out[at++] = equal ? 1 : 0;
  out[at++] = lastA >= 0 && lastB >= 0 && a.ids[0] === b.ids[0] ? 1 : 0;
  out[at++] = lastA >= 0 && lastB >= 0 && a.ids[lastA] === b.ids[lastB] ? 1 : 0;
  out[at++] = most(Math.abs(lastA - lastB), 6);
  out[at++] = most(Math.max(sideA.telling, sideB.telling), 3);
  out[at++] = most(Math.min(sideA.telling, sideB.telling), 3);
  out[at++] = wholeDice;
  out[at++] = wholeEdit;
  out[at++] = sameWhole ? 1 : 0;
}
