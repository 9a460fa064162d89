import type { Model } from '@strapi/database';
import { flag, increments, requiredFloat, requiredInteger, requiredString } from './columns';

/** A decided pair with the score that it gets from a model fitted without it. Made again by every full match. */
export const labelScore: Model = {
  uid: 'plugin::crosswalk.label-score',
  tableName: 'crosswalk_label_scores',
  singularName: 'label-score',
  attributes: {
    id: increments,
    pairKey: requiredString(),
    mappingId: requiredString(),
    /** Confirmed, or else rejected. */
    confirmed: flag(false),
    score: requiredFloat(),
    runId: requiredInteger(),
  },
  indexes: [
    { name: 'crosswalk_label_scores_uq', columns: ['pair_key'], type: 'unique' },
    { name: 'crosswalk_label_scores_scan_idx', columns: ['mapping_id', 'confirmed', 'id'] },
    { name: 'crosswalk_label_scores_list_idx', columns: ['mapping_id', 'confirmed', 'score'] },
  ],
};
