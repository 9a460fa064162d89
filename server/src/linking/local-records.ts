import type { Core } from '@strapi/strapi';
import type { RoleValues } from '../contracts/common';
import { TABLES } from '../constants';
import { hashOf } from '../sync/external-records';
import { chunksOf, type Database, fromJson } from '../utils/database';
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
      updated_at: now,
    }));
    await db(TABLES.localRecords).insert(rows).onConflict(['mapping_id', 'local_id', 'locale']).merge();
  }
}

/** Drops rows of entries that are gone. Call after a complete reading. */
export const dropUnseen = (db: Database, mappingId: string, runId: number): Promise<number> =>
  db(TABLES.localRecords).where({ mapping_id: mappingId }).whereNot({ seen_run_id: runId }).delete();

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

/** All records of a mapping, page by page. */
export async function* eachLocalRecord(
  db: Database,
  mappingId: string,
  pageSize = 2_000,
): AsyncGenerator<LocalRecordRow[]> {
  let last = 0;
  for (;;) {
    const rows = (await db(TABLES.localRecords)
      .where({ mapping_id: mappingId })
      .where('id', '>', last)
      .orderBy('id')
      .limit(pageSize)) as Array<Record<string, unknown>>;
    if (rows.length === 0) return;
    last = Number(rows[rows.length - 1]?.id);
    yield rows.map(fromRow);
  }
}

/** Names the state that a search index was built from. */
export async function localRecordsVersion(db: Database, mappingId: string): Promise<string> {
  const row = (await db(TABLES.localRecords)
    .where({ mapping_id: mappingId })
    .count({ n: '*' })
    .max({ at: 'updated_at' })
    .max({ id: 'id' })
    .first()) as Record<string, unknown> | undefined;
  return `${String(row?.n)}:${String(row?.at)}:${String(row?.id)}`;
}
