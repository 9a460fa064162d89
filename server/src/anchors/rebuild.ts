import type { Core } from '@strapi/strapi';
import type { Connector } from '../connectors/contract';
import { TABLES } from '../constants';
import { planLinks, type WantedLink } from '../link-files/plan-links';
import { writeChanges } from '../link-files/apply';
import { insertAct } from '../linking/journal';
import { newBatchId } from '../linking/link-repository';
import type { MappingRow } from '../linking/mapping-repository';
import type { RunContext } from '../runs/types';
import {
  breathe,
  chunksOf,
  type Database,
  databaseOf,
  fromJson,
  inTransaction,
  isUniqueViolation,
  pagesById,
} from '../utils/database';
import { ConflictError } from '../utils/errors';
import { entryOfKey } from './key';

/**
 * Confirms the links that the vendor's records carry themselves: an anchor that is the documentId of an entry of the
 * mapping was written for a link that a person had confirmed. Nothing is compared. A pair that was rejected here, a
 * record that is linked, and a key that two records carry are left alone.
 */
export async function rebuildFromAnchors(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  connector: Connector,
): Promise<void> {
  const { anchor } = connector;
  if (!anchor?.recordTypes.includes(mapping.recordType)) return;
  const db = databaseOf(strapi);
  const wanted = await findAnchored(db, mapping, anchor);
  if (wanted.length === 0) return;
  const { changes } = await planLinks(db, mapping, wanted);
  if (changes.length === 0) return;
  const act = {
    batchId: newBatchId(),
    act: 'rebuild' as const,
    connectionId: mapping.connectionId,
    actor: connector.displayName,
  };
  try {
    await inTransaction(strapi, async (trx) => {
      const { count, first } = await writeChanges(trx, mapping, changes, act, 'auto');
      await insertAct(trx, act, count, first, mapping.id);
      await ctx.save(trx);
    });
  } catch (error) {
    // Somebody has just linked one of them: what is left comes with the next match.
    if (!(error instanceof ConflictError) && !isUniqueViolation(error)) throw error;
  }
}

/** Active records whose anchor is the key of an entry of the mapping, and of no other record. */
async function findAnchored(
  db: Database,
  mapping: MappingRow,
  anchor: NonNullable<Connector['anchor']>,
): Promise<WantedLink[]> {
  const holders = new Map<string, string[]>();
  const records = () =>
    db(TABLES.externalRecords)
      .where({ connection_id: mapping.connectionId, record_type: mapping.recordType, active: true })
      .whereNull('deleted_at')
      .select('id', 'external_id', 'raw');
  for await (const rows of pagesById(records)) {
    for (const row of rows) {
      const key = anchor.read(mapping.recordType, fromJson<Record<string, unknown>>(row.raw, {}));
      if (key !== null) holders.set(key, [...(holders.get(key) ?? []), String(row.external_id)]);
    }
    await breathe();
  }
  const wanted: WantedLink[] = [];
  for (const keys of chunksOf([...holders.keys()])) {
    const ids = keys.map((key) => entryOfKey(key).localId);
    const rows = (await db(TABLES.localRecords)
      .where({ mapping_id: mapping.id })
      .whereIn('local_id', ids)
      .select('local_id', 'locale', 'label')) as Array<Record<string, unknown>>;
    const entries = new Map(rows.map((row) => [JSON.stringify([row.local_id, row.locale]), String(row.label)]));
    for (const key of keys) {
      const { localId, locale } = entryOfKey(key);
      const localLabel = entries.get(JSON.stringify([localId, locale]));
      const [externalId, ...others] = holders.get(key) ?? [];
      if (localLabel !== undefined && externalId !== undefined && others.length === 0)
        wanted.push({ localId, locale, localLabel, externalId });
    }
  }
  return wanted;
}
