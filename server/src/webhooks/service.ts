import type { Core } from '@strapi/strapi';
import type { Notice } from '../connectors/contract';
import { type ConnectionRow, findConnections, updateConnection } from '../connections/repository';
import { databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { findNoticed, saveNotices } from './repository';

/** A run that was at work has had this long to follow a notice itself. */
const PATIENCE_MS = 1_000;
/** When to look whether it did; the schedule looks every minute, too. */
const LOOK_AGAIN_MS = 2_000;

/** Before the first sync there is nothing to bring up to date; after the authorisation has ended nothing can be read. */
const canFollow = ({ state, lastSyncAt }: ConnectionRow): boolean =>
  (state === 'live' || state === 'setup') && lastSyncAt !== null;

/** What vendors tell of changes: kept at once, followed by a run. */
export const webhooks = ({ strapi }: { strapi: Core.Strapi }) => {
  let timer: NodeJS.Timeout | undefined;

  const follow = (connection: ConnectionRow) =>
    getService(strapi, 'runs').enqueue({
      kind: 'sync',
      connectionId: connection.id,
      startedBy: `${getService(strapi, 'connectors').get(connection.connector).displayName} (webhook)`,
      input: { noticesOnly: true },
    });

  /**
   * Starts runs for notices that came while another run was at work. After a run that failed they wait for the next
   * sync, or the next notice, so that a vendor that is down is left alone.
   */
  async function startWaiting(): Promise<void> {
    const ids = await findNoticed(databaseOf(strapi), new Date(Date.now() - PATIENCE_MS));
    if (ids.length === 0) return;
    const { active, last } = await getService(strapi, 'runs').latest(ids);
    for (const connection of await findConnections(databaseOf(strapi))) {
      const isQuiet =
        !active.some(({ connectionId }) => connectionId === connection.id) &&
        last.find(({ connectionId }) => connectionId === connection.id)?.state === 'succeeded';
      if (ids.includes(connection.id) && canFollow(connection) && isQuiet) await follow(connection);
    }
  }

  function lookAgain(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      startWaiting().catch((error: unknown) =>
        strapi.log.warn(`crosswalk: notices could not be followed: ${String(error)}`),
      );
    }, LOOK_AGAIN_MS).unref();
  }

  return {
    stop: () => clearTimeout(timer),

    startWaiting,

    /** Keeps the notices of accounts that are connected, and has them followed. Others are none of our business. */
    async take(connectorId: string, notices: readonly Notice[]): Promise<void> {
      if (notices.length === 0) return;
      const connections = (await findConnections(databaseOf(strapi))).filter(
        (connection) => connection.connector === connectorId && canFollow(connection),
      );
      for (const connection of connections) {
        const own = notices.filter(({ accountId }) => accountId === connection.accountId);
        if (own.length === 0) continue;
        await inTransaction(strapi, async (trx) => {
          // First the connection: deliveries that name the same records in another order take turns at its row.
          await updateConnection(trx, connection.id, { noticedAt: new Date() });
          await saveNotices(trx, connection.id, own);
        });
        await follow(connection);
        lookAgain();
      }
    },
  };
};
