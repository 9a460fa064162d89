import type { Model } from '@strapi/database';
import { float, increments, requiredDatetime, requiredInteger, requiredString, requiredText } from './columns';

/** What the newest full match of a mapping learned, and how far its results follow the records. One row a mapping. */
export const matchModel: Model = {
  uid: 'plugin::crosswalk.match-model',
  tableName: 'crosswalk_models',
  singularName: 'match-model',
  attributes: {
    id: increments,
    mappingId: requiredString(),
    version: requiredString(),
    /** JSON of the engine's model. */
    model: requiredText(),
    /** Decisions that it learned from. */
    confirmed: requiredInteger(),
    rejected: requiredInteger(),
    /** Records of both sides that it was fitted on. */
    records: requiredInteger(),
    /** Records matched one by one since. */
    changedSince: requiredInteger(),
    /** With which the stored proposals were chosen. */
    threshold: float(),
    margin: float(),
    /** Run that fitted it. */
    runId: requiredInteger(),
    /** Newest run whose changes of external records have been matched. */
    matchedRunId: requiredInteger(),
    /** Newest row of the journal when the records were read. */
    decisionId: requiredInteger(),
    fittedAt: requiredDatetime(),
  },
  indexes: [{ name: 'crosswalk_models_uq', columns: ['mapping_id'], type: 'unique' }],
};
