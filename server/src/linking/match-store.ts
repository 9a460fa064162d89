import type { Evidence, LinkWarning } from '../contracts/links';
import type { Candidate } from '../matching/prospects';
import type { LabelScore, Proposal, ScoredPair, Unlinked } from '../matching/types';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson } from '../utils/database';
import { type DetailRow, insertAct, insertDetails } from './journal';
import { findIgnored } from './ignored';
import { localKeyOf, pairKeyOf } from './keys';
import { agreeingBits, newEntry, pairColumns, type RawLink, type RunnerUp, warningBits } from './link-repository';
import type { MappingRow } from './mapping-repository';
import { type Known, pairOf, type Sides, splitLeft } from './match-sides';
import { pairFingerprint } from './rejections';

/** One writing of a mapping's results, by a run or for single records. All functions here belong in a transaction. */
export interface WriteContext {
  mapping: MappingRow;
  /** Stands on every row, so that rows of earlier writings can be told. */
  runId: number;
  modelVersion: string;
  /** Batch of the journal. */
  batchId: string;
}

/** The records that pairs are about. */
export type Facts = Pick<Sides, 'locals' | 'externals' | 'returning' | 'sameName'> & {
  /** Proposals that share an external record. */
  sharing: Map<string, number>;
};

/** Why a record has no proposal, as it is stored. */
export interface UnlinkedDetail {
  best: { id: string; score: number } | null;
  rival: { side: 'local' | 'external'; id: string; score: number | null } | null;
  veto: Unlinked['veto'];
  threshold: number;
  margin: number;
}

export async function writeCandidates(
  trx: Database,
  { mapping, runId }: Pick<WriteContext, 'mapping' | 'runId'>,
  candidates: readonly Candidate[],
): Promise<void> {
  for (const chunk of chunksOf(candidates)) {
    const rows = chunk.map(({ pair, prospect }) => {
      const { localId, locale } = splitLeft(pair.left);
      return {
        pair_key: pairKeyOf(mapping.id, localId, locale, pair.right),
        local_key: localKeyOf({ ...mapping, localId, locale }),
        mapping_id: mapping.id,
        local_id: localId,
        locale,
        external_id: pair.right,
        score: pair.score,
        ...prospect,
        evidence: JSON.stringify(pair.evidence),
        run_id: runId,
      };
    });
    await trx(TABLES.candidates).insert(rows).onConflict('pair_key').merge();
  }
}

export async function writeUnlinked(
  trx: Database,
  { mapping, runId }: WriteContext,
  records: readonly Unlinked[],
): Promise<void> {
  for (const chunk of chunksOf(records)) {
    const rows = chunk.map(({ left, why, best, rival, veto }) => {
      const detail: UnlinkedDetail = {
        best: best && { id: best.right, score: best.score },
        rival: rival && { side: rival.side === 'left' ? 'local' : 'external', id: rival.id, score: rival.score },
        veto,
        threshold: mapping.threshold,
        margin: mapping.margin,
      };
      return {
        local_key: localKeyOf({ ...mapping, ...splitLeft(left) }),
        mapping_id: mapping.id,
        why,
        detail: JSON.stringify(detail),
        run_id: runId,
      };
    });
    await trx(TABLES.unlinked).insert(rows).onConflict('local_key').merge();
  }
}

export async function writeLabelScores(
  trx: Database,
  { mapping, runId }: WriteContext,
  scores: readonly LabelScore[],
): Promise<void> {
  for (const chunk of chunksOf(scores)) {
    const rows = chunk.map(({ left, right, match, score }) => {
      const { localId, locale } = splitLeft(left);
      return {
        pair_key: pairKeyOf(mapping.id, localId, locale, right),
        mapping_id: mapping.id,
        confirmed: match,
        score,
        run_id: runId,
      };
    });
    await trx(TABLES.labelScores).insert(rows).onConflict('pair_key').merge();
  }
}

/**
 * Writes proposals with their journal and gives the number of those that were not proposed before. A pair keeps its
 * row; one that was decided meanwhile is left alone.
 */
export async function writeProposals(
  trx: Database,
  context: WriteContext,
  facts: Facts,
  proposals: readonly Proposal[],
): Promise<number> {
  const rows = proposals.map((proposal) => proposalRow(context, facts, proposal));
  return writeProposalRows(trx, context, rows);
}

/** As `writeProposals`, of rows that are complete. */
export async function writeProposalRows(trx: Database, context: WriteContext, rows: RawLink[]): Promise<number> {
  const known = (await trx(TABLES.links)
    .whereIn(
      'pair_key',
      rows.map((row) => String(row.pair_key)),
    )
    .select('pair_key', 'document_id', 'state', 'changed_since', 'created_at', 'proposed_at')) as RawLink[];
  const byPair = new Map(known.map((row) => [String(row.pair_key), row]));
  // Somebody may have mapped one of the two by hand while they were compared.
  const busy = await findBusy(trx, rows);
  const ignored = await findIgnored(
    trx,
    context.mapping,
    rows.map((row) => String(row.local_key)),
    rows.map((row) => String(row.external_id)),
  );
  const wanted = rows.filter(
    (row) =>
      !ignored.local.has(String(row.local_key)) &&
      !ignored.external.has(String(row.external_id)) &&
      !busy.has(String(row.local_key)) &&
      !busy.has(String(row.external_key)) &&
      byPair.get(String(row.pair_key))?.state !== 'confirmed' &&
      // Rejected while they were compared, and nothing is known of a change.
      !(byPair.get(String(row.pair_key))?.state === 'rejected' && row.changed_since === null),
  );
  const written = wanted.map((row): RawLink => {
    const old = byPair.get(String(row.pair_key));
    if (!old) return row;
    const same = { ...row, document_id: old.document_id, created_at: old.created_at };
    if (old.state !== 'proposed') return same;
    return { ...same, proposed_at: old.proposed_at, changed_since: jsonText(old.changed_since) };
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
    actOf(context),
    fresh.map((row): DetailRow => ({
      linkId: String(row.document_id),
      mappingId: context.mapping.id,
      localLabel: String(row.local_label),
      externalLabel: String(row.external_label),
      stateBefore: byPair.get(String(row.pair_key)) ? 'rejected' : 'none',
      stateAfter: 'proposed',
    })),
  );
  return fresh.length;
}

const actOf = ({ batchId, mapping }: WriteContext) => ({
  batchId,
  act: 'propose' as const,
  connectionId: mapping.connectionId,
  actor: 'Auto-link',
});

/** The journal's own row of the batch, once its proposals are written; none for none. */
export async function closeAct(trx: Database, context: WriteContext): Promise<void> {
  const act = actOf(context);
  const [row] = (await trx(TABLES.decisions).where({ batch_id: act.batchId }).count({ n: '*' })) as Array<{
    n: unknown;
  }>;
  const listed: unknown = await trx(TABLES.decisions)
    .where({ batch_id: act.batchId })
    .whereNotNull('count')
    .first('id');
  if (Number(row?.n) > 0 && !listed) await insertAct(trx, act, Number(row?.n), undefined, context.mapping.id);
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

function proposalRow({ mapping, runId, modelVersion }: WriteContext, facts: Facts, proposal: Proposal): RawLink {
  const { localId, locale } = splitLeft(proposal.left);
  const local = facts.locals.get(proposal.left);
  const external = facts.externals.get(proposal.right);
  const returned = facts.returning.get(pairOf(proposal.left, proposal.right));
  const warnings = warningsOf(facts, proposal.right, external);
  return {
    ...newEntry(),
    ...pairColumns(mapping, localId, locale, proposal.right),
    local_label: local?.label.slice(0, 255) ?? '',
    external_label: external?.label ?? '',
    state: 'proposed',
    origin: 'auto',
    score: proposal.score,
    evidence: JSON.stringify(proposal.evidence satisfies Evidence),
    agreeing: agreeingBits(proposal.evidence),
    runner_up: proposal.runnerUp ? JSON.stringify(runnerUpOf(facts, proposal.runnerUp)) : null,
    model_version: modelVersion,
    fingerprint: pairFingerprint(local?.rolesHash, external?.rolesHash),
    changed_since: returned ? JSON.stringify(returned) : null,
    warnings: JSON.stringify(warnings),
    has_warning: warnings.length > 0,
    warned: warningBits(warnings),
    run_id: runId,
    proposed_at: new Date(),
  };
}

function warningsOf(facts: Facts, right: string, external: Known | undefined): LinkWarning[] {
  const warnings: LinkWarning[] = [];
  if (external?.sub) warnings.push('sub_record');
  if ((facts.sharing.get(right) ?? 0) > 1) warnings.push('shared_external');
  if ((facts.sameName.get(external?.label.toLowerCase() ?? '') ?? 0) > 1) warnings.push('duplicate_name');
  return warnings;
}

const runnerUpOf = (facts: Facts, pair: ScoredPair): RunnerUp => ({
  id: pair.right,
  label: facts.externals.get(pair.right)?.label ?? pair.right,
  score: pair.score,
  sentence: pair.evidence.sentence,
  evidence: pair.evidence,
});

/** JSON columns are written as text; read by raw statements they are text or values, by dialect. */
const jsonText = (value: unknown): string | null => {
  const read = fromJson<unknown>(value, null);
  return read === null ? null : JSON.stringify(read);
};
