import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { getTranslation } from '../utils/getTranslation';

export type TextValues = Record<string, string | number>;

/** A hook for the texts of one file of `translations/en`: in the reader's language, the file as default message. */
export const createTextHook = <Texts extends Record<string, string>>(texts: Texts) =>
  function useTexts(): (key: keyof Texts & string, values?: TextValues) => string {
    const intl = useIntl();
    return useCallback(
      (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
      [intl],
    );
  };
