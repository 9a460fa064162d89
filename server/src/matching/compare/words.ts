import { distance } from 'fastest-levenshtein';
import { hasDigit } from '../normalise/text';

/** Least similarity at which two different words count as the same word misspelt. */
export const wordFloor = 0.72;

/**
 * Similarity of two different words, 0 to 1: edit distance, or one the beginning of the other (`elec`, `electric`).
 * Words with digits are codes or quantities and never alike.
 */
export function wordSimilarity(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  const longer = Math.max(a.length, b.length);
  if (shorter < 3 || hasDigit(a) || hasDigit(b)) return 0;
  if (a.startsWith(b) || b.startsWith(a)) return 0.8 + (0.2 * shorter) / longer;
  if (shorter / longer < wordFloor - 0.1) return 0;
  const edits = distance(a, b) - (isTransposition(a, b) ? 1 : 0);
  const similarity = 1 - edits / longer;
  return similarity >= wordFloor ? similarity : 0;
}

/** Two neighbouring letters swapped and nothing else. */
function isTransposition(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Similarity of two short codes by edit distance, 0 to 1. */
export function editSimilarity(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - distance(a, b) / longer;
}
