import type { AccountFacts, Connector } from '../connectors/contract';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson } from '../utils/database';
import { type ExternalFacts, type LinkFacts, mappingKey } from './types';

/** Live connections with a mapping of a content type. */
export async function findMappedConnections(
  db: Database,
  contentType: string,
): Promise<{ id: string; name: string }[]> {
  return db({ c: TABLES.connections })
    .where({ 'c.state': 'live' })
    .whereIn('c.document_id', db(TABLES.mappings).select('connection_id').where({ content_type: contentType }))
    .orderBy('c.id')
    .select({ id: 'c.document_id', name: 'c.name' });
}

/** What says what an external record is: its connector, and what is known of the account. */
export interface ExternalReader {
  connector: Connector;
  account: AccountFacts | null;
}

/** A link's row with its external record's. */
export interface LinkDataRow {
  document_id: string;
  connection_id: string;
  mapping_id: string;
  local_key: string;
  state: 'confirmed' | 'proposed';
  record_type: string;
  external_id: string;
  external_label: string | null;
  current_local_label: string | null;
  local_label: string | null;
  attention: string | null;
  record_id: number | null;
  label: string | null;
  active: boolean | number | null;
  deleted_at: unknown;
  merged_into: string | null;
  raw: unknown;
  roles: unknown;
}

/** A connection with what it maps: one statement. Null: there is no such connection. */
export async function findConnectionWithMappings(
  db: Database,
  connectionId: string,
): Promise<{ connection: Record<string, unknown>; mappings: Map<string, string> } | null> {
  const rows: (Record<string, unknown> & { mapping_id: string | null; content_type: string; mapped_to: string })[] =
    await db({ c: TABLES.connections })
      .leftJoin({ m: TABLES.mappings }, 'm.connection_id', 'c.document_id')
      .where({ 'c.document_id': connectionId })
      .orderBy(['m.position', 'm.id'])
      .select('c.document_id', 'c.name', 'c.connector', 'c.state', 'c.account_id', 'c.facts')
      .select({ mapping_id: 'm.document_id', content_type: 'm.content_type', mapped_to: 'm.record_type' });
  const [first] = rows;
  if (!first) return null;
  const mappings = rows.flatMap((row): [string, string][] =>
    row.mapping_id === null ? [] : [[mappingKey(row.content_type, row.mapped_to), row.mapping_id]],
  );
  return { connection: first, mappings: new Map(mappings) };
}

/** External records of one type that stand in for local ones, by id: one statement. */
export async function findStandIns(
  db: Database,
  scope: { connectionId: string; recordTypes: string[] },
  externalIds: readonly string[],
  reader: ExternalReader,
): Promise<Map<string, { label: string; external: ExternalFacts }>> {
  const rows: (ExternalRow & { external_id: string })[] = await db(TABLES.externalRecords)
    .where({ connection_id: scope.connectionId })
    .whereIn('record_type', scope.recordTypes)
    .whereIn('external_id', [...externalIds])
    .whereNull('deleted_at')
    .select('record_type', 'external_id', 'label', 'active', 'raw', 'roles');
  return new Map(
    rows.map((row) => [
      `${row.record_type} ${row.external_id}`,
      { label: row.label ?? row.external_id, external: externalOf(row, reader) },
    ]),
  );
}

/** Links with what their external records are now, and what their local ones are called now. */
export const linkColumns = (db: Database) =>
  db({ l: TABLES.links })
    .leftJoin({ e: TABLES.externalRecords }, (join) =>
      join
        .on('e.connection_id', 'l.connection_id')
        .andOn('e.record_type', 'l.record_type')
        .andOn('e.external_id', 'l.external_id'),
    )
    .leftJoin({ r: TABLES.localRecords }, (join) =>
      join.on('r.local_key', 'l.local_key').andOn('r.mapping_id', 'l.mapping_id'),
    )
    .orderBy('l.id')
    .select(
      'l.document_id',
      'l.connection_id',
      'l.mapping_id',
      'l.local_key',
      'l.state',
      'l.record_type',
      'l.external_id',
      'l.external_label',
      'l.local_label',
      'l.attention',
      'l.decided_at',
    )
    .select({ record_id: 'e.id', current_local_label: 'r.label' })
    .select('e.label', 'e.active', 'e.deleted_at', 'e.merged_into', 'e.raw', 'e.roles');

/**
 * Confirmed links, else proposed ones, of local keys with their external records: one statement for every
 * few hundred keys.
 */
export async function findLinks(
  db: Database,
  localKeys: readonly string[],
  reader: ExternalReader,
): Promise<Map<string, LinkFacts>> {
  const found = new Map<string, LinkFacts>();
  for (const keys of chunksOf(localKeys)) {
    const rows = (await linkColumns(db)
      .whereIn('l.local_key', keys)
      .whereIn('l.state', ['confirmed', 'proposed'])) as LinkDataRow[];
    for (const row of rows) {
      if (found.get(row.local_key)?.state === 'confirmed') continue;
      found.set(row.local_key, toFacts(row, reader));
    }
  }
  return found;
}

type ExternalRow = Pick<LinkDataRow, 'record_type' | 'label' | 'active' | 'raw' | 'roles'>;

function externalOf(row: ExternalRow, { connector: { invoicing }, account }: ExternalReader): ExternalFacts {
  const raw = fromJson<Record<string, unknown>>(row.raw, {});
  const isLine = row.record_type === invoicing?.lineRecordType;
  return {
    active: Boolean(row.active),
    refusal: invoicing?.refusal(row.record_type, raw) ?? null,
    currency: row.record_type === invoicing?.clientRecordType ? invoicing.clientCurrency(raw) : null,
    taxProblem: isLine ? (invoicing?.taxProblem?.(raw, account) ?? null) : null,
    price: isLine ? (fromJson<{ price?: string }>(row.roles, {}).price ?? null) : null,
  };
}

export function toFacts(row: LinkDataRow, reader: ExternalReader): LinkFacts {
  return {
    linkId: row.document_id,
    connectionId: row.connection_id,
    mergedInto: row.merged_into || null,
    mappingId: row.mapping_id,
    state: row.state,
    localLabel: row.current_local_label ?? row.local_label ?? '',
    attention: row.attention || null,
    reference: {
      recordType: row.record_type,
      externalId: row.external_id,
      label: row.label ?? row.external_label ?? row.external_id,
      linkId: row.document_id,
      through: 'record',
      parent: null,
    },
    external: row.record_id === null || row.deleted_at !== null ? null : externalOf(row, reader),
  };
}
