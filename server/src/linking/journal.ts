import type { Knex } from 'knex';
import type { Decision, DecisionAct } from '../contracts/links';
import { TABLES } from '../constants';
import { chunksOf, type Database, toCount, toText, toTimestamp } from '../utils/database';
import type { RawLink } from './link-repository';

export type JournaledState = 'none' | 'proposed' | 'confirmed' | 'rejected';

/** One act: gets one row of its own, and one row per link. */
export interface ActRow {
  batchId: string;
  act: DecisionAct;
  connectionId: string;
  reason?: string | null;
  actor: string;
}
/** What an act did to one link. */
export interface LinkChange {
  linkId: string;
  mappingId: string;
  localLabel: string;
  externalLabel: string;
  stateBefore: JournaledState;
  stateAfter: JournaledState;
}
export interface DetailRow extends LinkChange {
  /** The link's row before the act, where undo needs more than its state. */
  before?: Record<string, unknown>;
}

/** What the journal says of one link; `keepRow`: undo needs more of it than its state. */
export function detailOf(
  row: RawLink,
  stateBefore: JournaledState,
  stateAfter: JournaledState,
  keepRow: boolean,
): DetailRow {
  return {
    linkId: String(row.document_id),
    mappingId: String(row.mapping_id),
    localLabel: toText(row.local_label),
    externalLabel: toText(row.external_label),
    stateBefore,
    stateAfter,
    ...(keepRow ? { before: row } : {}),
  };
}

/** Acts that an admin can take back. */
const undoable: readonly DecisionAct[] = [
  'confirm',
  'reject',
  'map',
  'unlink',
  'create',
  'create_external',
  'import',
  'carry_over',
  'finalize',
  'restore',
  'undo',
];
export const isUndoable = (act: DecisionAct): boolean => undoable.includes(act);
/** Acts on values of linked records: no link changes, so they stand in no undo's way. */
export const valueActs: readonly DecisionAct[] = ['update_external', 'update_local'];

/** Writes the rows of single links. A batch may call it several times before `insertAct`. */
export async function insertDetails(db: Database, act: ActRow, details: DetailRow[]): Promise<void> {
  const at = new Date();
  for (const chunk of chunksOf(details)) {
    await db(TABLES.decisions).insert(
      chunk.map((detail) => ({
        batch_id: act.batchId,
        act: act.act,
        count: null,
        connection_id: act.connectionId,
        mapping_id: detail.mappingId,
        link_id: detail.linkId,
        local_label: detail.localLabel,
        external_label: detail.externalLabel,
        state_before: detail.stateBefore,
        state_after: detail.stateAfter,
        before: detail.before ? JSON.stringify(detail.before) : null,
        reason: act.reason ?? null,
        actor: act.actor,
        at,
      })),
    );
  }
}

/**
 * The same for many links that take one step, where undo needs no more than their states: the database copies what it
 * names of them.
 */
export const insertSteps = (
  db: Database,
  act: ActRow,
  links: Knex.QueryBuilder,
  stateBefore: JournaledState,
  stateAfter: JournaledState,
): Promise<void> =>
  copyDetails(
    db,
    act,
    links,
    { state_before: db.raw('?', [stateBefore]), state_after: db.raw('?', [stateAfter]) },
    'document_id',
  );

/** The same for steps that are taken back: they are copied from the journal itself, the other way round. */
export const insertStepsBack = (db: Database, act: ActRow, steps: Knex.QueryBuilder): Promise<void> =>
  copyDetails(db, act, steps, { state_before: db.ref('state_after'), state_after: db.ref('state_before') }, 'link_id');

async function copyDetails(
  db: Database,
  act: ActRow,
  from: Knex.QueryBuilder,
  states: Record<'state_before' | 'state_after', Knex.Raw | Knex.Ref<string, object>>,
  linkId: string,
): Promise<void> {
  const same = {
    batch_id: act.batchId,
    act: act.act,
    connection_id: act.connectionId,
    reason: act.reason ?? null,
    actor: act.actor,
    at: new Date(),
  };
  const values = Object.values(same).map((value) => db.raw('?', [value]));
  const copied = ['mapping_id', 'local_label', 'external_label'];
  const columns = [...Object.keys(same), ...Object.keys(states), ...copied, 'link_id'];
  const into = db.raw(`?? (${columns.map(() => '??').join(', ')})`, [TABLES.decisions, ...columns]);
  await db(into).insert(from.select(...values, ...Object.values(states), ...copied, linkId));
}

/** Writes the act's own row, which the journal lists. */
export async function insertAct(
  db: Database,
  act: ActRow,
  count: number,
  first: Pick<DetailRow, 'localLabel' | 'externalLabel'> | undefined,
  mappingId: string | null,
): Promise<void> {
  await db(TABLES.decisions).insert({
    batch_id: act.batchId,
    act: act.act,
    count,
    connection_id: act.connectionId,
    mapping_id: mappingId,
    link_id: null,
    local_label: first?.localLabel ?? null,
    external_label: first?.externalLabel ?? null,
    reason: act.reason ?? null,
    actor: act.actor,
    at: new Date(),
  });
}

export async function insertDecisions(db: Database, act: ActRow, details: DetailRow[]): Promise<void> {
  await insertDetails(db, act, details);
  const ids = new Set(details.map(({ mappingId }) => mappingId));
  await insertAct(db, act, details.length, details[0], ids.size === 1 ? (details[0]?.mappingId ?? null) : null);
}

/** Adds one record to a batch that grows while a run works: its rows, and the act's own row with one more counted. */
export async function addToBatch(db: Database, act: ActRow, details: DetailRow[]): Promise<void> {
  await insertDetails(db, act, details);
  const more = await db(TABLES.decisions)
    .where({ batch_id: act.batchId })
    .whereNotNull('count')
    .update({ count: db.raw('count + 1'), reason: null });
  if (more === 0) await insertAct(db, act, 1, details[0], details[0]?.mappingId ?? null);
}

interface JournalRow {
  id: number;
  batch_id: string;
  act: DecisionAct;
  count: number | null;
  connection_id: string;
  mapping_id: string | null;
  mapping_name: string | null;
  local_label: string | null;
  external_label: string | null;
  reason: string | null;
  actor: string;
  at: unknown;
  undone_by: string | null;
}

/** The journal, newest first: acts as a whole, or what happened to one link. */
export async function listJournal(
  db: Database,
  filter: { connectionId?: string; linkId?: string },
  page: number,
  pageSize: number,
): Promise<{ rows: Decision[]; total: number }> {
  const base = db(`${TABLES.decisions} as d`).where((query) => {
    if (filter.connectionId) void query.where('d.connection_id', filter.connectionId);
    // The acts among many more rows are found by an index that begins with the connection.
    else if (!filter.linkId) void query.whereIn('d.connection_id', db(TABLES.connections).select('document_id'));
    if (filter.linkId) void query.where('d.link_id', filter.linkId);
    else void query.whereNotNull('d.count');
  });
  const [count] = await base.clone().count({ n: '*' });
  const rows = (await base
    .clone()
    .leftJoin(`${TABLES.mappings} as m`, 'm.document_id', 'd.mapping_id')
    .select('d.*', 'm.name as mapping_name')
    .orderBy('d.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as JournalRow[];
  return { rows: rows.map(toDecision), total: toCount(count?.n) };
}

function toDecision(row: JournalRow): Decision {
  const blocked =
    row.undone_by !== null
      ? 'undone'
      : undoable.includes(row.act) && row.count !== 0
        ? null
        : valueActs.includes(row.act)
          ? 'values'
          : 'not_by_person';
  return {
    batchId: row.batch_id,
    act: row.act,
    connectionId: row.connection_id,
    mappingId: row.mapping_id,
    mappingName: row.mapping_name,
    count: row.count ?? 1,
    localLabel: row.local_label,
    externalLabel: row.external_label,
    reason: row.reason,
    actor: row.actor,
    at: toTimestamp(row.at) ?? '',
    canUndo: blocked === null,
    undoBlockedBy: blocked,
  };
}
