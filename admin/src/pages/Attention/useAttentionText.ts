import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/attention.json';
import { getTranslation } from '../../utils/getTranslation';

export type AttentionTextKey = keyof typeof texts;

/** Texts of attention.json in the reader's language; the English file is also the default message. */
export function useAttentionText(): (key: AttentionTextKey, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
