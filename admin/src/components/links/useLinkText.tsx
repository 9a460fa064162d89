import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { createTextHook, type TextValues } from '../../hooks/createTextHook';
import texts from '../../translations/en/links.json';
import { getTranslation } from '../../utils/getTranslation';

export type LinkTextKey = keyof typeof texts;

export const useLinkText = createTextHook(texts);

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
