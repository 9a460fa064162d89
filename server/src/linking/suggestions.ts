import type { Core } from '@strapi/strapi';
import type { RecordCard, RoleValues, Side } from '../contracts/common';
import type { Evidence, Suggestion } from '../contracts/links';
import { compare } from '../matching';
import { findRecords, recordsVersion, eachRecord } from '../sync/external-records';
import { TABLES } from '../constants';
import { type Database, databaseOf, fromJson, likePattern, toCount, toText } from '../utils/database';
import { notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { externalCard, localCard } from './cards';
import { localKeyOf } from './keys';
import { findConfirmedByExternal, findConfirmedByLocal, type RawLink } from './link-repository';
import { eachLocalRecord, findLocalRecords, localRecordsVersion } from './local-records';
import type { MappingRow } from './mapping-repository';

/** One record with what comparing it needs. */
interface Subject {
  card: RecordCard;
  roles: RoleValues;
  localKey: string;
}

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
            },
          ]
        : [];
    });
  }

  /** Builds the search index of one side in the worker, unless it is there and up to date. */
  async function searchIndex(mapping: MappingRow, side: Side): Promise<string> {
    const db = databaseOf(strapi);
    const client = getService(strapi, 'matching');
    const external = side === 'external';
    const version = external ? await recordsVersion(db, scopeOf(mapping)) : await localRecordsVersion(db, mapping.id);
    const key = `${external ? `${mapping.connectionId}:${mapping.recordType}` : mapping.id}:${version}`;
    if (client.hasIndex(key)) return key;
    const records: Array<{ id: string; roles: RoleValues }> = [];
    if (external) {
      for await (const page of eachRecord(db, scopeOf(mapping)))
        records.push(
          ...page.map(({ externalId, roles, label }) => ({ id: externalId, roles: { name: label, ...roles } })),
        );
    } else {
      for await (const page of eachLocalRecord(db, mapping.id))
        records.push(...page.map(({ localId, locale, roles }) => ({ id: `${localId}|${locale}`, roles })));
    }
    await client.index(key, records);
    return key;
  }

  return {
    searchIndex,

    /** Records of one side with neither a confirmed link nor a proposal, each with how many suggestions wait for it. */
    async unlinked(mapping: MappingRow, side: Side, search: string | undefined, page: number, pageSize: number) {
      const db = databaseOf(strapi);
      const base = unlinkedQuery(db, mapping, side, search);
      const [count] = (await base.clone().count({ n: '*' })) as Array<{ n: unknown }>;
      const idColumn = side === 'local' ? 'r.local_id' : 'r.external_id';
      const rows = (await base
        .clone()
        .select(`${idColumn} as record_id`, ...(side === 'local' ? ['r.locale'] : []))
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
      return {
        total: toCount(count?.n),
        rows: found.map(({ card }) => ({
          ...card,
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
    ): Promise<{ record: RecordCard; suggestions: Suggestion[] }> {
      const [subject] = await subjects(mapping, side, [{ id: recordId, locale }]);
      if (!subject) throw notFound(side === 'local' ? 'local record' : 'external record', recordId);
      const other: Side = side === 'local' ? 'external' : 'local';
      const stored = await findCandidates(databaseOf(strapi), mapping, side, recordId, locale);
      const ids = search
        ? (await getService(strapi, 'matching').search(await searchIndex(mapping, other), search, limit)).map(
            ({ id }) => ({ id: id.split('|')[0] ?? id, locale: id.split('|')[1] ?? '' }),
          )
        : stored.slice(0, limit).map(({ id, locale: partnerLocale }) => ({ id, locale: partnerLocale }));
      const partners = await subjects(mapping, other, ids);
      const taken = await takenBy(mapping, other, partners);
      const rejected = await findRejected(databaseOf(strapi), mapping, side, recordId);
      return {
        record: subject.card,
        suggestions: partners.map((partner): Suggestion => {
          const known = stored.find(({ id }) => id === partner.card.id);
          const pair = known ?? scoreOf(side === 'local' ? subject : partner, side === 'local' ? partner : subject);
          const links = taken.get(partner.card.id) ?? [];
          return {
            record: partner.card,
            score: pair.score,
            evidence: pair.evidence,
            rejected: rejected.has(partner.card.id),
            takenBy: links,
            refusal: refusalOf(mapping, other, partner.card, links),
          };
        }),
      };
    },
  };

  function scoreOf(local: Subject, external: Subject): { score: number; evidence: Evidence } {
    return compare({ id: local.card.id, roles: local.roles }, { id: external.card.id, roles: external.roles });
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
    for (const { card, localKey } of partners) {
      const link = await findConfirmedByLocal(db, localKey);
      if (link) taken.set(card.id, [{ linkId: link.id, label: link.externalLabel }]);
    }
    return taken;
  }
};

/** Why a partner cannot be mapped, in words. */
function refusalOf(
  mapping: MappingRow,
  side: Side,
  partner: RecordCard,
  links: Array<{ label: string }>,
): string | null {
  if (!partner.active) return 'Inactive in the other system: make it active there and sync';
  const [first] = links;
  if (first && side === 'local') return `Linked to ${first.label} already`;
  if (first && mapping.cardinality === 'one_to_one')
    return `Linked to ${first.label} already, and this mapping allows one each`;
  return null;
}

function unlinkedQuery(db: Database, mapping: MappingRow, side: Side, search: string | undefined) {
  const base =
    side === 'local'
      ? db(`${TABLES.localRecords} as r`).where({ 'r.mapping_id': mapping.id })
      : db(`${TABLES.externalRecords} as r`)
          .where({ 'r.connection_id': mapping.connectionId, 'r.record_type': mapping.recordType, 'r.active': true })
          .whereNull('r.deleted_at');
  void base.whereNotExists((query) => {
    void query.select(db.raw('1')).from(`${TABLES.links} as l`).whereIn('l.state', ['confirmed', 'proposed']);
    if (side === 'local') void query.whereRaw('l.local_key = r.local_key');
    else
      void query.whereRaw(
        'l.connection_id = r.connection_id and l.record_type = r.record_type and l.external_id = r.external_id',
      );
  });
  for (const word of search?.split(/\s+/).filter(Boolean) ?? [])
    void base.whereRaw("r.search_label like ? escape '!'", [likePattern(word)]);
  return base;
}

async function findCandidates(db: Database, mapping: MappingRow, side: Side, recordId: string, locale: string) {
  const rows = (await db(TABLES.candidates)
    .where({
      mapping_id: mapping.id,
      ...(side === 'local' ? { local_id: recordId, locale } : { external_id: recordId }),
    })
    .orderBy('score', 'desc')
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

async function findRejected(db: Database, mapping: MappingRow, side: Side, recordId: string): Promise<Set<string>> {
  const column = side === 'local' ? 'external_id' : 'local_id';
  const rows = (await db(TABLES.links)
    .where({
      mapping_id: mapping.id,
      state: 'rejected',
      ...(side === 'local' ? { local_id: recordId } : { external_id: recordId }),
    })
    .select(column)) as RawLink[];
  return new Set(rows.map((row) => String(row[column])));
}
