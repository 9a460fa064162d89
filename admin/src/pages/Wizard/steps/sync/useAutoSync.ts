import { useEffect, useRef } from 'react';
import type { Connection } from '../../../../../../server/src/contracts';
import { useCrosswalkSyncConnectionMutation } from '../../../../services/crosswalk';

/** Starts the first sync by itself, once, when the connection is ready and has never been synced. */
export function useAutoSync(connection: Connection, allowed: boolean) {
  const [sync, { isLoading, error }] = useCrosswalkSyncConnectionMutation();
  const started = useRef(false);
  const ready = connection.state === 'setup' || connection.state === 'live';
  const never = connection.activeRun === null && connection.lastRun === null && connection.lastSyncAt === null;
  // Without a mapping nothing could be matched, so the first sync waits for the set-up.
  const mapped = connection.counts.length > 0;
  const wanted = allowed && ready && never && mapped;

  useEffect(() => {
    if (!wanted || started.current) return;
    started.current = true;
    void sync({ params: { id: connection.id } });
  }, [wanted, sync, connection.id]);

  return {
    start: () => void sync({ params: { id: connection.id } }),
    starting: isLoading,
    error,
    /** Nothing has run yet, and nobody but the reader can start it. */
    waitsForStart: never && ready && mapped && !allowed,
  };
}
