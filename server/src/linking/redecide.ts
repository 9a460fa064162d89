import type { Core } from '@strapi/strapi';
import type { Evidence } from '../contracts/links';
import type { Proposal, ScoredPair, Unlinked } from '../matching/types';
import type { RunContext } from '../runs/types';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import {
  breathe,
  chunksOf,
  type Database,
  databaseOf,
  fromJson,
  inTransaction,
  toCount,
  toText,
} from '../utils/database';
import type { RawLink, RunnerUp } from './link-repository';
import { findLocalRecords } from './local-records';
import { findMappings, type MappingRow } from './mapping-repository';
import { findModel, noteThreshold } from './match-models';
import { knownExternal, knownLocal, leftId } from './match-sides';
import { closeAct, type Facts, type WriteContext, writeProposals, writeUnlinked } from './match-store';
import { undecidedPairs } from './threshold-repository';

const PAIRS_PER_TRANSACTION = 100;

/**
 * Lets proposals follow thresholds and margins that were changed since the mappings of a connection were matched,
 * from the stored candidates alone. Does nothing where they are the same.
 */
export async function followThresholds(strapi: Core.Strapi, ctx: RunContext): Promise<void> {
  for (const mapping of await findMappings(databaseOf(strapi), ctx.run.connectionId)) {
    const stored = await findModel(databaseOf(strapi), mapping.id);
    if (stored && (stored.threshold !== mapping.threshold || stored.margin !== mapping.margin))
      await redecide(strapi, ctx, mapping, stored.version);
  }
}

async function redecide(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  modelVersion: string,
): Promise<void> {
  const db = databaseOf(strapi);
  const context: WriteContext = {
    mapping,
    runId: ctx.run.id,
    modelVersion,
    batchId: `run:${ctx.run.id}:${mapping.id}:${mapping.threshold}:${mapping.margin}`,
  };
  const chosen = () => undecidedPairs(db, mapping, mapping.margin).where('c.score', '>=', mapping.threshold);
  const sharing = await countSharing(chosen());
  for await (const page of eachPair(db, mapping)) {
    ctx.signal.throwIfAborted();
    const { proposals, unlinked, facts } = await decide(db, mapping, page, sharing);
    await inTransaction(strapi, async (trx) => {
      const keys = page.map((row) => String(row.local_key));
      await trx(TABLES.unlinked).whereIn('local_key', keys).delete();
      ctx.progress.counts.proposed += await writeProposals(trx, context, facts, proposals);
      await writeUnlinked(trx, context, unlinked);
      await ctx.save(trx);
    });
    await breathe();
  }
  const stale = (await db(`${TABLES.links} as l`)
    .where({ 'l.mapping_id': mapping.id, 'l.state': 'proposed' })
    .whereNot({ 'l.origin': 'merged' })
    .whereNotIn('l.pair_key', chosen().select('c.pair_key'))
    .select('l.document_id')) as RawLink[];
  for (const chunk of chunksOf(
    stale.map((row) => String(row.document_id)),
    PAIRS_PER_TRANSACTION,
  )) {
    await db(TABLES.links).whereIn('document_id', chunk).where({ state: 'proposed' }).delete();
    await breathe();
  }
  await inTransaction(strapi, async (trx) => {
    await closeAct(trx, context);
    await noteThreshold(trx, mapping.id, mapping);
    await ctx.save(trx);
  });
}

/** Pairs that depend on threshold and margin alone. */
async function* eachPair(db: Database, mapping: MappingRow): AsyncGenerator<RawLink[]> {
  for (let last = 0; ;) {
    const rows = (await undecidedPairs(db, mapping, 0)
      .where('c.id', '>', last)
      .orderBy('c.id')
      .limit(PAIRS_PER_TRANSACTION)
      .select('c.*')) as RawLink[];
    if (rows.length === 0) return;
    last = Number(rows[rows.length - 1]?.id);
    yield rows;
  }
}

async function countSharing(chosen: ReturnType<typeof undecidedPairs>): Promise<Map<string, number>> {
  const rows = (await chosen
    .groupBy('c.external_id')
    .havingRaw('count(*) > 1')
    .select('c.external_id')
    .count({ n: '*' })) as RawLink[];
  return new Map(rows.map((row) => [String(row.external_id), toCount(row.n)]));
}

const leftOf = (row: RawLink): string => leftId(String(row.local_id), toText(row.locale));
const toPair = (row: RawLink): ScoredPair => ({
  left: leftOf(row),
  right: String(row.external_id),
  score: Number(row.score),
  evidence: fromJson<Evidence | null>(row.evidence, null) as Evidence,
});

async function decide(
  db: Database,
  mapping: MappingRow,
  page: RawLink[],
  sharing: Map<string, number>,
): Promise<{ proposals: Proposal[]; unlinked: Unlinked[]; facts: Facts }> {
  const keys = page.map((row) => String(row.local_key));
  const best = new Map(page.map((row) => [String(row.local_key), String(row.pair_key)]));
  const runnersUp = new Map<string, RawLink>();
  const others = (await db(TABLES.candidates)
    .whereIn('local_key', keys)
    .orderBy([{ column: 'score', order: 'desc' }, 'id'])) as RawLink[];
  for (const row of others) {
    const key = String(row.local_key);
    if (best.get(key) !== row.pair_key && !runnersUp.has(key)) runnersUp.set(key, row);
  }
  const faint = await findRunnersUp(db, [...best.values()]);
  const proposals: Proposal[] = [];
  const unlinked: Unlinked[] = [];
  for (const row of page) {
    const pair = toPair(row);
    const second = runnersUp.get(String(row.local_key));
    const ahead = row.margin === null || Number(row.margin) >= mapping.margin;
    if (ahead && pair.score >= mapping.threshold) {
      proposals.push({ ...pair, runnerUp: second ? toPair(second) : (faint.get(pair.left) ?? null) });
      continue;
    }
    const near = second !== undefined && pair.score - Number(second.score) < mapping.margin;
    unlinked.push({
      left: pair.left,
      why: ahead ? 'below_threshold' : 'ambiguous',
      best: { right: pair.right, score: pair.score },
      rival: !ahead && near ? { side: 'right', id: String(second.external_id), score: Number(second.score) } : null,
      veto: null,
    });
  }
  const rights = new Set(proposals.flatMap(({ right, runnerUp }) => [right, ...(runnerUp ? [runnerUp.right] : [])]));
  const locals = await findLocalRecords(db, mapping.id, keys);
  const externals = await findRecords(db, mapping, [...rights]);
  return {
    proposals,
    unlinked,
    facts: {
      locals: new Map(
        [...locals.values()].map((record) => [leftId(record.localId, record.locale), knownLocal(record)]),
      ),
      externals: new Map([...externals].map(([id, record]) => [id, knownExternal(record)])),
      returning: new Map(),
      sameName: await countNames(
        db,
        mapping,
        [...externals.values()].map(({ label }) => label),
      ),
      sharing,
    },
  };
}

/** Runners-up of pairs that are proposed now, by left id: those too faint to be kept as candidates. */
async function findRunnersUp(db: Database, pairKeys: string[]): Promise<Map<string, ScoredPair>> {
  const rows = (await db(TABLES.links)
    .whereIn('pair_key', pairKeys)
    .where({ state: 'proposed' })
    .select('local_id', 'local_locale as locale', 'runner_up')) as RawLink[];
  const found = new Map<string, ScoredPair>();
  for (const row of rows) {
    const runnerUp = fromJson<RunnerUp | null>(row.runner_up, null);
    if (!runnerUp?.evidence) continue;
    const { id: right, score, evidence } = runnerUp;
    found.set(leftOf(row), { left: leftOf(row), right, score, evidence });
  }
  return found;
}

/** How many external records bear each of some labels, by their lower-case forms. */
export async function countNames(db: Database, mapping: MappingRow, labels: string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const names = new Set(labels.map((label) => label.toLowerCase().slice(0, 255)));
  for (const chunk of chunksOf([...names])) {
    const rows = (await db(TABLES.externalRecords)
      .where({ connection_id: mapping.connectionId, record_type: mapping.recordType })
      .whereNull('deleted_at')
      .whereIn('search_label', chunk)
      .groupBy('search_label')
      .select('search_label')
      .count({ n: '*' })) as RawLink[];
    for (const row of rows) found.set(String(row.search_label), toCount(row.n));
  }
  return found;
}
