import type { MappingCounts } from '../../../../server/src/contracts';

/**
 * External records without a partner, by record type. Mappings that share a record type (parts and rates are both
 * items) share its records too, so their numbers must not be added.
 */
export function externalLeft(counts: readonly MappingCounts[]): Array<{ id: string; name: string; count: number }> {
  const byType = new Map<string, { id: string; name: string; count: number }>();
  for (const { recordType, name, externalUnlinked } of counts) {
    const known = byType.get(recordType);
    byType.set(recordType, { id: recordType, name: known ? `${known.name}, ${name}` : name, count: externalUnlinked });
  }
  return [...byType.values()];
}

export const externalLeftInAll = (counts: readonly MappingCounts[]): number =>
  externalLeft(counts).reduce((sum, { count }) => sum + count, 0);
