import type { Knex } from 'knex';
import { createId } from '@paralleldrive/cuid2';
import { type FieldRole, fieldRole } from '../contracts/common';
import {
  type AttentionKind,
  attentionKind,
  type Evidence,
  type Link,
  type LinkOrigin,
  type LinkState,
  type LinkWarning,
  linkWarning,
  type RejectReason,
} from '../contracts/links';
import { TABLES } from '../constants';
import {
  chunksOf,
  containing,
  type Database,
  entryColumns,
  fromJson,
  toCount,
  toText,
  toTimestamp,
} from '../utils/database';
import { externalKeyOf, localKeyOf, pairKeyOf } from './keys';
import type { MappingRow } from './mapping-repository';

export type RunnerUp = NonNullable<Link['runnerUp']>;

export interface LinkRow {
  /** documentId. */
  id: string;
  connectionId: string;
  mappingId: string;
  recordType: string;
  contentType: string;
  localId: string;
  locale: string;
  localKey: string;
  externalId: string;
  localLabel: string;
  externalLabel: string;
  state: LinkState;
  origin: LinkOrigin;
  score: number | null;
  evidence: Evidence | null;
  runnerUp: RunnerUp | null;
  modelVersion: string | null;
  changedSince: Link['changedSinceRejection'];
  fingerprint: string | null;
  warnings: LinkWarning[];
  attention: AttentionKind | null;
  reason: RejectReason | null;
  proposedAt: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
}

export type RawLink = Record<string, unknown>;

export const fromRow = (row: RawLink): LinkRow => ({
  id: String(row.document_id),
  connectionId: String(row.connection_id),
  mappingId: String(row.mapping_id),
  recordType: String(row.record_type),
  contentType: String(row.content_type),
  localId: String(row.local_id),
  locale: toText(row.local_locale),
  localKey: String(row.local_key),
  externalId: String(row.external_id),
  localLabel: toText(row.local_label),
  externalLabel: toText(row.external_label),
  state: row.state as LinkState,
  origin: row.origin as LinkOrigin,
  score: row.score === null ? null : Number(row.score),
  evidence: fromJson<Evidence | null>(row.evidence, null),
  runnerUp: runnerUpOf(row.runner_up),
  modelVersion: (row.model_version as string | null) ?? null,
  changedSince: fromJson<LinkRow['changedSince']>(row.changed_since, null),
  fingerprint: (row.fingerprint as string | null) ?? null,
  warnings: fromJson<LinkWarning[]>(row.warnings, []),
  attention: (row.attention as AttentionKind | null) ?? null,
  reason: (row.reason as RejectReason | null) ?? null,
  proposedAt: toTimestamp(row.proposed_at),
  decidedAt: toTimestamp(row.decided_at),
  decidedBy: (row.decided_by as string | null) ?? null,
});

/** Stored by earlier versions without its evidence. */
function runnerUpOf(value: unknown): RunnerUp | null {
  const stored = fromJson<(Omit<RunnerUp, 'evidence'> & Partial<RunnerUp>) | null>(value, null);
  return stored && { evidence: null, ...stored };
}

/** The columns that say which pair a link is. */
export function pairColumns(mapping: MappingRow, localId: string, locale: string, externalId: string): RawLink {
  return {
    connection_id: mapping.connectionId,
    mapping_id: mapping.id,
    record_type: mapping.recordType,
    content_type: mapping.contentType,
    local_id: localId,
    local_locale: locale,
    external_id: externalId,
    pair_key: pairKeyOf(mapping.id, localId, locale, externalId),
    local_key: localKeyOf({ ...mapping, localId, locale }),
    external_key: externalKeyOf(mapping.id, externalId),
  };
}

/** The columns that a confirmation sets; the database refuses a second one for the same record. */
export const confirmedColumns = (db: Database, oneToOne: boolean, actor: string, now: Date): RawLink => ({
  state: 'confirmed',
  confirmed_local_key: db.ref('local_key'),
  confirmed_external_key: oneToOne ? db.ref('external_key') : null,
  reason: null,
  decided_at: now,
  decided_by: actor,
  updated_at: now,
});
export const rejectedColumns = (reason: RejectReason, actor: string, now: Date): RawLink => ({
  state: 'rejected',
  confirmed_local_key: null,
  confirmed_external_key: null,
  attention: null,
  reason,
  decided_at: now,
  decided_by: actor,
  updated_at: now,
});
export const proposedColumns = (now: Date): RawLink => ({
  state: 'proposed',
  confirmed_local_key: null,
  confirmed_external_key: null,
  reason: null,
  decided_at: null,
  decided_by: null,
  updated_at: now,
});

export const newEntry = (): RawLink => entryColumns(new Date());
export const newBatchId = (): string => createId();

export async function findLink(db: Database, id: string): Promise<LinkRow | null> {
  const row = (await db(TABLES.links).where({ document_id: id }).first()) as RawLink | undefined;
  return row ? fromRow(row) : null;
}

/** Confirmed links of a mapping, as people read them; at most `limit`. */
export async function findConfirmedOfMapping(db: Database, mappingId: string, limit: number): Promise<LinkRow[]> {
  const rows = (await db(TABLES.links)
    .where({ mapping_id: mappingId, state: 'confirmed' })
    .orderBy(['local_label', 'id'])
    .limit(limit)) as RawLink[];
  return rows.map(fromRow);
}

export async function findRawLinks(db: Database, ids: string[]): Promise<RawLink[]> {
  const rows: RawLink[] = [];
  for (const chunk of chunksOf([...new Set(ids)]))
    rows.push(...((await db(TABLES.links).whereIn('document_id', chunk)) as RawLink[]));
  return rows;
}

export async function findByPair(db: Database, pairKey: string): Promise<RawLink | null> {
  return ((await db(TABLES.links).where({ pair_key: pairKey }).first()) as RawLink | undefined) ?? null;
}

export async function findConfirmedByLocal(db: Database, localKey: string): Promise<LinkRow | null> {
  const row = (await db(TABLES.links).where({ confirmed_local_key: localKey }).first()) as RawLink | undefined;
  return row ? fromRow(row) : null;
}

/** Confirmed links of external records, for "taken by" and "shared by". */
/** Labels of the partners that local records have, by local key. */
export async function findConfirmedByLocals(db: Database, localKeys: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const chunk of chunksOf([...new Set(localKeys)])) {
    const rows = (await db(TABLES.links)
      .whereIn('confirmed_local_key', chunk)
      .select('confirmed_local_key', 'external_label')) as RawLink[];
    for (const row of rows) found.set(String(row.confirmed_local_key), String(row.external_label));
  }
  return found;
}

export async function findConfirmedByExternal(
  db: Database,
  scope: { connectionId: string; recordType: string },
  externalIds: string[],
): Promise<Array<{ id: string; mappingId: string; externalId: string; localLabel: string; localKey: string }>> {
  const found: Array<{ id: string; mappingId: string; externalId: string; localLabel: string; localKey: string }> = [];
  for (const chunk of chunksOf([...new Set(externalIds)])) {
    const rows = (await db(TABLES.links)
      .where({ connection_id: scope.connectionId, record_type: scope.recordType, state: 'confirmed' })
      .whereIn('external_id', chunk)
      .select('document_id', 'mapping_id', 'external_id', 'local_label', 'local_key')) as RawLink[];
    for (const row of rows) {
      found.push({
        id: String(row.document_id),
        mappingId: String(row.mapping_id),
        externalId: String(row.external_id),
        localLabel: String(row.local_label),
        localKey: String(row.local_key),
      });
    }
  }
  return found;
}

export interface LinkFilter {
  mappingId?: string;
  state?: LinkState[];
  attention?: AttentionKind | 'any';
  origin?: LinkOrigin;
  search?: string;
  minScore?: number;
  maxScore?: number;
  warning?: LinkWarning | 'any' | 'none';
  /** Fields that agree, all of them. */
  agrees?: FieldRole[];
  /** With an unbilled amount on the local record. */
  waiting?: 'any';
  /** Ids of the mappings that the caller may read, of the connection that is asked for. */
  mappings: string[];
}

const sortColumns: Record<string, string> = {
  score: 'score',
  local: 'local_label',
  external: 'external_label',
  decidedAt: 'decided_at',
};

function filtered(db: Database, filter: LinkFilter): Knex.QueryBuilder {
  return db(TABLES.links).where((query) => {
    void query.whereIn(
      'mapping_id',
      filter.mappings.filter((id) => filter.mappingId === undefined || id === filter.mappingId),
    );
    if (filter.state) void query.whereIn('state', filter.state);
    if (filter.origin) void query.where({ origin: filter.origin });
    // By name, so that the index of attention is read however many links there are.
    if (filter.attention === 'any') void query.whereIn('attention', attentionKind.options);
    else if (filter.attention) void query.where({ attention: filter.attention });
    if (filter.minScore !== undefined) void query.where('score', '>=', filter.minScore);
    if (filter.maxScore !== undefined) void query.where('score', '<=', filter.maxScore);
    if (filter.warning === 'any' || filter.warning === 'none')
      void query.where({ has_warning: filter.warning === 'any' });
    else if (filter.warning) void query.whereRaw('(warned & ?) <> 0', [warningBits([filter.warning])]);
    if (filter.agrees) {
      const bits = bitsOf(fieldRole.options, filter.agrees);
      void query.whereRaw('(agreeing & ?) = ?', [bits, bits]);
    }
    // From the few records that something waits on: the index of the review has no keys of records.
    if (filter.waiting)
      void query.whereIn(
        'id',
        db(`${TABLES.waiting} as v`)
          .join(`${TABLES.links} as w`, 'w.local_key', 'v.local_key')
          .where('v.weight', '>', 0)
          .select('w.id'),
      );
    for (const word of filter.search?.split(/\s+/).filter(Boolean) ?? []) {
      void query.where((either) => {
        for (const pattern of searchPatterns(word))
          for (const column of ['local_label', 'external_label'])
            void either.orWhereRaw(`lower(${column}) like ? escape '!'`, [pattern]);
        // By its own index: the one that holds the labels has no ids of records.
        void either.orWhereIn('id', (ids) => {
          void ids
            .select('r.id')
            .from(`${TABLES.mappings} as m`)
            .join(`${TABLES.links} as r`, (on) => {
              on.on('r.connection_id', 'm.connection_id').andOn('r.record_type', 'm.record_type');
            })
            .whereIn('m.document_id', filter.mappings)
            .where('r.external_id', word);
        });
      });
    }
  });
}

/** SQLite's `lower` knows ASCII only, so that other letters are looked for in both cases there. */
function searchPatterns(word: string): string[] {
  const upper = word.toLowerCase().replace(/[^\x00-\x7f]/g, (letter) => letter.toUpperCase());
  const capital = word.toLowerCase().replace(/^[^\x00-\x7f]/, (letter) => letter.toUpperCase());
  return [...new Set([word.toLowerCase(), capital, upper])].map(containing);
}

/** SQL of the unbilled amount that waits on a local record; zero where none does. `column` is ours, never a user's. */
export const waitingWeight = (column: string): string =>
  `coalesce((select max(w.weight) from ${TABLES.waiting} w where w.local_key = ${column}), 0)`;

export async function listLinkRows(
  db: Database,
  filter: LinkFilter,
  sort: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: LinkRow[]; total: number }> {
  const base = filtered(db, filter);
  const [column = 'score', direction = 'desc'] = sort.split(':');
  const [count] = (await base.clone().count({ n: '*' })) as Array<{ n: unknown }>;
  const sorted =
    column === 'waiting'
      ? base.clone().orderByRaw(`${waitingWeight(`${TABLES.links}.local_key`)} desc`)
      : base.clone().orderBy(sortColumns[column] ?? 'score', direction === 'asc' ? 'asc' : 'desc');
  // Whole rows are read for the page only: what is sorted stays small.
  const ids = (await sorted.orderBy('id', 'asc').limit(limit).offset(offset).select('id')) as Array<{ id: number }>;
  const rows = (await db(TABLES.links).whereIn(
    'id',
    ids.map(({ id }) => id),
  )) as RawLink[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    rows: ids.flatMap(({ id }) => {
      const row = byId.get(id);
      return row ? fromRow(row) : [];
    }),
    total: toCount(count?.n),
  };
}

/** Links that a filter shows per mapping, and how many of them carry a warning. */
export async function countByMapping(
  db: Database,
  filter: LinkFilter,
): Promise<Array<{ mappingId: string; count: number; withWarning: number }>> {
  const rows = (await filtered(db, filter)
    .groupBy('mapping_id', 'has_warning')
    .select('mapping_id', 'has_warning')
    .count({ n: '*' })) as RawLink[];
  const counts = new Map<string, { mappingId: string; count: number; withWarning: number }>();
  for (const row of rows) {
    const mappingId = String(row.mapping_id);
    const of = counts.get(mappingId) ?? { mappingId, count: 0, withWarning: 0 };
    of.count += toCount(row.n);
    if (row.has_warning) of.withWarning += toCount(row.n);
    counts.set(mappingId, of);
  }
  return [...counts.values()];
}

/** The first links that a filter shows, kept from other transactions until this one ends. */
export const nextLinks = async (
  trx: Database,
  filter: LinkFilter,
  limit: number,
  columns: readonly string[] = ['*'],
): Promise<RawLink[]> =>
  (await filtered(trx, filter)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .select(...columns)) as RawLink[];

/** Which of some links a filter shows, by document id. */
export async function findShown(db: Database, filter: LinkFilter, ids: readonly string[]): Promise<Set<string>> {
  const shown = new Set<string>();
  for (const chunk of chunksOf([...new Set(ids)])) {
    const rows: { document_id: string }[] = await filtered(db, filter)
      .whereIn('document_id', chunk)
      .select('document_id');
    for (const row of rows) shown.add(row.document_id);
  }
  return shown;
}

/** Members of a list as bits, the first option the lowest. Stored: options may be added at the end only. */
const bitsOf = <Option extends string>(options: readonly Option[], members: readonly Option[]): number =>
  members.reduce((bits, member) => bits | (1 << options.indexOf(member)), 0);

export const warningBits = (warnings: LinkWarning[]): number => bitsOf(linkWarning.options, warnings);

/** Roles of the fields that agree. */
export const agreeingBits = ({ fields }: Evidence): number =>
  bitsOf(
    fieldRole.options,
    fields.flatMap(({ role, verdict }) => (verdict === 'same' ? role : [])),
  );

/** Proposals per mapping of a connection, and how many of them carry a warning. */
export async function countProposals(
  db: Database,
  connectionId: string,
): Promise<Array<{ mappingId: string; proposed: number; withWarning: number }>> {
  const ofConnection = db(TABLES.mappings).where({ connection_id: connectionId }).select('document_id');
  const rows = (await db(TABLES.links)
    .whereIn('mapping_id', ofConnection)
    .where({ state: 'proposed' })
    .groupBy('mapping_id', 'has_warning')
    .select('mapping_id', 'has_warning')
    .count({ n: '*' })) as RawLink[];
  const counts = new Map<string, { mappingId: string; proposed: number; withWarning: number }>();
  for (const row of rows) {
    const mappingId = String(row.mapping_id);
    const count = counts.get(mappingId) ?? { mappingId, proposed: 0, withWarning: 0 };
    count.proposed += toCount(row.n);
    if (row.has_warning) count.withWarning += toCount(row.n);
    counts.set(mappingId, count);
  }
  return [...counts.values()];
}
