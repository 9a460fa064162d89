import { createHash } from 'node:crypto';

/** What QuickBooks Online takes; a connector may say less. */
export const LONGEST_NUMBER = 21;
const HASH_CHARS = 6;

/** Upper-case letters and digits that are hard to mix up, the same for the same text on every machine. */
function shortHash(text: string, chars: number): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return [...createHash('sha256').update(text).digest().subarray(0, chars)].map((byte) => alphabet[byte % 32]).join('');
}

/**
 * Document number of a record's invoice: its own number where that fits and is free, else its beginning and a
 * hash of `recordKey`. Deterministic, so that a repeated attempt asks for the same number.
 * @param isTaken numbers that other invoices of the connection hold
 * @param longest characters that the vendor takes
 */
export function documentNumber(
  recordNumber: string,
  recordKey: string,
  isTaken: (number: string) => boolean,
  longest = LONGEST_NUMBER,
): string {
  // Only printable ASCII, without what quoting differs on: the number is also a look-up key at the vendor.
  const own = recordNumber
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]|['"\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (own !== '' && own === recordNumber.trim() && own.length <= longest && !isTaken(own)) return own;
  const start = own === '' ? 'CW' : own.slice(0, longest - HASH_CHARS - 1).trim();
  for (let round = 0; ; round += 1) {
    const number = `${start}-${shortHash(round === 0 ? recordKey : `${recordKey}#${round}`, HASH_CHARS)}`;
    if (!isTaken(number)) return number;
  }
}
