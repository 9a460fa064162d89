import { useEffect, useState } from 'react';
import type { Connection } from '../../../server/src/contracts';
import { useCrosswalkGetConnectionQuery, useCrosswalkListConnectionsQuery } from '../services/crosswalk';

const WHILE_RUNNING_MS = 1000;
const WHILE_WAITING_MS = 10_000;

/** How soon to ask again: every second while a run works, seldom while it waits, never (0) otherwise. */
function pollingInterval(connections: Connection[]): number {
  const states = connections.map((connection) => connection.activeRun?.state);
  if (states.some((state) => state === 'running' || state === 'queued')) return WHILE_RUNNING_MS;
  return states.some((state) => state === 'waiting') ? WHILE_WAITING_MS : 0;
}

/** One connection, read again every second while its run works. When the run ends, links and records refresh. */
export function useLiveConnection(id: string) {
  const [interval, setInterval] = useState(0);
  const result = useCrosswalkGetConnectionQuery(
    { params: { id } },
    { pollingInterval: interval, refetchOnMountOrArgChange: true },
  );
  const connection = result.data?.data;
  useEffect(() => setInterval(connection ? pollingInterval([connection]) : 0), [connection]);
  return result;
}

/** All connections, read again every second while any run works. */
export function useLiveConnections() {
  const [interval, setInterval] = useState(0);
  const result = useCrosswalkListConnectionsQuery(undefined, {
    pollingInterval: interval,
    refetchOnMountOrArgChange: true,
  });
  const connections = result.data?.data;
  useEffect(() => setInterval(connections ? pollingInterval(connections) : 0), [connections]);
  return result;
}
