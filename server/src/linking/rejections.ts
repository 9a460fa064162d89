import { compare, type MatchModel } from '../matching';
import type { RoleValues } from '../contracts/common';
import type { Evidence, Rejection, RejectReason, ValueChange } from '../contracts/links';
import { hashOf } from '../sync/external-records';
import { fromJson, toTimestamp } from '../utils/database';
import type { RawLink } from './link-repository';

/** Bits under which a field is not said to have counted. */
const leastWeight = 0.1;

/** Reasons that do not say that the two are different: they hold the pair back and teach nothing. */
const notWrong: ReadonlySet<RejectReason> = new Set<RejectReason>(['old_record', 'unlinked']);
export const teaches = (reason: RejectReason | null): boolean => reason === null || !notWrong.has(reason);

export type ChangedSinceRejection = Rejection & { changes: ValueChange[] };

/** The values of one record as they are now. */
export interface Values {
  roles: RoleValues;
  rolesHash: string;
}

/** Changes when a value that is compared changes on either side. */
export const pairFingerprint = (localHash: string | undefined, externalHash: string | undefined): string =>
  hashOf([localHash ?? null, externalHash ?? null]);

/**
 * Fields of `before` that carried weight and read differently in `after`. What normalisation makes equal has not
 * changed, and a field that did not count then is no reason to ask again.
 */
export function changesOf(before: Evidence, after: Evidence): ValueChange[] {
  const now = new Map(after.fields.map((field) => [field.role, field]));
  return before.fields
    .filter(({ weight }) => Math.abs(weight) >= leastWeight)
    .flatMap((old) => {
      const field = now.get(old.role);
      const changes: ValueChange[] = [];
      for (const side of ['left', 'right'] as const) {
        const [is, was] = [field?.[side] ?? null, old[side]];
        const [isNormal, wasNormal] = [field?.[`${side}Normal`] ?? null, old[`${side}Normal`]];
        const asBefore = is === was || (isNormal !== null && isNormal === wasNormal);
        if (!asBefore)
          changes.push({ role: old.role, side: side === 'left' ? 'local' : 'external', before: was, after: is });
      }
      return changes;
    });
}

/** A rejected link's row: what has changed since that counted; null: nothing, so it stays rejected. */
export function changedSince(
  row: RawLink,
  local: Values | undefined,
  external: Values | undefined,
  model: MatchModel | undefined,
): ChangedSinceRejection | null {
  if (!local || !external || row.fingerprint === null) return null;
  if (row.fingerprint === pairFingerprint(local.rolesHash, external.rolesHash)) return null;
  const before = fromJson<Evidence | null>(row.evidence, null);
  if (!before) return null;
  const after = compare({ id: '', roles: local.roles }, { id: '', roles: external.roles }, model).evidence;
  const changes = changesOf(before, after);
  return changes.length > 0 ? { ...rejectionOf(row), changes } : null;
}

export const rejectionOf = (row: RawLink): Rejection => ({
  reason: (row.reason as RejectReason | null) ?? null,
  at: toTimestamp(row.decided_at),
  by: (row.decided_by as string | null) ?? null,
});
