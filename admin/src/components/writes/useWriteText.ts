import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/writes.json';

export type WriteTextKey = keyof typeof texts;

export const useWriteText = createTextHook(texts);
