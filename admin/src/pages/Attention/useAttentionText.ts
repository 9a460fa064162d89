import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/attention.json';

export type AttentionTextKey = keyof typeof texts;

export const useAttentionText = createTextHook(texts);
