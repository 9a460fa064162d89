import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useEvidenceText } from '../evidence/useEvidenceText';

/** An expected number of records as people say it: `about 1.2`, `about 34`, `fewer than 0.1`, `none`. */
export function useExpected(): (count: number) => string {
  const intl = useIntl();
  const say = useEvidenceText();
  return useCallback(
    (count) => {
      if (count === 0) return say('limit.expected.none');
      if (count < 0.1) return say('limit.expected.few', { count: intl.formatNumber(0.1) });
      const digits = count < 10 ? 1 : 0;
      return say('limit.expected.about', { count: intl.formatNumber(count, { maximumFractionDigits: digits }) });
    },
    [intl, say],
  );
}
