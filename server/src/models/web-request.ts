import type { Model } from '@strapi/database';
import {
  counter,
  datetime,
  increments,
  integer,
  requiredDatetime,
  requiredInteger,
  requiredString,
  requiredText,
  string,
  text,
} from './columns';

/** A request for the next visit of a connection's Web Connector, or one page of it, with its answer. */
export const webRequest: Model = {
  uid: 'plugin::crosswalk.web-request',
  tableName: 'crosswalk_web_requests',
  singularName: 'web-request',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    /** Run that asked first; what only reads is dropped when it has ended. */
    runId: requiredInteger(),
    key: requiredString(),
    /** From 0; pages after the first are queued by the answer before them. */
    page: requiredInteger(),
    kind: requiredString(),
    /** JSON. */
    parameters: requiredText(),
    /** idle → sent → answered | failed. */
    state: requiredString(),
    /** Of requests that write: under this id QuickBooks keeps its answer, and the text it was sent, for sending it again. */
    messageSetId: string(),
    body: text(),
    sends: counter(),
    /** Where the listing goes on, and how many records that are. */
    iteratorId: string(),
    remaining: integer(),
    /** JSON: what was read of the answer. */
    answer: text(),
    /** JSON: kind, message and code of the error. */
    error: text(),
    createdAt: requiredDatetime(),
    sentAt: datetime(),
    answeredAt: datetime(),
  },
  indexes: [
    { name: 'crosswalk_web_requests_uq', columns: ['connection_id', 'key', 'page'], type: 'unique' },
    { name: 'crosswalk_web_requests_next_idx', columns: ['connection_id', 'state', 'id'] },
  ],
};
