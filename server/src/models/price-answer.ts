import type { Model } from '@strapi/database';
import { increments, requiredDatetime, requiredString } from './columns';

/** What people answered where a price was not the linked item's. */
export const priceAnswer: Model = {
  uid: 'plugin::crosswalk.price-answer',
  tableName: 'crosswalk_price_answers',
  singularName: 'price-answer',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    /** Digest of record, item, both prices and, where it was answered for one work order, that. */
    answerKey: requiredString(),
    /** Same key as a link's `localKey`: answers of a whole invoice are found at once. */
    localKey: requiredString(),
    /** `ours` or `theirs`. */
    answer: requiredString(),
    actor: requiredString(),
    at: requiredDatetime(),
  },
  indexes: [
    { name: 'crosswalk_price_answers_uq', columns: ['answer_key'], type: 'unique' },
    { name: 'crosswalk_price_answers_key_idx', columns: ['local_key'] },
  ],
};
