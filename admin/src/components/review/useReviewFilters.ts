import { useMemo } from 'react';
import type { QueryInputOf, listLinks } from '../../../../server/src/contracts';
import type { BatchFilter } from '../batch/BatchDrawer';
import { useUrlState } from '../../hooks/useUrlState';
import { pageInUrl } from '../../utils/pageInUrl';

export const SORTS = ['score:desc', 'score:asc', 'local:asc', 'external:asc', 'waiting:desc'] as const;
export const SCORES = ['all', 'sure', 'likely', 'close'] as const;
export type ScoreBand = (typeof SCORES)[number];

/** Bounds of each band of the score filter; probabilities. */
const BANDS: Record<ScoreBand, { minScore?: number; maxScore?: number }> = {
  all: {},
  sure: { minScore: 0.99 },
  likely: { minScore: 0.97, maxScore: 0.99 },
  close: { maxScore: 0.97 },
};

/** Fields whose agreement is worth a look of its own. */
export const AGREEING = ['taxId', 'sku', 'barcode', 'email', 'domain', 'phone', 'name'] as const;
export const WARNED = ['any', 'none'] as const;

const DEFAULTS = {
  search: '',
  score: 'all',
  agrees: '',
  warning: '',
  waiting: '',
  sort: 'score:desc',
  page: '1',
  pageSize: '25',
} as const;
export type FilterName = 'search' | 'score' | 'agrees' | 'warning' | 'waiting' | 'sort';
export const NO_FILTERS = { search: '', score: 'all', agrees: '', warning: '', waiting: '' } as const;

/**
 * Search, score band, evidence, warnings, order and page of the review, kept in the URL. What the URL says wrongly counts as not set.
 * @param byAmount the list is of one connection, so that unbilled amounts can filter and order it
 */
export function useReviewFilters(byAmount: boolean) {
  const [state, set] = useUrlState(DEFAULTS);
  const { query, filter, filters } = useMemo(() => {
    const sort =
      SORTS.find((option) => option === state.sort && (byAmount || option !== 'waiting:desc')) ?? 'score:desc';
    const score = SCORES.find((option) => option === state.score) ?? 'all';
    const search = state.search.slice(0, 200);
    const agrees = AGREEING.find((role) => role === state.agrees) ?? '';
    const warning = WARNED.find((option) => option === state.warning) ?? '';
    // Amounts are known for one connection at a time.
    const waiting = byAmount && state.waiting === 'any' ? 'any' : '';
    const filter: BatchFilter = {
      ...BANDS[score],
      ...(search ? { search } : {}),
      ...(agrees ? { agrees } : {}),
      ...(warning ? { warning } : {}),
      ...(waiting ? { waiting } : {}),
    };
    const built: QueryInputOf<typeof listLinks> = {
      state: 'proposed',
      ...pageInUrl(state),
      sort,
      ...filter,
    };
    return { query: built, filter, filters: { sort, score, search, agrees, warning, waiting } };
  }, [state, byAmount]);
  return {
    filters,
    query,
    /** The same without state, order and page. */
    filter,
    filtered: Object.keys(filter).length > 0,
    /** Changes filters and goes back to the first page. */
    setFilters: (changes: Partial<Record<FilterName, string>>) => set({ ...changes, page: '1' }, { replace: true }),
    firstPage: () => set({ page: '1' }, { replace: true }),
  };
}
