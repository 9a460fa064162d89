import { createTextHook } from './createTextHook';
import texts from '../translations/en/shell.json';

export type TextKey = keyof typeof texts;

export const useText = createTextHook(texts);
