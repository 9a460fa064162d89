import type { Model } from '@strapi/database';
import {
  counter,
  datetime,
  increments,
  requiredDatetime,
  requiredInteger,
  requiredString,
  requiredText,
  string,
  text,
} from './columns';

/**
 * One record that is to be written: stored before anything is sent, with the key under which the vendor knows the
 * request, so that after a time-out or a crash it is looked for instead of sent twice.
 */
export const write: Model = {
  uid: 'plugin::crosswalk.write',
  tableName: 'crosswalk_writes',
  singularName: 'write',
  attributes: {
    id: increments,
    requestId: requiredString(),
    runId: requiredInteger(),
    connectionId: requiredString(),
    mappingId: requiredString(),
    act: requiredString(),
    state: requiredString(),
    /** Act and record while it is not ended, then null: a record is never written by two at once. */
    activeKey: string(),
    localId: string(),
    locale: requiredString(),
    externalId: string(),
    linkId: string(),
    label: requiredString(),
    /** JSON: values by role. */
    values: requiredText(),
    /** JSON: what somebody saw there before. */
    before: requiredText(),
    /** JSON: choices of the batch. */
    choices: requiredText(),
    attempts: counter(),
    sentAt: datetime(),
    message: text(),
    /** JSON: code and values of the message. */
    messageWords: text(),
    /** JSON: the record that has the name already. */
    holder: text(),
    /** Batch of the journal, the run's own. */
    batchId: requiredString(),
    createdBy: requiredString(),
    createdAt: requiredDatetime(),
    finishedAt: datetime(),
  },
  indexes: [
    { name: 'crosswalk_writes_request_uq', columns: ['request_id'], type: 'unique' },
    { name: 'crosswalk_writes_active_uq', columns: ['active_key'], type: 'unique' },
    { name: 'crosswalk_writes_run_idx', columns: ['run_id', 'id'] },
  ],
};
