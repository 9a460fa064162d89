import { z } from 'zod';
import { id, pageOf, pageQuery, timestamp, words } from './common';
import { endpoint } from './endpoint';
import { attentionKind, link } from './links';

/**
 * What somebody has to look at. Of a connection: `expired` (the vendor refuses our credentials), `run_failed` (its last
 * run), `run_asks` (a run waits for an answer), `mapping_broken` (a mapping that cannot be used any more). The others are
 * of a confirmed link that cannot be trusted now.
 */
export const problemKind = z.enum(['expired', 'run_failed', 'run_asks', 'mapping_broken', ...attentionKind.options]);
export type ProblemKind = z.infer<typeof problemKind>;

/** One problem has one entry, which is gone as soon as the problem is: entries are read from what is, never kept. */
export const problem = z.object({
  /** Stays the same while the problem does. */
  key: z.string(),
  kind: problemKind,
  connectionId: id,
  connectionName: z.string(),
  /** Since when; null: not known. */
  since: timestamp.nullable(),
  /** In words, with the vendor's own text where there is one; null where the kind says it all. */
  message: z.string().nullable(),
  words: words.optional(),
  /** Of `mapping_broken`. */
  mapping: z.object({ id, name: z.string() }).nullable(),
  /** Of a problem with a link. */
  link: link.nullable(),
});
export type Problem = z.infer<typeof problem>;

/** Open problems, those of connections first. */
export const listProblems = endpoint({
  method: 'GET',
  path: '/attention',
  permission: 'read',
  query: z.object({ ...pageQuery, connectionId: id.optional() }),
  response: pageOf(problem),
});
