import { useEffect, useState } from 'react';
import type { Connection } from '../../../server/src/contracts';
import { useCrosswalkGetConnectionQuery, useCrosswalkListConnectionsQuery } from '../services/crosswalk';

const WHILE_RUNNING_MS = 1000;
/** The Web Connector may call at any moment, and then brings a page every second. */
const WHILE_WAITED_FOR_MS = 3000;
/** What was read this many seconds ago is new enough for the next page; acts and ended runs have it read again. */
const FRESH_SECONDS = 10;
/** A schedule, or another admin, may start something at any time. */
const WHILE_IDLE_MS = 15_000;

/** The first sync of a connection with mappings starts by itself, at any moment. */
const startsSoon = ({ state, counts, activeRun, lastRun }: Connection): boolean =>
  state === 'setup' && counts.length > 0 && activeRun === null && lastRun === null;

/** How soon to ask again: every second while a run works or is about to, seldom otherwise. */
function pollingInterval(connections: Connection[]): number {
  const working = connections.some(
    (connection) =>
      connection.activeRun?.state === 'running' || connection.activeRun?.state === 'queued' || startsSoon(connection),
  );
  if (working) return WHILE_RUNNING_MS;
  const waitedFor = connections.some(({ activeRun }) => activeRun?.state === 'waiting' && activeRun.runAfter === null);
  return waitedFor ? WHILE_WAITED_FOR_MS : WHILE_IDLE_MS;
}

/** One connection, read again every second while its run works. When the run ends, links and records refresh. */
export function useLiveConnection(id: string) {
  const [interval, setInterval] = useState(0);
  const result = useCrosswalkGetConnectionQuery(
    { params: { id } },
    { pollingInterval: interval, refetchOnMountOrArgChange: FRESH_SECONDS },
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
    refetchOnMountOrArgChange: FRESH_SECONDS,
  });
  const connections = result.data?.data;
  useEffect(() => setInterval(connections ? pollingInterval(connections) : 0), [connections]);
  return result;
}
