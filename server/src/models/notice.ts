import type { Model } from '@strapi/database';
import { increments, requiredDatetime, requiredString, string } from './columns';

/** A record of which the vendor said that it changed, until it has been read. */
export const notice: Model = {
  uid: 'plugin::crosswalk.notice',
  tableName: 'crosswalk_notices',
  singularName: 'notice',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    recordType: requiredString(),
    externalId: requiredString(),
    /** Id of the record it was merged into. */
    mergedInto: string(),
    /** Another one with each notice, so that one that comes while the record is read is not lost. */
    stamp: requiredString(),
    noticedAt: requiredDatetime(),
  },
  indexes: [{ name: 'crosswalk_notices_uq', columns: ['connection_id', 'record_type', 'external_id'], type: 'unique' }],
};
