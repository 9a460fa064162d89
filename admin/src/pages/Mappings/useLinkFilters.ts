import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { QueryInputOf, listLinks } from '../../../../server/src/contracts';
import { pageInUrl } from '../../utils/pageInUrl';

export const STATES = ['proposed', 'confirmed', 'rejected'] as const;
export const ORIGINS = ['auto', 'manual', 'created', 'merged'] as const;
export const ATTENTIONS = ['any', 'inactive', 'deleted', 'merged', 'repurposed', 'local_gone'] as const;
export const SORTS = [
  'score:desc',
  'score:asc',
  'local:asc',
  'local:desc',
  'external:asc',
  'external:desc',
  'decidedAt:desc',
] as const;

const FILE_ACTS = ['export', 'import'] as const;
export type FileAct = (typeof FILE_ACTS)[number];
export type FilterName = 'connection' | 'mapping' | 'state' | 'attention' | 'origin' | 'search' | 'sort';
export type LinkQuery = QueryInputOf<typeof listLinks>;

/** Filters of the table in the URL. What the URL says wrongly (an unknown state …) counts as not set. */
export function useLinkFilters() {
  const [params, setParams] = useSearchParams();

  const filters = useMemo(() => {
    const oneOf = <T extends string>(name: FilterName, options: readonly T[]) =>
      options.find((option) => option === params.get(name)) ?? '';
    return {
      connection: params.get('connection') ?? '',
      mapping: params.get('mapping') ?? '',
      state: oneOf('state', STATES),
      attention: oneOf('attention', ATTENTIONS),
      origin: oneOf('origin', ORIGINS),
      search: (params.get('search') ?? '').slice(0, 200),
      sort: oneOf('sort', SORTS) || 'score:desc',
      ...pageInUrl({ page: params.get('page'), pageSize: params.get('pageSize') }),
    } as const;
  }, [params]);

  /** Sets filters, takes the empty ones out of the URL, and goes back to the first page. */
  const setFilters = useCallback(
    (changes: Partial<Record<FilterName, string>>) =>
      setParams(
        (current) => {
          const next = new URLSearchParams(current);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') next.delete(name);
            else next.set(name, value);
          }
          next.delete('page');
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  /** Opens the drawer of a link, or closes it; nothing else in the URL changes. */
  const openLink = useCallback(
    (id: string | null) =>
      setParams((current) => {
        const next = new URLSearchParams(current);
        if (id === null) next.delete('link');
        else next.set('link', id);
        return next;
      }),
    [setParams],
  );

  /** Opens the drawer that exports or imports a file, or closes it. */
  const openFile = useCallback(
    (act: FileAct | null) =>
      setParams((current) => {
        const next = new URLSearchParams(current);
        if (act === null) next.delete('file');
        else next.set('file', act);
        return next;
      }),
    [setParams],
  );

  const { connection, mapping, state, attention, origin, search, sort, page, pageSize } = filters;
  const query: LinkQuery = {
    page,
    pageSize,
    sort,
    ...(connection && { connectionId: connection }),
    ...(mapping && { mappingId: mapping }),
    ...(state && { state }),
    ...(attention && { attention }),
    ...(origin && { origin }),
    ...(search && { search }),
  };
  const filtered = [connection, mapping, state, attention, origin, search].some((value) => value !== '');
  const fileAct = FILE_ACTS.find((act) => act === params.get('file')) ?? null;
  return { filters, filtered, query, setFilters, openLink, linkId: params.get('link'), openFile, fileAct };
}
