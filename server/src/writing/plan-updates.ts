import type { Core } from '@strapi/strapi';
import { anchorKeyOf } from '../anchors/key';
import type { FieldRole } from '../contracts/common';
import type { WriteProblem } from '../contracts/writes';
import { actKeyOf } from '../linking/keys';
import { findConfirmedByExternal, findRawLinks, fromRow, type LinkRow } from '../linking/link-repository';
import type { MappingRow } from '../linking/mapping-repository';
import { findRecords } from '../sync/external-records';
import { type Database, databaseOf } from '../utils/database';
import { differences, fitValues } from './fit';
import { entriesOf, type Ground, keyOf, type Plans, shown, whole, type WriteRequest } from './ground';
import { findDraftProblems } from './local';
import { type Sentence, sentence } from '../utils/sentence';

/** Linked records whose values are to be carried over, in either direction, or that are to carry their entry's key. */
export async function planUpdates(
  strapi: Core.Strapi,
  { mapping, connection, connector, fields }: Ground,
  { act, records }: WriteRequest,
): Promise<Plans['plans']> {
  const db = databaseOf(strapi);
  const anchorRole = act === 'write_anchor' ? connector.anchor?.role : undefined;
  const towardsStrapi = act === 'update_local';
  const rows = (
    await findRawLinks(
      db,
      records.map(({ id }) => id),
    )
  ).map(fromRow);
  const links = new Map(rows.filter(({ mappingId }) => mappingId === mapping.id).map((link) => [link.id, link]));
  const found = [...links.values()];
  const entries = await entriesOf(
    strapi,
    mapping,
    found.map(({ localId }) => localId),
  );
  const externals = await findRecords(
    db,
    mapping,
    found.map(({ externalId }) => externalId),
  );
  const sharing = anchorRole ? await countSharing(db, mapping, found) : new Map<string, number>();
  const drafts = towardsStrapi
    ? await findDraftProblems(
        strapi,
        mapping,
        found.map(({ localId }) => localId),
      )
    : new Map<string, Sentence>();
  return records.map((record) => {
    const link = links.get(record.id);
    const entry = link ? entries.get(keyOf({ id: link.localId, locale: link.locale })) : undefined;
    const external = link ? externals.get(link.externalId) : undefined;
    const [from, to] = towardsStrapi
      ? [external?.roles ?? {}, entry?.roles ?? {}]
      : [anchorRole && link ? { [anchorRole]: anchorKeyOf(link) } : (entry?.roles ?? {}), external?.roles ?? {}];
    const before = record.before ?? to;
    const differing = differences(fields, { ...from, ...record.edits }, before);
    // What somebody decided not to carry over is no difference.
    const own = Object.fromEntries(
      Object.entries(differing).filter(([role]) => record.edits?.[role as FieldRole] !== ''),
    );
    const problems =
      link?.state !== 'confirmed'
        ? [whole('gone', sentence('writing.notConfirmed', 'This link is not confirmed any more.'))]
        : !entry
          ? [whole('gone', sentence('writing.entryInStrapiGone', 'The entry in Strapi does not exist any more.'))]
          : !external || external.deleted
            ? [
                whole(
                  'gone',
                  sentence('writing.recordGoneThere', 'The record does not exist in {connection} any more.', {
                    connection: connection.name,
                  }),
                ),
              ]
            : !external.active
              ? [
                  whole(
                    'inactive',
                    sentence(
                      'writing.recordInactiveThere',
                      'The record is inactive in {connection}. Make it active there, then sync.',
                      { connection: connection.name },
                    ),
                  ),
                ]
              : drafts.has(link.localId)
                ? [whole('unpublished', drafts.get(link.localId) ?? '')]
                : Object.keys(own).length === 0
                  ? [whole('nothing', sentence('writing.same', 'Both sides say the same.'))]
                  : anchorRole
                    ? anchorProblems(link, own[anchorRole], sharing)
                    : fitValues(fields, own, false);
    const label = link?.localLabel ?? record.id;
    return {
      plan: {
        id: record.id,
        locale: link?.locale ?? '',
        label,
        target: towardsStrapi ? label : (link?.externalLabel ?? null),
        values: shown(fields, own, before),
        problems,
      },
      write: {
        connectionId: connection.id,
        mappingId: mapping.id,
        act,
        localId: link?.localId ?? null,
        locale: link?.locale ?? '',
        externalId: link?.externalId ?? null,
        linkId: record.id,
        label,
        values: own,
        before: Object.fromEntries(Object.keys(own).map((role) => [role, before[role as FieldRole] ?? ''])),
        choices: {},
        activeKey: actKeyOf(act, record.id),
      },
    };
  });
}

/** How many entries are linked to each record. */
async function countSharing(db: Database, mapping: MappingRow, links: LinkRow[]): Promise<Map<string, number>> {
  const confirmed = await findConfirmedByExternal(
    db,
    mapping,
    links.map(({ externalId }) => externalId),
  );
  const sharing = new Map<string, number>();
  for (const { externalId } of confirmed) sharing.set(externalId, (sharing.get(externalId) ?? 0) + 1);
  return sharing;
}

/** A record carries one key, which is that of its entry and nothing else. */
function anchorProblems(link: LinkRow, key: string | undefined, sharing: Map<string, number>): WriteProblem[] {
  if (key !== anchorKeyOf(link))
    return [whole('option', sentence('writing.keyIsId', 'The key is the id of the entry, and no other.'))];
  return (sharing.get(link.externalId) ?? 0) > 1
    ? [
        whole(
          'option',
          sentence(
            'writing.severalLinked',
            'Several entries are linked to {record}, and it can carry the key of one only.',
            { record: link.externalLabel },
          ),
        ),
      ]
    : [];
}
