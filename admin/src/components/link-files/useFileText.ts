import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/link-files.json';

export type FileTextKey = keyof typeof texts;

export const useFileText = createTextHook(texts);
