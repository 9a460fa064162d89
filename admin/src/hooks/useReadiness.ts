import { useEffect, useState } from 'react';
import type { DraftCounts } from '../../../server/src/contracts';
import { useCrosswalkListInvoiceSourcesQuery, useLazyCrosswalkListDraftsQuery } from '../services/crosswalk';

/** What waits to be invoiced of one source on one live connection. */
export interface Readiness {
  source: { name: string; displayName: string };
  connection: { id: string; name: string };
  counts: DraftCounts;
}

/** What can be invoiced now and what is blocked, of each source on each live connection; counted once, when shown. */
export function useReadiness(): { rows: Readiness[] | null; failed: boolean } {
  const { data, isError } = useCrosswalkListInvoiceSourcesQuery(undefined);
  const [listDrafts] = useLazyCrosswalkListDraftsQuery();
  const [rows, setRows] = useState<Readiness[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!data) return undefined;
    const { sources, connections } = data.data;
    const live = connections.filter(({ state }) => state === 'live');
    const asked = sources
      .filter(({ problem }) => problem === null)
      .flatMap((source) => live.map((connection) => ({ source, connection })));
    let current = true;
    Promise.all(
      asked.map(async ({ source, connection }): Promise<Readiness> => {
        const query = { source: source.name, connectionId: connection.id, status: 'ready', pageSize: 1 } as const;
        return { source, connection, counts: (await listDrafts({ query }).unwrap()).meta.counts };
      }),
    ).then(
      (counted) => current && setRows(counted),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [data, listDrafts]);
  return { rows, failed: failed || isError };
}
