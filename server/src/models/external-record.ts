import type { Model } from '@strapi/database';
import {
  counter,
  datetime,
  flag,
  increments,
  requiredDatetime,
  requiredInteger,
  requiredString,
  requiredText,
  string,
} from './columns';

/** Local copy of one record of a connection. */
export const externalRecord: Model = {
  uid: 'plugin::crosswalk.external-record',
  tableName: 'crosswalk_external_records',
  singularName: 'external-record',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    recordType: requiredString(),
    externalId: requiredString(),
    label: requiredString(),
    /** Lower-case label, for sorting and plain search alike on every database. */
    searchLabel: requiredString(),
    active: flag(true),
    parentId: string(),
    /** JSON: values by role. */
    roles: requiredText(),
    /** JSON: what the vendor said. */
    raw: requiredText(),
    /** Hash of label, active, roles, raw: unchanged records are not rewritten. */
    hash: requiredString(),
    /** Hash of the roles alone. */
    rolesHash: requiredString(),
    /** Run that saw it last; a complete sync that did not see it infers deletion. */
    seenRunId: requiredInteger(),
    /** Run that last changed what matching reads of it: its roles, or whether it is there and active. */
    changedRunId: counter(),
    deletedAt: datetime(),
    /** Id of the record that took over, where the vendor said that it was merged; it is deleted then. */
    mergedInto: string(),
    updatedAt: requiredDatetime(),
  },
  indexes: [
    {
      name: 'crosswalk_external_records_uq',
      columns: ['connection_id', 'record_type', 'external_id'],
      type: 'unique',
    },
    { name: 'crosswalk_external_records_list_idx', columns: ['connection_id', 'record_type', 'search_label'] },
    // Holds all that counting them asks for.
    {
      name: 'crosswalk_external_records_open_idx',
      columns: ['connection_id', 'record_type', 'active', 'deleted_at', 'external_id'],
    },
    { name: 'crosswalk_external_records_scan_idx', columns: ['connection_id', 'record_type', 'id'] },
    { name: 'crosswalk_external_records_time_idx', columns: ['connection_id', 'record_type', 'updated_at'] },
    { name: 'crosswalk_external_records_run_idx', columns: ['connection_id', 'record_type', 'changed_run_id'] },
  ],
};
