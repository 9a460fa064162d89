import { z } from 'zod';
import { dataOf, id } from './common';
import { endpoint } from './endpoint';
import { actResult, linkFilters, rejectReason } from './links';

/** What is done to every link that a filter shows: proposals are confirmed or rejected, confirmed links unlinked. */
export const batchAct = z.enum(['confirm', 'reject', 'unlink']);
export type BatchAct = z.infer<typeof batchAct>;

const { state: _state, ...filters } = linkFilters;
/** As `listLinks` filters; the state follows from the act. */
export const batchFilter = z.strictObject(filters);
export type BatchFilter = z.infer<typeof batchFilter>;

/** How many links of each mapping a batch would change, with those that carry a warning. */
const batchCounts = z.object({
  mappings: z.array(
    z.object({ mappingId: id, name: z.string(), count: z.number().int(), withWarning: z.number().int() }),
  ),
  count: z.number().int(),
  withWarning: z.number().int(),
});
export type BatchCounts = z.infer<typeof batchCounts>;

/** What a batch would change, exactly, read when its dialog opens. */
export const previewBatch = endpoint({
  method: 'GET',
  path: '/links/batch',
  permission: 'read',
  query: z.object({ act: batchAct, ...filters }),
  response: dataOf(batchCounts),
});

/**
 * Does one act on every link that a filter shows, as one decision. If the numbers differ from `expected`, nothing is
 * done and 409 carries the new ones in `details.counts`.
 */
export const decideBatch = endpoint({
  method: 'POST',
  path: '/links/batch',
  permission: 'review',
  body: z.strictObject({
    act: batchAct,
    filter: batchFilter,
    /** Of `reject`. */
    reason: rejectReason.exclude(['unlinked']).default('other'),
    expected: z.array(z.strictObject({ mappingId: id, count: z.number().int().min(0) })),
  }),
  response: actResult,
});
