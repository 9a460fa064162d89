import { PLUGIN_ID } from '../pluginId';

type Texts = Record<string, string>;
type Load = () => Promise<{ default: Texts }>;

/** Texts that are shown outside the plugin's own pages; loaded when the panel starts, for each language it offers. */
const menus: Record<string, Load> = {
  en: () => import('./en/menu.json'),
  de: () => import('./de/menu.json'),
  fr: () => import('./fr/menu.json'),
  es: () => import('./es/menu.json'),
  pt: () => import('./pt/menu.json'),
};

/**
 * All other texts of a language, loaded with the first page that shows any. English has none here: its texts are the
 * default messages of the components.
 */
const pages: Record<string, Load> = {
  de: () => import('./de'),
  fr: () => import('./fr'),
  es: () => import('./es'),
  pt: () => import('./pt'),
};

/** Texts with the plugin's prefix, as the panel wants them; the files leave it out. */
const prefixed = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]));

/** A panel set to `pt-BR` reads the texts of `pt`. */
const languageOf = (locale: string): string => locale.split('-')[0] ?? locale;

/** English is in the components, so that a language that cannot be loaded is no reason to show nothing. */
async function textsOf(load: Load | undefined): Promise<Texts | null> {
  if (!load) return {};
  try {
    return prefixed((await load()).default);
  } catch {
    return null;
  }
}

const loadedMenus = new Map<string, Texts>();

export async function menuTexts(locale: string): Promise<Texts> {
  const texts = (await textsOf(menus[languageOf(locale)])) ?? {};
  loadedMenus.set(locale, texts);
  return texts;
}

export const loadedText = (locale: string, id: string): string | undefined => loadedMenus.get(locale)?.[id];

const NONE: Texts = {};
const loadedPages = new Map<string, Texts>();

/** The texts of a locale's pages, empty where the components' own are all there is; undefined: not loaded yet. */
export function loadedPageTexts(locale: string): Texts | undefined {
  const language = languageOf(locale);
  return pages[language] ? loadedPages.get(language) : NONE;
}

/** Loads them; what fails is empty now and tried again with the next page. */
export async function loadPageTexts(locale: string): Promise<Texts> {
  const language = languageOf(locale);
  const texts = await textsOf(pages[language]);
  if (texts) loadedPages.set(language, texts);
  return texts ?? NONE;
}
