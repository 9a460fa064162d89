import type { Model } from '@strapi/database';
import { float, increments, requiredInteger, requiredString, requiredText } from './columns';

/** A scored possible partner, with its evidence. */
export const candidate: Model = {
  uid: 'plugin::crosswalk.candidate',
  tableName: 'crosswalk_candidates',
  singularName: 'candidate',
  attributes: {
    id: increments,
    /** Mapping, local record and external record; one column, since four are too long for an index of MySQL. */
    pairKey: requiredString(),
    mappingId: requiredString(),
    localId: requiredString(),
    locale: requiredString(),
    externalId: requiredString(),
    score: float(),
    evidence: requiredText(),
    runId: requiredInteger(),
  },
  indexes: [
    { name: 'crosswalk_candidates_uq', columns: ['pair_key'], type: 'unique' },
    { name: 'crosswalk_candidates_local_idx', columns: ['mapping_id', 'local_id'] },
    { name: 'crosswalk_candidates_external_idx', columns: ['mapping_id', 'external_id'] },
  ],
};
