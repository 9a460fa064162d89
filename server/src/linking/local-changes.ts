import type { Core } from '@strapi/strapi';
import { TABLES } from '../constants';
import { chunksOf, type Database, databaseOf, inTransaction, toText } from '../utils/database';
import { getService } from '../utils/services';
import { markLocalGone } from './attention';
import type { RawLink } from './link-repository';
import { matchRecords } from './live-match';
import { currentRunId, dropRecords, findPending, readEntries, upsertLocalRecords } from './local-records';
import { findMappings, type MappingRow } from './mapping-repository';
import { findModelRun } from './match-models';
import { leftId } from './match-sides';

/** Entries saved together are matched together. */
const GATHER_MS = 100;
/** Before the next look where a run is at work on the connection, or something failed. */
const RETRY_MS = 1_000;
/** Then the record waits for the next sync, to which it is marked as changed. */
const MOST_ATTEMPTS = 5;
/** Entries read and matched at once. */
const ENTRIES = 100;

const writes: ReadonlySet<string> = new Set([
  'create',
  'update',
  'delete',
  'clone',
  'publish',
  'unpublish',
  'discardDraft',
]);

/** `busy`: a run is at work on the connection, so later. `not_matched`: the mapping cannot be used yet. */
type Outcome = 'done' | 'busy' | 'not_matched';

/** Matches entries that editors save, publish or delete, as soon as their transaction is committed. */
export const localChanges = ({ strapi }: { strapi: Core.Strapi }) => {
  /** documentIds by content type. */
  let waiting = new Map<string, Set<string>>();
  let attempts = 0;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let stopped = true;
  let unsubscribe: (() => void) | undefined;

  function note(uid: string, documentId: string): void {
    if (stopped) return;
    const ids = waiting.get(uid) ?? new Set();
    waiting.set(uid, ids.add(documentId));
    timer ??= setTimeout(flush, GATHER_MS);
  }

  function later(uid: string, documentIds: string[]): void {
    for (const id of documentIds) waiting.set(uid, (waiting.get(uid) ?? new Set()).add(id));
  }

  function flush(): void {
    working = take().finally(() => {
      timer = waiting.size > 0 && !stopped ? setTimeout(flush, RETRY_MS) : undefined;
    });
  }

  async function take(): Promise<void> {
    const batch = waiting;
    waiting = new Map();
    try {
      const mappings = await findMappings(databaseOf(strapi));
      for (const [uid, ids] of batch) {
        for (const chunk of chunksOf([...ids], ENTRIES)) {
          for (const mapping of mappings)
            if (mapping.contentType === uid && !stopped && (await matchEntries(mapping, chunk)) === 'busy')
              later(uid, chunk);
        }
      }
      attempts = 0;
    } catch (error) {
      if (stopped) return;
      attempts += 1;
      strapi.log.warn(`crosswalk: changed entries could not be matched: ${String(error)}`);
      if (attempts < MOST_ATTEMPTS) for (const [uid, ids] of batch) later(uid, [...ids]);
    }
  }

  /** Brings the local copy up to date and matches what changed, or with `all` every one of the entries. */
  async function matchEntries(mapping: MappingRow, documentIds: string[], all = false): Promise<Outcome> {
    const db = databaseOf(strapi);
    if (getService(strapi, 'mappings').problemOf(mapping) !== null) return 'not_matched';
    if ((await findModelRun(db, mapping.id)) === null) return 'not_matched';
    const entries = await readEntries(strapi, mapping, null, documentIds);
    const present = new Set(entries.map(({ localId, locale }) => leftId(localId, locale)));
    const gone = (await findKnown(db, mapping, documentIds)).filter((left) => !present.has(left));
    const keys = entries.map(({ localKey }) => localKey);
    await inTransaction(strapi, async (trx) => {
      await upsertLocalRecords(trx, mapping.id, await currentRunId(trx), entries);
      const dropped = await dropRecords(trx, mapping.id, documentIds, keys);
      await markLocalGone(trx, mapping.id, [...keys, ...dropped]);
    });
    const changed = all ? entries : await findPending(db, mapping.id, entries.length, keys);
    if (changed.length + gone.length === 0) return 'done';
    if (await isBusy(db, mapping.connectionId)) return 'busy';
    const live = getService(strapi, 'live');
    await live.forget(mapping, gone);
    const lefts = changed.map(({ localId, locale }) => leftId(localId, locale));
    await matchRecords(strapi, mapping, { lefts: [...lefts, ...gone], rights: [] });
    return 'done';
  }

  return {
    /** Matches entries now, whether they have changed or not. */
    match: (mapping: MappingRow, documentIds: string[]): Promise<Outcome> => matchEntries(mapping, documentIds, true),

    start(): void {
      stopped = false;
      const documents = strapi.documents as unknown as { use(middleware: Middleware): () => void };
      unsubscribe = documents.use(async (context, next) => {
        const result = await next();
        if (!writes.has(context.action) || !context.uid.startsWith('api::')) return result;
        const { documentId } = (
          context.action === 'create' || context.action === 'clone' ? result : context.params
        ) as { documentId?: string };
        if (documentId)
          await strapi.db.transaction(({ onCommit }: { onCommit: (done: () => void) => void }) => {
            onCommit(() => note(context.uid, documentId));
          });
        return result;
      });
    },

    /** Waits until what is under way is done; what is left is matched by the next sync. */
    async stop(): Promise<void> {
      stopped = true;
      unsubscribe?.();
      clearTimeout(timer);
      await working;
    },
  };
};

interface DocumentCall {
  uid: string;
  action: string;
  params: { documentId?: string };
}
type Middleware = (context: DocumentCall, next: () => Promise<unknown>) => Promise<unknown>;

/** Left ids under which entries are known, as records or by candidates that were left behind. */
async function findKnown(db: Database, mapping: MappingRow, documentIds: string[]): Promise<string[]> {
  const lefts = new Set<string>();
  for (const table of [TABLES.localRecords, TABLES.candidates]) {
    const rows = (await db(table)
      .where({ mapping_id: mapping.id })
      .whereIn('local_id', documentIds)
      .distinct('local_id', 'locale')) as RawLink[];
    for (const row of rows) lefts.add(leftId(String(row.local_id), toText(row.locale)));
  }
  return [...lefts];
}

/** A sync or match of the connection is at work, or about to be. */
async function isBusy(db: Database, connectionId: string): Promise<boolean> {
  const row: unknown = await db(TABLES.runs)
    .where({ connection_id: connectionId })
    .whereIn('kind', ['sync', 'match'])
    .whereIn('state', ['queued', 'running'])
    .first('id');
  return row !== undefined;
}
