import type { Core } from '@strapi/strapi';
import type { LiveMatch } from '../matching/live';
import { prospectsOf, rulesOf } from '../matching/prospects';
import type { ScoredPair } from '../matching/types';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import { chunksOf, type Database, databaseOf, inTransaction, toText } from '../utils/database';
import { getService } from '../utils/services';
import { decisionsOn, findLocals } from './judged';
import { localKeyOf, pairKeyOf } from './keys';
import { newBatchId, type RawLink } from './link-repository';
import { clearPending, currentRunId } from './local-records';
import type { MappingRow } from './mapping-repository';
import { findModel, noteMatched, type StoredModel } from './match-models';
import {
  type Judged,
  knownExternal,
  knownLocal,
  leftId,
  nothingJudged,
  optionsOf,
  pairOf,
  splitLeft,
} from './match-sides';
import { countNames } from './redecide';
import { closeAct, type Facts, writeCandidates, type WriteContext, writeProposals, writeUnlinked } from './match-store';

/** Best pairs of a record through which a change of it reaches others. */
const NEAR = 2;
/** Under this score a candidate does not feel what becomes of its rivals. */
const LEAST_SCORE = 0.05;
/** Records beside the changed ones that are matched again with them. */
const MOST_NEIGHBOURS = 200;

/** Ids of local records as matching knows them, and of external ones; those that are gone too. */
export interface ChangedRecords {
  lefts: string[];
  rights: string[];
}

/**
 * Matches single records against everything by the model of the last full match, and stores what came of it as a full
 * match does: candidates, proposals with their journal, reasons, all in one transaction. Records that share a good
 * candidate with a changed one are matched again with it. Gives the number of new proposals.
 */
export async function matchRecords(strapi: Core.Strapi, mapping: MappingRow, changed: ChangedRecords): Promise<number> {
  const db = databaseOf(strapi);
  const stored = await findModel(db, mapping.id);
  if (!stored || changed.lefts.length + changed.rights.length === 0) return 0;
  const { lefts, rightPairs } = await affected(strapi, mapping, changed);
  const locals = await findLocals(db, mapping, lefts);
  const { matches, judged } = await matchTogether(strapi, mapping, stored, [...locals.keys()]);
  const proposals = matches.flatMap(({ proposal }) => proposal ?? []);
  const unlinked = matches.flatMap((match) => match.unlinked ?? []);
  const found = [...matches.flatMap(({ ranked }) => ranked), ...rightPairs, ...proposals];
  const facts = await factsOf(db, mapping, lefts, found, judged, proposals);
  const pairs = unique(found).filter(({ left, right }) => facts.locals.has(left) && facts.externals.has(right));
  const prospectOf = prospectsOf(
    { candidates: [...pairs, ...(await rivalsOf(db, mapping, lefts, pairs))], proposals, unlinked },
    rulesOf(optionsOf(mapping, judged), (right) => facts.externals.get(right)?.active === true),
  );

  return inTransaction(strapi, async (trx) => {
    const context: WriteContext = {
      mapping,
      runId: await currentRunId(trx),
      modelVersion: stored.version,
      batchId: newBatchId(),
    };
    await dropOld(trx, mapping, lefts, changed.rights, proposals);
    await writeCandidates(
      trx,
      context,
      pairs.map((pair) => ({ pair, prospect: prospectOf(pair) })),
    );
    await writeUnlinked(trx, context, unlinked);
    const fresh = await writeProposals(trx, context, facts, proposals);
    await closeAct(trx, context);
    await clearPending(trx, mapping.id, [...locals.values()]);
    await noteMatched(trx, mapping.id, { records: changed.lefts.length + changed.rights.length });
    return fresh;
  });
}

const keyOf = (mapping: MappingRow, left: string): string => localKeyOf({ ...mapping, ...splitLeft(left) });
const leftOf = (row: RawLink): string => leftId(String(row.local_id), toText(row.locale ?? row.local_locale));

function unique(pairs: ScoredPair[]): ScoredPair[] {
  return [...new Map(pairs.map((pair) => [pairOf(pair.left, pair.right), pair])).values()];
}

/** The changed local records, those whose candidates changed, and those that share a good candidate with either. */
async function affected(
  strapi: Core.Strapi,
  mapping: MappingRow,
  { lefts, rights }: ChangedRecords,
): Promise<{ lefts: string[]; rightPairs: ScoredPair[] }> {
  const db = databaseOf(strapi);
  const live = getService(strapi, 'live');
  const options = optionsOf(mapping, nothingJudged());
  const all = new Set(lefts);
  const near = new Set<string>();

  const externals = await findRecords(db, mapping, rights);
  const present = rights.filter((right) => externals.get(right)?.deleted === false);
  const rightPairs = (await live.match(mapping, 'right', present, options)).flatMap(({ ranked }) => ranked);
  for (const { left, score } of rightPairs) if (score >= LEAST_SCORE) all.add(left);
  for (const left of await findSharing(db, mapping, rights, 0)) all.add(left);

  // What was near to a changed local record before, and what is now.
  for (const chunk of chunksOf(lefts)) {
    const keys = chunk.map((left) => keyOf(mapping, left));
    const rows = (await db(TABLES.candidates)
      .whereIn('local_key', keys)
      .where('score', '>=', LEAST_SCORE)
      .select('external_id')) as RawLink[];
    for (const row of rows) near.add(String(row.external_id));
  }
  const locals = await findLocals(db, mapping, lefts);
  for (const { ranked } of await live.match(mapping, 'left', [...locals.keys()], options))
    for (const { right, score } of ranked.slice(0, NEAR)) if (score >= LEAST_SCORE) near.add(right);
  const neighbours = (await findSharing(db, mapping, [...near], LEAST_SCORE)).filter((left) => !all.has(left));
  for (const left of neighbours.slice(0, MOST_NEIGHBOURS)) all.add(left);
  return { lefts: [...all], rightPairs };
}

/** Local records that have one of these external records as a candidate. */
async function findSharing(db: Database, mapping: MappingRow, rights: string[], least: number): Promise<string[]> {
  const lefts = new Set<string>();
  for (const chunk of chunksOf(rights)) {
    const rows = (await db(TABLES.candidates)
      .where({ mapping_id: mapping.id })
      .whereIn('external_id', chunk)
      .where('score', '>=', least)
      .orderBy('score', 'desc')
      .orderBy('id')
      .select('local_id', 'locale')) as RawLink[];
    for (const row of rows) lefts.add(leftOf(row));
  }
  return [...lefts];
}

/**
 * Matches records with the decisions that bear on them: on their own links, and on links of the external records that
 * they could take. The latter are known after a first look. Rivals that turn out to be gone are forgotten, and the
 * rest is matched again.
 */
async function matchTogether(
  strapi: Core.Strapi,
  mapping: MappingRow,
  stored: StoredModel,
  lefts: string[],
): Promise<{ matches: LiveMatch[]; judged: Judged }> {
  const db = databaseOf(strapi);
  const live = getService(strapi, 'live');
  const own = await decisionsOn(db, mapping, stored.model, lefts, []);
  const matches = await live.match(mapping, 'left', lefts, optionsOf(mapping, own));
  const rights = new Set(matches.flatMap(({ ranked }) => ranked.map(({ right }) => right)));
  const judged = await decisionsOn(db, mapping, stored.model, lefts, [...rights]);
  const rivals = matches.flatMap(({ unlinked }) => (unlinked?.rival?.side === 'left' ? [unlinked.rival.id] : []));
  const alive = await findLocals(db, mapping, rivals);
  const gone = rivals.filter((left) => !alive.has(left));
  await live.forget(mapping, gone);
  const sizeOf = ({ labels, rejected, taken }: Judged) => labels.length + rejected.length + taken.length;
  if (gone.length === 0 && sizeOf(judged) === sizeOf(own)) return { matches, judged };
  return { matches: await live.match(mapping, 'left', lefts, optionsOf(mapping, judged)), judged };
}

/** What writing needs to know of all records that occur in pairs. */
async function factsOf(
  db: Database,
  mapping: MappingRow,
  lefts: string[],
  pairs: ScoredPair[],
  judged: Judged,
  proposals: NonNullable<LiveMatch['proposal']>[],
): Promise<Facts> {
  const rights = new Set(pairs.map(({ right }) => right));
  for (const { runnerUp } of proposals) if (runnerUp) rights.add(runnerUp.right);
  const locals = await findLocals(db, mapping, [...new Set(pairs.map(({ left }) => left))]);
  const externals = new Map([...(await findRecords(db, mapping, [...rights]))].filter(([, record]) => !record.deleted));
  const chosen = proposals.map(({ right }) => right);
  const sameName = await countNames(
    db,
    mapping,
    chosen.flatMap((right) => externals.get(right)?.label ?? []),
  );
  const sharing = new Map<string, number>();
  const matched = new Set(lefts);
  for (const right of chosen) sharing.set(right, (sharing.get(right) ?? 0) + 1);
  for (const chunk of chunksOf([...new Set(chosen)])) {
    const rows = (await db(TABLES.links)
      .where({ connection_id: mapping.connectionId, record_type: mapping.recordType, state: 'proposed' })
      .where({ mapping_id: mapping.id })
      .whereIn('external_id', chunk)
      .select('external_id', 'local_id', 'local_locale')) as RawLink[];
    for (const row of rows) {
      const right = String(row.external_id);
      if (!matched.has(leftOf(row))) sharing.set(right, (sharing.get(right) ?? 0) + 1);
    }
  }
  return {
    locals: new Map([...locals].map(([left, record]) => [left, knownLocal(record)])),
    externals: new Map([...externals].map(([right, record]) => [right, knownExternal(record)])),
    returning: judged.returning,
    sameName,
    sharing,
  };
}

/** Stored pairs of the same external records with local ones that are not matched now: only their scores count. */
async function rivalsOf(
  db: Database,
  mapping: MappingRow,
  lefts: string[],
  pairs: ScoredPair[],
): Promise<ScoredPair[]> {
  const matched = new Set(lefts);
  const rivals: ScoredPair[] = [];
  const [example] = pairs;
  if (!example || mapping.cardinality !== 'one_to_one') return rivals;
  for (const chunk of chunksOf([...new Set(pairs.map(({ right }) => right))])) {
    const rows = (await db(TABLES.candidates)
      .where({ mapping_id: mapping.id })
      .whereIn('external_id', chunk)
      .select('local_id', 'locale', 'external_id', 'score')) as RawLink[];
    for (const row of rows) {
      const left = leftOf(row);
      if (!matched.has(left))
        rivals.push({ left, right: String(row.external_id), score: Number(row.score), evidence: example.evidence });
    }
  }
  return rivals;
}

/** Takes away what earlier matches have left of these records; proposals that hold keep their rows. */
async function dropOld(
  trx: Database,
  mapping: MappingRow,
  lefts: string[],
  rights: string[],
  proposals: ScoredPair[],
): Promise<void> {
  const kept = new Set(
    proposals.map(({ left, right }) => {
      const { localId, locale } = splitLeft(left);
      return pairKeyOf(mapping.id, localId, locale, right);
    }),
  );
  for (const chunk of chunksOf(lefts)) {
    const keys = chunk.map((left) => keyOf(mapping, left));
    await trx(TABLES.candidates).whereIn('local_key', keys).delete();
    await trx(TABLES.unlinked).whereIn('local_key', keys).delete();
    const proposed = (await trx(TABLES.links)
      .whereIn('local_key', keys)
      .where({ state: 'proposed' })
      .whereNot({ origin: 'merged' })
      .select('document_id', 'pair_key')) as RawLink[];
    const stale = proposed.filter((row) => !kept.has(String(row.pair_key))).map((row) => String(row.document_id));
    await trx(TABLES.links).whereIn('document_id', stale).where({ state: 'proposed' }).delete();
  }
  for (const chunk of chunksOf(rights))
    await trx(TABLES.candidates).where({ mapping_id: mapping.id }).whereIn('external_id', chunk).delete();
}
