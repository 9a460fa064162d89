const letters: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
const plainAscii = /^[\x20-\x40\x5b-\x7e]*$/;

/** Lower case without diacritics, apostrophes and character entities; `&` and `+` become `and`. Idempotent. */
export function fold(text: string): string {
  let out = text;
  if (out.includes('&#')) {
    out = out.replace(/&#(\d{2,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)));
  }
  out = out.toLowerCase();
  if (!plainAscii.test(out)) {
    out = out
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/[ßøłæœđðþı]/g, (letter) => letters[letter] ?? letter)
      .toLowerCase();
  }
  return out.replace(/\\?['’‘`´]+/g, '').replace(/\s*[&+]\s*/g, ' and ');
}

/**
 * Words of a folded text. Dotted and spaced single letters are one word (`l.l.c.` and `s p a` give `llc`, `spa`),
 * so that initials and legal forms compare equal however they are typed.
 */
export function words(folded: string): string[] {
  const parts = folded.split(plainAscii.test(folded) ? /[^a-z0-9]+/ : /[^\p{L}\p{N}]+/u);
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

/** Letters and digits only, folded: how codes are compared. */
export function compact(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
}

export const hasDigit = (word: string): boolean => /\d/.test(word);
