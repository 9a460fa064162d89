import type { Model } from '@strapi/database';
import { float, increments, requiredInteger, requiredString, requiredText } from './columns';

/** A scored possible partner, with its evidence. */
export const candidate: Model = {
  uid: 'plugin::crosswalk.candidate',
  tableName: 'crosswalk_candidates',
  singularName: 'candidate',
  attributes: {
    id: increments,
    mappingId: requiredString(),
    localId: requiredString(),
    locale: requiredString(),
    externalId: requiredString(),
    score: float(),
    evidence: requiredText(),
    runId: requiredInteger(),
  },
  indexes: [
    {
      name: 'crosswalk_candidates_uq',
      columns: ['mapping_id', 'local_id', 'locale', 'external_id'],
      type: 'unique',
    },
    { name: 'crosswalk_candidates_external_idx', columns: ['mapping_id', 'external_id'] },
  ],
};
