import type { Connection } from '../../../../server/src/contracts';
import { useUrlState } from '../../hooks/useUrlState';

const DEFAULTS = { connection: '', page: '1' } as const;
const sum = (connections: readonly Connection[], pick: (counts: Connection['counts'][number]) => number) =>
  connections.flatMap((connection) => connection.counts).reduce((total, counts) => total + pick(counts), 0);

/**
 * Which proposals the queue shows. Connections that are still being set up are reviewed in their wizard; while one of
 * them has proposals, the queue is of one live connection at a time, so that theirs do not come among the others.
 */
export function useReviewScope(connections: readonly Connection[]) {
  const [url, set] = useUrlState(DEFAULTS);
  const live = connections.filter((connection) => connection.wizardStep === 'done');
  const inSetup = connections.filter(
    (connection) => connection.wizardStep !== 'done' && connection.counts.some((counts) => counts.proposed > 0),
  );
  const canShowAll = inSetup.length === 0;
  const asked = live.find((connection) => connection.id === url.connection);
  const waiting = live.find((connection) => connection.counts.some((counts) => counts.proposed > 0));
  const only = asked ?? (canShowAll ? undefined : (waiting ?? live[0]));
  const shown = only ? [only] : live;
  const withUnlinked = shown.find((connection) => connection.counts.some((counts) => counts.localUnlinked > 0));

  return {
    live,
    inSetup,
    canShowAll,
    /** undefined: all live ones. */
    connectionId: only?.id,
    setConnection: (connection: string) => set({ connection, page: '1' }),
    proposed: sum(shown, (counts) => counts.proposed),
    unlinked: sum(shown, (counts) => counts.localUnlinked),
    /** A connection whose records wait to be mapped by hand. */
    toMap: withUnlinked?.id,
  };
}
