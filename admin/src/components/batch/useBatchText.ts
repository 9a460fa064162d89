import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/batch.json';

export type BatchTextKey = keyof typeof texts;

export const useBatchText = createTextHook(texts);
