import type { Model } from '@strapi/database';
import { increments, integer, requiredDatetime, requiredString, string, text } from './columns';

/**
 * The journal. An act has one row of its own (`count` set, no `linkId`) and one row per link that it
 * touched, all with its `batchId`. States before and after make undo a matter of SQL: `none` means that
 * the link had, or has, no row.
 */
export const decision: Model = {
  uid: 'plugin::crosswalk.decision',
  tableName: 'crosswalk_decisions',
  singularName: 'decision',
  attributes: {
    id: increments,
    batchId: requiredString(),
    act: requiredString(),
    /** Links that the act touched; null on the rows of single links. */
    count: integer(),
    connectionId: requiredString(),
    mappingId: string(),
    linkId: string(),
    localLabel: string(),
    externalLabel: string(),
    stateBefore: string(16),
    stateAfter: string(16),
    /** JSON of the link's row before the act, where a state alone does not tell it. */
    before: text(),
    reason: string(),
    actor: requiredString(),
    at: requiredDatetime(),
    /** Batch of the undo that took this one back. */
    undoneBy: string(),
  },
  indexes: [
    { name: 'crosswalk_decisions_batch_idx', columns: ['batch_id'] },
    // Holds all that the history of the links asks for.
    { name: 'crosswalk_decisions_days_idx', columns: ['mapping_id', 'at', 'state_before', 'state_after'] },
    { name: 'crosswalk_decisions_link_idx', columns: ['link_id'] },
    { name: 'crosswalk_decisions_list_idx', columns: ['connection_id', 'count', 'id'] },
  ],
};
