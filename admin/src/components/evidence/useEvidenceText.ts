import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/evidence.json';

export type EvidenceTextKey = keyof typeof texts;

export const useEvidenceText = createTextHook(texts);
