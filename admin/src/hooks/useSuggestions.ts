import { useEffect, useState } from 'react';
import type { listSuggestions } from '../../../server/src/contracts';
import { useCrosswalkListSuggestionsQuery } from '../services/crosswalk';
import type { ArgOf } from '../services/request';

const UNTIL_INDEXED_MS = 1000;

/**
 * Ranked partners, or hits of a search. While the server still builds its search index there are plain hits, and the
 * ranked ones are asked for every second.
 */
export function useSuggestions(arg: ArgOf<typeof listSuggestions>) {
  const [waiting, setWaiting] = useState(false);
  const result = useCrosswalkListSuggestionsQuery(arg, { pollingInterval: waiting ? UNTIL_INDEXED_MS : 0 });
  const isIndexed = result.currentData?.data.indexed ?? true;
  useEffect(() => setWaiting(!isIndexed), [isIndexed]);
  return { ...result, isIndexed };
}
