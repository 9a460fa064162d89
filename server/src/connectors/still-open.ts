import { Decimal } from 'decimal.js';
import type { RoleValues } from '../contracts/common';
import type { ExternalRecordInput, UpdateRequest } from './contract';
import { ConnectorError } from './errors';
import { host } from './values';
import { sentence } from '../utils/sentence';

/**
 * Which values of an update the vendor's record, read just now, does not have yet.
 * @throws ConnectorError `rejected` where one of them is neither as somebody saw it before nor as it is to be
 */
export function stillOpen(
  vendor: string,
  record: ExternalRecordInput,
  { values, before }: Pick<UpdateRequest, 'values' | 'before'>,
): RoleValues {
  const open = Object.entries(values).filter(([role, value]) => !has(record, role as keyof RoleValues, value));
  for (const [role] of open) {
    const present = record.roles[role as keyof RoleValues] ?? '';
    const seen = before[role as keyof RoleValues] ?? '';
    if (present !== seen)
      throw new ConnectorError(
        'rejected',
        sentence(
          'connectors.changedThere',
          'Somebody changed it in {system} since you looked: "{seen}" is "{present}" now. Look at the differences again.',
          { system: vendor, seen, present },
        ),
      );
  }
  return Object.fromEntries(open);
}

/** Whether a record has a value, for all that a vendor may keep of it. */
export function has(record: ExternalRecordInput, role: keyof RoleValues, value: string): boolean {
  const present = record.roles[role] ?? '';
  if (role === 'domain') return present === (host(value) ?? '');
  if (role === 'price' && value !== '' && present !== '') return new Decimal(value).equals(present);
  return present === value.trim();
}
