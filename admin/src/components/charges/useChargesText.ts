import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/charges.json';

export const useChargesText = createTextHook(texts);
