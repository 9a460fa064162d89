import type { PreparedRecord, PreparedText } from '../corpus';
import { sameGivenName } from '../normalise/given-names';
import { wordSimilarity } from './words';

/**
 * Two names that share all but the first word, and the first words are neither one person's nor one misspelt:
 * members of one family, or two branches of a trade. Codes that persons have for themselves excuse it.
 */
export function givenNameConflict(a: PreparedRecord, b: PreparedRecord): { left: string; right: string } | null {
  const [left, right] = [usualText(a), usualText(b)];
  if (!left || !right || !sameAfterFirst(left.ids, right.ids) || !mayBePerson(a, left) || !mayBePerson(b, right)) {
    return null;
  }
  const [x, y] = [firstWord(a), firstWord(b)];
  if (sameGivenName(x, y) || wordSimilarity(x, y) > 0) return null;
  return ownCodeShared(a, b) ? null : { left: x, right: y };
}

const usualText = (record: PreparedRecord): PreparedText | undefined => record.usual ?? record.names[0];

const firstWord = ({ name }: PreparedRecord): string => (name?.reading?.words ?? name?.core)?.[0] ?? '';

/** Two or three words, of which only the first differs: true of hardly any two names, so it is asked first. */
function sameAfterFirst(left: readonly number[], right: readonly number[]): boolean {
  if (left.length !== right.length || left.length < 2 || left.length > 3 || left[0] === right[0]) return false;
  for (let at = 1; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** Whether a name may be a person's. Where it is all there is, it speaks for itself. */
function mayBePerson({ name, variant, address, phones, emails }: PreparedRecord, text: PreparedText): boolean {
  if (address === null && phones.length === 0 && emails.length === 0) return false;
  return name !== null && variant === null && name.legalForm === '' && name.core.length <= 3 && text.numbers === '';
}

function ownCodeShared(a: PreparedRecord, b: PreparedRecord): boolean {
  if (a.taxId !== '' && a.taxId === b.taxId) return true;
  if (a.externalKey !== '' && a.externalKey === b.externalKey) return true;
  if (a.sku !== '' && a.sku === b.sku) return true;
  for (const [key, value] of a.other) if (key.startsWith('code') && b.other.get(key) === value) return true;
  return false;
}
