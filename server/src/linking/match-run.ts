import type { Core } from '@strapi/strapi';
import type { Evidence, LinkWarning } from '../contracts/links';
import type { RunProgress } from '../contracts/runs';
import type { MatchRecord, MatchResult, Proposal } from '../matching/types';
import type { RunContext, RunHandler } from '../runs/types';
import { eachRecord, hashOf } from '../sync/external-records';
import { TABLES } from '../constants';
import { chunksOf, type Database, databaseOf, inTransaction, toText } from '../utils/database';
import { getService } from '../utils/services';
import { markLocalGone } from './attention';
import { type DetailRow, insertAct, insertDetails } from './journal';
import { pairKeyOf } from './keys';
import { newEntry, pairColumns, type RawLink } from './link-repository';
import { dropUnseen, eachLocalRecord, readEntries, upsertLocalRecords } from './local-records';
import { findMappings, type MappingRow } from './mapping-repository';

/** Where matching goes on: the entries of a mapping are being read, or its pairs are to be found and written. */
type Checkpoint = { mapping: number; stage: 'read'; last: string | null } | { mapping: number; stage: 'match' };

/** Pairs written per transaction: short enough for the panel to answer in between. */
const PAIRS_PER_TRANSACTION = 250;

export const matchHandler = (strapi: Core.Strapi): RunHandler => ({
  execute: (ctx) => matchConnectionRecords(strapi, ctx, ctx.checkpoint, (checkpoint) => checkpoint),
});

/**
 * Matches every mapping of a connection: reads the entries of users, compares them in a worker, stores
 * candidates and proposals. Also the last stage of a sync, whose checkpoint `wrap` keeps whole.
 */
export async function matchConnectionRecords(
  strapi: Core.Strapi,
  ctx: RunContext,
  from: unknown,
  wrap: (checkpoint: Checkpoint) => unknown,
): Promise<void> {
  const mappings = (await findMappings(databaseOf(strapi), ctx.run.connectionId)).filter(
    (mapping) => getService(strapi, 'mappings').problemOf(mapping) === null,
  );
  let checkpoint = (from as Checkpoint | null) ?? { mapping: 0, stage: 'read', last: null };
  for (const mapping of mappings) partOf(ctx.progress, mapping);

  for (;;) {
    const mapping = mappings[checkpoint.mapping];
    if (!mapping) return;
    const part = partOf(ctx.progress, mapping);
    ctx.signal.throwIfAborted();
    if (checkpoint.stage === 'read') {
      part.phase = 'reading';
      const entries = await readEntries(strapi, mapping, checkpoint.last);
      const last = entries[entries.length - 1]?.localId ?? null;
      const next: Checkpoint =
        last === null
          ? { mapping: checkpoint.mapping, stage: 'match' }
          : { mapping: checkpoint.mapping, stage: 'read', last };
      await inTransaction(strapi, async (trx) => {
        await upsertLocalRecords(trx, mapping.id, ctx.run.id, entries);
        if (next.stage === 'match') {
          await dropUnseen(trx, mapping.id, ctx.run.id);
          await markLocalGone(trx, mapping.id);
        }
        part.done += entries.length;
        await ctx.save(trx, { checkpoint: wrap(next) });
      });
      checkpoint = next;
    } else {
      await matchMapping(strapi, ctx, mapping, part);
      part.phase = 'done';
      part.total = part.done;
      checkpoint = { mapping: checkpoint.mapping + 1, stage: 'read', last: null };
      await ctx.save(databaseOf(strapi), { checkpoint: wrap(checkpoint) });
    }
  }
}

function partOf(progress: RunProgress, mapping: MappingRow): RunProgress['parts'][number] {
  const key = `mapping:${mapping.id}`;
  const known = progress.parts.find((part) => part.key === key);
  if (known) return known;
  const part: RunProgress['parts'][number] = { key, label: mapping.name, phase: 'waiting', done: 0, total: null };
  progress.parts.push(part);
  return part;
}

/** What matching needs to know about one side. */
interface Known {
  label: string;
  rolesHash: string;
  /** Part of the key of the local side. */
  locale: string;
  sub: boolean;
}

/** Computes again after a crash: every write below is keyed by its pair, so nothing doubles. */
async function matchMapping(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  part: RunProgress['parts'][number],
): Promise<void> {
  part.phase = 'comparing';
  part.done = 0;
  await ctx.save(databaseOf(strapi));
  const sides = await loadSides(databaseOf(strapi), mapping);
  part.total = sides.left.length;
  const result = await getService(strapi, 'matching').match(sides.left, sides.right, {
    cardinality: mapping.cardinality,
    threshold: mapping.threshold,
    margin: mapping.margin,
    rejected: sides.rejected,
    taken: sides.taken,
    signal: ctx.signal,
    onProgress: (done) => void (part.done = Math.min(done, sides.left.length)),
  });
  ctx.signal.throwIfAborted();
  part.phase = 'writing';
  await writeCandidates(strapi, ctx, mapping, sides, result);
  await writeProposals(strapi, ctx, mapping, sides, result);
  part.done = sides.left.length;
}

interface Sides {
  left: MatchRecord[];
  right: MatchRecord[];
  /** By left id (`documentId|locale`) and right id. */
  locals: Map<string, Known>;
  externals: Map<string, Known>;
  rejected: Array<readonly [string, string]>;
  taken: string[];
  /** How many external records bear a label. */
  labels: Map<string, number>;
}

const leftId = (localId: string, locale: string): string => `${localId}|${locale}`;
const splitLeft = (id: string): { localId: string; locale: string } => {
  const cut = id.indexOf('|');
  return { localId: id.slice(0, cut), locale: id.slice(cut + 1) };
};

async function loadSides(db: Database, mapping: MappingRow): Promise<Sides> {
  const scope = { connectionId: mapping.connectionId, recordType: mapping.recordType };
  const confirmed = new Set<string>();
  const taken = new Set<string>();
  const confirmedRows = (await db(TABLES.links)
    .where({ connection_id: mapping.connectionId, record_type: mapping.recordType, state: 'confirmed' })
    .select('local_key', 'mapping_id', 'external_id')) as RawLink[];
  for (const row of confirmedRows) {
    confirmed.add(String(row.local_key));
    if (row.mapping_id === mapping.id && mapping.cardinality === 'one_to_one') taken.add(String(row.external_id));
  }

  const sides: Sides = {
    left: [],
    right: [],
    locals: new Map(),
    externals: new Map(),
    rejected: [],
    taken: [...taken],
    labels: new Map(),
  };
  for await (const page of eachLocalRecord(db, mapping.id)) {
    for (const record of page) {
      if (confirmed.has(record.localKey)) continue;
      const id = leftId(record.localId, record.locale);
      sides.left.push({ id, roles: record.roles });
      sides.locals.set(id, { label: record.label, rolesHash: record.rolesHash, locale: record.locale, sub: false });
    }
  }
  for await (const page of eachRecord(db, scope)) {
    for (const record of page) {
      sides.right.push({ id: record.externalId, roles: record.roles, active: record.active });
      sides.externals.set(record.externalId, {
        label: record.label,
        rolesHash: record.rolesHash,
        locale: '',
        sub: record.parentId !== null,
      });
      const key = record.label.toLowerCase();
      sides.labels.set(key, (sides.labels.get(key) ?? 0) + 1);
    }
  }

  // A rejected pair stays out until a value that was compared has changed.
  const rejectedRows = (await db(TABLES.links)
    .where({ mapping_id: mapping.id, state: 'rejected' })
    .select('local_id', 'local_locale', 'external_id', 'fingerprint')) as RawLink[];
  for (const row of rejectedRows) {
    const pair = [leftId(String(row.local_id), toText(row.local_locale)), String(row.external_id)] as const;
    if (row.fingerprint === null || row.fingerprint === fingerprintOf(sides, ...pair)) sides.rejected.push(pair);
  }
  return sides;
}

const fingerprintOf = (sides: Pick<Sides, 'locals' | 'externals'>, left: string, right: string): string =>
  pairFingerprint(sides.locals.get(left)?.rolesHash, sides.externals.get(right)?.rolesHash);

/** Changes when a value that is compared changes on either side. */
export const pairFingerprint = (localHash: string | undefined, externalHash: string | undefined): string =>
  hashOf([localHash ?? null, externalHash ?? null]);

async function writeCandidates(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  sides: Sides,
  result: MatchResult,
): Promise<void> {
  for (const chunk of chunksOf(result.candidates, PAIRS_PER_TRANSACTION)) {
    const rows = chunk.map((pair) => {
      const { localId, locale } = splitLeft(pair.left);
      return {
        pair_key: pairKeyOf(mapping.id, localId, locale, pair.right),
        mapping_id: mapping.id,
        local_id: localId,
        locale,
        external_id: pair.right,
        score: pair.score,
        evidence: JSON.stringify(pair.evidence),
        run_id: ctx.run.id,
      };
    });
    await inTransaction(strapi, async (trx) => {
      await trx(TABLES.candidates).insert(rows).onConflict('pair_key').merge();
      await ctx.save(trx);
    });
    await breathe();
  }
  await inTransaction(strapi, async (trx) => {
    await trx(TABLES.candidates).where({ mapping_id: mapping.id }).whereNot({ run_id: ctx.run.id }).delete();
    await ctx.save(trx);
  });
}

async function writeProposals(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  sides: Sides,
  result: MatchResult,
): Promise<void> {
  const sharing = new Map<string, number>();
  for (const { right } of result.proposals) sharing.set(right, (sharing.get(right) ?? 0) + 1);
  const act = {
    batchId: `run:${ctx.run.id}:${mapping.id}`,
    act: 'propose' as const,
    connectionId: mapping.connectionId,
    actor: 'Auto-link',
  };

  for (const chunk of chunksOf(result.proposals, PAIRS_PER_TRANSACTION)) {
    await inTransaction(strapi, async (trx) => {
      const rows = chunk.map((proposal) =>
        proposalRow(mapping, sides, proposal, sharing, ctx.run.id, result.model.version),
      );
      const known = (await trx(TABLES.links)
        .whereIn(
          'pair_key',
          rows.map((row) => String(row.pair_key)),
        )
        .select('pair_key', 'document_id', 'state', 'created_at', 'proposed_at')) as RawLink[];
      const byPair = new Map(known.map((row) => [String(row.pair_key), row]));
      // Somebody may have mapped one of the two by hand while the worker was comparing.
      const busy = await findBusy(trx, rows);
      const wanted = rows.filter(
        (row) =>
          !busy.has(String(row.local_key)) &&
          !busy.has(String(row.external_key)) &&
          byPair.get(String(row.pair_key))?.state !== 'confirmed',
      );
      const written = wanted.map((row) => {
        const old = byPair.get(String(row.pair_key));
        if (!old) return row;
        return {
          ...row,
          document_id: old.document_id,
          created_at: old.created_at,
          ...(old.state === 'proposed' ? { proposed_at: old.proposed_at } : {}),
        };
      });
      await trx(TABLES.links)
        .whereIn(
          'pair_key',
          written.map((row) => String(row.pair_key)),
        )
        .delete();
      if (written.length > 0) await trx(TABLES.links).insert(written);
      const fresh = written.filter((row) => byPair.get(String(row.pair_key))?.state !== 'proposed');
      await insertDetails(
        trx,
        act,
        fresh.map((row): DetailRow => ({
          linkId: String(row.document_id),
          mappingId: mapping.id,
          localLabel: String(row.local_label),
          externalLabel: String(row.external_label),
          stateBefore: byPair.get(String(row.pair_key)) ? 'rejected' : 'none',
          stateAfter: 'proposed',
        })),
      );
      ctx.progress.counts.proposed += fresh.length;
      await ctx.save(trx);
    });
    await breathe();
  }

  await inTransaction(strapi, async (trx) => {
    await trx(TABLES.links)
      .where({ mapping_id: mapping.id, state: 'proposed' })
      .whereNot({ run_id: ctx.run.id })
      .delete();
    const [row] = (await trx(TABLES.decisions).where({ batch_id: act.batchId }).count({ n: '*' })) as Array<{
      n: unknown;
    }>;
    const listed: unknown = await trx(TABLES.decisions)
      .where({ batch_id: act.batchId })
      .whereNotNull('count')
      .first('id');
    if (Number(row?.n) > 0 && !listed) await insertAct(trx, act, Number(row?.n), undefined, mapping.id);
    await ctx.save(trx);
  });
}

/** Keys of records that have a confirmed link by now. */
async function findBusy(db: Database, rows: RawLink[]): Promise<Set<string>> {
  const busy = new Set<string>();
  for (const [column, key] of [
    ['confirmed_local_key', 'local_key'],
    ['confirmed_external_key', 'external_key'],
  ] as const) {
    const taken = (await db(TABLES.links)
      .whereIn(
        column,
        rows.map((row) => String(row[key])),
      )
      .select(column)) as RawLink[];
    for (const row of taken) busy.add(String(row[column]));
  }
  return busy;
}

function proposalRow(
  mapping: MappingRow,
  sides: Sides,
  proposal: Proposal,
  sharing: Map<string, number>,
  runId: number,
  modelVersion: string,
): RawLink {
  const { localId, locale } = splitLeft(proposal.left);
  const external = sides.externals.get(proposal.right);
  const warnings: LinkWarning[] = [];
  if (external?.sub) warnings.push('sub_record');
  if ((sharing.get(proposal.right) ?? 0) > 1) warnings.push('shared_external');
  if ((sides.labels.get(external?.label.toLowerCase() ?? '') ?? 0) > 1) warnings.push('duplicate_name');
  return {
    ...newEntry(),
    ...pairColumns(mapping, localId, locale, proposal.right),
    local_label: sides.locals.get(proposal.left)?.label.slice(0, 255) ?? '',
    external_label: external?.label ?? '',
    state: 'proposed',
    origin: 'auto',
    score: proposal.score,
    evidence: JSON.stringify(proposal.evidence satisfies Evidence),
    runner_up: proposal.runnerUp ? JSON.stringify(runnerUpOf(sides, proposal.runnerUp)) : null,
    model_version: modelVersion,
    fingerprint: fingerprintOf(sides, proposal.left, proposal.right),
    warnings: JSON.stringify(warnings),
    has_warning: warnings.length > 0,
    run_id: runId,
    proposed_at: new Date(),
  };
}

const runnerUpOf = (sides: Sides, pair: NonNullable<Proposal['runnerUp']>) => ({
  id: pair.right,
  label: sides.externals.get(pair.right)?.label ?? pair.right,
  score: pair.score,
  sentence: pair.evidence.sentence,
});

/** Lets requests in between two transactions: SQLite's driver works on the event loop. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
