import type { PreparedRecord } from '../corpus';
import { sameGivenName } from '../normalise/given-names';
import { hasDigit } from '../normalise/text';
import { wordSimilarity } from './words';

/**
 * Two names that share all but the first word, and the first words are neither one person's nor one misspelt:
 * members of one family, or two branches of a trade. Codes that persons have for themselves excuse it.
 */
export function givenNameConflict(a: PreparedRecord, b: PreparedRecord): { left: string; right: string } | null {
  const left = personName(a);
  const right = personName(b);
  if (left === null || right === null || left.length !== right.length) return null;
  for (let at = 1; at < left.length; at += 1) if (left[at] !== right[at]) return null;
  const [x = '', y = ''] = [left[0], right[0]];
  if (x === '' || y === '' || sameGivenName(x, y) || wordSimilarity(x, y) > 0) return null;
  return ownCodeShared(a, b) ? null : { left: x, right: y };
}

/** Words of a name that may be a person's, first name first; null: it is none. */
function personName({ name, variant, address, phones, emails }: PreparedRecord): readonly string[] | null {
  // Where a name is all there is, it speaks for itself.
  if (address === null && phones.length === 0 && emails.length === 0) return null;
  if (!name || variant !== null || name.legalForm !== '' || name.core.length < 2 || name.core.length > 3) return null;
  const words = name.reading?.words ?? name.core;
  return words.some(hasDigit) ? null : words;
}

function ownCodeShared(a: PreparedRecord, b: PreparedRecord): boolean {
  if (a.taxId !== '' && a.taxId === b.taxId) return true;
  if (a.externalKey !== '' && a.externalKey === b.externalKey) return true;
  if (a.sku !== '' && a.sku === b.sku) return true;
  for (const [key, value] of a.other) if (key.startsWith('code') && b.other.get(key) === value) return true;
  return false;
}
