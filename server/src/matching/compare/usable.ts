import type { PreparedRecord } from '../corpus';
import { roleOf } from '../normalise/record';
import type { FieldKey } from '../types';
import { type Field, fieldOf } from './fields';

/** Fields of which both sides have values, in the order of the roles. */
export function usableFields(left: readonly PreparedRecord[], right: readonly PreparedRecord[]): Field[] {
  const stated = (records: readonly PreparedRecord[]): Set<FieldKey> => {
    const keys = new Set<FieldKey>();
    let coded = 0;
    for (const record of records) {
      for (const [key, value] of Object.entries(record.source.roles)) if (value?.trim()) keys.add(key as FieldKey);
      if (record.domain) keys.add('domain');
      if (record.partNumbers.length > 0) coded += 1;
    }
    // Part numbers in titles take the place of SKUs.
    if (coded > 0.25 * records.length) keys.add('sku');
    return keys;
  };
  const others = stated(right);
  return [...stated(left)]
    .filter((key) => others.has(key) && !(roleOf(key) !== key && multiple.has(roleOf(key))))
    .map(fieldOf)
    .filter((field) => field !== null)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Further values of these are compared with the first ones. */
const multiple: ReadonlySet<string> = new Set(['email', 'phone', 'contact']);
