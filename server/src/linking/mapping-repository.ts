import type { Cardinality, FieldRoleEntry } from '../contracts/mappings';
import { TABLES } from '../constants';
import { type Database, entryColumns, fromJson, toCount } from '../utils/database';

export interface MappingRow {
  /** documentId. */
  id: string;
  connectionId: string;
  name: string;
  contentType: string;
  recordType: string;
  fieldRoles: FieldRoleEntry[];
  cardinality: Cardinality;
  threshold: number;
  margin: number;
  position: number;
  managedByConfig: boolean;
}

type Row = Record<string, unknown>;

const fromRow = (row: Row): MappingRow => ({
  id: String(row.document_id),
  connectionId: String(row.connection_id),
  name: String(row.name),
  contentType: String(row.content_type),
  recordType: String(row.record_type),
  fieldRoles: fromJson<FieldRoleEntry[]>(row.field_roles, []),
  cardinality: row.cardinality as Cardinality,
  threshold: Number(row.threshold),
  margin: Number(row.margin),
  position: Number(row.position),
  managedByConfig: Boolean(row.managed_by_config),
});

const toColumns = (change: Partial<MappingRow>): Row => ({
  ...(change.name === undefined ? {} : { name: change.name }),
  ...(change.fieldRoles === undefined ? {} : { field_roles: JSON.stringify(change.fieldRoles) }),
  ...(change.cardinality === undefined ? {} : { cardinality: change.cardinality }),
  ...(change.threshold === undefined ? {} : { threshold: change.threshold }),
  ...(change.margin === undefined ? {} : { margin: change.margin }),
  ...(change.managedByConfig === undefined ? {} : { managed_by_config: change.managedByConfig }),
});

export async function findMappings(db: Database, connectionId?: string): Promise<MappingRow[]> {
  const rows = (await db(TABLES.mappings)
    .where(connectionId ? { connection_id: connectionId } : {})
    .orderBy(['connection_id', 'position', 'id'])) as Row[];
  return rows.map(fromRow);
}

export async function findMapping(db: Database, id: string): Promise<MappingRow | null> {
  const row = (await db(TABLES.mappings).where({ document_id: id }).first()) as Row | undefined;
  return row ? fromRow(row) : null;
}

export async function insertMapping(db: Database, mapping: Omit<MappingRow, 'id' | 'position'>): Promise<string> {
  const [count] = await db(TABLES.mappings).where({ connection_id: mapping.connectionId }).count({ n: '*' });
  const entry = entryColumns(new Date());
  await db(TABLES.mappings).insert({
    ...entry,
    ...toColumns(mapping),
    connection_id: mapping.connectionId,
    content_type: mapping.contentType,
    record_type: mapping.recordType,
    position: toCount(count?.n),
  });
  return entry.document_id;
}

export async function updateMapping(db: Database, id: string, change: Partial<MappingRow>): Promise<void> {
  await db(TABLES.mappings)
    .where({ document_id: id })
    .update({ ...toColumns(change), updated_at: new Date() });
}

export async function countConfirmed(db: Database, mappingId: string): Promise<number> {
  const [row] = await db(TABLES.links).where({ mapping_id: mappingId, state: 'confirmed' }).count({ n: '*' });
  return toCount(row?.n);
}

/** External records that more than one confirmed link of the mapping shares. */
export async function countShared(db: Database, mappingId: string): Promise<number> {
  const rows = await db(TABLES.links)
    .where({ mapping_id: mappingId, state: 'confirmed' })
    .groupBy('external_id')
    .havingRaw('count(*) > 1')
    .select('external_id');
  return rows.length;
}

/** The unique key on the external side follows the cardinality. */
export async function setExternalKeys(db: Database, mappingId: string, unique: boolean): Promise<void> {
  await db(TABLES.links)
    .where({ mapping_id: mappingId, state: 'confirmed' })
    .update({ confirmed_external_key: unique ? db.ref('external_key') : null });
}

/** Removes a mapping with all that hangs on it but its journal. */
export async function removeMapping(db: Database, id: string): Promise<void> {
  for (const table of [
    TABLES.candidates,
    TABLES.unlinked,
    TABLES.ignored,
    TABLES.labelScores,
    TABLES.models,
    TABLES.localRecords,
    TABLES.links,
  ])
    await db(table).where({ mapping_id: id }).delete();
  await db(TABLES.mappings).where({ document_id: id }).delete();
}
