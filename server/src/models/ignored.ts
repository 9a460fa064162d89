import type { Model } from '@strapi/database';
import { increments, requiredDatetime, requiredString } from './columns';

/** A record that shall have no partner. External ones are ignored for their whole record type. */
export const ignored: Model = {
  uid: 'plugin::crosswalk.ignored',
  tableName: 'crosswalk_ignored',
  singularName: 'ignored',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    recordType: requiredString(),
    /** Mapping in which it was ignored. */
    mappingId: requiredString(),
    side: requiredString(),
    /** The same key as a link's `localKey`, or the external id. */
    recordKey: requiredString(),
    actor: requiredString(),
    at: requiredDatetime(),
  },
  indexes: [
    { name: 'crosswalk_ignored_uq', columns: ['record_key', 'side', 'connection_id', 'record_type'], type: 'unique' },
    { name: 'crosswalk_ignored_mapping_idx', columns: ['mapping_id'] },
    { name: 'crosswalk_ignored_conn_idx', columns: ['connection_id', 'record_type', 'side'] },
  ],
};
