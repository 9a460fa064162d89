import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../translations/en/cm.json';
import { getTranslation } from '../utils/getTranslation';

export type CmTextKey = keyof typeof texts;

/** Texts of cm.json in the reader's language; the English file is also the default message. */
export function useCmText(): (key: CmTextKey, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
