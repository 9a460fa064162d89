import type { LinkOrigin, RejectReason } from '../contracts/links';
import { TABLES } from '../constants';
import { type ActRow, detailOf, type DetailRow, insertAct, insertDetails } from '../linking/journal';
import {
  confirmedColumns,
  newBatchId,
  newEntry,
  pairColumns,
  proposedColumns,
  type RawLink,
  rejectedColumns,
} from '../linking/link-repository';
import { findLocalRecords } from '../linking/local-records';
import type { MappingRow } from '../linking/mapping-repository';
import { findModel } from '../linking/match-models';
import { comparedColumns, rememberValues } from '../linking/remembered';
import type { ActResult } from '../linking/review-service';
import { findRecords } from '../sync/external-records';
import { breathe, chunksOf, type Database } from '../utils/database';
import { ConflictError } from '../utils/errors';
import type { Actor } from '../utils/http';
import type { PlannedChange } from './plan';
import { sentence } from '../utils/sentence';

/** Links changed between two looks at other requests. */
const STEP = 200;

const outdated = () =>
  new ConflictError(
    sentence(
      'linkFiles.someChanged',
      'Some of these links have changed just now. Nothing was imported; look at the changes again.',
    ),
  );

/** Carries the changes of a file out as one act. Call inside a transaction; throws as `writeChanges` does. */
export async function applyChanges(
  trx: Database,
  mapping: MappingRow,
  changes: PlannedChange[],
  fileName: string,
  actor: Actor,
): Promise<ActResult> {
  const act: ActRow = {
    batchId: newBatchId(),
    act: 'import',
    connectionId: mapping.connectionId,
    reason: fileName.slice(0, 255),
    actor: actor.name,
  };
  const { count, first, links } = await writeChanges(trx, mapping, changes, act);
  await insertAct(trx, act, count, first, mapping.id);
  return { batchId: act.batchId, count: changes.length, links };
}

/**
 * Carries changes out and writes what happened to each link: first what leaves, so that partners are free for what
 * comes. The act's own row is left to the caller. Throws a ConflictError, or the database's, where something is not as
 * the plan found it.
 */
export async function writeChanges(
  trx: Database,
  mapping: MappingRow,
  changes: PlannedChange[],
  act: ActRow,
  /** Of links that were not proposed before. */
  origin: LinkOrigin = 'manual',
): Promise<{ count: number; first: DetailRow | undefined; links: string[] }> {
  const links: string[] = [];
  let count = 0;
  let first: DetailRow | undefined;
  const note = async (details: DetailRow[]): Promise<void> => {
    await insertDetails(trx, act, details);
    first ??= details[0];
    count += details.length;
    links.push(...details.slice(0, Math.max(0, 1_000 - links.length)).map(({ linkId }) => linkId));
    await breathe();
  };
  const of = (...kinds: string[]) => changes.filter(({ kind }) => kinds.includes(kind));

  const left = [
    ...of('removed').map(({ pairKey }) => pairKey),
    ...of('changed').flatMap(({ leaves }) => leaves?.pairKey ?? []),
  ];
  for (const keys of chunksOf(left, STEP)) {
    const rows = await requirePairs(trx, keys, 'confirmed');
    await rememberValues(trx, new Map([[mapping.id, mapping]]), rows);
    await move(trx, rows, 'confirmed', rejectedColumns('unlinked', act.actor, new Date()));
    await note(rows.map((row) => detailOf(row, 'confirmed', 'rejected', true)));
  }

  const proposals = of('rejected').filter(({ from }) => from === 'proposed');
  for (const reason of new Set(proposals.map(reasonOf))) {
    const keys = proposals.filter((change) => reasonOf(change) === reason).map(({ pairKey }) => pairKey);
    for (const chunk of chunksOf(keys, STEP)) {
      const rows = await requirePairs(trx, chunk, 'proposed');
      await rememberValues(trx, new Map([[mapping.id, mapping]]), rows);
      await move(trx, rows, 'proposed', rejectedColumns(reason, act.actor, new Date()));
      await note(rows.map((row) => detailOf(row, 'proposed', 'rejected', false)));
    }
  }

  const oneToOne = mapping.cardinality === 'one_to_one';
  const confirmed = () => confirmedColumns(trx, oneToOne, act.actor, new Date());
  for (const chunk of chunksOf(of('confirmed'), STEP)) {
    const rows = await requirePairs(
      trx,
      chunk.map(({ pairKey }) => pairKey),
      'proposed',
    );
    await move(trx, rows, 'proposed', confirmed());
    await note(rows.map((row) => detailOf(row, 'proposed', 'confirmed', false)));
    await note(await dropRivals(trx, mapping, chunk));
  }

  for (const chunk of chunksOf(of('added', 'changed'), STEP)) {
    await note(await dropRivals(trx, mapping, chunk));
    const rows = await findPairs(trx, chunk);
    if (chunk.some(({ pairKey, from }) => stateOf(rows.get(pairKey)) !== from)) throw outdated();
    const compared = await compareWith(trx, mapping, chunk);
    const details: DetailRow[] = [];
    for (const change of chunk) {
      const row = rows.get(change.pairKey);
      if (!row) continue;
      const changed = await trx(TABLES.links)
        .where({ document_id: String(row.document_id), state: change.from })
        .update({
          ...confirmed(),
          origin,
          score: null,
          runner_up: null,
          ...compared(change),
          changed_since: null,
          warnings: '[]',
          has_warning: false,
        });
      if (changed !== 1) throw outdated();
      details.push(detailOf(row, change.from, 'confirmed', true));
    }
    const fresh = chunk
      .filter(({ pairKey }) => !rows.has(pairKey))
      .map((change) => newRow(mapping, change, origin, compared(change)));
    if (fresh.length > 0) {
      await trx(TABLES.links).insert(fresh);
      await move(trx, fresh, 'proposed', confirmed());
    }
    await note([...details, ...fresh.map((row) => detailOf(row, 'none', 'confirmed', false))]);
  }

  for (const chunk of chunksOf(
    of('rejected').filter(({ from }) => from === 'none'),
    STEP,
  )) {
    if ((await findPairs(trx, chunk)).size > 0) throw outdated();
    const compared = await compareWith(trx, mapping, chunk);
    const rows = chunk.map((change) => ({
      ...newRow(mapping, change, 'manual', compared(change)),
      ...rejectedColumns(reasonOf(change), act.actor, new Date()),
    }));
    await trx(TABLES.links).insert(rows);
    await note(rows.map((row) => detailOf(row, 'none', 'rejected', false)));
  }

  return { count, first, links };
}

const reasonOf = ({ reason }: PlannedChange): RejectReason => reason ?? 'other';
const stateOf = (row: RawLink | undefined) => row?.state ?? 'none';

async function findPairs(trx: Database, changes: PlannedChange[]): Promise<Map<string, RawLink>> {
  const rows = (await trx(TABLES.links).whereIn(
    'pair_key',
    changes.map(({ pairKey }) => pairKey),
  )) as RawLink[];
  return new Map(rows.map((row) => [String(row.pair_key), row]));
}

/** Rows of pairs that all have to be in one state. */
async function requirePairs(trx: Database, pairKeys: string[], state: 'proposed' | 'confirmed'): Promise<RawLink[]> {
  const rows = (await trx(TABLES.links).whereIn('pair_key', pairKeys).where({ state })) as RawLink[];
  if (rows.length !== pairKeys.length) throw outdated();
  return rows;
}

/** The state is asked for again: somebody may have been faster since the row was read. */
async function move(trx: Database, rows: RawLink[], from: 'proposed' | 'confirmed', columns: RawLink): Promise<void> {
  const changed = await trx(TABLES.links)
    .whereIn(
      'document_id',
      rows.map((row) => String(row.document_id)),
    )
    .where({ state: from })
    .update(columns);
  if (changed !== rows.length) throw outdated();
}

/** Takes away proposals that the new links make pointless; they come back with Undo. */
async function dropRivals(trx: Database, mapping: MappingRow, changes: PlannedChange[]): Promise<DetailRow[]> {
  const rows = (await trx(TABLES.links)
    .where({ state: 'proposed' })
    .whereNotIn(
      'pair_key',
      changes.map(({ pairKey }) => pairKey),
    )
    .where((query) => {
      void query.whereIn(
        'local_key',
        changes.map(({ localKey }) => localKey),
      );
      if (mapping.cardinality !== 'one_to_one') return;
      const externalIds = changes.map(({ externalId }) => externalId);
      void query.orWhere((either) => either.where({ mapping_id: mapping.id }).whereIn('external_id', externalIds));
    })) as RawLink[];
  if (rows.length > 0)
    await trx(TABLES.links)
      .whereIn(
        'document_id',
        rows.map((row) => String(row.document_id)),
      )
      .delete();
  return rows.map((row) => detailOf(row, 'proposed', 'none', true));
}

/** How the records of changes compare as they are now. */
async function compareWith(
  trx: Database,
  mapping: MappingRow,
  changes: PlannedChange[],
): Promise<(change: PlannedChange) => RawLink> {
  const locals = await findLocalRecords(
    trx,
    mapping.id,
    changes.map(({ localKey }) => localKey),
  );
  const externals = await findRecords(
    trx,
    mapping,
    changes.map(({ externalId }) => externalId),
  );
  const stored = await findModel(trx, mapping.id);
  return ({ localKey, externalId }) => {
    const local = locals.get(localKey);
    const external = externals.get(externalId);
    if (!local || !external || external.deleted) throw outdated();
    return comparedColumns(local, external, stored, { withScore: false });
  };
}

const newRow = (mapping: MappingRow, change: PlannedChange, origin: LinkOrigin, compared: RawLink): RawLink => ({
  ...newEntry(),
  ...pairColumns(mapping, change.localId, change.locale, change.externalId),
  local_label: change.localLabel.slice(0, 255),
  external_label: change.externalLabel,
  ...compared,
  warnings: '[]',
  has_warning: false,
  ...proposedColumns(new Date()),
  origin,
});
