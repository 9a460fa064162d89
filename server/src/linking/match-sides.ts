import type { RoleValues } from '../contracts/common';
import type { MatchModel } from '../matching';
import type { Label, MatchRecord } from '../matching/types';
import { eachRecord, type ExternalRecordRow } from '../sync/external-records';
import { TABLES } from '../constants';
import { breathe, chunksOf, type Database, toText } from '../utils/database';
import type { RawLink } from './link-repository';
import { eachLocalRecord, type LocalRecordRow } from './local-records';
import type { MappingRow } from './mapping-repository';
import { type ChangedSinceRejection, changedSince, pairFingerprint, teaches } from './rejections';

const LINKS_PER_PAGE = 1_000;

/** What writing a pair needs to know of one of its records. */
export interface Known {
  label: string;
  roles: RoleValues;
  rolesHash: string;
  active: boolean;
  /** Belongs to another record (sub-customer). */
  sub: boolean;
}

/** Decisions of people, as the engine takes them. */
export interface Judged {
  labels: Label[];
  rejected: Array<readonly [left: string, right: string]>;
  /** External records linked to local ones that are gone. */
  taken: string[];
  /** Rejected pairs that may come back, by `pairOf`. */
  returning: Map<string, ChangedSinceRejection>;
}

export interface Sides extends Judged {
  left: MatchRecord[];
  right: MatchRecord[];
  /** By left id (`documentId|locale`) and right id. */
  locals: Map<string, Known>;
  externals: Map<string, Known>;
  /** How many external records bear a label, by its lower-case form. */
  sameName: Map<string, number>;
}

export const leftId = (localId: string, locale: string): string => `${localId}|${locale}`;
export const splitLeft = (id: string): { localId: string; locale: string } => {
  const cut = id.indexOf('|');
  return { localId: id.slice(0, cut), locale: id.slice(cut + 1) };
};
export const pairOf = (left: string, right: string): string => JSON.stringify([left, right]);

export const toLeft = (record: LocalRecordRow): MatchRecord => ({
  id: leftId(record.localId, record.locale),
  roles: record.roles,
});
export const toRight = (record: ExternalRecordRow): MatchRecord => ({
  id: record.externalId,
  roles: record.roles,
  active: record.active,
});
export const knownLocal = ({ label, roles, rolesHash }: LocalRecordRow): Known => ({
  label,
  roles,
  rolesHash,
  active: true,
  sub: false,
});
export const knownExternal = ({ label, roles, rolesHash, active, parentId }: ExternalRecordRow): Known => ({
  label,
  roles,
  rolesHash,
  active,
  sub: parentId !== null,
});

/** How the engine is to decide: the mapping's settings and what people have judged. */
export const optionsOf = (mapping: MappingRow, { labels, rejected, taken }: Judged) => ({
  cardinality: mapping.cardinality,
  threshold: mapping.threshold,
  margin: mapping.margin,
  labels,
  rejected,
  taken,
});

/** Both sides of a mapping with what people have decided; `model` tells which fields of a rejected pair count. */
export async function loadSides(db: Database, mapping: MappingRow, model: MatchModel | undefined): Promise<Sides> {
  const scope = { connectionId: mapping.connectionId, recordType: mapping.recordType };
  const sides: Sides = {
    left: [],
    right: [],
    locals: new Map(),
    externals: new Map(),
    sameName: new Map(),
    ...nothingJudged(),
  };
  for await (const page of eachLocalRecord(db, mapping.id)) {
    for (const record of page) {
      const left = toLeft(record);
      sides.left.push(left);
      sides.locals.set(left.id, knownLocal(record));
    }
    await breathe();
  }
  for await (const page of eachRecord(db, scope)) {
    for (const record of page) {
      sides.right.push(toRight(record));
      sides.externals.set(record.externalId, knownExternal(record));
      const name = record.label.toLowerCase();
      sides.sameName.set(name, (sides.sameName.get(name) ?? 0) + 1);
    }
    await breathe();
  }
  for (const state of ['confirmed', 'rejected'] as const)
    for await (const page of eachDecided(db, mapping.id, state)) {
      await judge(db, page, sides, sides, model);
      await breathe();
    }
  return sides;
}

export const nothingJudged = (): Judged => ({ labels: [], rejected: [], taken: [], returning: new Map() });

/**
 * Adds decided links to labels and constraints. Confirmed ones teach and hold their records; rejected ones teach
 * unless their reason says nothing about sameness, until a value that counted has changed.
 */
export async function judge(
  db: Database,
  rows: RawLink[],
  { locals, externals }: Pick<Sides, 'locals' | 'externals'>,
  into: Judged,
  model: MatchModel | undefined,
): Promise<void> {
  const changed: RawLink[] = [];
  for (const row of rows) {
    const left = leftId(String(row.local_id), toText(row.local_locale));
    const right = String(row.external_id);
    const [local, external] = [locals.get(left), externals.get(right)];
    if (row.state === 'confirmed') {
      if (local && external) into.labels.push({ left, right, match: true });
      else into.taken.push(right);
    } else if (!local || !external) into.rejected.push([left, right]);
    else if (row.fingerprint !== null && row.fingerprint !== pairFingerprint(local.rolesHash, external.rolesHash))
      changed.push(row);
    else hold(row, left, right, into);
  }
  for (const chunk of chunksOf(changed)) {
    const evidence = (await db(TABLES.links)
      .whereIn(
        'document_id',
        chunk.map((row) => String(row.document_id)),
      )
      .select('document_id', 'evidence')) as RawLink[];
    const byId = new Map(evidence.map((row) => [String(row.document_id), row.evidence]));
    for (const row of chunk) {
      const left = leftId(String(row.local_id), toText(row.local_locale));
      const right = String(row.external_id);
      const full = { ...row, evidence: byId.get(String(row.document_id)) };
      const since = changedSince(full, locals.get(left), externals.get(right), model);
      if (since) into.returning.set(pairOf(left, right), since);
      else hold(row, left, right, into);
    }
    await breathe();
  }
}

function hold(row: RawLink, left: string, right: string, into: Judged): void {
  if (teaches((row.reason as Parameters<typeof teaches>[0]) ?? null)) into.labels.push({ left, right, match: false });
  else into.rejected.push([left, right]);
}

/** Columns of a link that `judge` reads. */
export const judgedColumns = [
  'id',
  'document_id',
  'state',
  'local_id',
  'local_locale',
  'external_id',
  'fingerprint',
  'reason',
  'decided_at',
  'decided_by',
];

async function* eachDecided(
  db: Database,
  mappingId: string,
  state: 'confirmed' | 'rejected',
): AsyncGenerator<RawLink[]> {
  let last = 0;
  for (;;) {
    const rows = (await db(TABLES.links)
      .where({ mapping_id: mappingId, state })
      .where('id', '>', last)
      .orderBy('id')
      .limit(LINKS_PER_PAGE)
      .select(judgedColumns)) as RawLink[];
    if (rows.length === 0) return;
    last = Number(rows[rows.length - 1]?.id);
    yield rows;
  }
}
