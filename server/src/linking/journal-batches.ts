import type { DecisionAct } from '../contracts/links';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson, toCount } from '../utils/database';
import { type JournaledState, type LinkChange, valueActs } from './journal';

/** Acts that stand in the way of an undo. */
export type LaterAct = Exclude<DecisionAct, 'attention' | 'undo' | 'update_external' | 'update_local'>;

type Row = Record<string, unknown>;

export interface BatchDetail extends LinkChange {
  id: number;
  /** The link's row before the act; null where its state tells it. */
  before: Record<string, unknown> | null;
}

export async function findBatch(
  db: Database,
  batchId: string,
): Promise<{ act: DecisionAct; connectionId: string; count: number } | null> {
  const row = (await db(TABLES.decisions).where({ batch_id: batchId }).whereNotNull('count').first()) as
    Row | undefined;
  return row
    ? { act: row.act as DecisionAct, connectionId: String(row.connection_id), count: toCount(row.count) }
    : null;
}

/** One link of a batch as it is read first: without its row. */
export interface BatchStep extends LinkChange {
  id: number;
  /** The database's own id of the link; null where the link has no row. */
  rowId: number | null;
  /** The link was there before and after, and its state is all that the act changed. */
  plain: boolean;
}

const changeOf = (row: Row): LinkChange & { id: number } => ({
  id: Number(row.id),
  linkId: String(row.link_id),
  mappingId: String(row.mapping_id),
  localLabel: String(row.local_label),
  externalLabel: String(row.external_label),
  stateBefore: row.state_before as JournaledState,
  stateAfter: row.state_after as JournaledState,
});

/** Links of a batch, in the order of the journal; `returning`: those that were confirmed before, or the others. */
export async function findBatchSteps(
  db: Database,
  batchId: string,
  returning: boolean,
  after: number,
  limit: number,
): Promise<BatchStep[]> {
  const rows = (await db(`${TABLES.decisions} as d`)
    .leftJoin(`${TABLES.links} as l`, 'l.document_id', 'd.link_id')
    .where('d.batch_id', batchId)
    .whereNotNull('d.link_id')
    .where('d.state_before', returning ? '=' : '<>', 'confirmed')
    .where('d.id', '>', after)
    .orderBy('d.id')
    .limit(limit)
    .select('d.id', 'd.link_id', 'd.mapping_id', 'd.local_label', 'd.external_label', 'd.state_before', 'd.state_after')
    .select({ row_id: 'l.id', kept: db.raw('case when ?? is null then 0 else 1 end', ['d.before']) })) as Row[];
  return rows.map((row) => {
    const change = changeOf(row);
    return {
      ...change,
      rowId: row.row_id === null ? null : Number(row.row_id),
      plain: toCount(row.kept) === 0 && change.stateBefore !== 'none' && change.stateAfter !== 'none',
    };
  });
}

/** Some links of a batch with the rows that they had before, in the order of the journal. */
export async function findBatchDetails(db: Database, ids: number[]): Promise<BatchDetail[]> {
  const details: BatchDetail[] = [];
  for (const chunk of chunksOf(ids)) {
    const rows = (await db(TABLES.decisions).whereIn('id', chunk).orderBy('id')) as Row[];
    details.push(
      ...rows.map((row) => ({
        ...changeOf(row),
        before: fromJson<Record<string, unknown> | null>(row.before, null),
      })),
    );
  }
  return details;
}

/** The newest later act of a person on a link of the batch, that was not itself undone. */
export async function findLaterAct(
  db: Database,
  batchId: string,
): Promise<{ act: LaterAct; actor: string; localLabel: string } | null> {
  const row = (await db(`${TABLES.decisions} as later`)
    .join(`${TABLES.decisions} as mine`, 'mine.link_id', 'later.link_id')
    .where('mine.batch_id', batchId)
    .whereNot('later.batch_id', batchId)
    .whereRaw('later.id > mine.id')
    .whereNull('later.undone_by')
    .whereNotIn('later.act', ['attention', 'undo', ...valueActs])
    .orderBy('later.id', 'desc')
    .first('later.act', 'later.actor', 'later.local_label')) as
    { act: LaterAct; actor: string; local_label: string } | undefined;
  return row ? { act: row.act, actor: row.actor, localLabel: row.local_label } : null;
}

/** Marks a batch as taken back. False: somebody else did it first. */
export async function markUndone(db: Database, batchId: string, by: string): Promise<boolean> {
  const changed = await db(TABLES.decisions)
    .where({ batch_id: batchId })
    .whereNull('undone_by')
    .update({ undone_by: by });
  return changed > 0;
}
