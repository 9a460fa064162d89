import type { MatchModel } from '../matching';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import { chunksOf, type Database, toText } from '../utils/database';
import { localKeyOf } from './keys';
import type { RawLink } from './link-repository';
import { findLocalRecords, type LocalRecordRow } from './local-records';
import type { MappingRow } from './mapping-repository';
import {
  judge,
  judgedColumns,
  type Judged,
  knownExternal,
  knownLocal,
  leftId,
  nothingJudged,
  splitLeft,
} from './match-sides';

/** Local records by their left ids; those that are gone are left out. */
export async function findLocals(
  db: Database,
  mapping: MappingRow,
  lefts: string[],
): Promise<Map<string, LocalRecordRow>> {
  const keys = lefts.map((left) => localKeyOf({ ...mapping, ...splitLeft(left) }));
  const found = await findLocalRecords(db, mapping.id, keys);
  return new Map([...found.values()].map((record) => [leftId(record.localId, record.locale), record]));
}

/** Decided links of local records, and of external ones, as the engine takes them. */
export async function decisionsOn(
  db: Database,
  mapping: MappingRow,
  model: MatchModel,
  lefts: string[],
  rights: string[],
): Promise<Judged> {
  const rows = new Map<string, RawLink>();
  for (const [column, values] of [
    ['local_key', lefts.map((left) => localKeyOf({ ...mapping, ...splitLeft(left) }))],
    ['external_id', rights],
  ] as const) {
    for (const chunk of chunksOf(values)) {
      const page = (await db(TABLES.links)
        .where(column === 'external_id' ? { connection_id: mapping.connectionId, record_type: mapping.recordType } : {})
        .where({ mapping_id: mapping.id })
        .whereIn(column, chunk)
        .whereIn('state', ['confirmed', 'rejected'])
        .select(judgedColumns)) as RawLink[];
      for (const row of page) rows.set(String(row.document_id), row);
    }
  }
  const decided = [...rows.values()];
  const judged = nothingJudged();
  const locals = await findLocals(
    db,
    mapping,
    decided.map((row) => leftId(String(row.local_id), toText(row.local_locale))),
  );
  const externals = await findRecords(
    db,
    mapping,
    decided.map((row) => String(row.external_id)),
  );
  const sides = {
    locals: new Map([...locals].map(([left, record]) => [left, knownLocal(record)])),
    externals: new Map([...externals].map(([right, record]) => [right, knownExternal(record)])),
  };
  await judge(db, decided, sides, judged, model);
  return judged;
}
