import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/link-files.json';
import { getTranslation } from '../../utils/getTranslation';

export type FileTextKey = keyof typeof texts;

/** Text of link-files.json in the reader's language; the English file is also the default message. */
export function useFileText(): (key: FileTextKey, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
