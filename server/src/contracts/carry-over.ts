import { z } from 'zod';
import { dataOf, id, idParams, words } from './common';
import { endpoint } from './endpoint';

const carried = z.object({
  localLabel: z.string(),
  /** The record in the system that is left. */
  formerLabel: z.string(),
  /** What the vendor says became of it here. */
  externalLabel: z.string(),
});
const left = z.object({
  localLabel: z.string(),
  formerLabel: z.string(),
  message: z.string(),
  words: words.optional(),
});

/** The first 1,000 of a list, and how many there are. */
const someOf = <T extends z.ZodType>(schema: T) => z.object({ total: z.number().int(), rows: z.array(schema) });

export const carryOverReport = z.object({
  /** One for each mapping here that has a counterpart there. */
  mappings: z.array(
    z.object({
      mappingId: id,
      name: z.string(),
      /** Confirmed links there. */
      links: z.number().int(),
      /** Links that are here already. */
      unchanged: z.number().int(),
      changes: someOf(carried),
      /** Links that stay behind, and why. */
      left: someOf(left),
    }),
  ),
  /** Links that would be made. */
  count: z.number().int(),
  /** Names exactly these links; `carryOver` asks for it. */
  digest: z.string(),
});
export type CarryOverReport = z.infer<typeof carryOverReport>;

/**
 * An account that was moved here from another system keeps the ids its records had there. Says which confirmed links
 * of the connection `from` can be carried over by these ids alone, and changes nothing.
 */
export const previewCarryOver = endpoint({
  method: 'POST',
  path: '/connections/:id/carry-over/preview',
  permission: 'review',
  params: idParams,
  body: z.strictObject({ from: id }),
  response: dataOf(carryOverReport),
});
/**
 * Makes these links, confirmed, as one act that can be undone, if they are still those of the preview with the digest
 * `expected`; else 409 carries the new report. The links of `from` stay as they are.
 */
export const carryOver = endpoint({
  method: 'POST',
  path: '/connections/:id/carry-over',
  permission: 'review',
  params: idParams,
  body: z.strictObject({ from: id, expected: z.string().min(1).max(100) }),
  response: dataOf(z.object({ batchId: id, count: z.number().int() })),
});
