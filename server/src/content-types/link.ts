import { hidden } from './hidden';

/**
 * One pair of a local and an external record, in whatever state.
 *
 * Three keys make the database keep the rules (NULL never collides, on every dialect):
 * - `pairKey`: a pair has one row.
 * - `confirmedLocalKey` = `localKey` while confirmed: at most one confirmed link per local record, connection and record type.
 * - `confirmedExternalKey` = `externalKey` while confirmed, where the mapping is one to one.
 */
export const link = {
  schema: {
    kind: 'collectionType',
    collectionName: 'crosswalk_links',
    info: { singularName: 'link', pluralName: 'links', displayName: 'Crosswalk link' },
    options: { draftAndPublish: false },
    pluginOptions: hidden,
    indexes: [
      { name: 'crosswalk_links_doc_uq', columns: ['document_id'], type: 'unique' },
      { name: 'crosswalk_links_pair_uq', columns: ['pair_key'], type: 'unique' },
      { name: 'crosswalk_links_local_uq', columns: ['confirmed_local_key'], type: 'unique' },
      { name: 'crosswalk_links_external_uq', columns: ['confirmed_external_key'], type: 'unique' },
      // Holds all that the review filters, searches and sorts by, so that pages and counts read no whole rows.
      {
        name: 'crosswalk_links_review_idx',
        columns: [
          ...['mapping_id', 'state', 'score', 'id', 'has_warning', 'warned', 'agreeing'],
          ...['local_label', 'external_label'],
        ],
      },
      { name: 'crosswalk_links_scan_idx', columns: ['mapping_id', 'state', 'id'] },
      { name: 'crosswalk_links_conn_idx', columns: ['connection_id', 'state'] },
      { name: 'crosswalk_links_entry_idx', columns: ['content_type', 'local_id'] },
      { name: 'crosswalk_links_attention_idx', columns: ['mapping_id', 'attention', 'state'] },
      // With the state, so that counting the records without a link reads no rows.
      { name: 'crosswalk_links_record_idx', columns: ['connection_id', 'record_type', 'external_id', 'state'] },
      { name: 'crosswalk_links_localkey_idx', columns: ['local_key', 'state'] },
    ],
    attributes: {
      // Short ones, as MySQL takes 3,072 bytes per row of an index.
      connectionId: { type: 'string', required: true, column: { args: [64] } },
      mappingId: { type: 'string', required: true, column: { args: [64] } },
      recordType: { type: 'string', required: true },
      contentType: { type: 'string', required: true },
      /** documentId of the users' entry. */
      localId: { type: 'string', required: true },
      /** Empty where the content type has no locales. */
      localLocale: { type: 'string' },
      externalId: { type: 'string', required: true },
      pairKey: { type: 'string', required: true, private: true },
      localKey: { type: 'string', required: true, private: true },
      externalKey: { type: 'string', required: true, private: true },
      confirmedLocalKey: { type: 'string', private: true },
      confirmedExternalKey: { type: 'string', private: true },
      localLabel: { type: 'string' },
      externalLabel: { type: 'string' },
      state: { type: 'string', required: true, column: { args: [16] } },
      origin: { type: 'string', required: true },
      /** Probability, 0 to below 1; null for links made by hand. */
      score: { type: 'float' },
      evidence: { type: 'json' },
      /** One bit for each role whose field agrees; see `agreeingBits`. */
      agreeing: { type: 'integer', private: true },
      runnerUp: { type: 'json' },
      modelVersion: { type: 'string' },
      /** Hash of the values that were compared: a rejected pair returns only when it changes. */
      fingerprint: { type: 'string', private: true },
      /** What has changed since a person rejected the pair, and who did when. */
      changedSince: { type: 'json' },
      warnings: { type: 'json' },
      /** `warnings` is not empty, as a column that can be filtered. */
      hasWarning: { type: 'boolean', default: false },
      /** One bit for each warning; see `warningBits`. */
      warned: { type: 'integer', private: true },
      attention: { type: 'string' },
      reason: { type: 'string' },
      /** Run that proposed it last. */
      runId: { type: 'integer', private: true },
      proposedAt: { type: 'datetime' },
      decidedAt: { type: 'datetime' },
      decidedBy: { type: 'string' },
    },
  },
} as const;
