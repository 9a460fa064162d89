import type { Core } from '@strapi/strapi';
import type { Run } from '../contracts/runs';
import { claimSchedule, findDueConnections } from '../connections/repository';
import { databaseOf } from '../utils/database';
import { ConflictError } from '../utils/errors';
import { getService } from '../utils/services';

/** Syncs by hand and by schedule. Never two at once for a connection: the run's lane sees to it. */
export const sync = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** Starts a sync, or answers with the one under way. */
  async start(connectionId: string, startedBy: string): Promise<Run> {
    const connection = await getService(strapi, 'connections').get(connectionId);
    if (connection.state === 'draft') throw new ConflictError('Connect the system first, or upload its file');
    if (connection.state === 'expired') throw new ConflictError('The connection has expired. Reconnect it, then sync.');
    return getService(strapi, 'runs').enqueue({ kind: 'sync', connectionId, startedBy });
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
        await getService(strapi, 'runs').enqueue({ kind: 'sync', connectionId: connection.id, startedBy: 'Schedule' });
      }
    }
  },
});
