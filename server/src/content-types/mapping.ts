import { hidden } from './hidden';

/** One local content type paired with one record type of a connection. */
export const mapping = {
  schema: {
    kind: 'collectionType',
    collectionName: 'crosswalk_mappings',
    info: { singularName: 'mapping', pluralName: 'mappings', displayName: 'Crosswalk mapping' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    indexes: [
      {
        name: 'crosswalk_mappings_pair_uq',
        columns: ['connection_id', 'content_type', 'record_type'],
        type: 'unique',
      },
    ],
    attributes: {
      /** documentId of the connection. */
      connectionId: { type: 'string', required: true },
      name: { type: 'string', required: true },
      contentType: { type: 'string', required: true },
      recordType: { type: 'string', required: true },
      fieldRoles: { type: 'json', required: true },
      cardinality: { type: 'string', required: true },
      threshold: { type: 'float', required: true },
      margin: { type: 'float', required: true },
      position: { type: 'integer', required: true },
      managedByConfig: { type: 'boolean', required: true, default: false },
    },
  },
} as const;
