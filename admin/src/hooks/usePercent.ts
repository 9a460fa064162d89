import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { percent } from '../utils/format';

/** A probability as text, in the reader's language: `97.5%`, `97,5 %`. */
export function usePercent(): (score: number) => string {
  const intl = useIntl();
  return useCallback((score) => percent(intl, score), [intl]);
}
