import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import texts from '../../translations/en/invoices.json';
import { getTranslation } from '../../utils/getTranslation';

export type InvoiceTextKey = keyof typeof texts;

/** Text of invoices.json in the reader's language; the English file is also the default message. */
export function useInvoiceText(): (key: InvoiceTextKey, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useCallback(
    (key, values) => intl.formatMessage({ id: getTranslation(key), defaultMessage: texts[key] }, values),
    [intl],
  );
}
