import { compare } from '../matching';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import type { Database } from '../utils/database';
import { agreeingBits, type RawLink } from './link-repository';
import { findLocalRecords } from './local-records';
import type { MappingRow } from './mapping-repository';
import { findModel, type StoredModel } from './match-models';
import { pairFingerprint, type Values } from './rejections';

/** What a link keeps of the two records as they are now: how they compare, and their fingerprint. */
export function comparedColumns(
  local: Values,
  external: Values,
  stored: StoredModel | null,
  { withScore }: { withScore: boolean },
): RawLink {
  const { score, evidence } = compare({ id: '', roles: local.roles }, { id: '', roles: external.roles }, stored?.model);
  return {
    ...(withScore ? { score } : {}),
    evidence: JSON.stringify(evidence),
    agreeing: agreeingBits(evidence),
    model_version: stored?.version ?? null,
    fingerprint: pairFingerprint(local.rolesHash, external.rolesHash),
  };
}

/**
 * Links that are about to be rejected keep the values that their judge saw: those whose records have changed since
 * they were compared are compared again. Call inside the transaction.
 */
export async function rememberValues(trx: Database, mappings: Map<string, MappingRow>, rows: RawLink[]): Promise<void> {
  for (const mapping of mappings.values()) {
    const ofMapping = rows.filter((row) => row.mapping_id === mapping.id);
    if (ofMapping.length === 0) continue;
    const locals = await findLocalRecords(
      trx,
      mapping.id,
      ofMapping.map((row) => String(row.local_key)),
    );
    const externals = await findRecords(
      trx,
      mapping,
      ofMapping.map((row) => String(row.external_id)),
    );
    const stored = await findModel(trx, mapping.id);
    for (const row of ofMapping) {
      const local = locals.get(String(row.local_key));
      const external = externals.get(String(row.external_id));
      if (!local || !external || row.fingerprint === pairFingerprint(local.rolesHash, external.rolesHash)) continue;
      await trx(TABLES.links)
        .where({ document_id: String(row.document_id) })
        .update(comparedColumns(local, external, stored, { withScore: row.score !== null }));
    }
  }
}
