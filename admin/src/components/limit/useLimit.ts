import { useDebounce } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Mapping } from '../../../../server/src/contracts';
import { useCrosswalkMappingThresholdQuery } from '../../services/crosswalk';
import { LEAST, MOST, nearestPoint, shareOf, typedPercent } from './scale';

const PAUSE_MS = 300;
export const MOST_MARGIN = 0.5;

/**
 * A limit and lead that are tried out, as they are typed and as numbers, beside the ones in force. The lines and
 * counts of a limit on the curve are there at once; the names follow a moment after it stays where it is.
 */
export function useLimit(mapping: Mapping) {
  const [typed, setTyped] = useState(typedPercent(mapping.threshold));
  const [typedMargin, setTypedMargin] = useState(typedPercent(mapping.margin));
  const threshold = shareOf(typed, LEAST, MOST);
  const margin = shareOf(typedMargin, 0, MOST_MARGIN);
  const [lastValid, setLastValid] = useState({ threshold: mapping.threshold, margin: mapping.margin });
  const valid = { threshold: threshold ?? lastValid.threshold, margin: margin ?? lastValid.margin };
  if (valid.threshold !== lastValid.threshold || valid.margin !== lastValid.margin) setLastValid(valid);
  const at = useDebounce(valid.threshold, PAUSE_MS);
  const withMargin = useDebounce(valid.margin, PAUSE_MS);

  const params = { id: mapping.id };
  const inForce = useCrosswalkMappingThresholdQuery({ params, query: {} });
  const tried = useCrosswalkMappingThresholdQuery({ params, query: { at, margin: withMargin } });
  const result = tried.data?.data;
  const isCurrent = result !== undefined && !tried.isFetching && at === valid.threshold && withMargin === valid.margin;
  const near = nearestPoint(result?.points ?? [], valid.threshold);

  return {
    typed,
    setTyped,
    typedMargin,
    setTypedMargin,
    setThreshold: (next: number) => setTyped(typedPercent(next)),
    /** null: what is typed is no percentage within bounds. */
    threshold,
    margin,
    changed: threshold !== mapping.threshold || margin !== mapping.margin,
    restore: () => {
      setTyped(typedPercent(mapping.threshold));
      setTypedMargin(typedPercent(mapping.margin));
    },
    inForce: inForce.data?.data,
    result,
    /** Counts at the limit that is tried; from the nearest point of the curve until its own are read. */
    point: isCurrent || !near ? result?.at : { ...near, threshold: valid.threshold },
    isCurrent,
    error: inForce.error ?? tried.error,
    retry: () => {
      void inForce.refetch();
      void tried.refetch();
    },
  };
}
