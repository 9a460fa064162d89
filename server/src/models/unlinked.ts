import type { Model } from '@strapi/database';
import { increments, requiredInteger, requiredString, requiredText } from './columns';

/** Why a local record has no proposal. */
export const unlinked: Model = {
  uid: 'plugin::crosswalk.unlinked',
  tableName: 'crosswalk_unlinked',
  singularName: 'unlinked',
  attributes: {
    id: increments,
    /** The same key as a link's `localKey`. */
    localKey: requiredString(),
    mappingId: requiredString(),
    why: requiredString(),
    /** JSON: best candidate, rival, veto, threshold and margin. */
    detail: requiredText(),
    runId: requiredInteger(),
  },
  indexes: [
    { name: 'crosswalk_unlinked_uq', columns: ['local_key'], type: 'unique' },
    { name: 'crosswalk_unlinked_why_idx', columns: ['mapping_id', 'why'] },
  ],
};
