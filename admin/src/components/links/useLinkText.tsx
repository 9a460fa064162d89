import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/links.json';
import { getTranslation } from '../../utils/getTranslation';

export type LinkTextKey = keyof typeof texts;
export type TextValues = Record<string, string | number>;

/** Text of links.json in the reader's language; the English file is also the default message. */
export function useLinkText(): (key: LinkTextKey, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}

/** The same for texts with `<b>` in them. */
export function useRichLinkText(): (key: LinkTextKey, values?: TextValues) => React.ReactNode {
  const intl = useIntl();
  return useCallback(
    (key, values) =>
      intl.formatMessage(
        { id: getTranslation(key), defaultMessage: texts[key] },
        { ...values, b: (chunks: React.ReactNode) => <strong>{chunks}</strong> },
      ),
    [intl],
  );
}
