import { useCallback } from 'react';
import { useIntl } from 'react-intl';

/** A weight in bits as text: `+5.2`, `-0.6`, `0.0`. */
export function useBits(): (bits: number) => string {
  const intl = useIntl();
  return useCallback(
    (bits) =>
      intl.formatNumber(bits, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
    [intl],
  );
}
