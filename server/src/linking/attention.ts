import { createId } from '@paralleldrive/cuid2';
import type { AttentionKind } from '../contracts/links';
import { TABLES } from '../constants';
import type { Knex } from 'knex';
import { chunksOf, type Database } from '../utils/database';
import { type DetailRow, insertDecisions } from './journal';

interface Affected {
  document_id: string;
  connection_id: string;
  mapping_id: string;
  local_label: string;
  external_label: string;
  attention: AttentionKind | null;
}

/**
 * Marks confirmed links whose external record is inactive, deleted or merged, and clears marks that no longer hold.
 * Links are never deleted. Call inside the transaction of the sync.
 */
export async function markAttention(db: Database, scope: { connectionId: string; recordType: string }): Promise<void> {
  const links = () =>
    db(`${TABLES.links} as l`)
      .join(`${TABLES.externalRecords} as r`, (on) =>
        on
          .on('r.connection_id', 'l.connection_id')
          .andOn('r.record_type', 'l.record_type')
          .andOn('r.external_id', 'l.external_id'),
      )
      .where({ 'l.connection_id': scope.connectionId, 'l.record_type': scope.recordType, 'l.state': 'confirmed' })
      .select('l.document_id', 'l.connection_id', 'l.mapping_id', 'l.local_label', 'l.external_label', 'l.attention');
  const deleted = (await links()
    .whereNotNull('r.deleted_at')
    .whereNull('r.merged_into')
    .where((query) => query.whereNull('l.attention').orWhereNot('l.attention', 'deleted'))) as Affected[];
  const merged = (await links()
    .whereNotNull('r.deleted_at')
    .whereNotNull('r.merged_into')
    .where((query) => query.whereNull('l.attention').orWhereNot('l.attention', 'merged'))) as Affected[];
  const inactive = (await links()
    .whereNull('r.deleted_at')
    .where('r.active', false)
    .where((query) => query.whereNull('l.attention').orWhereNot('l.attention', 'inactive'))) as Affected[];
  const mended = (await links()
    .whereNull('r.deleted_at')
    .where('r.active', true)
    .whereIn('l.attention', ['inactive', 'deleted', 'merged'])) as Affected[];
  await setAttention(db, deleted, 'deleted');
  await setAttention(db, merged, 'merged');
  await setAttention(db, inactive, 'inactive');
  await setAttention(db, mended, null);
}

/** Marks confirmed links of external records that became something else. Call inside the transaction that stored them. */
export async function markRepurposed(
  db: Database,
  scope: { connectionId: string; recordType: string },
  externalIds: string[],
): Promise<void> {
  for (const chunk of chunksOf(externalIds)) {
    const links = (await db(TABLES.links)
      .where({ connection_id: scope.connectionId, record_type: scope.recordType, state: 'confirmed' })
      .whereIn('external_id', chunk)
      .whereNull('attention')) as Affected[];
    await setAttention(db, links, 'repurposed');
  }
}

/** Marks confirmed links whose entry in Strapi is gone, and clears the mark where it is back; of all entries or some. */
export async function markLocalGone(db: Database, mappingId: string, localKeys?: string[]): Promise<void> {
  const links = () =>
    db(`${TABLES.links} as l`)
      .where({ 'l.mapping_id': mappingId, 'l.state': 'confirmed' })
      .where((query) => (localKeys ? void query.whereIn('l.local_key', localKeys) : undefined));
  const record = (query: Knex.QueryBuilder) =>
    query
      .select(db.raw('1'))
      .from(`${TABLES.localRecords} as r`)
      .whereRaw('r.local_key = l.local_key')
      .where({ 'r.mapping_id': mappingId });
  const columns = [
    'l.document_id',
    'l.connection_id',
    'l.mapping_id',
    'l.local_label',
    'l.external_label',
    'l.attention',
  ];
  const gone = (await links()
    .whereNotExists((query) => void record(query))
    .where((query) => query.whereNull('l.attention').orWhereNot('l.attention', 'local_gone'))
    .select(columns)) as Affected[];
  const back = (await links()
    .where('l.attention', 'local_gone')
    .whereExists((query) => void record(query))
    .select(columns)) as Affected[];
  await setAttention(db, gone, 'local_gone');
  await setAttention(db, back, null);
}

async function setAttention(db: Database, affected: Affected[], attention: AttentionKind | null): Promise<void> {
  const [first] = affected;
  if (!first) return;
  for (const chunk of chunksOf(affected)) {
    await db(TABLES.links)
      .whereIn(
        'document_id',
        chunk.map(({ document_id }) => document_id),
      )
      .update({ attention, updated_at: new Date() });
  }
  const details = affected.map((row): DetailRow => ({
    linkId: row.document_id,
    mappingId: row.mapping_id,
    localLabel: row.local_label,
    externalLabel: row.external_label,
    stateBefore: 'confirmed',
    stateAfter: 'confirmed',
  }));
  await insertDecisions(
    db,
    {
      batchId: createId(),
      act: 'attention',
      connectionId: first.connection_id,
      reason: attention ?? 'mended',
      actor: 'Sync',
    },
    details,
  );
}
