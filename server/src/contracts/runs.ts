import { z } from 'zod';
import { dataOf, id, idParams, pageOf, pageQuery, timestamp, words } from './common';
import { endpoint } from './endpoint';

export const runKind = z.enum(['sync', 'match', 'invoice', 'write']);
export type RunKind = z.infer<typeof runKind>;

/**
 * queued → running → succeeded | failed | cancelled.
 * `waiting`: stopped to be tried again at `runAfter` (vendor down, rate limit).
 * `asking`: stopped until an admin answers (too many removals).
 */
export const runState = z.enum(['queued', 'running', 'waiting', 'asking', 'succeeded', 'failed', 'cancelled']);
export type RunState = z.infer<typeof runState>;

export const runProgress = z.object({
  /** One row per record type (sync) or mapping (match), in the order they are worked on. */
  parts: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      phase: z.enum(['waiting', 'reading', 'comparing', 'writing', 'done']),
      done: z.number().int(),
      /** null while the number of records is not known. */
      total: z.number().int().nullable(),
    }),
  ),
  counts: z.object({
    created: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    removed: z.number().int(),
    failed: z.number().int(),
    proposed: z.number().int(),
  }),
  /** The first problems with single records (bad CSV lines …); `counts.failed` counts all of them. */
  problems: z.array(
    z.object({
      line: z.number().int().nullable(),
      recordId: z.string().nullable(),
      message: z.string(),
      words: words.optional(),
    }),
  ),
});
export type RunProgress = z.infer<typeof runProgress>;

export const run = z.object({
  id,
  kind: runKind,
  connectionId: id,
  state: runState,
  progress: runProgress,
  attempts: z.number().int(),
  /** Why it failed, waits or asks, in words, with the vendor's own text and request id. */
  message: z.string().nullable(),
  words: words.optional(),
  question: z.object({ kind: z.literal('removals'), removed: z.number().int(), of: z.number().int() }).nullable(),
  cancelRequested: z.boolean(),
  startedBy: z.string(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  runAfter: timestamp.nullable(),
});
export type Run = z.infer<typeof run>;

export const listRuns = endpoint({
  method: 'GET',
  path: '/runs',
  permission: 'read',
  query: z.object({ ...pageQuery, connectionId: id.optional(), kind: runKind.optional() }),
  response: pageOf(run),
});
export const getRun = endpoint({
  method: 'GET',
  path: '/runs/:id',
  permission: 'read',
  params: idParams,
  response: dataOf(run),
});
export const cancelRun = endpoint({
  method: 'POST',
  path: '/runs/:id/cancel',
  permission: 'review',
  params: idParams,
  response: dataOf(run),
});
/** Answers the question of an `asking` run, or tries a failed or waiting one again now. */
export const resumeRun = endpoint({
  method: 'POST',
  path: '/runs/:id/resume',
  permission: 'configure',
  params: idParams,
  body: z.object({ answer: z.enum(['continue', 'keep']).default('continue') }),
  response: dataOf(run),
});
