import { z } from 'zod';
import { dataOf, id, idParams, pageOf, pageQuery, timestamp } from './common';
import { endpoint } from './endpoint';
import { actResult } from './links';

/** The confirmed links of a connection as they were at a moment, under a name. */
export const restorePoint = z.object({
  id,
  connectionId: id,
  name: z.string(),
  /** Confirmed links that it holds. */
  count: z.number().int(),
  createdBy: z.string(),
  createdAt: timestamp,
});
export type RestorePoint = z.infer<typeof restorePoint>;

const partner = z.object({ externalId: z.string(), label: z.string() });

/**
 * One local record that is linked otherwise than it was. `removed`: it was linked and is not any more; `added`: it was
 * not; `changed`: with another record.
 */
export const linkDifference = z.object({
  /** Names the record in `restoreLinks`. */
  key: z.string(),
  mappingId: id,
  mappingName: z.string(),
  kind: z.enum(['removed', 'added', 'changed']),
  label: z.string(),
  /** At the restore point; null: no link. */
  before: partner.nullable(),
  /** Now, or at the other restore point. */
  after: partner.nullable(),
});
export type LinkDifference = z.infer<typeof linkDifference>;

export const listRestorePoints = endpoint({
  method: 'GET',
  path: '/restore-points',
  permission: 'read',
  query: z.object({ connectionId: id.optional() }),
  response: dataOf(z.array(restorePoint)),
});
export const createRestorePoint = endpoint({
  method: 'POST',
  path: '/restore-points',
  permission: 'review',
  body: z.strictObject({ connectionId: id, name: z.string().trim().min(1).max(120) }),
  response: dataOf(restorePoint),
});
export const deleteRestorePoint = endpoint({
  method: 'DELETE',
  path: '/restore-points/:id',
  permission: 'review',
  params: idParams,
  response: dataOf(z.object({ id })),
});
/** What differs between a restore point and now, or a later restore point of the same connection. */
export const compareRestorePoint = endpoint({
  method: 'GET',
  path: '/restore-points/:id/differences',
  permission: 'read',
  params: idParams,
  query: z.object({ ...pageQuery, against: id.optional() }),
  response: pageOf(linkDifference),
});
/**
 * Puts links back as they were at the point: all that differ, or those of some records. One decision, which can be
 * undone. `expected` is the number of differences that the admin saw; another one now is answered with 409.
 */
export const restoreLinks = endpoint({
  method: 'POST',
  path: '/restore-points/:id/restore',
  permission: 'review',
  params: idParams,
  body: z.union([
    z.strictObject({ keys: z.array(z.string().min(1).max(255)).min(1).max(1000) }),
    z.strictObject({ expected: z.number().int().min(1) }),
  ]),
  response: actResult,
});
