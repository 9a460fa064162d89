import type { Core } from '@strapi/strapi';
import type { Link } from '../contracts/links';
import { findConnections } from '../connections/repository';
import { findRecords } from '../sync/external-records';
import { databaseOf } from '../utils/database';
import { externalCard, localCard } from './cards';
import { findConfirmedByExternal, type LinkRow } from './link-repository';
import { findLocalRecords } from './local-records';
import { findMappings } from './mapping-repository';
import { findSurvivors } from './merged';

/** Links as the panel shows them, with both records; a few statements per page and mapping, never one per link. */
export async function describeLinks(strapi: Core.Strapi, rows: LinkRow[]): Promise<Link[]> {
  if (rows.length === 0) return [];
  const db = databaseOf(strapi);
  const connections = new Map((await findConnections(db)).map((connection) => [connection.id, connection]));
  const mappings = new Map((await findMappings(db)).map((mapping) => [mapping.id, mapping]));
  const described = new Map<string, Link>();

  for (const mappingId of new Set(rows.map((row) => row.mappingId))) {
    const ofMapping = rows.filter((row) => row.mappingId === mappingId);
    const mapping = mappings.get(mappingId);
    const connection = connections.get(ofMapping[0]?.connectionId ?? '');
    if (!mapping || !connection) continue;
    const scope = { connectionId: connection.id, recordType: mapping.recordType };
    const externalIds = ofMapping.map((row) => row.externalId);
    const locals = await findLocalRecords(
      db,
      mappingId,
      ofMapping.map((row) => row.localKey),
    );
    const externals = await findRecords(db, scope, externalIds);
    const merged = ofMapping.filter(({ attention }) => attention === 'merged').map((row) => row.externalId);
    const survivors = merged.length === 0 ? new Map<string, string>() : await findSurvivors(db, scope, merged);
    const survivorRecords = await findRecords(db, scope, [...survivors.values()]);
    const sharing = new Map<string, number>();
    for (const { externalId } of await findConfirmedByExternal(db, scope, externalIds))
      sharing.set(externalId, (sharing.get(externalId) ?? 0) + 1);

    const survivorCard = ({ attention, externalId: id }: LinkRow) => {
      const survivor = attention === 'merged' ? survivors.get(id) : undefined;
      if (survivor === undefined) return null;
      const known = { externalId: survivor, label: survivor };
      return externalCard(strapi, connection, mapping.recordType, survivorRecords.get(survivor), known);
    };
    for (const row of ofMapping) {
      const {
        localId,
        locale,
        localKey,
        fingerprint: _fingerprint,
        localLabel,
        externalLabel,
        externalId,
        changedSince,
        ...link
      } = row;
      described.set(row.id, {
        ...link,
        margin: link.score !== null && link.runnerUp ? link.score - link.runnerUp.score : null,
        changedSinceRejection: changedSince,
        mergedInto: survivorCard(row),
        connectionName: connection.name,
        mappingName: mapping.name,
        local: localCard(strapi, row.contentType, locals.get(localKey), { localId, locale, label: localLabel }),
        external: externalCard(strapi, connection, row.recordType, externals.get(externalId), {
          externalId,
          label: externalLabel,
        }),
        sharedBy: sharing.get(externalId) ?? 0,
      });
    }
  }
  return rows.flatMap((row) => described.get(row.id) ?? []);
}
