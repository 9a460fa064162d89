import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/evidence.json';
import { getTranslation } from '../../utils/getTranslation';

export type EvidenceTextKey = keyof typeof texts;
export type TextValues = Record<string, string | number>;

/** Texts of evidence.json in the reader's language; the English file is also the default message. */
export function useEvidenceText(): (key: EvidenceTextKey, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
