import { useIntl } from 'react-intl';
import type { ChargeSum } from '../../../../server/src/contracts';
import { money } from '../../utils/format';
import { useChargesText } from './useChargesText';

/** Words for sums by currency, amounts and periods. */
export function useAmounts() {
  const intl = useIntl();
  const text = useChargesText();
  const amountOf = (amount: string | null, currency: string | null): string =>
    amount === null ? '–' : money(amount, currency, intl.locale);
  return {
    amountOf,
    sumOf: (sums: ChargeSum[], side: 'cost' | 'total'): string =>
      sums.map((sum) => amountOf(sum[side], sum.currency)).join(' + ') || '–',
    /** A month is the same everywhere, so that no time zone may move it. */
    periodOf: (period: string): string =>
      period === 'coming'
        ? text('charges.coming')
        : intl.formatDate(`${period}-01`, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    dayOf: (day: string): string => intl.formatDate(day, { dateStyle: 'medium', timeZone: 'UTC' }),
  };
}
