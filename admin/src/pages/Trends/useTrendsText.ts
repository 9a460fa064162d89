import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/trends.json';

export const useTrendsText = createTextHook(texts);
