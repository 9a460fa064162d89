import { useIntl } from 'react-intl';
import type { Readiness } from '../../hooks/useReadiness';
import { money } from '../../utils/format';
import { useInvoiceText } from './useInvoiceText';

/** Which source and connection it is (`of`), how many records are ready, how many are not and what waits on them. */
export function useReadinessTexts({ source, connection, counts }: Readiness) {
  const intl = useIntl();
  const text = useInvoiceText();
  return {
    of: text('invoices.readiness.of', { source: source.displayName, connection: connection.name }),
    ready: text('invoices.readiness.ready', { count: counts.ready }),
    blocked: text('invoices.readiness.blocked', {
      count: counts.blocked,
      total: intl.formatList(
        counts.values.map((value) => money(value.blocked, value.currency, intl.locale)),
        { type: 'unit' },
      ),
    }),
  };
}
