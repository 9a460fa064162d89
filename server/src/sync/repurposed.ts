import type { FieldRole, RoleValues } from '../contracts/common';
import { compare } from '../matching';

/** Values that stay with a business or a thing when its name changes. */
const identifying: readonly FieldRole[] = ['email', 'phone', 'domain', 'taxId', 'sku', 'barcode'];

/**
 * Whether a record looks like another business or thing than it was: its name is a different one, and nothing that
 * identifies it is as before. A new name alone, with the same e-mail or phone, is a renaming.
 */
export function isRepurposed(before: RoleValues, after: RoleValues): boolean {
  if (!before.name || !after.name || before.name === after.name) return false;
  const { fields } = compare({ id: '', roles: before }, { id: '', roles: after }).evidence;
  const verdictOf = (role: FieldRole) => fields.find((field) => field.role === role)?.verdict ?? 'missing';
  return verdictOf('name') === 'different' && !identifying.some((role) => verdictOf(role) === 'same');
}
