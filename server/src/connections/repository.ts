import type { Knex } from 'knex';
import type { AccountFacts, Expiries } from '../connectors/contract';
import type { Side } from '../contracts/common';
import type { ConnectionState, MappingCounts, WizardStep } from '../contracts/connections';
import { isIgnored } from '../linking/ignored';
import { TABLES } from '../constants';
import { type Database, entryColumns, fromJson, toCount, toTimestamp } from '../utils/database';
import { type Said, sayingOf, type Words } from '../utils/sentence';

export interface ConnectionRow {
  /** documentId. */
  id: string;
  name: string;
  connector: string;
  state: ConnectionState;
  stateReason: string | null;
  stateReasonWords: Words | null;
  settings: Record<string, unknown>;
  accountId: string | null;
  accountName: string | null;
  wizardStep: WizardStep;
  syncIntervalMinutes: number;
  expiries: Expiries | null;
  facts: AccountFacts | null;
  lastSyncAt: string | null;
  lastFullSyncAt: string | null;
  noticedAt: string | null;
  nextSyncAt: string | null;
  liveAt: string | null;
}

/** The one OAuth state that is open for a connection. */
export interface AuthState {
  hash: string;
  actorId: string;
  expiresAt: number;
}

type Row = Record<string, unknown>;

const fromRow = (row: Row): ConnectionRow => ({
  id: String(row.document_id),
  name: String(row.name),
  connector: String(row.connector),
  state: row.state as ConnectionState,
  stateReason: (row.state_reason as string | null) ?? null,
  stateReasonWords: fromJson<Words | null>(row.state_reason_words, null),
  settings: fromJson<Record<string, unknown>>(row.settings, {}),
  accountId: (row.account_id as string | null) ?? null,
  accountName: (row.account_name as string | null) ?? null,
  wizardStep: row.wizard_step as WizardStep,
  syncIntervalMinutes: Number(row.sync_interval_minutes),
  expiries: fromJson<Expiries | null>(row.expiries, null),
  facts: fromJson<AccountFacts | null>(row.facts, null),
  lastSyncAt: toTimestamp(row.last_sync_at),
  lastFullSyncAt: toTimestamp(row.last_full_sync_at),
  noticedAt: toTimestamp(row.noticed_at),
  nextSyncAt: toTimestamp(row.next_sync_at),
  liveAt: toTimestamp(row.live_at),
});

const columns: Record<string, string> = {
  name: 'name',
  state: 'state',
  settings: 'settings',
  secrets: 'secrets',
  accountId: 'account_id',
  accountName: 'account_name',
  wizardStep: 'wizard_step',
  syncIntervalMinutes: 'sync_interval_minutes',
  expiries: 'expiries',
  facts: 'facts',
  lastSyncAt: 'last_sync_at',
  lastFullSyncAt: 'last_full_sync_at',
  noticedAt: 'noticed_at',
  nextSyncAt: 'next_sync_at',
  liveAt: 'live_at',
  authState: 'auth_state',
};

const jsonColumns: ReadonlySet<string> = new Set(['settings', 'authState', 'expiries', 'facts']);

export interface ConnectionChange {
  name?: string;
  state?: ConnectionState;
  stateReason?: Said | null;
  settings?: Record<string, unknown>;
  /** Encrypted. */
  secrets?: string | null;
  accountId?: string | null;
  accountName?: string | null;
  wizardStep?: WizardStep;
  syncIntervalMinutes?: number;
  expiries?: Expiries | null;
  facts?: AccountFacts;
  lastSyncAt?: Date;
  lastFullSyncAt?: Date;
  noticedAt?: Date;
  nextSyncAt?: Date | null;
  liveAt?: Date;
  authState?: AuthState | null;
}

function toColumns(change: ConnectionChange): Row {
  const row: Row = {};
  if (change.stateReason !== undefined) {
    const reason = change.stateReason === null ? null : sayingOf(change.stateReason);
    row.state_reason = reason?.message ?? null;
    row.state_reason_words = reason?.words ? JSON.stringify(reason.words) : null;
  }
  for (const [key, value] of Object.entries(change)) {
    const column = columns[key];
    if (!column || value === undefined) continue;
    row[column] = jsonColumns.has(key) && value !== null ? JSON.stringify(value) : value;
  }
  return row;
}

export async function insertConnection(
  db: Database,
  connection: ConnectionChange & {
    name: string;
    connector: string;
    state: ConnectionState;
    syncIntervalMinutes: number;
  },
): Promise<string> {
  const entry = entryColumns(new Date());
  await db(TABLES.connections).insert({
    ...entry,
    ...toColumns(connection),
    connector: connection.connector,
    wizard_step: 'sync',
  });
  return entry.document_id;
}

export async function updateConnection(db: Database, id: string, change: ConnectionChange): Promise<void> {
  await db(TABLES.connections)
    .where({ document_id: id })
    .update({ ...toColumns(change), updated_at: new Date() });
}

export async function findConnection(db: Database, id: string): Promise<ConnectionRow | null> {
  const row = (await db(TABLES.connections).where({ document_id: id }).first()) as Row | undefined;
  return row ? fromRow(row) : null;
}

export async function findConnections(db: Database): Promise<ConnectionRow[]> {
  const rows = (await db(TABLES.connections).orderBy('id')) as Row[];
  return rows.map(fromRow);
}

/** Live connections whose next sync is due. */
export async function findDueConnections(db: Database, now: Date): Promise<ConnectionRow[]> {
  const rows = (await db(TABLES.connections).where({ state: 'live' }).where('next_sync_at', '<=', now)) as Row[];
  return rows.map(fromRow);
}

/** Moves the next sync on, unless another process did. */
export async function claimSchedule(db: Database, id: string, now: Date, next: Date): Promise<boolean> {
  const changed = await db(TABLES.connections)
    .where({ document_id: id, state: 'live' })
    .where('next_sync_at', '<=', now)
    .update({ next_sync_at: next });
  return changed === 1;
}

export async function findAuthStates(db: Database): Promise<Array<{ id: string; state: AuthState }>> {
  const rows = (await db(TABLES.connections).whereNotNull('auth_state').select('document_id', 'auth_state')) as Row[];
  return rows.flatMap((row) => {
    const state = fromJson<AuthState | null>(row.auth_state, null);
    return state ? [{ id: String(row.document_id), state }] : [];
  });
}

export async function readSecrets(db: Database, id: string): Promise<string | null> {
  const row = (await db(TABLES.connections).where({ document_id: id }).first('secrets')) as Row | undefined;
  return (row?.secrets as string | null | undefined) ?? null;
}

/** Takes the lock under which secrets are renewed; it falls open when its holder dies. */
export async function lockSecrets(db: Database, id: string, holder: string, now: Date, until: Date): Promise<boolean> {
  const changed = await db(TABLES.connections)
    .where({ document_id: id })
    .where((query) => query.whereNull('secrets_lock').orWhere('secrets_lock_until', '<', now))
    .update({ secrets_lock: holder, secrets_lock_until: until });
  return changed === 1;
}

export async function unlockSecrets(db: Database, id: string, holder: string): Promise<void> {
  await db(TABLES.connections)
    .where({ document_id: id, secrets_lock: holder })
    .update({ secrets_lock: null, secrets_lock_until: null });
}

/** Removes a connection and all that hangs on it; issued invoices stay. */
export async function removeConnection(db: Database, id: string): Promise<void> {
  const mappings = db(TABLES.mappings).select('document_id').where({ connection_id: id });
  for (const table of [TABLES.candidates, TABLES.unlinked, TABLES.labelScores, TABLES.models, TABLES.localRecords])
    await db(table).whereIn('mapping_id', mappings.clone()).delete();
  for (const table of [
    TABLES.links,
    TABLES.externalRecords,
    TABLES.decisions,
    TABLES.ignored,
    TABLES.restorePoints,
    TABLES.restoreLinks,
    TABLES.runs,
    TABLES.notices,
    TABLES.fileChunks,
    TABLES.webRequests,
    TABLES.webSessions,
    TABLES.writes,
    TABLES.mappings,
  ]) {
    await db(table).where({ connection_id: id }).delete();
  }
  await db(TABLES.connections).where({ document_id: id }).delete();
}

export type RawCounts = Omit<MappingCounts, 'name' | 'localName'>;

/**
 * Counts of the given mappings, in seven statements whatever their number; those of records are answered from indexes
 * alone. What is open is asked for by itself, which PostgreSQL joins as a whole.
 */
export async function countMappings(
  db: Database,
  mappings: Array<{ id: string; connectionId: string; contentType: string; recordType: string }>,
): Promise<Map<string, RawCounts>> {
  const counts = new Map<string, RawCounts>();
  if (mappings.length === 0) return counts;
  const ids = mappings.map(({ id }) => id);
  const connectionIds = [...new Set(mappings.map(({ connectionId }) => connectionId))];
  const count = async (records: Knex.QueryBuilder, columns: string[]) =>
    (await records.groupBy(columns).select(columns).count({ n: '*' })) as Row[];
  const local = db(`${TABLES.localRecords} as r`).whereIn('r.mapping_id', ids);
  const external = db(`${TABLES.externalRecords} as r`)
    .whereIn('r.connection_id', connectionIds)
    .where('r.active', true)
    .whereNull('r.deleted_at');
  const locals = await count(local.clone(), ['r.mapping_id']);
  const localsOpen = await count(open(db, local, 'local', 'l.local_key = r.local_key'), ['r.mapping_id']);
  const sameRecord =
    'l.connection_id = r.connection_id and l.record_type = r.record_type and l.external_id = r.external_id';
  const externals = await count(external.clone(), ['r.connection_id', 'r.record_type']);
  const externalsOpen = await count(open(db, external, 'external', sameRecord), ['r.connection_id', 'r.record_type']);
  const ignored = (await db(TABLES.ignored)
    .whereIn('connection_id', connectionIds)
    .groupBy('connection_id', 'record_type', 'mapping_id', 'side')
    .select('connection_id', 'record_type', 'mapping_id', 'side')
    .count({ n: '*' })) as Row[];
  const links = (await db(TABLES.links)
    .whereIn('mapping_id', ids)
    .groupBy('mapping_id', 'state')
    .select('mapping_id', 'state')
    .count({ n: '*' })) as Row[];
  const attention = (await db(TABLES.links)
    .whereIn('mapping_id', ids)
    .whereNotNull('attention')
    .where({ state: 'confirmed' })
    .groupBy('mapping_id')
    .select('mapping_id')
    .count({ n: '*' })) as Row[];

  const sumOf = (rows: Row[], match: (row: Row) => boolean) =>
    rows.filter(match).reduce((sum, row) => sum + toCount(row.n), 0);
  for (const mapping of mappings) {
    const ofMapping = (row: Row) => row.mapping_id === mapping.id;
    const ofType = (row: Row) => row.connection_id === mapping.connectionId && row.record_type === mapping.recordType;
    const inState = (state: string) => (row: Row) => ofMapping(row) && row.state === state;
    counts.set(mapping.id, {
      mappingId: mapping.id,
      contentType: mapping.contentType,
      recordType: mapping.recordType,
      localTotal: sumOf(locals, ofMapping),
      externalTotal: sumOf(externals, ofType),
      confirmed: sumOf(links, inState('confirmed')),
      proposed: sumOf(links, inState('proposed')),
      rejected: sumOf(links, inState('rejected')),
      localUnlinked: sumOf(localsOpen, ofMapping),
      externalUnlinked: sumOf(externalsOpen, ofType),
      localIgnored: sumOf(ignored, (row) => ofMapping(row) && row.side === 'local'),
      externalIgnored: sumOf(ignored, (row) => ofType(row) && row.side === 'external'),
      attention: sumOf(attention, ofMapping),
    });
  }
  return counts;
}

/** Those of some records `r` with neither a link nor a proposal that are not ignored; `sameRecord` joins a link `l`. */
function open(db: Database, records: Knex.QueryBuilder, side: Side, sameRecord: string): Knex.QueryBuilder {
  return records
    .clone()
    .whereNotExists((query) => {
      // Faster than naming the other two states: one step in the index.
      void query.select(db.raw('1')).from(`${TABLES.links} as l`).whereRaw(sameRecord).whereNot('l.state', 'rejected');
    })
    .whereNotExists(isIgnored(db, side));
}
