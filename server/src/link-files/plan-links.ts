import { localKeyOf, pairKeyOf } from '../linking/keys';
import type { MappingRow } from '../linking/mapping-repository';
import type { Database } from '../utils/database';
import { checkPartners } from './partners';
import { findPairs, type Plan } from './plan';
import { type Said, sayingOf, sentence } from '../utils/sentence';

/** A link that hard evidence asks for. */
export interface WantedLink {
  localId: string;
  locale: string;
  localLabel: string;
  /** Empty: the evidence names none. */
  externalId: string;
}

/**
 * Which of these links can be made: a link that is here already is never replaced, and a pair that somebody rejected
 * stays so. `line` counts `wanted`, from 1.
 */
export async function planLinks(db: Database, mapping: MappingRow, wanted: WantedLink[]): Promise<Plan> {
  const plan: Plan = { rows: wanted.length, unchanged: 0, changes: [], conflicts: [], problems: [] };
  const keyOf = ({ localId, locale, externalId }: WantedLink) => pairKeyOf(mapping.id, localId, locale, externalId);
  const pairs = await findPairs(db, wanted.map(keyOf));
  const taken = new Map<string, string>();
  for (const [index, link] of wanted.entries()) {
    const { localId, locale, localLabel, externalId } = link;
    const line = index + 1;
    const leave = (said: Said) => void plan.problems.push({ line, field: null, ...sayingOf(said) });
    const pairKey = keyOf(link);
    const pair = pairs.get(pairKey);
    const other = taken.get(externalId);
    if (externalId === '') leave(sentence('links.carryUnnamed', 'No record here is named as what it became.'));
    else if (pair?.state === 'confirmed') plan.unchanged += 1;
    else if (pair?.state === 'rejected')
      leave(
        pair.decidedBy
          ? sentence('links.carryRejectedBy', 'This pair was rejected here by {name}.', { name: pair.decidedBy })
          : sentence('links.carryRejected', 'This pair was rejected here.'),
      );
    else if (mapping.cardinality === 'one_to_one' && other !== undefined)
      leave(
        sentence(
          'links.carryTaken',
          'It became the same record as the partner of {record}, and this mapping allows one each.',
          { record: other },
        ),
      );
    else {
      taken.set(externalId, localLabel);
      plan.changes.push({
        line,
        kind: pair ? 'confirmed' : 'added',
        localId,
        locale,
        localLabel,
        externalId,
        externalLabel: externalId,
        previousLabel: null,
        localKey: localKeyOf({ ...mapping, localId, locale }),
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
