import { createId } from '@paralleldrive/cuid2';
import type { RoleValues } from '../contracts/common';
import type { NameHolder, WriteAct, WriteState } from '../contracts/writes';
import type { RunState } from '../contracts/runs';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson, messageColumns, messageOf, toCount, toTimestamp } from '../utils/database';
import type { Said, Words } from '../utils/sentence';

/** One record to be written, as stored. */
export interface WriteRow {
  id: number;
  requestId: string;
  runId: number;
  connectionId: string;
  mappingId: string;
  act: WriteAct;
  state: WriteState;
  activeKey: string | null;
  localId: string | null;
  locale: string;
  externalId: string | null;
  linkId: string | null;
  label: string;
  values: RoleValues;
  before: RoleValues;
  choices: Record<string, string>;
  attempts: number;
  /** When it was first sent. */
  sentAt: string | null;
  message: string | null;
  words?: Words;
  holder: NameHolder | null;
  batchId: string;
  createdBy: string;
  finishedAt: string | null;
}

type Row = Record<string, unknown>;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const fromRow = (row: Row): WriteRow => ({
  id: Number(row.id),
  requestId: String(row.request_id),
  runId: Number(row.run_id),
  connectionId: String(row.connection_id),
  mappingId: String(row.mapping_id),
  act: row.act as WriteAct,
  state: row.state as WriteState,
  activeKey: textOrNull(row.active_key),
  localId: textOrNull(row.local_id),
  locale: typeof row.locale === 'string' ? row.locale : '',
  externalId: textOrNull(row.external_id),
  linkId: textOrNull(row.link_id),
  label: String(row.label),
  values: fromJson<RoleValues>(row.values, {}),
  before: fromJson<RoleValues>(row.before, {}),
  choices: fromJson<Record<string, string>>(row.choices, {}),
  attempts: Number(row.attempts),
  sentAt: toTimestamp(row.sent_at),
  ...messageOf(row),
  holder: fromJson<NameHolder | null>(row.holder, null),
  batchId: String(row.batch_id),
  createdBy: String(row.created_by),
  finishedAt: toTimestamp(row.finished_at),
});

export type NewWrite = Pick<
  WriteRow,
  | 'connectionId'
  | 'mappingId'
  | 'act'
  | 'localId'
  | 'locale'
  | 'externalId'
  | 'linkId'
  | 'label'
  | 'values'
  | 'before'
  | 'choices'
> & { activeKey: string };

/** Of writes that are stored before their run is. */
const NO_RUN = 0;

/** Stores what a run is to write. A unique violation: somebody else is at one of these records. */
export async function insertWrites(
  db: Database,
  batch: { batchId: string; createdBy: string },
  writes: NewWrite[],
): Promise<void> {
  const now = new Date();
  for (const chunk of chunksOf(writes, 200))
    await db(TABLES.writes).insert(
      chunk.map((write) => ({
        request_id: createId(),
        run_id: NO_RUN,
        connection_id: write.connectionId,
        mapping_id: write.mappingId,
        act: write.act,
        state: 'planned',
        active_key: write.activeKey,
        local_id: write.localId,
        locale: write.locale,
        external_id: write.externalId,
        link_id: write.linkId,
        label: write.label.slice(0, 255),
        values: JSON.stringify(write.values),
        before: JSON.stringify(write.before),
        choices: JSON.stringify(write.choices),
        attempts: 0,
        batch_id: batch.batchId,
        created_by: batch.createdBy,
        created_at: now,
      })),
    );
}

/** What is under way for some records, with the state of the run that has it. */
export async function findActive(
  db: Database,
  activeKeys: string[],
): Promise<Array<WriteRow & { runState: RunState | null }>> {
  const found: Array<WriteRow & { runState: RunState | null }> = [];
  for (const chunk of chunksOf(activeKeys)) {
    const rows = (await db(`${TABLES.writes} as w`)
      .leftJoin(`${TABLES.runs} as r`, 'r.id', 'w.run_id')
      .whereIn('w.active_key', chunk)
      .select('w.*', 'r.state as run_state')) as Row[];
    found.push(...rows.map((row) => ({ ...fromRow(row), runState: (row.run_state as RunState | null) ?? null })));
  }
  return found;
}

/** Gives up what was never sent. */
export async function releaseWrites(db: Database, ids: number[]): Promise<void> {
  for (const chunk of chunksOf(ids))
    await db(TABLES.writes)
      .whereIn('id', chunk)
      .where({ state: 'planned' })
      .update({ state: 'cancelled', active_key: null, finished_at: new Date() });
}

/** What may have been sent goes on in another run, as it was planned. */
export async function moveWrites(
  db: Database,
  ids: number[],
  to: { batchId: string; createdBy: string },
): Promise<void> {
  for (const chunk of chunksOf(ids))
    await db(TABLES.writes)
      .whereIn('id', chunk)
      .whereNotNull('active_key')
      .update({ run_id: NO_RUN, batch_id: to.batchId, created_by: to.createdBy });
}

/** Says which run works on a batch. */
export async function assignWrites(db: Database, batchId: string, runId: number): Promise<void> {
  await db(TABLES.writes).where({ batch_id: batchId, run_id: NO_RUN }).update({ run_id: runId });
}

export async function findWrites(db: Database, batchId: string): Promise<WriteRow[]> {
  const rows = (await db(TABLES.writes).where({ batch_id: batchId }).orderBy('id')) as Row[];
  return rows.map(fromRow);
}

export async function listWrites(
  db: Database,
  filter: { runId: number; state?: WriteState },
  page: number,
  pageSize: number,
): Promise<{ rows: WriteRow[]; total: number }> {
  const base = db(TABLES.writes).where({
    run_id: filter.runId,
    ...(filter.state === undefined ? {} : { state: filter.state }),
  });
  const [count] = await base.clone().count({ n: '*' });
  const rows = (await base
    .clone()
    .orderBy('id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)) as Row[];
  return { rows: rows.map(fromRow), total: toCount(count?.n) };
}

/** Takes a write for one attempt. False: somebody else has it. */
export async function takeWrite(db: Database, write: WriteRow, state: 'sending' | 'checking'): Promise<boolean> {
  const now = new Date();
  const changed = await db(TABLES.writes)
    .where({ id: write.id, attempts: write.attempts, state: write.state })
    .update({ state, attempts: write.attempts + 1, sent_at: db.raw('coalesce(sent_at, ?)', [now]) });
  return changed === 1;
}

export async function markChecking(db: Database, write: WriteRow, why: Said): Promise<void> {
  await db(TABLES.writes)
    .where({ id: write.id })
    .whereIn('state', ['sending', 'checking'])
    .update({ state: 'checking', ...messageColumns(why) });
}

/** What became of it; true whoever holds the run, so it is stored in any case. */
export async function endWrite(
  db: Database,
  write: WriteRow,
  end: {
    state: 'done' | 'failed';
    message?: Said | null;
    holder?: NameHolder | null;
    localId?: string;
    locale?: string;
    externalId?: string;
    linkId?: string;
  },
): Promise<void> {
  await db(TABLES.writes)
    .where({ id: write.id })
    .update({
      state: end.state,
      active_key: null,
      ...messageColumns(end.message ?? null),
      holder: end.holder ? JSON.stringify(end.holder) : null,
      finished_at: new Date(),
      ...(end.localId === undefined ? {} : { local_id: end.localId }),
      ...(end.locale === undefined ? {} : { locale: end.locale }),
      ...(end.externalId === undefined ? {} : { external_id: end.externalId }),
      ...(end.linkId === undefined ? {} : { link_id: end.linkId }),
    });
}
