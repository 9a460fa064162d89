export const PLUGIN_ID = 'crosswalk';

/** uids of our content types. */
export const UIDS = {
  connection: 'plugin::crosswalk.connection',
  mapping: 'plugin::crosswalk.mapping',
  link: 'plugin::crosswalk.link',
  invoice: 'plugin::crosswalk.invoice',
} as const;

/** Database tables, content types and raw models alike. */
export const TABLES = {
  connections: 'crosswalk_connections',
  mappings: 'crosswalk_mappings',
  links: 'crosswalk_links',
  invoices: 'crosswalk_invoices',
  invoiceRecords: 'crosswalk_invoice_records',
  priceAnswers: 'crosswalk_price_answers',
  waiting: 'crosswalk_waiting',
  externalRecords: 'crosswalk_external_records',
  localRecords: 'crosswalk_local_records',
  candidates: 'crosswalk_candidates',
  unlinked: 'crosswalk_unlinked',
  models: 'crosswalk_models',
  ignored: 'crosswalk_ignored',
  labelScores: 'crosswalk_label_scores',
  decisions: 'crosswalk_decisions',
  restorePoints: 'crosswalk_restore_points',
  restoreLinks: 'crosswalk_restore_links',
  runs: 'crosswalk_runs',
  notices: 'crosswalk_notices',
  chargeDocuments: 'crosswalk_charge_documents',
  chargeLines: 'crosswalk_charge_lines',
  fileChunks: 'crosswalk_file_chunks',
  webRequests: 'crosswalk_web_requests',
  writes: 'crosswalk_writes',
  webSessions: 'crosswalk_web_sessions',
} as const;
