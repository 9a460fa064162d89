import { z } from 'zod';
import { csvOf, dataOf, id, idParams, words } from './common';
import { endpoint } from './endpoint';

/**
 * Columns of an exported file; their names are its header. `exported_as` says what the row was when it was exported
 * (`confirmed 42`), so that a later import can tell the file's changes from those that others made meanwhile.
 */
const columns = [
  'local_id',
  'local_locale',
  'local_label',
  'external_id',
  'external_label',
  'state',
  'reason',
  'origin',
  'score',
  'attention',
  'proposed_at',
  'decided_at',
  'decided_by',
  'link_id',
  'exported_as',
] as const;
export const linkFileColumn = z.enum(columns);
export type LinkFileColumn = z.infer<typeof linkFileColumn>;

/** `unlinked`: entries of Strapi with neither a confirmed link nor a proposal; `unlinked_external`: the same of the other side. */
const parts = ['proposed', 'confirmed', 'rejected', 'unlinked', 'unlinked_external'] as const;
export const linkFilePart = z.enum(parts);
export type LinkFilePart = z.infer<typeof linkFilePart>;

/**
 * Links and unlinked records of a mapping as CSV (RFC 4180, UTF-8), streamed. Cells that a spreadsheet would take for
 * a formula begin with an apostrophe, which the import takes off again.
 */
export const exportLinks = endpoint({
  method: 'GET',
  path: '/mappings/:id/export',
  permission: 'read',
  params: idParams,
  query: z.object({
    columns: csvOf(columns).default([...columns]),
    include: csvOf(parts).default([...parts]),
    /** Begins with a byte order mark, which Excel needs to read UTF-8. */
    bom: z.enum(['true', 'false']).default('false'),
  }),
  response: z.custom<NodeJS.ReadableStream>(),
});

/**
 * `added`: two records are linked that were not. `changed`: a record gets another partner. `removed`: a confirmed link
 * becomes a rejected one. `confirmed`, `rejected`: a proposal is decided, or a pair is rejected that was never proposed.
 */
export const importChangeKind = z.enum(['added', 'changed', 'removed', 'confirmed', 'rejected']);
export type ImportChangeKind = z.infer<typeof importChangeKind>;

const importChange = z.object({
  /** 1-based line of the file. */
  line: z.number().int(),
  kind: importChangeKind,
  localId: id,
  locale: z.string(),
  localLabel: z.string(),
  externalId: id,
  externalLabel: z.string(),
  /** The partner that a changed record had. */
  previousLabel: z.string().nullable(),
});
export type ImportChange = z.infer<typeof importChange>;

const importIssue = z.object({
  line: z.number().int(),
  /** Column that is at fault; null: the row as a whole. */
  field: linkFileColumn.nullable(),
  message: z.string(),
  words: words.optional(),
});
export type ImportIssue = z.infer<typeof importIssue>;

/** The first 1,000 of a list, and how many there are. */
const someOf = <T extends z.ZodType>(schema: T) => z.object({ total: z.number().int(), rows: z.array(schema) });

export const importReport = z.object({
  fileName: z.string(),
  /** Rows below the header. */
  rows: z.number().int(),
  /** Rows that ask for what is the case already. */
  unchanged: z.number().int(),
  counts: z.record(importChangeKind, z.number().int()),
  changes: someOf(importChange),
  /** Rows whose links others have changed since the export; left as they are. */
  conflicts: someOf(importIssue),
  /** Rows that are not understood or ask for what is not possible; left out. */
  problems: someOf(importIssue),
  /** Names exactly these changes; `importLinks` asks for it. */
  digest: z.string(),
});
export type ImportReport = z.infer<typeof importReport>;

/** multipart/form-data with one part `file`: says what importing it would change, and changes nothing. */
export const previewImport = endpoint({
  method: 'POST',
  path: '/mappings/:id/import/preview',
  permission: 'review',
  params: idParams,
  response: dataOf(importReport),
});
/**
 * multipart/form-data with one part `file`: carries the changes out as one act that can be undone, if they are still
 * those of the preview with the digest `expected`. Else nothing is changed and 409 carries the new report.
 */
export const importLinks = endpoint({
  method: 'POST',
  path: '/mappings/:id/import',
  permission: 'review',
  params: idParams,
  query: z.object({ expected: z.string().min(1).max(100) }),
  response: dataOf(z.object({ batchId: id, count: z.number().int(), links: z.array(id) })),
});
