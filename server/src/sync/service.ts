import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Run } from '../contracts/runs';
import { claimSchedule, findDueConnections } from '../connections/repository';
import { databaseOf } from '../utils/database';
import { ConflictError } from '../utils/errors';
import { getService } from '../utils/services';
import { sentence } from '../utils/sentence';

/** A run that was asked to stop does so at once, or at the end of a request to the vendor. */
const MAKE_WAY_MS = 3_000;
const MAKE_WAY_POLL_MS = 50;

/** Syncs by hand and by schedule. Never two at once for a connection: the run's lane sees to it. */
export const sync = ({ strapi }: { strapi: Core.Strapi }) => {
  /** A run that follows notices makes way for a sync, which follows them too. */
  async function makeWay(connectionId: string): Promise<void> {
    const end = Date.now() + MAKE_WAY_MS;
    for (let asked = false; Date.now() < end;) {
      const run = await getService(strapi, 'runs').activeInput(connectionId);
      if (run?.input.noticesOnly !== true) return;
      if (!asked) await getService(strapi, 'runs').cancel(run.id);
      asked = true;
      await sleep(MAKE_WAY_POLL_MS);
    }
  }

  return {
    /** Starts a sync, or answers with the one under way. One that is not `full` reads what changed, where it can. */
    async start(connectionId: string, startedBy: string, { full }: { full: boolean }): Promise<Run> {
      const connection = await getService(strapi, 'connections').get(connectionId);
      if (connection.state === 'draft')
        throw new ConflictError(
          sentence('connections.connectOrUpload', 'Connect the system first, or upload its file.'),
        );
      if (connection.state === 'expired')
        throw new ConflictError(
          sentence('connections.reconnectThenSync', 'The connection has expired. Reconnect it, then sync.'),
        );
      await makeWay(connectionId);
      return getService(strapi, 'runs').enqueue({ kind: 'sync', connectionId, startedBy, input: { full } });
    },

    /** Matches again what was read before. */
    async startMatch(connectionId: string, startedBy: string): Promise<Run> {
      await getService(strapi, 'connections').get(connectionId);
      return getService(strapi, 'runs').enqueue({ kind: 'match', connectionId, startedBy });
    },

    /** Starts the syncs that are due; of several processes one does. */
    async startDue(): Promise<void> {
      const db = databaseOf(strapi);
      const now = new Date();
      for (const connection of await findDueConnections(db, now)) {
        const next = new Date(now.getTime() + connection.syncIntervalMinutes * 60_000);
        if (await claimSchedule(db, connection.id, now, next)) {
          await makeWay(connection.id);
          await getService(strapi, 'runs').enqueue({
            kind: 'sync',
            connectionId: connection.id,
            startedBy: 'Schedule',
            input: { full: false },
          });
        }
      }
    },
  };
};
