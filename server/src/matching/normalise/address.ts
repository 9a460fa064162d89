import { addressAbbreviations } from './abbreviations';
import { compact, fold, words } from './text';

export interface Address {
  /** House number or PO box number, or empty. */
  number: string;
  /** Street words, abbreviations written out. */
  street: string[];
}

const unit = /(?:\b(?:suite|ste|apt|apartment|unit|room|rm|floor|fl|level|bldg|building)\b\.?|#)\s*#?\s*[\w-]+/g;
const box = /\bp\.?\s*o\.?\s*box\s*#?\s*(\w+)/;

/** Street line by parts. The unit is dropped: it differs more often by omission than by meaning. */
export function normaliseAddress(value: string): Address | null {
  const folded = fold(value);
  const poBox = folded.includes('box') ? box.exec(folded) : null;
  if (poBox) return { number: poBox[1] ?? '', street: ['po', 'box'] };
  const withoutUnit = folded.replace(unit, ' ');
  const all = words(/[\p{L}]/u.test(withoutUnit) ? withoutUnit : folded);
  if (all.length === 0) return null;
  const at = all.findIndex((word) => /^\d+[a-z]?$/.test(word));
  const number = at < 0 ? '' : (all[at] ?? '');
  const street = all.filter((_, index) => index !== at).map((word) => addressAbbreviations.get(word) ?? word);
  return street.length > 0 || number ? { number, street } : null;
}

/** City, region or country as words, with saint, mount and directions written out. */
export function normalisePlace(value: string): string[] {
  if (value === '') return [];
  return words(fold(value)).map((word) => placeWords.get(word) ?? word);
}
const placeWords = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['mt', 'mount'],
  ['ft', 'fort'],
  ['n', 'north'],
  ['s', 'south'],
  ['e', 'east'],
  ['w', 'west'],
]);

/** Postal code without spaces; ZIP+4 is cut to the ZIP. */
export function normalisePostalCode(value: string): string {
  if (value === '' || /^\d{5}$/.test(value)) return value;
  const zip = /^\s*(\d{5})-?\d{4}\s*$/.exec(value);
  return zip?.[1] ?? compact(value);
}

const countries = new Map([
  ['usa', 'us'],
  ['united states', 'us'],
  ['united states of america', 'us'],
  ['america', 'us'],
  ['united kingdom', 'gb'],
  ['great britain', 'gb'],
  ['england', 'gb'],
  ['uk', 'gb'],
  ['canada', 'ca'],
  ['can', 'ca'],
  ['germany', 'de'],
  ['deutschland', 'de'],
  ['deu', 'de'],
  ['france', 'fr'],
  ['fra', 'fr'],
  ['spain', 'es'],
  ['espana', 'es'],
  ['poland', 'pl'],
  ['polska', 'pl'],
  ['netherlands', 'nl'],
  ['australia', 'au'],
  ['mexico', 'mx'],
]);

/** Country as ISO code where the name is a usual one, else folded. */
export function normaliseCountry(value: string): string {
  if (value === '') return '';
  const folded = words(fold(value)).join(' ');
  return countries.get(folded) ?? folded;
}
