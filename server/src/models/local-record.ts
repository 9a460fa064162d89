import type { Model } from '@strapi/database';
import { counter, increments, requiredDatetime, requiredInteger, requiredString, requiredText } from './columns';

/**
 * What matching knows of a users' entry: its label and its values by role, one row per mapping.
 * It is made again by every match, so that lists and searches need no reading of users' tables.
 */
export const localRecord: Model = {
  uid: 'plugin::crosswalk.local-record',
  tableName: 'crosswalk_local_records',
  singularName: 'local-record',
  attributes: {
    id: increments,
    mappingId: requiredString(),
    localId: requiredString(),
    /** Empty where the content type has no locales, so that the unique index holds. */
    locale: requiredString(),
    /** The same key as a link's `localKey`. */
    localKey: requiredString(),
    label: requiredString(),
    searchLabel: requiredString(),
    roles: requiredText(),
    rolesHash: requiredString(),
    seenRunId: requiredInteger(),
    /** 1: changed since it was matched; 2: a run is matching it; else 0. */
    pending: counter(),
    updatedAt: requiredDatetime(),
  },
  indexes: [
    { name: 'crosswalk_local_records_uq', columns: ['mapping_id', 'local_id', 'locale'], type: 'unique' },
    { name: 'crosswalk_local_records_list_idx', columns: ['mapping_id', 'search_label'] },
    { name: 'crosswalk_local_records_key_idx', columns: ['local_key'] },
    { name: 'crosswalk_local_records_scan_idx', columns: ['mapping_id', 'id'] },
    { name: 'crosswalk_local_records_time_idx', columns: ['mapping_id', 'updated_at'] },
    { name: 'crosswalk_local_records_due_idx', columns: ['mapping_id', 'pending'] },
    // In the order of the links' own index, so that counting those without a link goes through both at once.
    { name: 'crosswalk_local_records_open_idx', columns: ['mapping_id', 'local_key'] },
  ],
};
