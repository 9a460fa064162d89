import type { Core } from '@strapi/strapi';
import type { BodyOf } from '../contracts/endpoint';
import type { createMapping, LocalContentType, Mapping, updateMapping as updateEndpoint } from '../contracts/mappings';
import { findConnections } from '../connections/repository';
import { configOf } from '../utils/config';
import { databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField, notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { attributesOf, listLocalContentTypes, schemaOf } from './content-types';
import {
  countConfirmed,
  countShared,
  findMapping,
  findMappings,
  insertMapping,
  type MappingRow,
  removeMapping,
  setExternalKeys,
  updateMapping,
} from './mapping-repository';
import { findModel, forgetModel } from './match-models';
import { type Sentence, sentence } from '../utils/sentence';

const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replace(/-/g, ' ');

interface RecordTypeInfo {
  label: string;
  canCreate: boolean;
  canUpdate: boolean;
  canAnchor: boolean;
}

/** Pairs of a local content type and a record type. */
export const mappings = ({ strapi }: { strapi: Core.Strapi }) => {
  async function get(id: string): Promise<MappingRow> {
    const row = await findMapping(databaseOf(strapi), id);
    if (!row) throw notFound('mapping', id);
    return row;
  }

  /** Why a mapping cannot be used now, in words. */
  function problemOf(row: MappingRow): Sentence | null {
    const schema = schemaOf(strapi, row.contentType);
    if (!schema)
      return sentence(
        'mappings.contentTypeGone',
        'The content type {contentType} does not exist any more. Remove the mapping, or bring the content type back.',
        { contentType: row.contentType },
      );
    const paths = new Set(attributesOf(strapi, schema).map(({ path }) => path));
    const gone = row.fieldRoles.filter(({ attribute }) => !paths.has(attribute)).map(({ attribute }) => attribute);
    return gone.length > 0
      ? sentence(
          'mappings.attributeGone',
          '{contentType} has no attribute {attributes} any more. Choose another for its role.',
          { contentType: schema.info.displayName, attributes: gone.join(', ') },
        )
      : null;
  }

  function describe(row: MappingRow, recordTypes: Map<string, RecordTypeInfo>): Mapping {
    const schema = schemaOf(strapi, row.contentType);
    const { position: _position, ...mapping } = row;
    const problem = problemOf(row);
    const type = recordTypes.get(`${row.connectionId}:${row.recordType}`);
    return {
      ...mapping,
      localName: schema?.info.displayName ?? row.contentType,
      localNamePlural: schema ? titled(schema.info.pluralName) : row.contentType,
      recordTypeLabel: type?.label ?? row.recordType,
      canCreateExternal: type?.canCreate ?? false,
      canUpdateExternal: type?.canUpdate ?? false,
      canAnchor: type?.canAnchor ?? false,
      problem: problem?.message ?? null,
      ...(problem?.words && { problemWords: problem.words }),
    };
  }

  async function recordTypeInfos(): Promise<Map<string, RecordTypeInfo>> {
    const infos = new Map<string, RecordTypeInfo>();
    for (const connection of await findConnections(databaseOf(strapi))) {
      const connector = getService(strapi, 'connectors').get(connection.connector);
      for (const { id, label } of connector.recordTypes(connection.settings))
        infos.set(`${connection.id}:${id}`, {
          label,
          canCreate: connector.writing?.creates.includes(id) ?? false,
          canUpdate: connector.writing?.updates.includes(id) ?? false,
          canAnchor: connector.anchor?.recordTypes.includes(id) ?? false,
        });
    }
    return infos;
  }

  function checkRoles(contentType: string, fieldRoles: MappingRow['fieldRoles']): void {
    const schema = schemaOf(strapi, contentType);
    if (!schema || !contentType.startsWith('api::'))
      throw invalidField(['contentType'], `There is no content type ${contentType}`);
    const paths = new Set(attributesOf(strapi, schema).map(({ path }) => path));
    fieldRoles.forEach(({ attribute, role }, index) => {
      if (!paths.has(attribute))
        throw invalidField(
          ['fieldRoles', String(index), 'attribute'],
          sentence('mappings.noAttribute', '{contentType} has no readable attribute {attribute}', {
            contentType: schema.info.displayName,
            attribute,
          }),
        );
      if (fieldRoles.findIndex((other) => other.role === role) !== index)
        throw invalidField(
          ['fieldRoles', String(index), 'role'],
          sentence('mappings.roleTwice', 'The role {role} is given twice', { role: { role } }),
        );
    });
    if (!fieldRoles.some(({ role }) => role === 'name'))
      throw invalidField(['fieldRoles'], sentence('mappings.nameMissing', 'Choose the attribute that holds the name'));
  }

  async function insert(row: Omit<MappingRow, 'id' | 'position'>): Promise<string> {
    try {
      return await insertMapping(databaseOf(strapi), row);
    } catch (error) {
      if (isUniqueViolation(error))
        throw new ConflictError(
          sentence('mappings.mappedAlready', '{contentType} is mapped to {recordType} on this connection already', {
            contentType: row.contentType,
            recordType: row.recordType,
          }),
        );
      throw error;
    }
  }

  return {
    get,
    problemOf,
    contentTypes: (): LocalContentType[] => listLocalContentTypes(strapi),

    async list(connectionId: string | undefined): Promise<Mapping[]> {
      const types = await recordTypeInfos();
      return (await findMappings(databaseOf(strapi), connectionId)).map((row) => describe(row, types));
    },

    async describeOne(id: string): Promise<Mapping> {
      return describe(await get(id), await recordTypeInfos());
    },

    async create(body: BodyOf<typeof createMapping>): Promise<string> {
      const connection = await getService(strapi, 'connections').get(body.connectionId);
      const types = getService(strapi, 'connectors').get(connection.connector).recordTypes(connection.settings);
      if (!types.some(({ id }) => id === body.recordType)) {
        throw invalidField(
          ['recordType'],
          sentence('mappings.noRecordType', '{connection} has no record type {recordType}; it has {types}', {
            connection: connection.name,
            recordType: body.recordType,
            types: types.map(({ id }) => id).join(', '),
          }),
        );
      }
      checkRoles(body.contentType, body.fieldRoles);
      return insert({ ...body, managedByConfig: false });
    },

    /** Proposals follow another threshold or margin by a run of their own; other changes wait for the next match. */
    async update(id: string, body: BodyOf<typeof updateEndpoint>, startedBy: string): Promise<void> {
      const row = await get(id);
      if (row.managedByConfig)
        throw new ConflictError(
          sentence('mappings.changeInConfig', 'This mapping is given in config/plugins.ts. Change it there.'),
        );
      if (body.fieldRoles) checkRoles(row.contentType, body.fieldRoles);
      const toOne = body.cardinality === 'one_to_one' && row.cardinality !== 'one_to_one';
      const shared = toOne ? await countShared(databaseOf(strapi), id) : 0;
      if (shared > 0)
        throw new ConflictError(
          sentence(
            'mappings.sharedRecords',
            '{count} external records are shared by several local ones. Unlink those before the mapping becomes one to one.',
            { count: shared },
          ),
        );
      await inTransaction(strapi, async (trx) => {
        await updateMapping(trx, id, body);
        if (body.cardinality) await setExternalKeys(trx, id, body.cardinality === 'one_to_one');
        if (body.cardinality !== undefined && body.cardinality !== row.cardinality) await forgetModel(trx, id);
      });
      const other = { threshold: body.threshold ?? row.threshold, margin: body.margin ?? row.margin };
      if (other.threshold === row.threshold && other.margin === row.margin) return;
      if ((await findModel(databaseOf(strapi), id)) !== null)
        await getService(strapi, 'runs').enqueue({
          kind: 'match',
          connectionId: row.connectionId,
          input: { followThresholds: true },
          startedBy,
        });
    },

    async remove(id: string): Promise<void> {
      const row = await get(id);
      if (row.managedByConfig)
        throw new ConflictError(
          sentence('mappings.removeInConfig', 'This mapping is given in config/plugins.ts. Remove it there.'),
        );
      const confirmed = await countConfirmed(databaseOf(strapi), id);
      if (confirmed > 0)
        throw new ConflictError(
          sentence('mappings.confirmedLinks', 'This mapping has {count} confirmed links. Unlink them first.', {
            count: confirmed,
          }),
        );
      await inTransaction(strapi, (trx) => removeMapping(trx, id));
    },

    /** Brings the mappings of config/plugins.ts to every connection of their connector. Called at boot and for new connections. */
    async applyConfig(): Promise<void> {
      const db = databaseOf(strapi);
      for (const connection of await findConnections(db)) {
        const existing = await findMappings(db, connection.id);
        for (const { connector, ...wanted } of configOf(strapi).mappings) {
          if (connector !== connection.connector) continue;
          const row = existing.find(
            (mapping) => mapping.contentType === wanted.contentType && mapping.recordType === wanted.recordType,
          );
          if (row) await updateMapping(db, row.id, { ...wanted, managedByConfig: true });
          else await insert({ ...wanted, connectionId: connection.id, managedByConfig: true });
        }
      }
    },
  };
};
