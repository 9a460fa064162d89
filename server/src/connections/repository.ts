import type { AccountFacts, Expiries } from '../connectors/contract';
import type { ConnectionState, MappingCounts, WizardStep } from '../contracts/connections';
import type { LinkState } from '../contracts/links';
import { TABLES } from '../constants';
import { type Database, entryColumns, fromJson, toCount, toTimestamp } from '../utils/database';
import { type Said, sayingOf, type Words } from '../utils/sentence';
import { countOpen } from './open-records';

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
    TABLES.chargeLines,
    TABLES.chargeDocuments,
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

/** Counts of the given mappings, in four statements whatever their number, all answered from indexes alone. */
export async function countMappings(
  db: Database,
  mappings: Array<{ id: string; connectionId: string; contentType: string; recordType: string }>,
): Promise<Map<string, RawCounts>> {
  const counts = new Map<string, RawCounts>();
  if (mappings.length === 0) return counts;
  // Mappings of one record type have their external records in common: they are counted for the first of them.
  const typeOf = ({ connectionId, recordType }: (typeof mappings)[number]) =>
    JSON.stringify([connectionId, recordType]);
  const firstOf = new Map([...mappings].reverse().map((mapping) => [typeOf(mapping), mapping.id]));
  const of = (ids: string[]) => () =>
    db(`${TABLES.mappings} as m`).whereIn('m.document_id', ids).select('m.document_id');
  const [all, firsts] = [of(mappings.map(({ id }) => id)), of([...firstOf.values()])];
  // One count of one stretch of an index each: many times faster than groups of the same rows.
  const total = (table: string) => db(`${table} as t`).count('*');
  const ofMapping = (table: string) => total(table).whereRaw('t.mapping_id = m.document_id');
  const ofType = (table: string) =>
    total(table).whereRaw('t.connection_id = m.connection_id and t.record_type = m.record_type');
  const inState = (state: LinkState) => ofMapping(TABLES.links).where('t.state', state);
  const local = await byId(
    all().select({
      total: ofMapping(TABLES.localRecords),
      confirmed: inState('confirmed'),
      proposed: inState('proposed'),
      rejected: inState('rejected'),
      attention: inState('confirmed').whereNotNull('t.attention'),
      ignored: ofType(TABLES.ignored).where('t.side', 'local').whereRaw('t.mapping_id = m.document_id'),
    }),
  );
  const external = await byId(
    firsts().select({
      total: ofType(TABLES.externalRecords).where('t.active', true).whereNull('t.deleted_at'),
      ignored: ofType(TABLES.ignored).where('t.side', 'external'),
    }),
  );
  const open = { local: await countOpen(db, 'local', all()), external: await countOpen(db, 'external', firsts()) };
  for (const mapping of mappings) {
    const { id, contentType, recordType } = mapping;
    const first = firstOf.get(typeOf(mapping)) ?? id;
    const [here, there] = [local.get(id), external.get(first)];
    counts.set(id, {
      mappingId: id,
      contentType,
      recordType,
      localTotal: toCount(here?.total),
      externalTotal: toCount(there?.total),
      confirmed: toCount(here?.confirmed),
      proposed: toCount(here?.proposed),
      rejected: toCount(here?.rejected),
      localUnlinked: open.local.get(id) ?? 0,
      externalUnlinked: open.external.get(first) ?? 0,
      localIgnored: toCount(here?.ignored),
      externalIgnored: toCount(there?.ignored),
      attention: toCount(here?.attention),
    });
  }
  return counts;
}

async function byId(query: PromiseLike<unknown>): Promise<Map<string, Row>> {
  return new Map(((await query) as Row[]).map((row) => [String(row.document_id), row]));
}
