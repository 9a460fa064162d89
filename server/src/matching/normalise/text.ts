import { romanised, toLatin } from './scripts';

const plainAscii = /^[\x20-\x40\x5b-\x7e]*$/;
/** Nothing in it that folding changes but capitals. */
const plainText = /^[\w .,\-/()#:;@"]*$/;

/**
 * Lower case without diacritics, apostrophes and character entities, in Latin letters where the script allows it;
 * `&` and `+` become `and`. Idempotent.
 */
export function fold(text: string): string {
  if (plainText.test(text)) return text.toLowerCase();
  let out = text;
  if (out.includes('&#')) {
    out = out.replace(/&#(\d{2,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)));
  }
  out = out.toLowerCase();
  if (!plainAscii.test(out)) {
    out = toLatin(
      romanised(out.normalize('NFKC'))
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase(),
    );
  }
  return out.replace(/\\?['’‘`´]+/g, '').replace(/\s{0,3}[&+]\s{0,3}/g, ' and ');
}

/**
 * Words of a folded text. Dotted and spaced single letters are one word (`l.l.c.` and `s p a` give `llc`, `spa`),
 * so that initials and legal forms compare equal however they are typed.
 */
export function words(folded: string): string[] {
  if (folded === '') return [];
  const parts = plainAscii.test(folded) ? asciiWords(folded) : folded.split(/[^\p{L}\p{N}]+/u);
  const out: string[] = [];
  let initials = '';
  for (const part of parts) {
    if (part.length === 1 && part >= 'a' && part <= 'z') {
      initials += part;
      continue;
    }
    if (initials) out.push(initials);
    initials = '';
    if (part) out.push(part);
  }
  if (initials) out.push(initials);
  return out;
}

/** Runs of letters and digits. By hand: this is where most of the time of normalising went. */
function asciiWords(folded: string): string[] {
  const out: string[] = [];
  let start = -1;
  for (let at = 0; at < folded.length; at += 1) {
    const code = folded.charCodeAt(at);
    const isWord = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (isWord && start < 0) start = at;
    else if (!isWord && start >= 0) {
      out.push(folded.slice(start, at));
      start = -1;
    }
  }
  if (start >= 0) out.push(folded.slice(start));
  return out;
}

/** Letters and digits only, folded: how codes are compared. */
export function compact(text: string): string {
  if (text === '') return '';
  const folded = fold(text);
  // Joined, it is one string in memory; replaced piece by piece it would be a chain of them.
  return plainAscii.test(folded) ? asciiWords(folded).join('') : folded.replace(/[^\p{L}\p{N}]+/gu, '');
}

export const hasDigit = (word: string): boolean => /\d/.test(word);

/** Order of two texts, the same in every locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
