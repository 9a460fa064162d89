import { checkPartners } from '../link-files/partners';
import { findPairs, type Plan } from '../link-files/plan';
import { localKeyOf, pairKeyOf } from '../linking/keys';
import type { LinkRow } from '../linking/link-repository';
import type { MappingRow } from '../linking/mapping-repository';
import type { Database } from '../utils/database';

/**
 * What can be carried over of confirmed links of another connection: those whose record has one here, by the vendor's
 * own ids. A link that is here already is never replaced, and a pair that somebody rejected stays so. `line` counts
 * `links`, from 1.
 */
export async function planCarryOver(
  db: Database,
  mapping: MappingRow,
  links: LinkRow[],
  ids: ReadonlyMap<string, string>,
): Promise<Plan> {
  const plan: Plan = { rows: links.length, unchanged: 0, changes: [], conflicts: [], problems: [] };
  const found = links.map((link) => {
    const externalId = ids.get(link.externalId) ?? '';
    return { link, externalId, pairKey: pairKeyOf(mapping.id, link.localId, link.locale, externalId) };
  });
  const pairs = await findPairs(
    db,
    found.map(({ pairKey }) => pairKey),
  );
  const taken = new Map<string, string>();
  for (const [index, { link, externalId, pairKey }] of found.entries()) {
    const line = index + 1;
    const leave = (message: string) => void plan.problems.push({ line, field: null, message });
    const pair = pairs.get(pairKey);
    const other = taken.get(externalId);
    if (externalId === '') leave('No record here is named as what it became.');
    else if (pair?.state === 'confirmed') plan.unchanged += 1;
    else if (pair?.state === 'rejected')
      leave(`This pair was rejected here${pair.decidedBy ? ` by ${pair.decidedBy}` : ''}.`);
    else if (mapping.cardinality === 'one_to_one' && other !== undefined)
      leave(`It became the same record as the partner of ${other}, and this mapping allows one each.`);
    else {
      taken.set(externalId, link.localLabel);
      plan.changes.push({
        line,
        kind: pair ? 'confirmed' : 'added',
        localId: link.localId,
        locale: link.locale,
        localLabel: link.localLabel,
        externalId,
        externalLabel: externalId,
        previousLabel: null,
        localKey: localKeyOf({ ...mapping, localId: link.localId, locale: link.locale }),
        pairKey,
        from: pair?.state ?? 'none',
        leaves: null,
        reason: null,
        hasBase: true,
      });
    }
  }
  await checkPartners(db, mapping, plan);
  return plan;
}
