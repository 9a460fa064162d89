import type { Model } from '@strapi/database';
import { increments, requiredFloat, requiredString } from './columns';

/** Unbilled amounts that wait on local records: made again from the open drafts whenever a list is sorted by them. */
export const waiting: Model = {
  uid: 'plugin::crosswalk.waiting',
  tableName: 'crosswalk_waiting',
  singularName: 'waiting',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    /** Same key as a link's `localKey`. */
    localKey: requiredString(),
    /** Decimal text. Currencies are added up as they are: it says what to look at first, not what is owed. */
    amount: requiredString(),
    /** The same as a number, to sort by. */
    weight: requiredFloat(),
  },
  indexes: [
    { name: 'crosswalk_waiting_key_idx', columns: ['local_key'] },
    { name: 'crosswalk_waiting_conn_idx', columns: ['connection_id'] },
  ],
};
