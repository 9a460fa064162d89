import { loadedText } from '../translations';
import texts from '../translations/en/menu.json';
import { getTranslation } from './getTranslation';

export type MenuTextKey = keyof typeof texts;

/** A text that is shown outside the plugin's pages, as the panel wants it. */
export const menuText = (key: MenuTextKey): { id: string; defaultMessage: string } => ({
  id: getTranslation(key),
  defaultMessage: texts[key],
});

/** The same as a word, where the panel wants one outside of any component. */
export const menuTextNow = (key: MenuTextKey): string =>
  loadedText(document.documentElement.lang, getTranslation(key)) ?? texts[key];
