import type { Core } from '@strapi/strapi';
import type { EntryInMapping, EntryLink, matchEntries, listEntries } from '../contracts/entries';
import type { ResponseOf } from '../contracts/endpoint';
import { findConnections } from '../connections/repository';
import { localKeyOf } from '../linking/keys';
import { describeLinks } from '../linking/link-view';
import { findLocalRecords } from '../linking/local-records';
import { findMappings, type MappingRow } from '../linking/mapping-repository';
import { leftId } from '../linking/match-sides';
import { whyNotOf } from '../linking/why-not';
import { databaseOf } from '../utils/database';
import { ConflictError, notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { countCandidates, findLinksOfEntries } from './repository';
import { sentence } from '../utils/sentence';

/** Links, seen from the entries of one content type. */
export const entries = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Mappings of a content type with the names of their connections, in the order of the panel. */
  async function mappingsOf(contentType: string) {
    const db = databaseOf(strapi);
    const names = new Map((await findConnections(db)).map(({ id, name }) => [id, name]));
    return (await findMappings(db))
      .filter((mapping) => mapping.contentType === contentType)
      .map((mapping) => ({ mapping, connectionName: names.get(mapping.connectionId) ?? '' }));
  }

  const described = ({ mapping, connectionName }: { mapping: MappingRow; connectionName: string }) => ({
    mappingId: mapping.id,
    mappingName: mapping.name,
    connectionId: mapping.connectionId,
    connectionName,
    recordType: mapping.recordType,
  });

  return {
    /** Confirmed links and proposals of some entries: two statements for a page of them. */
    async linksOf(contentType: string, ids: string[], locale: string): Promise<ResponseOf<typeof listEntries>['data']> {
      const db = databaseOf(strapi);
      const names = new Map((await findConnections(db)).map(({ id, name }) => [id, name]));
      const found = new Map<string, EntryLink[]>();
      for (const { localId, connectionId, externalLabel, ...link } of await findLinksOfEntries(
        db,
        contentType,
        ids,
        locale,
      )) {
        const { id, state, attention } = link;
        if (state === 'rejected') continue;
        const shown = { id, state, attention, connectionName: names.get(connectionId) ?? '', label: externalLabel };
        found.set(localId, [...(found.get(localId) ?? []), shown]);
      }
      return [...found].map(([id, links]) => ({ id, links }));
    },

    /** One entry in each mapping of its content type. */
    async inMappings(contentType: string, id: string, locale: string): Promise<EntryInMapping[]> {
      const db = databaseOf(strapi);
      const rows = await findLinksOfEntries(db, contentType, [id], locale);
      const links = await describeLinks(strapi, rows);
      const list: EntryInMapping[] = [];
      for (const of of await mappingsOf(contentType)) {
        const { mapping } = of;
        const localKey = localKeyOf({ ...mapping, localId: id, locale });
        const ofMapping = links.filter(({ mappingId }) => mappingId === mapping.id);
        list.push({
          ...described(of),
          link: ofMapping.find(({ state }) => state === 'confirmed') ?? ofMapping[0] ?? null,
          suggestions: await countCandidates(db, localKey),
          known: (await findLocalRecords(db, mapping.id, [localKey])).size > 0,
        });
      }
      return list;
    },

    /** Matches entries now and tells what came of each; see the endpoint. */
    async match(contentType: string, ids: string[], locale: string): Promise<ResponseOf<typeof matchEntries>['data']> {
      const db = databaseOf(strapi);
      const mappings = await mappingsOf(contentType);
      if (mappings.length === 0) throw notFound('mapping of the content type', contentType);
      for (const { mapping, connectionName } of mappings) {
        const outcome = await getService(strapi, 'localChanges').match(mapping, ids);
        if (outcome === 'busy')
          throw new ConflictError(
            sentence('entries.busy', '{connection} is being synced or matched. Try again when that has ended.', {
              connection: connectionName,
            }),
          );
        if (outcome === 'not_matched')
          throw new ConflictError(
            sentence('entries.neverMatched', '{mapping} has never been matched. Sync {connection} first.', {
              mapping: mapping.name,
              connection: connectionName,
            }),
          );
      }
      const linked = new Map((await this.linksOf(contentType, ids, locale)).map(({ id, links }) => [id, links]));
      const rows = await findLinksOfEntries(db, contentType, ids, locale);
      const result: ResponseOf<typeof matchEntries>['data'] = [];
      for (const of of mappings) {
        const { mapping } = of;
        const keys = ids.map((localId) => localKeyOf({ ...mapping, localId, locale }));
        const records = await findLocalRecords(db, mapping.id, keys);
        const lefts = [...records.values()].map((record) => leftId(record.localId, record.locale));
        const whys = await whyNotOf(db, mapping, 'local', lefts);
        result.push({
          ...described(of),
          entries: [...records.values()].map(({ localId, label, locale: ofRecord }) => {
            const row = rows.find((link) => link.localId === localId && link.mappingId === mapping.id);
            const link = linked.get(localId)?.find(({ id }) => id === row?.id) ?? null;
            return { id: localId, label, link, why: link ? null : (whys.get(leftId(localId, ofRecord)) ?? null) };
          }),
        });
      }
      return result;
    },
  };
};
