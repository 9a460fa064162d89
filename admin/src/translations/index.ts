import { PLUGIN_ID } from '../pluginId';

type Texts = Record<string, string>;
/** Texts as the panel wants them: with the plugin's prefix, which the files leave out. */
const prefixed = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

/** Texts that are shown outside the plugin's own pages; loaded when the panel starts. */
const menus: Record<string, () => Promise<{ default: Texts }>> = {
  en: () => import('./en/menu.json'),
};

/**
 * All other texts of a language, loaded with the first page that shows any. English has none here: its texts are the
 * default messages of the components.
 */
const pages: Record<string, () => Promise<{ default: Texts }>> = {};

/** A panel set to `pt-BR` reads the texts of `pt`. */
const languageOf = (locale: string): string => locale.split('-')[0] ?? locale;

const loaded = new Map<string, Texts>();

export async function menuTexts(locale: string): Promise<Texts> {
  const load = menus[languageOf(locale)];
  const texts = load ? prefixed((await load()).default) : {};
  loaded.set(locale, texts);
  return texts;
}

export const loadedText = (locale: string, id: string): string | undefined => loaded.get(locale)?.[id];

/** null: the default messages are all there is. */
export function pageTexts(locale: string): Promise<Texts> | null {
  const load = pages[languageOf(locale)];
  return load ? load().then((texts) => prefixed(texts.default)) : null;
}
