import type { Core } from '@strapi/strapi';
import { actKeyOf } from '../linking/keys';
import { findConfirmedByExternal } from '../linking/link-repository';
import { findRecords } from '../sync/external-records';
import { databaseOf } from '../utils/database';
import { fitValues } from './fit';
import { choicesOf, type Ground, type Plans, shown, valuesOf, whole, type WriteRequest } from './ground';
import { sentence } from '../utils/sentence';

/** Entries to be created in Strapi. */
export async function planLocal(
  strapi: Core.Strapi,
  { mapping, connection, fields, choices, always }: Ground,
  { records }: WriteRequest,
): Promise<Plans['plans']> {
  const db = databaseOf(strapi);
  const ids = records.map(({ id }) => id);
  const externals = await findRecords(db, mapping, ids);
  const links = (await findConfirmedByExternal(db, mapping, ids)).filter(({ mappingId }) => mappingId === mapping.id);
  const taken = new Map(links.map(({ externalId, localLabel }) => [externalId, localLabel]));
  return records.map((record) => {
    const external = externals.get(record.id);
    const own = valuesOf(fields, external?.roles ?? {}, record.edits);
    const partner = mapping.cardinality === 'one_to_one' ? taken.get(record.id) : undefined;
    const problems =
      !external || external.deleted
        ? [
            whole(
              'gone',
              sentence('writing.goneThere', 'It does not exist in {connection} any more.', {
                connection: connection.name,
              }),
            ),
          ]
        : !external.active
          ? [
              whole(
                'inactive',
                sentence('writing.inactiveThere', 'It is inactive in {connection}. Make it active there, then sync.', {
                  connection: connection.name,
                }),
              ),
            ]
          : partner !== undefined
            ? [
                whole(
                  'linked',
                  sentence('writing.linkedAlready', 'It is linked to {record} already.', { record: partner }),
                ),
              ]
            : [...fitValues(fields, own, true), ...always];
    const label = external?.label ?? record.id;
    return {
      plan: { id: record.id, locale: '', label, target: null, values: shown(fields, own, null), problems },
      write: {
        connectionId: connection.id,
        mappingId: mapping.id,
        act: 'create_local',
        localId: null,
        locale: '',
        externalId: record.id,
        linkId: null,
        label,
        values: own,
        before: {},
        choices: choicesOf(choices),
        activeKey: actKeyOf('create', mapping.id, record.id),
      },
    };
  });
}
