import { z } from 'zod';
import { dataOf, id, idParams, side } from './common';
import { endpoint } from './endpoint';

const body = z.strictObject({
  side,
  records: z
    .array(z.strictObject({ id, locale: z.string().max(32).default('') }))
    .min(1)
    .max(1000),
});
const response = dataOf(z.object({ count: z.number().int() }));

/**
 * Records that shall have no partner: they leave the lists of what is left and are never proposed, until this is taken
 * back. 409 for one that has a link or a proposal: decide on that first.
 */
export const ignoreRecords = endpoint({
  method: 'POST',
  path: '/mappings/:id/ignore',
  permission: 'review',
  params: idParams,
  body,
  response,
});
/** Takes `ignoreRecords` back; the next match looks for partners again. */
export const stopIgnoring = endpoint({
  method: 'POST',
  path: '/mappings/:id/stop-ignoring',
  permission: 'review',
  params: idParams,
  body,
  response,
});
