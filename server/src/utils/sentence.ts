/**
 * Sentences for people. Each is made in English, together with a code and the values it is filled in with, by which the
 * panel words it in the reader's language (`admin/src/translations/<language>/server`). Nothing here knows Strapi.
 */

/** What a sentence is filled in with. Text (names, ids, a vendor's own words) is shown as it is. */
export type SentenceValue =
  | string
  | number
  /** A part that is a sentence itself, or somebody's own words. */
  | Sentence
  /** Decimal text, exact. */
  | { decimal: string }
  /** A day, `2026-11-24`. */
  | { date: string }
  | { anyOf: readonly string[] }
  /** A field role, which the panel has words for. */
  | { role: string }
  /** What a connector calls a record type or a field. */
  | { label: string };

/** What the panel needs to word a sentence in another language. */
export interface Words {
  code: string;
  values: Record<string, SentenceValue>;
}

/** The English text and, where it is a sentence of ours, its words. */
export interface Sentence {
  message: string;
  words?: Words;
}

/** What may be said to people: plain text, a sentence, or an error that holds one. */
export type Said = string | Sentence;

/**
 * Makes a sentence. `english` holds its values as `{name}`, numbers with separators as `{name, number}`; both stay
 * written out in the code, where the test of the translations finds them.
 */
export function sentence(
  code: string,
  english: string,
  values: Record<string, SentenceValue> = {},
): Required<Sentence> {
  const message = english.replace(/\{(\w+)(, number)?\}/g, (slot, name: string, number?: string) => {
    const value = values[name];
    if (value === undefined) return slot;
    return typeof value === 'number' && number ? value.toLocaleString('en') : englishOf(value);
  });
  return { message, words: { code, values } };
}

function englishOf(value: SentenceValue): string {
  if (typeof value !== 'object') return String(value);
  if ('message' in value) return value.message;
  if ('decimal' in value) return value.decimal;
  if ('role' in value) return value.role;
  if ('label' in value) return value.label;
  return 'date' in value ? value.date : value.anyOf.join(' or ');
}

export const textOf = (said: Said): string => (typeof said === 'string' ? said : said.message);

/** `{ message, words }` of what was said, to be spread into what is answered or stored; no `words` where there are none. */
export function sayingOf(said: Said): Sentence {
  if (typeof said === 'string') return { message: said };
  return said.words ? { message: said.message, words: said.words } : { message: said.message };
}

/** One sentence after another; what is null is left out. */
export const together = (first: Said, then: Said | null): Said =>
  then === null ? first : sentence('common.together', '{first} {then}', { first, then });

/** What was said with marks by which somebody finds more: a code, the vendor's id of the request. */
export const withMarks = (said: Said, marks: readonly string[]): Said =>
  marks.length === 0 ? said : sentence('common.withMarks', '{said} ({marks})', { said, marks: marks.join(', ') });

/** What an error says to people; anything else that was thrown as text. */
export const saidBy = (error: unknown): Sentence =>
  error instanceof Error ? sayingOf(error as Sentence) : { message: String(error) };

/** Changes every text of it, also within its values, e.g. to hide secrets. */
export function mapTexts(said: Said, change: (text: string) => string): Said {
  if (typeof said === 'string') return change(said);
  const { message, words } = said;
  if (!words) return { message: change(message) };
  const values = Object.entries(words.values).map(([name, value]) => [name, mapValue(value, change)] as const);
  return { message: change(message), words: { code: words.code, values: Object.fromEntries(values) } };
}

function mapValue(value: SentenceValue, change: (text: string) => string): SentenceValue {
  if (typeof value === 'string') return change(value);
  return typeof value === 'object' && 'message' in value ? sayingOf(mapTexts(value, change)) : value;
}

/** What a row says that keeps its words beside its message; null where it says nothing. */
export const saidOf = ({ message, words }: { message: string | null; words?: Words }): Sentence | null =>
  message === null ? null : words ? { message, words } : { message };
