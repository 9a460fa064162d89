import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/writes.json';
import { getTranslation } from '../../utils/getTranslation';

export type WriteTextKey = keyof typeof texts;

/** Texts of writes.json in the reader's language; the English file is also the default message. */
export function useWriteText(): (key: WriteTextKey, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
