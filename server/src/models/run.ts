import type { Model } from '@strapi/database';
import {
  datetime,
  flag,
  increments,
  requiredDatetime,
  requiredInteger,
  requiredString,
  requiredText,
  string,
  text,
} from './columns';

/** Work longer than a request. Survives a killed process. */
export const run: Model = {
  uid: 'plugin::crosswalk.run',
  tableName: 'crosswalk_runs',
  singularName: 'run',
  attributes: {
    id: increments,
    kind: requiredString(),
    connectionId: requiredString(),
    state: requiredString(),
    /** kind:connection while not ended, then null: never two at once. */
    activeKey: string(),
    /** JSON: what to work on. */
    input: requiredText(),
    /** JSON: where to go on. */
    checkpoint: text(),
    progress: requiredText(),
    attempts: requiredInteger(),
    leaseOwner: string(),
    leaseUntil: datetime(),
    runAfter: datetime(),
    cancelRequested: flag(false),
    message: text(),
    /** JSON: code and values of the message. */
    messageWords: text(),
    question: text(),
    answer: string(),
    startedBy: requiredString(),
    createdAt: requiredDatetime(),
    startedAt: datetime(),
    finishedAt: datetime(),
  },
  indexes: [
    { name: 'crosswalk_runs_active_uq', columns: ['active_key'], type: 'unique' },
    { name: 'crosswalk_runs_due_idx', columns: ['state', 'run_after'] },
    { name: 'crosswalk_runs_conn_idx', columns: ['connection_id', 'kind', 'id'] },
  ],
};
