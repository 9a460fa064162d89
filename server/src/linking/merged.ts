import { createId } from '@paralleldrive/cuid2';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import { chunksOf, type Database, toText } from '../utils/database';
import type { Actor } from '../utils/http';
import { type DetailRow, insertDecisions } from './journal';
import { pairKeyOf } from './keys';
import {
  findByPair,
  findConfirmedByExternal,
  newEntry,
  pairColumns,
  type RawLink,
  rejectedColumns,
} from './link-repository';
import { findLocalRecords } from './local-records';
import { findMappings, type MappingRow } from './mapping-repository';
import { findModel } from './match-models';
import { comparedColumns } from './remembered';

/** Merges that are followed one after another; more are a circle. */
const MOST_STEPS = 10;

interface Scope {
  connectionId: string;
  recordType: string;
}

/** The record that is left of each, after one merge or several; the ids of those that are still there or unknown to us are left out. */
export async function findSurvivors(db: Database, scope: Scope, externalIds: string[]): Promise<Map<string, string>> {
  const at = new Map(externalIds.map((id) => [id, id]));
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const records = await findRecords(db, scope, [...at.values()]);
    let moved = false;
    for (const [id, present] of at) {
      const next = records.get(present)?.mergedInto;
      if (!next) continue;
      at.set(id, next);
      moved = true;
    }
    if (!moved) break;
  }
  return new Map([...at].filter(([id, survivor]) => id !== survivor));
}

/**
 * Proposes, for confirmed links whose record was merged, a link to the record that took over. A person decides: the
 * old link stands until then. A pair that was proposed or rejected before is left alone, and so is a record that a
 * one-to-one mapping has linked already. Call inside the transaction, after the links were marked.
 */
export async function proposeSurvivors(trx: Database, scope: Scope): Promise<number> {
  const links = (await trx(TABLES.links).where({
    connection_id: scope.connectionId,
    record_type: scope.recordType,
    state: 'confirmed',
    attention: 'merged',
  })) as RawLink[];
  if (links.length === 0) return 0;
  const survivors = await findSurvivors(
    trx,
    scope,
    links.map((row) => String(row.external_id)),
  );
  const mappings = new Map((await findMappings(trx, scope.connectionId)).map((mapping) => [mapping.id, mapping]));
  let proposed = 0;
  for (const row of links) {
    const mapping = mappings.get(String(row.mapping_id));
    const survivor = survivors.get(String(row.external_id));
    if (mapping && survivor !== undefined && (await proposeSurvivor(trx, scope, mapping, row, survivor))) proposed += 1;
  }
  return proposed;
}

async function proposeSurvivor(
  trx: Database,
  scope: Scope,
  mapping: MappingRow,
  old: RawLink,
  survivor: string,
): Promise<boolean> {
  const [localId, locale, localKey] = [String(old.local_id), toText(old.local_locale), String(old.local_key)];
  const external = (await findRecords(trx, scope, [survivor])).get(survivor);
  const local = (await findLocalRecords(trx, mapping.id, [localKey])).get(localKey);
  if (!external?.active || external.deleted || !local) return false;
  if (await findByPair(trx, pairKeyOf(mapping.id, localId, locale, survivor))) return false;
  const takers = await findConfirmedByExternal(trx, scope, [survivor]);
  if (mapping.cardinality === 'one_to_one' && takers.some(({ mappingId }) => mappingId === mapping.id)) return false;
  const row: RawLink = {
    ...newEntry(),
    ...pairColumns(mapping, localId, locale, survivor),
    local_label: local.label.slice(0, 255),
    external_label: external.label,
    state: 'proposed',
    origin: 'merged',
    ...comparedColumns(local, external, await findModel(trx, mapping.id), { withScore: true }),
    warnings: '[]',
    has_warning: false,
    proposed_at: new Date(),
  };
  await trx(TABLES.links).insert(row);
  const detail: DetailRow = {
    linkId: String(row.document_id),
    mappingId: mapping.id,
    localLabel: toText(row.local_label),
    externalLabel: external.label,
    stateBefore: 'none',
    stateAfter: 'proposed',
  };
  await insertDecisions(
    trx,
    { batchId: createId(), act: 'propose', connectionId: scope.connectionId, reason: 'merged', actor: 'Sync' },
    [detail],
  );
  return true;
}

/**
 * Makes way for proposals that are about to be confirmed: the links to the records that were merged away are given up.
 * Answers with their journal. Call inside the transaction, before the confirmation.
 */
export async function retireMerged(trx: Database, linkIds: string[], actor: Actor, now: Date): Promise<DetailRow[]> {
  const details: DetailRow[] = [];
  for (const chunk of chunksOf(linkIds)) {
    const keys = trx(TABLES.links).whereIn('document_id', chunk).where({ origin: 'merged' }).select('local_key');
    const rows = (await trx(TABLES.links)
      .where({ state: 'confirmed', attention: 'merged' })
      .whereIn('confirmed_local_key', keys)) as RawLink[];
    if (rows.length === 0) continue;
    await trx(TABLES.links)
      .whereIn(
        'document_id',
        rows.map((row) => String(row.document_id)),
      )
      .update(rejectedColumns('old_record', actor.name, now));
    details.push(
      ...rows.map((row): DetailRow => ({
        linkId: String(row.document_id),
        mappingId: String(row.mapping_id),
        localLabel: toText(row.local_label),
        externalLabel: toText(row.external_label),
        stateBefore: 'confirmed',
        stateAfter: 'rejected',
        before: row,
      })),
    );
  }
  return details;
}
