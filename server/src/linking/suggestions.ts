import type { Core } from '@strapi/strapi';
import type { RecordCard, RoleValues, Side } from '../contracts/common';
import type { QueryOf, ResponseOf } from '../contracts/endpoint';
import type { Evidence, listSuggestions, listUnlinked, Rejection, Suggestion, WhyNot } from '../contracts/links';
import { compare, type ScoredPair } from '../matching';
import { findRecords } from '../sync/external-records';
import { TABLES } from '../constants';
import { type Database, databaseOf, fromJson, toCount, toText } from '../utils/database';
import { notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { externalCard, localCard } from './cards';
import { localKeyOf } from './keys';
import { findConfirmedByExternal, type RawLink, waitingWeight } from './link-repository';
import { findLocalRecords } from './local-records';
import type { MappingRow } from './mapping-repository';
import { findModel } from './match-models';
import { leftId } from './match-sides';
import { rejectionOf } from './rejections';
import { countOf, findFew, unlinkedQuery } from './unlinked-query';
import { whyNotOf } from './why-not';
import { type Sentence, sentence } from '../utils/sentence';

/** One record with what comparing it needs. */
interface Subject {
  card: RecordCard;
  roles: RoleValues;
  localKey: string;
  /** As matching names it: left id or external id. */
  key: string;
}

type Scored = Pick<ScoredPair, 'score' | 'evidence'>;

/** Records that need a partner, and partners for them. */
export const suggestions = ({ strapi }: { strapi: Core.Strapi }) => {
  const scopeOf = (mapping: MappingRow) => ({ connectionId: mapping.connectionId, recordType: mapping.recordType });

  async function subjects(
    mapping: MappingRow,
    side: Side,
    ids: Array<{ id: string; locale: string }>,
  ): Promise<Subject[]> {
    const db = databaseOf(strapi);
    if (side === 'external') {
      const connection = await getService(strapi, 'connections').get(mapping.connectionId);
      const records = await findRecords(
        db,
        scopeOf(mapping),
        ids.map(({ id }) => id),
      );
      return ids.flatMap(({ id }) => {
        const record = records.get(id);
        return record
          ? [
              {
                card: externalCard(strapi, connection, mapping.recordType, record, { externalId: id, label: id }),
                roles: record.roles,
                localKey: '',
                key: id,
              },
            ]
          : [];
      });
    }
    const keys = ids.map(({ id, locale }) => localKeyOf({ ...mapping, localId: id, locale }));
    const records = await findLocalRecords(db, mapping.id, keys);
    return ids.flatMap(({ id, locale }, index) => {
      const record = records.get(keys[index] ?? '');
      return record
        ? [
            {
              card: localCard(strapi, mapping.contentType, record, { localId: id, locale, label: id }),
              roles: record.roles,
              localKey: record.localKey,
              key: leftId(id, locale),
            },
          ]
        : [];
    });
  }

  return {
    /** Records of one side with neither a confirmed link nor a proposal, each with how many suggestions wait for it. */
    async unlinked(
      mapping: MappingRow,
      { side, search, why, show, page, pageSize, sort }: QueryOf<typeof listUnlinked>,
    ): Promise<{ total: number; rows: ResponseOf<typeof listUnlinked>['data'] }> {
      const db = databaseOf(strapi);
      // Whoever looks at this list is about to search.
      getService(strapi, 'live').prepare(mapping);
      const base = unlinkedQuery(db, mapping, side, search, side === 'local' ? why : undefined, show);
      const few = await findFew(base);
      const idColumn = side === 'local' ? 'r.local_id' : 'r.external_id';
      const byAmount = sort === 'waiting' && side === 'local';
      if (byAmount) await getService(strapi, 'invoicing').refreshWaiting(mapping.connectionId);
      const rows = (await base
        .clone()
        .modify((query) => (few ? void query.whereIn('r.id', few) : undefined))
        .select(`${idColumn} as record_id`, ...(side === 'local' ? ['r.locale'] : []))
        .modify((query) => (byAmount ? void query.orderByRaw(`${waitingWeight('r.local_key')} desc`) : undefined))
        .orderBy('r.search_label')
        .orderBy('r.id')
        .limit(pageSize)
        .offset((page - 1) * pageSize)) as RawLink[];
      const ids = rows.map((row) => ({ id: String(row.record_id), locale: toText(row.locale) }));
      const waiting = (await db(TABLES.candidates)
        .where({ mapping_id: mapping.id })
        .whereIn(
          side === 'local' ? 'local_id' : 'external_id',
          ids.map(({ id }) => id),
        )
        .groupBy(side === 'local' ? 'local_id' : 'external_id')
        .select(`${side === 'local' ? 'local_id' : 'external_id'} as record_id`)
        .count({ n: '*' })
        .max({ best: 'score' })) as RawLink[];
      const byId = new Map(waiting.map((row) => [String(row.record_id), row]));
      const found = await subjects(mapping, side, ids);
      const whys = await whyNotOf(
        db,
        mapping,
        side,
        found.map(({ key }) => key),
      );
      const localKey = (card: RecordCard) => localKeyOf({ ...mapping, localId: card.id, locale: card.locale });
      const amounts = byAmount
        ? await getService(strapi, 'invoicing').findWaiting(found.map(({ card }) => localKey(card)))
        : new Map<string, string>();
      return {
        total: few ? few.length : await countOf(base),
        rows: found.map(({ card, key }) => ({
          ...card,
          waiting: byAmount ? (amounts.get(localKey(card)) ?? null) : null,
          why: whys.get(key) ?? null,
          suggestions: toCount(byId.get(card.id)?.n),
          bestScore: byId.has(card.id) ? Number(byId.get(card.id)?.best) : null,
        })),
      };
    },

    /** Ranked partners of one record: its candidates, or the hits of a search, each compared with it. */
    async forRecord(
      mapping: MappingRow,
      side: Side,
      recordId: string,
      locale: string,
      search: string | undefined,
      limit: number,
    ): Promise<Omit<ResponseOf<typeof listSuggestions>['data'], 'mapping'>> {
      const db = databaseOf(strapi);
      const [subject] = await subjects(mapping, side, [{ id: recordId, locale }]);
      if (!subject) throw notFound(side === 'local' ? 'local record' : 'external record', recordId);
      const other: Side = side === 'local' ? 'external' : 'local';
      const stored = await findCandidates(db, mapping, side, recordId, locale);
      const why = await whyOf(mapping, side, subject);
      const { hits, indexed } = search
        ? await getService(strapi, 'live').search(mapping, other, search, limit)
        : { hits: withReason(stored.slice(0, limit), side, why), indexed: true };
      const partners = await subjects(mapping, other, hits);
      const taken = await takenBy(mapping, other, partners);
      const rejected = await findRejected(db, mapping, side, recordId);
      const isKnown = ({ card }: Subject): boolean => stored.some((pair) => isOf(pair, card));
      const scored = await scoresOf(
        mapping,
        side,
        subject,
        partners.filter((partner) => !isKnown(partner)),
        indexed,
      );
      return {
        record: subject.card,
        why,
        indexed,
        suggestions: partners.map((partner): Suggestion => {
          const pair = stored.find((each) => isOf(each, partner.card)) ?? scored.get(partner.key);
          const links = taken.get(partner.card.id) ?? [];
          const refusal = refusalOf(mapping, other, partner.card, links);
          return {
            record: partner.card,
            score: pair?.score ?? null,
            evidence: pair?.evidence ?? null,
            rejected: rejected.has(partner.card.id),
            rejection: rejected.get(partner.card.id) ?? null,
            takenBy: links,
            refusal: refusal?.message ?? null,
            ...(refusal?.words && { refusalWords: refusal.words }),
          };
        }),
      };
    },
  };

  /**
   * Pairs that no run has stored, by the partner's key: scored by the live matcher, which knows both lists as a run
   * does, and where it is not open yet (`wait`: it may be soon) each pair by itself.
   */
  async function scoresOf(
    mapping: MappingRow,
    side: Side,
    subject: Subject,
    partners: Subject[],
    wait: boolean,
  ): Promise<Map<string, Scored>> {
    if (partners.length === 0) return new Map();
    const keys = partners.map(({ key }) => key);
    const scored = wait ? await getService(strapi, 'live').score(mapping, side, subject.key, keys) : null;
    const model = (await findModel(databaseOf(strapi), mapping.id))?.model;
    return new Map(
      partners.map((partner) => {
        const [local, external] = side === 'local' ? [subject, partner] : [partner, subject];
        const alone = (): Scored =>
          compare({ id: local.key, roles: local.roles }, { id: external.key, roles: external.roles }, model);
        return [partner.key, scored?.get(partner.key) ?? alone()];
      }),
    );
  }

  /** Why a record has no proposal; null where it has a link or a proposal. */
  async function whyOf(mapping: MappingRow, side: Side, { card, key, localKey }: Subject): Promise<WhyNot | null> {
    const db = databaseOf(strapi);
    const linked: unknown = await db(TABLES.links)
      .whereIn('state', ['proposed', 'confirmed'])
      .where(
        side === 'local'
          ? { local_key: localKey }
          : { connection_id: mapping.connectionId, record_type: mapping.recordType, external_id: card.id },
      )
      .first('id');
    return linked ? null : ((await whyNotOf(db, mapping, side, [key])).get(key) ?? null);
  }

  async function takenBy(
    mapping: MappingRow,
    other: Side,
    partners: Subject[],
  ): Promise<Map<string, Array<{ linkId: string; label: string }>>> {
    const db = databaseOf(strapi);
    const taken = new Map<string, Array<{ linkId: string; label: string }>>();
    if (other === 'external') {
      const links = await findConfirmedByExternal(
        db,
        scopeOf(mapping),
        partners.map(({ card }) => card.id),
      );
      for (const link of links)
        taken.set(link.externalId, [
          ...(taken.get(link.externalId) ?? []),
          { linkId: link.id, label: link.localLabel },
        ]);
      return taken;
    }
    const confirmed = (await db(TABLES.links)
      .whereIn(
        'confirmed_local_key',
        partners.map(({ localKey }) => localKey),
      )
      .select('confirmed_local_key', 'document_id', 'external_label')) as RawLink[];
    const byKey = new Map(confirmed.map((row) => [String(row.confirmed_local_key), row]));
    for (const { card, localKey } of partners) {
      const link = byKey.get(localKey);
      if (link) taken.set(card.id, [{ linkId: String(link.document_id), label: toText(link.external_label) }]);
    }
    return taken;
  }
};

const isOf = (pair: { id: string; locale: string }, card: RecordCard): boolean =>
  pair.id === card.id && pair.locale === card.locale;

/**
 * Candidates, and the partner that the reason tells of: one that somebody else has is left with so little probability
 * that a run does not keep it.
 */
function withReason<T extends { id: string; locale: string }>(
  hits: T[],
  side: Side,
  why: WhyNot | null,
): Array<{ id: string; locale: string }> {
  const best = side === 'local' ? why?.best : null;
  if (!best || hits.some(({ id }) => id === best.id)) return hits;
  return [...hits, { id: best.id, locale: '' }];
}

/** Why a partner cannot be mapped, in words. */
function refusalOf(
  mapping: MappingRow,
  side: Side,
  partner: RecordCard,
  links: Array<{ label: string }>,
): Sentence | null {
  if (!partner.active)
    return sentence('links.suggestionInactive', 'Inactive in the other system: make it active there and sync');
  const [first] = links;
  if (first && side === 'local')
    return sentence('links.suggestionLinked', 'Linked to {record} already', { record: first.label });
  if (first && mapping.cardinality === 'one_to_one')
    return sentence('links.suggestionTaken', 'Linked to {record} already, and this mapping allows one each', {
      record: first.label,
    });
  return null;
}

async function findCandidates(db: Database, mapping: MappingRow, side: Side, recordId: string, locale: string) {
  const rows = (await db(TABLES.candidates)
    .where({
      mapping_id: mapping.id,
      ...(side === 'local' ? { local_id: recordId, locale } : { external_id: recordId }),
    })
    .orderBy('score', 'desc')
    .orderBy('id')
    .limit(50)) as RawLink[];
  return rows.map((row) => ({
    id: String(side === 'local' ? row.external_id : row.local_id),
    locale: side === 'local' ? '' : String(row.locale),
    score: Number(row.score),
    evidence: fromJson<Evidence>(row.evidence, {
      prior: 0,
      fields: [],
      adjustments: [],
      total: 0,
      vetoes: [],
      sentence: '',
    }),
  }));
}

async function findRejected(
  db: Database,
  mapping: MappingRow,
  side: Side,
  recordId: string,
): Promise<Map<string, Rejection>> {
  const column = side === 'local' ? 'external_id' : 'local_id';
  const rows = (await db(TABLES.links)
    .where({
      mapping_id: mapping.id,
      state: 'rejected',
      ...(side === 'local' ? { local_id: recordId } : { external_id: recordId }),
    })
    .select(column, 'reason', 'decided_at', 'decided_by')) as RawLink[];
  return new Map(rows.map((row) => [String(row[column]), rejectionOf(row)]));
}
