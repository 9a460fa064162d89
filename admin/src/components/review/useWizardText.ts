import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/wizard.json';
import { getTranslation } from '../../utils/getTranslation';

export type WizardTextKey = keyof typeof texts;
export type TextValues = Record<string, string | number>;

/** Texts of wizard.json in the reader's language; the English file is also the default message. */
export function useWizardText(): (key: WizardTextKey, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
