import type { Core } from '@strapi/strapi';
import { createId } from '@paralleldrive/cuid2';
import type { QueuedRequest, RequestQueue } from '../connectors/contract';
import { ConnectorError } from '../connectors/errors';
import { jobOf } from '../connectors/quickbooks-desktop/jobs';
import { databaseOf, inTransaction } from '../utils/database';
import { sayingOf } from '../utils/sentence';
import { dropOldReads, dropRequest, findPages, findRequest, insertRequests } from './repository';
import { waitingText } from './waiting';

/** QuickBooks refuses ids of message sets of more than 24 characters. */
const MESSAGE_SET_ID_CHARS = 23;

/** What a run of a connection asks of the Web Connector, as connectors see it. */
export function requestQueue(strapi: Core.Strapi, connectionId: string, runId: number): RequestQueue {
  // What a request reads is of its run; what it writes is written once, whichever run asks.
  const keyOf = ({ key, kind }: Pick<QueuedRequest, 'key' | 'kind'>) => (jobOf(kind).writes ? key : ownKey(key));
  const ownKey = (key: string) => `${runId}:${key}`;

  return {
    async put(requests) {
      await inTransaction(strapi, async (trx) => {
        await dropOldReads(trx, connectionId, runId);
        await insertRequests(
          trx,
          requests.map((request) => ({
            connectionId,
            runId,
            key: keyOf(request),
            page: 0,
            kind: request.kind,
            parameters: request.parameters,
            messageSetId: jobOf(request.kind).writes ? createId().slice(0, MESSAGE_SET_ID_CHARS) : null,
          })),
        );
      });
    },

    async read(key, page) {
      const db = databaseOf(strapi);
      for (const name of [ownKey(key), key]) {
        const pages = await findPages(db, connectionId, name);
        if (pages.length === 0) continue;
        const failed = pages.find(({ state }) => state === 'failed');
        if (failed) {
          const error = (await findRequest(db, connectionId, name, failed.page))?.error;
          throw new ConnectorError(error?.kind ?? 'unavailable', error ? sayingOf(error) : 'The request failed', {
            code: error?.code ?? null,
          });
        }
        if (pages.some(({ state }) => state !== 'answered'))
          throw new ConnectorError('pending', await waitingText(db, connectionId));
        const row = await findRequest(db, connectionId, name, page);
        return row ? { answer: row.answer, pages: pages.length } : null;
      }
      return null;
    },

    async forget(key) {
      for (const name of [ownKey(key), key]) await dropRequest(databaseOf(strapi), connectionId, name);
    },
  };
}
