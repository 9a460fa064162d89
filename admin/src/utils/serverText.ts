import type { IntlShape } from 'react-intl';
import { getTranslation } from './getTranslation';
import { decimal } from './format';

/** Code and values of a sentence, as the server sends them beside its English text. */
interface Words {
  code: string;
  values: Record<string, unknown>;
}

/**
 * A sentence of the server in the reader's language. Its English text stands as it is where it has no words (a vendor said
 * it, or an earlier version), and where the language has none for it; so English is no part of the panel's bundle.
 */
export function serverText(intl: IntlShape, message: string, words: unknown): string {
  if (!isWords(words)) return message;
  const id = getTranslation(`server.${words.code}`);
  if (typeof intl.messages[id] !== 'string') return message;
  const values = Object.entries(words.values).map(([name, value]) => [name, shown(intl, value)] as const);
  // A sentence within another may end with a stop of its own.
  return intl.formatMessage({ id }, Object.fromEntries(values)).replace(/\.\.(?=\s|$)/g, '.');
}

/**
 * A constant of a connector (a record type, a field, its hint), by its English text, which stands where the language has
 * none for it: in English, and of what others' connectors say.
 */
export const labelText = (intl: IntlShape, text: string): string => textOr(intl, `label.${text}`, text);

function textOr(intl: IntlShape, key: string, text: string): string {
  const found = intl.messages[getTranslation(key)];
  return typeof found === 'string' ? found : text;
}

/** See `SentenceValue` of the server. */
function shown(intl: IntlShape, value: unknown): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (!isObject(value)) return '';
  if (typeof value.message === 'string') return serverText(intl, value.message, value.words);
  if (typeof value.decimal === 'string') return decimal(value.decimal, intl.locale);
  if (typeof value.date === 'string') return intl.formatDate(value.date, { timeZone: 'UTC', dateStyle: 'medium' });
  if (Array.isArray(value.anyOf)) return intl.formatList(value.anyOf as string[], { type: 'disjunction' });
  if (typeof value.role === 'string') return textOr(intl, `setup.role.${value.role}`, value.role);
  if (typeof value.label === 'string') return labelText(intl, value.label);
  return '';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isWords = (words: unknown): words is Words =>
  isObject(words) && typeof words.code === 'string' && isObject(words.values);
