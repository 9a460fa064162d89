import { useEffect, useState } from 'react';
import { useCrosswalkListInvoiceSourcesQuery, useLazyCrosswalkListDraftsQuery } from '../services/crosswalk';

/** Records that can be invoiced now, over all sources and live connections; null: not known (yet). */
export function useReadyCount(): number | null {
  const { data } = useCrosswalkListInvoiceSourcesQuery(undefined);
  const [listDrafts] = useLazyCrosswalkListDraftsQuery();
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    if (!data) return undefined;
    const { sources, connections } = data.data;
    const live = connections.filter(({ state }) => state === 'live');
    const asked = sources
      .filter(({ problem }) => problem === null)
      .flatMap(({ name }) => live.map(({ id }) => ({ source: name, connectionId: id })));
    let current = true;
    Promise.all(asked.map((query) => listDrafts({ query: { ...query, status: 'ready', pageSize: 1 } }).unwrap())).then(
      (answers) => current && setCount(answers.reduce((sum, { meta }) => sum + meta.counts.ready, 0)),
      () => current && setCount(null),
    );
    return () => {
      current = false;
    };
  }, [data, listDrafts]);
  return count;
}
