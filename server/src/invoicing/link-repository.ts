import type { Connector } from '../connectors/contract';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson } from '../utils/database';
import { type LinkFacts, mappingKey } from './types';

/** `contentType recordType` → mapping of a connection. */
export async function findMappings(db: Database, connectionId: string): Promise<Map<string, string>> {
  const rows: { document_id: string; content_type: string; record_type: string }[] = await db(TABLES.mappings)
    .where({ connection_id: connectionId })
    .orderBy('position')
    .orderBy('id')
    .select('document_id', 'content_type', 'record_type');
  return new Map(rows.map((row) => [mappingKey(row.content_type, row.record_type), row.document_id]));
}

interface Row {
  document_id: string;
  mapping_id: string;
  local_key: string;
  state: 'confirmed' | 'proposed';
  record_type: string;
  external_id: string;
  external_label: string | null;
  attention: string | null;
  record_id: number | null;
  label: string | null;
  active: boolean | number | null;
  deleted_at: unknown;
  raw: unknown;
}

/**
 * Confirmed links, else proposed ones, of local keys with their external records: one statement for every
 * few hundred keys.
 */
export async function findLinks(
  db: Database,
  localKeys: readonly string[],
  connector: Connector,
): Promise<Map<string, LinkFacts>> {
  const found = new Map<string, LinkFacts>();
  for (const keys of chunksOf(localKeys)) {
    const rows: Row[] = await db({ l: TABLES.links })
      .leftJoin({ e: TABLES.externalRecords }, (join) =>
        join
          .on('e.connection_id', 'l.connection_id')
          .andOn('e.record_type', 'l.record_type')
          .andOn('e.external_id', 'l.external_id'),
      )
      .whereIn('l.local_key', keys)
      .whereIn('l.state', ['confirmed', 'proposed'])
      .orderBy('l.id')
      .select(
        'l.document_id',
        'l.mapping_id',
        'l.local_key',
        'l.state',
        'l.record_type',
        'l.external_id',
        'l.external_label',
        'l.attention',
      )
      .select({ record_id: 'e.id' })
      .select('e.label', 'e.active', 'e.deleted_at', 'e.raw');
    for (const row of rows) {
      if (found.get(row.local_key)?.state === 'confirmed') continue;
      found.set(row.local_key, toFacts(row, connector));
    }
  }
  return found;
}

function toFacts(row: Row, connector: Connector): LinkFacts {
  const raw = fromJson<Record<string, unknown>>(row.raw, {});
  const { invoicing } = connector;
  return {
    linkId: row.document_id,
    mappingId: row.mapping_id,
    state: row.state,
    attention: row.attention || null,
    reference: {
      recordType: row.record_type,
      externalId: row.external_id,
      label: row.label ?? row.external_label ?? row.external_id,
      linkId: row.document_id,
    },
    external:
      row.record_id === null || row.deleted_at !== null
        ? null
        : {
            active: Boolean(row.active),
            refusal: invoicing?.refusal(row.record_type, raw) ?? null,
            currency: row.record_type === invoicing?.clientRecordType ? invoicing.clientCurrency(raw) : null,
          },
  };
}
