import { TABLES } from '../constants';
import { chunksOf, type Database } from '../utils/database';
import type { MappingRow } from './mapping-repository';

/**
 * Drops what is known of entries that are gone, but for decided links; entries stored since the run began stay. Local
 * records that had a candidate in common with one of them are due to be matched again. Call after a complete reading.
 */
export async function dropUnseen(trx: Database, mapping: MappingRow, runId: number): Promise<void> {
  const unseen = (await trx(TABLES.localRecords)
    .where({ mapping_id: mapping.id })
    .where('seen_run_id', '<', runId)
    .select('local_key')) as Array<{ local_key: string }>;
  for (const chunk of chunksOf(unseen.map(({ local_key }) => local_key))) {
    const freed = trx(TABLES.candidates).whereIn('local_key', chunk).select('external_id');
    const sharing = trx(TABLES.candidates)
      .where({ mapping_id: mapping.id })
      .whereIn('external_id', freed)
      .select('local_key');
    await trx(TABLES.localRecords)
      .where({ mapping_id: mapping.id, pending: 0 })
      .whereIn('local_key', sharing)
      .update({ pending: 1 });
    for (const table of [TABLES.candidates, TABLES.unlinked, TABLES.localRecords])
      await trx(table).whereIn('local_key', chunk).delete();
    await trx(TABLES.links).whereIn('local_key', chunk).where({ state: 'proposed' }).delete();
  }
}
