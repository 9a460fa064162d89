import type { Core } from '@strapi/strapi';
import type { RoleValues } from '../contracts/common';
import { TABLES } from '../constants';
import { hashOf } from '../sync/external-records';
import { chunksOf, type Database, fromJson, pagesById, pagesSince } from '../utils/database';
import { asUid, hasDraftAndPublish, isLocalized, schemaOf } from './content-types';
import { localKeyOf } from './keys';
import type { MappingRow } from './mapping-repository';

const PAGE = 500;

export interface LocalRecordRow {
  localId: string;
  locale: string;
  localKey: string;
  label: string;
  roles: RoleValues;
  rolesHash: string;
}

interface Entry {
  documentId: string;
  locale?: string | null;
  [attribute: string]: unknown;
}

/** `{ fields, populate }` of the document service for a list of attribute paths. */
function selectionOf(paths: string[]): { fields: string[]; populate: Record<string, { fields: string[] }> } {
  const fields = new Set<string>(['documentId']);
  const populate: Record<string, { fields: string[] }> = {};
  for (const path of paths) {
    const [head = '', inner] = path.split('.');
    if (inner === undefined) fields.add(head);
    else (populate[head] ??= { fields: [] }).fields.push(inner);
  }
  return { fields: [...fields], populate };
}

function valueAt(entry: Entry, path: string): string {
  let value: unknown = entry;
  for (const step of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[step];
  if (value === null || value === undefined || typeof value === 'object') return '';
  return String(value as string | number | boolean).trim();
}

function toLocalRecord(mapping: MappingRow, entry: Entry): LocalRecordRow {
  const roles: RoleValues = {};
  for (const { role, attribute } of mapping.fieldRoles) {
    const value = valueAt(entry, attribute);
    if (value !== '') roles[role] = value;
  }
  const locale = entry.locale ?? '';
  return {
    localId: entry.documentId,
    locale,
    localKey: localKeyOf({ ...mapping, localId: entry.documentId, locale }),
    label: roles.name ?? entry.documentId,
    roles,
    rolesHash: hashOf(roles),
  };
}

/** One page of users' entries after `last`, published version where there is one, else draft. */
export async function readEntries(
  strapi: Core.Strapi,
  mapping: MappingRow,
  last: string | null,
  only?: string[],
): Promise<LocalRecordRow[]> {
  const schema = schemaOf(strapi, mapping.contentType);
  if (!schema) return [];
  const documents = strapi.documents(asUid(mapping.contentType));
  const ids = only ? { $in: only } : last ? { $gt: last } : undefined;
  const query = {
    ...selectionOf(mapping.fieldRoles.map(({ attribute }) => attribute)),
    filters: ids ? { documentId: ids } : {},
    sort: 'documentId:asc',
    limit: PAGE,
  };
  if (isLocalized(schema)) (query.fields as string[]).push('locale');
  const drafts = (await documents.findMany({ ...query, status: 'draft' } as never)) as unknown as Entry[];
  const published = new Map<string, Entry>();
  if (hasDraftAndPublish(schema) && drafts.length > 0) {
    const filters = { documentId: { $in: drafts.map(({ documentId }) => documentId) } };
    const entries = (await documents.findMany({
      ...query,
      filters,
      status: 'published',
    } as never)) as unknown as Entry[];
    for (const entry of entries) published.set(entry.documentId, entry);
  }
  return drafts.map((entry) => toLocalRecord(mapping, published.get(entry.documentId) ?? entry));
}

/** Stores what was read. Call inside a transaction. */
export async function upsertLocalRecords(
  db: Database,
  mappingId: string,
  runId: number,
  records: LocalRecordRow[],
): Promise<void> {
  const now = new Date();
  for (const chunk of chunksOf(records)) {
    const known = (await db(TABLES.localRecords)
      .where({ mapping_id: mappingId })
      .whereIn(
        'local_key',
        chunk.map(({ localKey }) => localKey),
      )
      .select('local_key', 'roles_hash', 'label')) as Array<{ local_key: string; roles_hash: string; label: string }>;
    const hashes = new Map(known.map((row) => [row.local_key, row.roles_hash]));
    const same = chunk.filter((record) => hashes.get(record.localKey) === record.rolesHash);
    const fresh = chunk.filter((record) => hashes.get(record.localKey) !== record.rolesHash);
    if (same.length > 0) {
      await db(TABLES.localRecords)
        .where({ mapping_id: mappingId })
        .whereIn(
          'local_key',
          same.map(({ localKey }) => localKey),
        )
        .update({ seen_run_id: runId });
    }
    if (fresh.length === 0) continue;
    const rows = fresh.map((record) => ({
      mapping_id: mappingId,
      local_id: record.localId,
      locale: record.locale,
      local_key: record.localKey,
      label: record.label.slice(0, 255),
      search_label: record.label.toLowerCase().slice(0, 255),
      roles: JSON.stringify(record.roles),
      roles_hash: record.rolesHash,
      seen_run_id: runId,
      pending: 1,
      updated_at: now,
    }));
    await db(TABLES.localRecords).insert(rows).onConflict(['mapping_id', 'local_id', 'locale']).merge();
  }
}

/** Drops rows of some entries, but for the keys that are kept. Gives the keys of those that went. */
export async function dropRecords(
  db: Database,
  mappingId: string,
  localIds: string[],
  keptKeys: string[],
): Promise<string[]> {
  const gone = () =>
    db(TABLES.localRecords)
      .where({ mapping_id: mappingId })
      .whereIn('local_id', localIds)
      .whereNotIn('local_key', keptKeys);
  const rows = (await gone().select('local_key')) as Array<{ local_key: string }>;
  if (rows.length > 0) await gone().delete();
  return rows.map(({ local_key }) => local_key);
}

/** What is changed from now on is not part of the match that begins; ended by `clearClaimed`. */
export const claimPending = (db: Database, mappingId: string): Promise<number> =>
  db(TABLES.localRecords).where({ mapping_id: mappingId, pending: 1 }).update({ pending: 2 });

export const clearClaimed = (db: Database, mappingId: string): Promise<number> =>
  db(TABLES.localRecords).where({ mapping_id: mappingId, pending: 2 }).update({ pending: 0 });

const fromRow = (row: Record<string, unknown>): LocalRecordRow => ({
  localId: String(row.local_id),
  locale: String(row.locale),
  localKey: String(row.local_key),
  label: String(row.label),
  roles: fromJson<RoleValues>(row.roles, {}),
  rolesHash: String(row.roles_hash),
});

export async function findLocalRecords(
  db: Database,
  mappingId: string,
  localKeys: string[],
): Promise<Map<string, LocalRecordRow>> {
  const found = new Map<string, LocalRecordRow>();
  for (const chunk of chunksOf([...new Set(localKeys)])) {
    const rows = (await db(TABLES.localRecords).where({ mapping_id: mappingId }).whereIn('local_key', chunk)) as Array<
      Record<string, unknown>
    >;
    for (const row of rows) found.set(String(row.local_key), fromRow(row));
  }
  return found;
}

const ofMapping = (db: Database, mappingId: string) => db(TABLES.localRecords).where({ mapping_id: mappingId });

/** All records of a mapping, page by page. */
export async function* eachLocalRecord(db: Database, mappingId: string): AsyncGenerator<LocalRecordRow[]> {
  for await (const rows of pagesById(() => ofMapping(db, mappingId))) yield rows.map(fromRow);
}

/** Records of a mapping that were written since a time. */
export async function* eachChangedLocal(
  db: Database,
  mappingId: string,
  since: Date,
): AsyncGenerator<LocalRecordRow[]> {
  for await (const rows of pagesSince(() => ofMapping(db, mappingId), since)) yield rows.map(fromRow);
}

/** Records that changed since they were matched. */
export async function findPending(
  db: Database,
  mappingId: string,
  limit: number,
  onlyKeys?: string[],
): Promise<LocalRecordRow[]> {
  const rows = (await db(TABLES.localRecords)
    .where({ mapping_id: mappingId })
    .where('pending', '>', 0)
    .where((query) => (onlyKeys ? void query.whereIn('local_key', onlyKeys) : undefined))
    .orderBy('id')
    .limit(limit)) as Array<Record<string, unknown>>;
  return rows.map(fromRow);
}

/** These were matched as they are here; one that has changed since stays due. */
export async function clearPending(db: Database, mappingId: string, records: LocalRecordRow[]): Promise<void> {
  for (const chunk of chunksOf(records))
    await db(TABLES.localRecords)
      .where({ mapping_id: mappingId })
      .whereIn(
        'local_key',
        chunk.map(({ localKey }) => localKey),
      )
      .whereIn(
        'roles_hash',
        chunk.map(({ rolesHash }) => rolesHash),
      )
      .update({ pending: 0 });
}

/** What `seen_run_id` of an entry is that no run has read: a run that is under way must not take it for gone. */
export async function currentRunId(db: Database): Promise<number> {
  const row = (await db(TABLES.runs).max({ id: 'id' }).first()) as { id: unknown } | undefined;
  return Number(row?.id ?? 0);
}
