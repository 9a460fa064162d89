import { createTextHook } from '../hooks/createTextHook';
import texts from '../translations/en/cm.json';

export type CmTextKey = keyof typeof texts;

export const useCmText = createTextHook(texts);
