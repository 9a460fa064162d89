import { hash } from 'node:crypto';
import type { ExternalRecordInput } from '../connectors/contract';
import type { RoleValues } from '../contracts/common';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson, pagesById, pagesSince, toCount } from '../utils/database';
import { upsertMany } from '../utils/upsert-many';
import { isRepurposed } from './repurposed';

export interface ExternalRecordRow {
  externalId: string;
  label: string;
  active: boolean;
  deleted: boolean;
  parentId: string | null;
  roles: RoleValues;
  rolesHash: string;
  /** Id of the record it was merged into. */
  mergedInto: string | null;
}

/** The same value with the keys of its objects in order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) ordered[key] = inOrder((value as Record<string, unknown>)[key]);
  return ordered;
}

const stableText = (value: unknown): string => JSON.stringify(inOrder(value));
const hashText = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);

/** Short and stable: the same values give the same text, whatever the order of keys. */
export const hashOf = (value: unknown): string => hashText(stableText(value));

interface Scope {
  connectionId: string;
  recordType: string;
}

const scoped = (db: Database, { connectionId, recordType }: Scope) =>
  db(TABLES.externalRecords).where({ connection_id: connectionId, record_type: recordType });

const table = {
  table: TABLES.externalRecords,
  key: ['connection_id', 'record_type', 'external_id'],
  columns: {
    connection_id: 'text',
    record_type: 'text',
    external_id: 'text',
    label: 'text',
    search_label: 'text',
    active: 'boolean',
    parent_id: 'text',
    roles: 'text',
    raw: 'text',
    hash: 'text',
    roles_hash: 'text',
    seen_run_id: 'integer',
    changed_run_id: 'integer',
    deleted_at: 'timestamp',
    merged_into: 'text',
    updated_at: 'timestamp',
  },
} as const;

/**
 * Stores one page. Unchanged records are only marked as seen. `repurposed` are ids of records that look like something
 * else now. Call inside a transaction.
 */
export async function upsertRecords(
  db: Database,
  scope: Scope,
  runId: number,
  records: ExternalRecordInput[],
): Promise<{ created: number; changed: number; unchanged: number; repurposed: string[] }> {
  const counts = { created: 0, changed: 0, unchanged: 0, repurposed: [] as string[] };
  const shared = {
    connection_id: scope.connectionId,
    record_type: scope.recordType,
    seen_run_id: runId,
    deleted_at: null,
    merged_into: null,
    updated_at: new Date(),
  };
  // Pages may overlap: a record that was added or removed meanwhile shifts those after it. What came last is newest.
  const byExternalId = new Map(records.map((record) => [record.externalId, record]));
  for (const chunk of chunksOf([...byExternalId.values()])) {
    const rows = chunk.map(toRow);
    const known = (await scoped(db, scope)
      .whereIn(
        'external_id',
        rows.map((row) => row.external_id),
      )
      .select('id', 'external_id', 'hash', 'roles_hash', 'active', 'changed_run_id', 'deleted_at')) as Array<{
      id: number;
      external_id: string;
      hash: string;
      roles_hash: string;
      active: unknown;
      changed_run_id: number;
      deleted_at: unknown;
    }>;
    const byId = new Map(known.map((row) => [row.external_id, row]));
    const fresh: Array<ReturnType<typeof toRow> & { changed_run_id: number }> = [];
    const same: number[] = [];
    const renewed: ExternalRecordInput[] = [];
    rows.forEach((row, at) => {
      const old = byId.get(row.external_id);
      const there = old?.deleted_at === null ? old : undefined;
      if (there?.hash === row.hash) {
        same.push(there.id);
        return;
      }
      const sameRoles = there?.roles_hash === row.roles_hash;
      if (there && !sameRoles) renewed.push(chunk[at]!);
      const asBefore = there && sameRoles && Boolean(there.active) === row.active;
      fresh.push({ ...row, changed_run_id: asBefore ? Number(there.changed_run_id) : runId });
    });
    const created = fresh.filter((row) => !byId.has(row.external_id)).length;
    counts.repurposed.push(...(await findRepurposed(db, scope, renewed)));
    await upsertMany(db, table, fresh, shared);
    if (same.length > 0) await db(TABLES.externalRecords).whereIn('id', same).update({ seen_run_id: runId });
    counts.created += created;
    counts.changed += fresh.length - created;
    counts.unchanged += same.length;
  }
  return counts;
}

/** What a row says of its record itself. */
function toRow(record: ExternalRecordInput) {
  const roles = stableText(record.roles);
  const rest = [record.label, record.active, record.parentId ?? null].map((value) => JSON.stringify(value));
  return {
    external_id: record.externalId,
    label: record.label.slice(0, 255),
    search_label: record.label.toLowerCase().slice(0, 255),
    active: record.active,
    parent_id: record.parentId ?? null,
    roles: JSON.stringify(record.roles),
    raw: JSON.stringify(record.raw),
    hash: hashText(`[${[...rest, roles, stableText(record.raw)].join(',')}]`),
    roles_hash: hashText(roles),
  };
}

/** Of records whose values changed: those that look like something else than what is stored of them. */
async function findRepurposed(db: Database, scope: Scope, records: ExternalRecordInput[]): Promise<string[]> {
  if (records.length === 0) return [];
  const before = await findRecords(
    db,
    scope,
    records.map(({ externalId }) => externalId),
  );
  return records
    .filter(({ externalId, roles }) => isRepurposed(before.get(externalId)?.roles ?? {}, roles))
    .map(({ externalId }) => externalId);
}
/** Known records that a run has not seen; one that a later run made or saw meanwhile is not missed. */
const unseenBy = (db: Database, scope: Scope, runId: number) =>
  scoped(db, scope).whereNull('deleted_at').where('seen_run_id', '<', runId);

/** How many known records a complete listing did not contain, and of how many. */
export async function countUnseen(
  db: Database,
  scope: Scope,
  runId: number,
): Promise<{ unseen: number; known: number }> {
  const [known] = await scoped(db, scope).whereNull('deleted_at').count({ n: '*' });
  const [unseen] = await unseenBy(db, scope, runId).count({ n: '*' });
  return { unseen: toCount(unseen?.n), known: toCount(known?.n) };
}

/** Marks what a complete listing did not contain. Links are kept. */
export async function markDeleted(db: Database, scope: Scope, runId: number): Promise<number> {
  return unseenBy(db, scope, runId).update({ deleted_at: new Date(), updated_at: new Date(), changed_run_id: runId });
}

/** Marks records that the vendor says it deleted. Links are kept. */
export async function markDeletedIds(
  db: Database,
  scope: Scope,
  runId: number,
  externalIds: string[],
): Promise<number> {
  let marked = 0;
  for (const chunk of chunksOf([...new Set(externalIds)]))
    marked += await scoped(db, scope)
      .whereIn('external_id', chunk)
      .whereNull('deleted_at')
      .update({ deleted_at: new Date(), updated_at: new Date(), changed_run_id: runId });
  return marked;
}

/** Notes that a record went into another one. It is gone, if it is known at all. Links are kept. */
export async function markMerged(
  db: Database,
  scope: Scope,
  runId: number,
  externalId: string,
  mergedInto: string,
): Promise<number> {
  const marked = await markDeletedIds(db, scope, runId, [externalId]);
  await scoped(db, scope)
    .where({ external_id: externalId })
    .whereNotNull('deleted_at')
    .update({ merged_into: mergedInto, updated_at: new Date() });
  return marked;
}

/** Whether anything was ever read of a type. */
export async function hasRecords(db: Database, scope: Scope): Promise<boolean> {
  const row: unknown = await scoped(db, scope).first('id');
  return row !== undefined;
}

const fromRow = (row: Record<string, unknown>): ExternalRecordRow => ({
  externalId: String(row.external_id),
  label: String(row.label),
  active: Boolean(row.active),
  deleted: row.deleted_at !== null,
  parentId: (row.parent_id as string | null) ?? null,
  roles: fromJson<RoleValues>(row.roles, {}),
  rolesHash: String(row.roles_hash),
  mergedInto: (row.merged_into as string | null | undefined) ?? null,
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

/** Present records of some types of a connection that have one of these labels, in any case. */
export async function findByLabels(
  db: Database,
  connectionId: string,
  recordTypes: string[],
  labels: string[],
): Promise<Array<ExternalRecordRow & { recordType: string }>> {
  const found: Array<ExternalRecordRow & { recordType: string }> = [];
  for (const chunk of chunksOf([...new Set(labels.map((label) => label.toLowerCase().slice(0, 255)))])) {
    const rows = (await db(TABLES.externalRecords)
      .where({ connection_id: connectionId })
      .whereIn('record_type', recordTypes)
      .whereIn('search_label', chunk)
      .whereNull('deleted_at')
      .select([...readColumns, 'record_type'])) as Array<Record<string, unknown>>;
    found.push(...rows.map((row) => ({ ...fromRow(row), recordType: String(row.record_type) })));
  }
  return found;
}

const readColumns = [
  'id',
  'external_id',
  'label',
  'active',
  'deleted_at',
  'parent_id',
  'roles',
  'roles_hash',
  'updated_at',
];

/** All present records of a type, page by page. */
export async function* eachRecord(db: Database, scope: Scope): AsyncGenerator<ExternalRecordRow[]> {
  for await (const rows of pagesById(() => scoped(db, scope).whereNull('deleted_at').select(readColumns)))
    yield rows.map(fromRow);
}

/** Records of a type that were written since a time, deleted ones too. */
export async function* eachChangedRecord(db: Database, scope: Scope, since: Date): AsyncGenerator<ExternalRecordRow[]> {
  for await (const rows of pagesSince(() => scoped(db, scope).select(readColumns), since)) yield rows.map(fromRow);
}

/** Ids of records whose roles, activity or presence changed in a later run than the one given. */
export async function findChangedIds(db: Database, scope: Scope, runId: number, limit: number): Promise<string[]> {
  const rows = (await scoped(db, scope)
    .where('changed_run_id', '>', runId)
    .orderBy('id')
    .limit(limit)
    .select('external_id')) as Array<{ external_id: string }>;
  return rows.map(({ external_id }) => external_id);
}
