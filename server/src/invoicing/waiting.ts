import type { Core } from '@strapi/strapi';
import { TABLES } from '../constants';
import { chunksOf, type Database, databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { amountOf, readDecimal, sumOf } from './amounts';
import { openRecords } from './drafts';
import { factsOf } from './facts';
import { localKeysOf } from './references';
import type { SourceRecord } from './types';

/** Amounts are not counted again for every page of a list. */
const FRESH_MS = 15_000;

/**
 * Counts how much unbilled work refers to each local record (its own, or through its parents), and keeps it for lists
 * to be sorted by: one pass over the open records of every source.
 */
export const waitingAmounts = (strapi: Core.Strapi) => {
  const countedAt = new Map<string, number>();

  return async function refresh(connectionId: string): Promise<void> {
    if (Date.now() - (countedAt.get(connectionId) ?? 0) < FRESH_MS) return;
    const { facts, connector } = await factsOf(strapi, connectionId);
    if (!connector.invoicing) return;
    const amounts = new Map<string, string>();
    for (const source of getService(strapi, 'invoicing').compiledSources()) {
      for await (const record of openRecords(strapi, source, connectionId)) {
        const total = totalOf(record);
        for (const key of localKeysOf([record], facts)) amounts.set(key, sumOf([amounts.get(key) ?? '0', total]));
      }
    }
    await inTransaction(strapi, async (trx) => {
      await trx(TABLES.waiting).where({ connection_id: connectionId }).delete();
      const rows = [...amounts].map(([localKey, amount]) => ({
        connection_id: connectionId,
        local_key: localKey,
        amount,
        weight: Number(amount),
      }));
      for (const chunk of chunksOf(rows, 100)) await trx(TABLES.waiting).insert(chunk);
    });
    countedAt.set(connectionId, Date.now());
  };
};

const totalOf = ({ lines }: SourceRecord): string =>
  sumOf(
    lines.map(({ quantity, unitPrice }) => {
      const [many, each] = [readDecimal(quantity), readDecimal(unitPrice)];
      return many === null || each === null ? '0' : amountOf(many, each);
    }),
  );

/** Amounts that wait on local records, by local key. */
export async function findWaiting(strapi: Core.Strapi, localKeys: readonly string[]): Promise<Map<string, string>> {
  const db: Database = databaseOf(strapi);
  const found = new Map<string, string>();
  for (const chunk of chunksOf(localKeys)) {
    const rows: { local_key: string; amount: string }[] = await db(TABLES.waiting)
      .whereIn('local_key', chunk)
      .select('local_key', 'amount');
    for (const row of rows) found.set(row.local_key, row.amount);
  }
  return found;
}
