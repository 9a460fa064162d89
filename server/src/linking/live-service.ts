import type { Core } from '@strapi/strapi';
import type { Side } from '../contracts/common';
import type { LiveMatch, LiveMatchOptions } from '../matching/live';
import type { MatchRecord, ScoredPair } from '../matching/types';
import { eachChangedRecord, eachRecord } from '../sync/external-records';
import { TABLES } from '../constants';
import { type Database, databaseOf, likePattern, toText } from '../utils/database';
import { getService } from '../utils/services';
import type { RawLink } from './link-repository';
import { eachChangedLocal, eachLocalRecord } from './local-records';
import type { MappingRow } from './mapping-repository';
import { decisionsOn } from './judged';
import { findModel, findModelRun } from './match-models';
import { optionsOf, splitLeft, toLeft, toRight } from './match-sides';

/**
 * Changes of this long before the last look are looked at again: a transaction may commit after a later one, and the
 * clocks of several processes differ a little.
 */
const OVERLAP_MS = 5_000;
/** How long a search waits for an index that is being built before it answers from names alone. */
const PATIENCE_MS = 1_500;

/** A matcher that is open in this process. */
interface Follower {
  key: string;
  /** Run whose model it has. */
  modelRun: number;
  ready: Promise<void>;
  isReady: boolean;
  /** When changes were last looked for; looks follow one another. */
  lookedAt: Date;
  looking: Promise<void>;
  /** What the last look has taken over, by side and id: most of it is seen again by the next. */
  taken: Map<string, string>;
}

export interface FoundRecord {
  id: string;
  locale: string;
}

/**
 * The live matcher of each mapping: both sides in a worker's memory, opened when they are first needed and kept
 * current by reading what has changed in the database, whichever process changed it.
 */
export const live = ({ strapi }: { strapi: Core.Strapi }) => {
  const followers = new Map<string, Follower>();
  const client = () => getService(strapi, 'matching');

  async function open(mapping: MappingRow, key: string): Promise<void> {
    const db = databaseOf(strapi);
    const stored = await findModel(db, mapping.id);
    if (!stored) throw new Error(`${mapping.name} has not been matched yet`);
    await client().openLive(key, {
      left: pages(eachLocalRecord(db, mapping.id), toLeft),
      right: pages(eachRecord(db, mapping), toRight),
      model: stored.model,
    });
  }

  /** Opens the matcher of a mapping with its newest model unless that is done or under way. null: not matched yet. */
  async function follow(mapping: MappingRow): Promise<Follower | null> {
    const modelRun = await findModelRun(databaseOf(strapi), mapping.id);
    if (modelRun === null) return null;
    const present = followers.get(mapping.id);
    if (present?.modelRun === modelRun && (!present.isReady || client().hasLive(present.key))) return present;
    const key = `${mapping.id}:${modelRun}`;
    const follower: Follower = {
      key,
      modelRun,
      ready: Promise.resolve(),
      isReady: false,
      lookedAt: new Date(),
      looking: Promise.resolve(),
      taken: new Map(),
    };
    follower.ready = open(mapping, key).then(() => void (follower.isReady = true));
    followers.set(mapping.id, follower);
    follower.ready.then(
      () => (present && present.key !== key ? client().closeLive(present.key) : undefined),
      (error: unknown) => {
        if (followers.get(mapping.id) === follower) followers.delete(mapping.id);
        strapi.log.warn(`crosswalk: the index of ${mapping.name} could not be opened: ${String(error)}`);
      },
    );
    return follower;
  }

  /** Takes over what has changed since the last look. */
  function lookAgain(mapping: MappingRow, follower: Follower): Promise<void> {
    const look = async (): Promise<void> => {
      const db = databaseOf(strapi);
      const since = new Date(follower.lookedAt.getTime() - OVERLAP_MS);
      const now = new Date();
      const taken = new Map<string, string>();
      const isNew = (key: string, state: string): boolean => {
        taken.set(key, state);
        return follower.taken.get(key) !== state;
      };
      for await (const page of eachChangedLocal(db, mapping.id, since)) {
        const fresh = page.filter(({ localKey, rolesHash }) => isNew(`left ${localKey}`, rolesHash));
        if (fresh.length > 0) await client().upsertLive(follower.key, 'left', fresh.map(toLeft));
      }
      for await (const page of eachChangedRecord(db, mapping, since)) {
        const fresh = page.filter(({ externalId, rolesHash, active, deleted }) =>
          isNew(`right ${externalId}`, `${rolesHash} ${active} ${deleted}`),
        );
        const present = fresh.filter(({ deleted }) => !deleted);
        if (present.length > 0) await client().upsertLive(follower.key, 'right', present.map(toRight));
        const gone = fresh.filter(({ deleted }) => deleted).map(({ externalId }) => externalId);
        if (gone.length > 0) await client().removeLive(follower.key, 'right', gone);
      }
      follower.taken = taken;
      follower.lookedAt = now;
    };
    follower.looking = follower.looking.catch(() => undefined).then(look);
    return follower.looking;
  }

  /** Whether a matcher is open, or soon enough for somebody who looks at a list. */
  const isSoonReady = async ({ isReady, ready }: Follower): Promise<boolean> => isReady || within(PATIENCE_MS, ready);

  /** A matcher that has everything that is in the database now. */
  async function current(mapping: MappingRow): Promise<Follower> {
    const follower = await follow(mapping);
    if (!follower) throw new Error(`${mapping.name} has not been matched yet`);
    await follower.ready;
    await lookAgain(mapping, follower);
    return follower;
  }

  return {
    /** Starts opening in the background, where a person is about to search. */
    prepare(mapping: MappingRow): void {
      follow(mapping).catch((error: unknown) =>
        strapi.log.warn(`crosswalk: the index of ${mapping.name} could not be opened: ${String(error)}`),
      );
    },

    /** After a match: an open matcher takes over the new model. */
    refresh(mapping: MappingRow): void {
      if (followers.has(mapping.id)) this.prepare(mapping);
    },

    /**
     * Hits of one side, best first: typing errors, words in any order, fragments of codes. While the index is being
     * built, `indexed` is false and the hits are those of the names that contain every word.
     */
    async search(
      mapping: MappingRow,
      side: Side,
      query: string,
      limit: number,
    ): Promise<{ hits: FoundRecord[]; indexed: boolean }> {
      const follower = await follow(mapping);
      if (!follower || !(await isSoonReady(follower)))
        return { hits: await plainSearch(databaseOf(strapi), mapping, side, query, limit), indexed: follower === null };
      await lookAgain(mapping, follower);
      const hits = await client().searchLive(follower.key, side === 'local' ? 'left' : 'right', query, limit);
      return {
        hits: hits.map(({ id }) => {
          if (side === 'external') return { id, locale: '' };
          const { localId, locale } = splitLeft(id);
          return { id: localId, locale };
        }),
        indexed: true,
      };
    },

    /** Partners of single records by the newest model, as everything is in the database now. */
    async match(
      mapping: MappingRow,
      side: 'left' | 'right',
      ids: string[],
      options: LiveMatchOptions,
    ): Promise<LiveMatch[]> {
      const { key } = await current(mapping);
      return client().matchLive(key, side, ids, options);
    },

    /**
     * Pairs of one record with each of `partners`, by left id or external id, as a run would score them now: by the
     * model of the last one, among the record's rivals and theirs, under the decisions that bear on them. It differs from
     * what a run stores where rivals have rivals further away, or something was saved or decided since. null: the
     * matcher is not open yet.
     */
    async score(
      mapping: MappingRow,
      side: Side,
      record: string,
      partners: string[],
    ): Promise<Map<string, ScoredPair> | null> {
      const db = databaseOf(strapi);
      const follower = await follow(mapping);
      const stored = follower && (await isSoonReady(follower)) ? await findModel(db, mapping.id) : null;
      if (!follower || !stored) return null;
      await lookAgain(mapping, follower);
      const [lefts, rights] = side === 'local' ? [[record], partners] : [partners, [record]];
      const options = optionsOf(mapping, await decisionsOn(db, mapping, stored.model, lefts, rights));
      const pairs = await client().scoreLive(
        follower.key,
        side === 'local' ? 'left' : 'right',
        record,
        partners,
        options,
      );
      return new Map(partners.flatMap((partner, at) => (pairs[at] ? [[partner, pairs[at]]] : [])));
    },

    /** Local records are gone; other processes find out when they meet them. */
    async forget(mapping: MappingRow, lefts: string[]): Promise<void> {
      const follower = followers.get(mapping.id);
      if (lefts.length === 0 || !follower) return;
      await follower.ready;
      await client().removeLive(follower.key, 'left', lefts);
    },
  };
};

async function* pages<T>(
  source: AsyncGenerator<T[]>,
  convert: (item: T) => MatchRecord,
): AsyncGenerator<MatchRecord[]> {
  for await (const page of source) yield page.map(convert);
}

/** Whether a promise is fulfilled within a time. */
async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([
      promise.then(
        () => true,
        () => false,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

async function plainSearch(
  db: Database,
  mapping: MappingRow,
  side: Side,
  query: string,
  limit: number,
): Promise<FoundRecord[]> {
  const local = side === 'local';
  const base = local
    ? db(TABLES.localRecords).where({ mapping_id: mapping.id })
    : db(TABLES.externalRecords)
        .where({ connection_id: mapping.connectionId, record_type: mapping.recordType })
        .whereNull('deleted_at');
  for (const word of query.split(/\s+/).filter(Boolean))
    void base.whereRaw("search_label like ? escape '!'", [likePattern(word)]);
  const rows = (await base
    .orderBy('search_label')
    .limit(limit)
    .select(local ? ['local_id as id', 'locale'] : ['external_id as id'])) as RawLink[];
  return rows.map((row) => ({ id: String(row.id), locale: toText(row.locale) }));
}
