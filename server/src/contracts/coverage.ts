import { z } from 'zod';
import { dataOf, id } from './common';
import { endpoint } from './endpoint';

/** How many local records of a mapping had a confirmed link at the end of each day (UTC), oldest first, today last. */
export const coverage = z.object({
  mappingId: id,
  mappingName: z.string(),
  connectionId: id,
  connectionName: z.string(),
  /** Local records there are now. */
  localTotal: z.number().int(),
  days: z.array(z.object({ day: z.iso.date(), confirmed: z.number().int() })),
});
export type Coverage = z.infer<typeof coverage>;

/** Read from the journal backwards from now. Mappings whose entries the caller may not read are left out. */
export const listCoverage = endpoint({
  method: 'GET',
  path: '/coverage',
  permission: 'read',
  query: z.object({ connectionId: id.optional(), days: z.coerce.number().int().min(7).max(366).default(90) }),
  response: dataOf(z.array(coverage)),
});
