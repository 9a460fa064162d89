import { TABLES } from '../constants';
import { ENGINE_VERSION, type MatchModel } from '../matching';
import { type Database, fromJson, toTimestamp } from '../utils/database';

/** What the newest full match of a mapping learned, and how far its results follow the records. */
export interface StoredModel {
  mappingId: string;
  version: string;
  model: MatchModel;
  /** Decisions that it learned from. */
  confirmed: number;
  rejected: number;
  /** Records of both sides that it was fitted on, and those matched one by one since. */
  records: number;
  changedSince: number;
  /** With which the stored proposals were chosen. */
  threshold: number;
  margin: number;
  /** Run that fitted it, and the newest whose changes of external records have been matched. */
  runId: number;
  matchedRunId: number;
  /** Newest row of the journal when the records were read. */
  decisionId: number;
  fittedAt: string;
}

type Row = Record<string, unknown>;

const isReadable = (row: Row): boolean => String(row.version).startsWith(ENGINE_VERSION);

/** null: the mapping was not matched yet, or by an engine whose models this one cannot read. */
export async function findModel(db: Database, mappingId: string): Promise<StoredModel | null> {
  const row = (await db(TABLES.models).where({ mapping_id: mappingId }).first()) as Row | undefined;
  if (!row || !String(row.version).startsWith(ENGINE_VERSION)) return null;
  return {
    mappingId,
    version: String(row.version),
    model: fromJson<MatchModel | null>(row.model, null) as MatchModel,
    confirmed: Number(row.confirmed),
    rejected: Number(row.rejected),
    records: Number(row.records),
    changedSince: Number(row.changed_since),
    threshold: Number(row.threshold),
    margin: Number(row.margin),
    runId: Number(row.run_id),
    matchedRunId: Number(row.matched_run_id),
    decisionId: Number(row.decision_id),
    fittedAt: toTimestamp(row.fitted_at) ?? '',
  };
}

/** Names the model in force, without reading it. */
export async function findModelRun(db: Database, mappingId: string): Promise<number | null> {
  const row = (await db(TABLES.models).where({ mapping_id: mappingId }).first('run_id', 'version')) as Row | undefined;
  return row && isReadable(row) ? Number(row.run_id) : null;
}

export async function saveModel(db: Database, stored: Omit<StoredModel, 'fittedAt'>): Promise<void> {
  const row = {
    mapping_id: stored.mappingId,
    version: stored.version,
    model: JSON.stringify(stored.model),
    confirmed: stored.confirmed,
    rejected: stored.rejected,
    records: stored.records,
    changed_since: stored.changedSince,
    threshold: stored.threshold,
    margin: stored.margin,
    run_id: stored.runId,
    matched_run_id: stored.matchedRunId,
    decision_id: stored.decisionId,
    fitted_at: new Date(),
  };
  await db(TABLES.models).insert(row).onConflict('mapping_id').merge();
}

/** Records of a mapping were matched without a new model. */
export async function noteMatched(
  db: Database,
  mappingId: string,
  change: { records: number; matchedRunId?: number },
): Promise<void> {
  await db(TABLES.models)
    .where({ mapping_id: mappingId })
    .update({
      changed_since: db.raw('?? + ?', ['changed_since', change.records]),
      ...(change.matchedRunId === undefined ? {} : { matched_run_id: change.matchedRunId }),
    });
}

/** The stored proposals follow this threshold and margin now. */
export async function noteThreshold(
  db: Database,
  mappingId: string,
  { threshold, margin }: { threshold: number; margin: number },
): Promise<void> {
  await db(TABLES.models).where({ mapping_id: mappingId }).update({ threshold, margin });
}

/** What was learned no longer fits the mapping: the next match learns anew. */
export async function forgetModel(db: Database, mappingId: string): Promise<void> {
  await db(TABLES.models).where({ mapping_id: mappingId }).delete();
}

export async function latestDecision(db: Database): Promise<number> {
  const row = (await db(TABLES.decisions).max({ id: 'id' }).first()) as Row | undefined;
  return Number(row?.id ?? 0);
}

/** Whether people have decided on links of a mapping since a row of the journal. */
export async function decidedSince(db: Database, mappingId: string, decisionId: number): Promise<boolean> {
  const row: unknown = await db(TABLES.decisions)
    .where('id', '>', decisionId)
    .where({ mapping_id: mappingId })
    .whereNotNull('link_id')
    .whereNotIn('act', ['propose', 'attention'])
    .first('id');
  return row !== undefined;
}
