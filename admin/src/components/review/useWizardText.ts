import { createTextHook } from '../../hooks/createTextHook';
import texts from '../../translations/en/wizard.json';

export type WizardTextKey = keyof typeof texts;

export const useWizardText = createTextHook(texts);
