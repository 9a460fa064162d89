import type { Model } from '@strapi/database';
import { flag, float, increments, requiredInteger, requiredString, requiredText, string } from './columns';

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
    /** The same key as a link's `localKey`. */
    localKey: string(),
    score: float(),
    /** Would be proposed at a threshold under its score and a margin under its own. */
    proposable: flag(false),
    /** Distance to the runner-up on either side; null: there is none. */
    margin: float(),
    evidence: requiredText(),
    runId: requiredInteger(),
  },
  indexes: [
    { name: 'crosswalk_candidates_uq', columns: ['pair_key'], type: 'unique' },
    { name: 'crosswalk_candidates_local_idx', columns: ['mapping_id', 'local_id'] },
    { name: 'crosswalk_candidates_external_idx', columns: ['mapping_id', 'external_id'] },
    { name: 'crosswalk_candidates_key_idx', columns: ['local_key', 'mapping_id'] },
    { name: 'crosswalk_candidates_scan_idx', columns: ['mapping_id', 'proposable', 'id'] },
  ],
};
