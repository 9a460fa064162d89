import type { Model } from '@strapi/database';
import { increments, requiredDatetime, requiredInteger, requiredString, string } from './columns';

/** A moment of a connection's map under a name; its links are in `restoreLink`. */
export const restorePoint: Model = {
  uid: 'plugin::crosswalk.restore-point',
  tableName: 'crosswalk_restore_points',
  singularName: 'restore-point',
  attributes: {
    id: increments,
    pointId: requiredString(),
    connectionId: requiredString(),
    name: requiredString(),
    count: requiredInteger(),
    createdBy: requiredString(),
    createdAt: requiredDatetime(),
  },
  indexes: [
    { name: 'crosswalk_restore_points_uq', columns: ['point_id'], type: 'unique' },
    { name: 'crosswalk_restore_points_conn_idx', columns: ['connection_id'] },
  ],
};

/** One confirmed link as it was at a restore point: enough to make it again. */
export const restoreLink: Model = {
  uid: 'plugin::crosswalk.restore-link',
  tableName: 'crosswalk_restore_links',
  singularName: 'restore-link',
  attributes: {
    id: increments,
    pointId: requiredString(),
    connectionId: requiredString(),
    mappingId: requiredString(),
    localKey: requiredString(),
    localId: requiredString(),
    /** Empty where the content type has no locales. */
    localLocale: string(),
    externalId: requiredString(),
    localLabel: string(),
    externalLabel: string(),
    origin: requiredString(),
  },
  indexes: [
    { name: 'crosswalk_restore_links_uq', columns: ['point_id', 'local_key'], type: 'unique' },
    { name: 'crosswalk_restore_links_conn_idx', columns: ['connection_id'] },
  ],
};
