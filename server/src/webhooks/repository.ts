import { createId } from '@paralleldrive/cuid2';
import type { Notice } from '../connectors/contract';
import { TABLES } from '../constants';
import { chunksOf, type Database } from '../utils/database';

export interface NoticeRow {
  id: number;
  recordType: string;
  externalId: string;
  mergedInto: string | null;
  stamp: string;
}

/** One row per record, however often it is told. A later notice does not forget that the record was merged. */
export async function saveNotices(db: Database, connectionId: string, notices: readonly Notice[]): Promise<void> {
  const keyOf = ({ recordType, externalId }: Notice) => `${recordType}:${externalId}`;
  const byRecord = new Map<string, Notice>();
  for (const notice of notices) {
    const known = byRecord.get(keyOf(notice));
    byRecord.set(keyOf(notice), { ...notice, mergedInto: notice.mergedInto ?? known?.mergedInto ?? null });
  }
  const [merged, other] = [
    [...byRecord.values()].filter(({ mergedInto }) => mergedInto !== null),
    [...byRecord.values()].filter(({ mergedInto }) => mergedInto === null),
  ];
  for (const [group, columns] of [
    [merged, ['stamp', 'noticed_at', 'merged_into']],
    [other, ['stamp', 'noticed_at']],
  ] as const) {
    for (const chunk of chunksOf(group)) {
      const rows = chunk.map(({ recordType, externalId, mergedInto }) => ({
        connection_id: connectionId,
        record_type: recordType,
        external_id: externalId,
        merged_into: mergedInto,
        stamp: createId(),
        noticed_at: new Date(),
      }));
      await db(TABLES.notices)
        .insert(rows)
        .onConflict(['connection_id', 'record_type', 'external_id'])
        .merge([...columns]);
    }
  }
}

/** The oldest notices of a connection. */
export async function findNotices(db: Database, connectionId: string, limit: number): Promise<NoticeRow[]> {
  const rows = (await db(TABLES.notices).where({ connection_id: connectionId }).orderBy('id').limit(limit)) as Array<
    Record<string, unknown>
  >;
  return rows.map((row) => ({
    id: Number(row.id),
    recordType: String(row.record_type),
    externalId: String(row.external_id),
    mergedInto: (row.merged_into as string | null) ?? null,
    stamp: String(row.stamp),
  }));
}

/** Drops notices that have been followed, but for those that were renewed meanwhile. */
export async function dropNotices(db: Database, notices: readonly NoticeRow[]): Promise<void> {
  for (const chunk of chunksOf(notices))
    await db(TABLES.notices)
      .whereIn(
        'id',
        chunk.map(({ id }) => id),
      )
      .whereIn(
        'stamp',
        chunk.map(({ stamp }) => stamp),
      )
      .delete();
}

/** Connections that have notices from before a time. */
export async function findNoticed(db: Database, before: Date): Promise<string[]> {
  const rows = (await db(TABLES.notices).where('noticed_at', '<', before).distinct('connection_id')) as Array<{
    connection_id: string;
  }>;
  return rows.map(({ connection_id }) => connection_id);
}
