import { compare } from '../matching';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import { chunksOf, type Database } from '../utils/database';
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

/** Of a link that is about to be rejected, what `rememberValues` reads. */
export const rememberedColumns = [
  'id',
  'document_id',
  'mapping_id',
  'local_key',
  'external_id',
  'fingerprint',
  'score',
];

/**
 * Links that are about to be rejected keep the values that their judge saw: those whose records have changed since
 * they were compared are compared again. Call inside the transaction.
 */
export async function rememberValues(trx: Database, mappings: Map<string, MappingRow>, rows: RawLink[]): Promise<void> {
  const changed = await findChanged(trx, rows);
  for (const mapping of mappings.values()) {
    const ofMapping = changed.filter((row) => row.mapping_id === mapping.id);
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
      if (!local || !external) continue;
      await trx(TABLES.links)
        .where({ document_id: String(row.document_id) })
        .update(comparedColumns(local, external, stored, { withScore: row.score !== null }));
    }
  }
}

/** Links whose two records are there and are not as they were compared. Only the records' hashes are read. */
async function findChanged(db: Database, links: RawLink[]): Promise<RawLink[]> {
  const changed: RawLink[] = [];
  for (const chunk of chunksOf(links)) {
    const hashes = (await db(`${TABLES.links} as l`)
      .join(`${TABLES.localRecords} as r`, (on) => {
        on.on('r.mapping_id', 'l.mapping_id').andOn('r.local_key', 'l.local_key');
      })
      .join(`${TABLES.externalRecords} as e`, (on) => {
        on.on('e.connection_id', 'l.connection_id')
          .andOn('e.record_type', 'l.record_type')
          .andOn('e.external_id', 'l.external_id');
      })
      .whereIn(
        'l.id',
        chunk.map(({ id }) => Number(id)),
      )
      .select('l.id', { local: 'r.roles_hash', external: 'e.roles_hash' })) as RawLink[];
    const now = new Map(hashes.map((row) => [row.id, pairFingerprint(String(row.local), String(row.external))]));
    changed.push(...chunk.filter(({ id, fingerprint }) => now.has(id) && now.get(id) !== fingerprint));
  }
  return changed;
}
