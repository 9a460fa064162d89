import { createHash } from 'node:crypto';
import type { ExternalRecordInput } from '../connectors/contract';
import type { RoleValues } from '../contracts/common';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson, toCount } from '../utils/database';

export interface ExternalRecordRow {
  externalId: string;
  label: string;
  active: boolean;
  deleted: boolean;
  parentId: string | null;
  roles: RoleValues;
  rolesHash: string;
}

/** Short and stable: the same values give the same text, whatever the order of keys. */
export function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

interface Scope {
  connectionId: string;
  recordType: string;
}

const scoped = (db: Database, { connectionId, recordType }: Scope) =>
  db(TABLES.externalRecords).where({ connection_id: connectionId, record_type: recordType });

/** Stores one page. Unchanged records are only marked as seen. Call inside a transaction. */
export async function upsertRecords(
  db: Database,
  scope: Scope,
  runId: number,
  records: ExternalRecordInput[],
): Promise<{ created: number; changed: number; unchanged: number }> {
  const counts = { created: 0, changed: 0, unchanged: 0 };
  const now = new Date();
  for (const chunk of chunksOf(records)) {
    const rows = chunk.map((record) => ({
      connection_id: scope.connectionId,
      record_type: scope.recordType,
      external_id: record.externalId,
      label: record.label.slice(0, 255),
      search_label: record.label.toLowerCase().slice(0, 255),
      active: record.active,
      parent_id: record.parentId ?? null,
      roles: JSON.stringify(record.roles),
      raw: JSON.stringify(record.raw),
      hash: hashOf([record.label, record.active, record.parentId ?? null, record.roles, record.raw]),
      roles_hash: hashOf(record.roles),
      seen_run_id: runId,
      deleted_at: null,
      updated_at: now,
    }));
    const known = (await scoped(db, scope)
      .whereIn(
        'external_id',
        rows.map((row) => row.external_id),
      )
      .select('external_id', 'hash', 'deleted_at')) as Array<{
      external_id: string;
      hash: string;
      deleted_at: unknown;
    }>;
    const hashes = new Map(known.map((row) => [row.external_id, row.deleted_at === null ? row.hash : '']));
    const fresh = rows.filter((row) => hashes.get(row.external_id) !== row.hash);
    const created = fresh.filter((row) => !hashes.has(row.external_id)).length;
    const same = rows.filter((row) => hashes.get(row.external_id) === row.hash).map((row) => row.external_id);
    if (fresh.length > 0)
      await db(TABLES.externalRecords)
        .insert(fresh)
        .onConflict(['connection_id', 'record_type', 'external_id'])
        .merge();
    if (same.length > 0) await scoped(db, scope).whereIn('external_id', same).update({ seen_run_id: runId });
    counts.created += created;
    counts.changed += fresh.length - created;
    counts.unchanged += same.length;
  }
  return counts;
}

/** How many known records a complete listing did not contain, and of how many. */
export async function countUnseen(
  db: Database,
  scope: Scope,
  runId: number,
): Promise<{ unseen: number; known: number }> {
  const [known] = await scoped(db, scope).whereNull('deleted_at').count({ n: '*' });
  const [unseen] = await scoped(db, scope).whereNull('deleted_at').whereNot({ seen_run_id: runId }).count({ n: '*' });
  return { unseen: toCount(unseen?.n), known: toCount(known?.n) };
}

/** Marks what a complete listing did not contain. Links are kept. */
export async function markDeleted(db: Database, scope: Scope, runId: number): Promise<number> {
  return scoped(db, scope)
    .whereNull('deleted_at')
    .whereNot({ seen_run_id: runId })
    .update({ deleted_at: new Date(), updated_at: new Date() });
}

const fromRow = (row: Record<string, unknown>): ExternalRecordRow => ({
  externalId: String(row.external_id),
  label: String(row.label),
  active: Boolean(row.active),
  deleted: row.deleted_at !== null,
  parentId: (row.parent_id as string | null) ?? null,
  roles: fromJson<RoleValues>(row.roles, {}),
  rolesHash: String(row.roles_hash),
});

export async function findRecords(
  db: Database,
  scope: Scope,
  externalIds: string[],
): Promise<Map<string, ExternalRecordRow>> {
  const found = new Map<string, ExternalRecordRow>();
  for (const chunk of chunksOf([...new Set(externalIds)])) {
    const rows = (await scoped(db, scope).whereIn('external_id', chunk)) as Array<Record<string, unknown>>;
    for (const row of rows) found.set(String(row.external_id), fromRow(row));
  }
  return found;
}

/** All present records of a type, page by page. */
export async function* eachRecord(db: Database, scope: Scope, pageSize = 2_000): AsyncGenerator<ExternalRecordRow[]> {
  let last = 0;
  for (;;) {
    const rows = (await scoped(db, scope)
      .whereNull('deleted_at')
      .where('id', '>', last)
      .orderBy('id')
      .limit(pageSize)
      .select('id', 'external_id', 'label', 'active', 'deleted_at', 'parent_id', 'roles', 'roles_hash')) as Array<
      Record<string, unknown>
    >;
    if (rows.length === 0) return;
    last = Number(rows[rows.length - 1]?.id);
    yield rows.map(fromRow);
  }
}

/** Changes whenever a record of the type does: names the state that a search index was built from. */
export async function recordsVersion(db: Database, scope: Scope): Promise<string> {
  const row = (await scoped(db, scope)
    .whereNull('deleted_at')
    .count({ n: '*' })
    .max({ at: 'updated_at' })
    .max({ id: 'id' })
    .first()) as Record<string, unknown> | undefined;
  return `${String(row?.n)}:${String(row?.at)}:${String(row?.id)}`;
}
