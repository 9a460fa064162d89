import type { ImportIssue } from '../contracts/link-files';
import { TABLES } from '../constants';
import { pairKeyOf } from '../linking/keys';
import { findConfirmedByExternal, type RawLink } from '../linking/link-repository';
import { findLocalRecords } from '../linking/local-records';
import type { MappingRow } from '../linking/mapping-repository';
import { type ExternalRecordRow, findRecords } from '../sync/external-records';
import { breathe, chunksOf, type Database, eachInTurns } from '../utils/database';
import type { Plan, PlannedChange } from './plan';
import { sayingOf, sentence } from '../utils/sentence';

type Issue = ({ as: 'conflicts' } | { as: 'problems' }) & Omit<ImportIssue, 'line'>;

/**
 * Takes changes out of the plan that are not possible, as a record does not exist, is inactive, or is linked elsewhere
 * by then, and names the others' records. Links that the file itself takes away are free for its other rows.
 */
export async function checkPartners(db: Database, mapping: MappingRow, plan: Plan): Promise<void> {
  const facts = await findFacts(db, mapping, plan.changes);
  await eachInTurns(plan.changes, (change) => {
    if (!change.hasBase) replaceLink(change, mapping, facts);
    nameRecords(change, facts);
  });
  const keep = async (issueOf: (change: PlannedChange) => Issue | null): Promise<void> => {
    const kept: PlannedChange[] = [];
    await eachInTurns(plan.changes, (change) => {
      const issue = issueOf(change);
      if (issue) plan[issue.as].push({ line: change.line, field: issue.field, ...sayingOf(issue) });
      else kept.push(change);
    });
    plan.changes = kept;
  };
  const seen = new Map<string, number>();
  await keep((change) => repeated(change, mapping, seen) ?? missing(change, facts));
  // A change that falls out no longer frees the partner that it would have left, so others are asked again.
  for (let before = -1; before !== plan.changes.length;) {
    before = plan.changes.length;
    const freed = new Set(plan.changes.flatMap(leftPairs));
    await keep((change) => taken(change, mapping, facts, freed));
  }
}

/** A file that does not say what was the case at export says what is to be: a record's other link gives way. */
function replaceLink(change: PlannedChange, mapping: MappingRow, { linked }: Facts): void {
  const present = linked.get(change.localKey);
  if (change.kind !== 'added' || !present || present.mappingId !== mapping.id) return;
  change.kind = 'changed';
  change.previousLabel = present.externalLabel;
  change.leaves = {
    externalId: present.externalId,
    pairKey: pairKeyOf(mapping.id, change.localId, change.locale, present.externalId),
  };
}

/** Pairs whose confirmed links a change ends, by local key and external id. */
const pairName = (localKey: string, externalId: string): string => JSON.stringify([localKey, externalId]);
const leftPairs = (change: PlannedChange): string[] =>
  change.kind === 'removed'
    ? [pairName(change.localKey, change.externalId)]
    : change.leaves
      ? [pairName(change.localKey, change.leaves.externalId)]
      : [];

const links = ({ kind }: PlannedChange): boolean => kind === 'added' || kind === 'changed' || kind === 'confirmed';

/** Two rows about one pair, or that link one record twice. */
function repeated(change: PlannedChange, mapping: MappingRow, seen: Map<string, number>): Issue | null {
  const keys = [`pair ${change.pairKey}`];
  if (change.leaves) keys.push(`pair ${change.leaves.pairKey}`);
  if (links(change)) {
    keys.push(`local ${change.localKey}`);
    if (mapping.cardinality === 'one_to_one') keys.push(`external ${change.externalId}`);
  }
  const before = keys.flatMap((key) => seen.get(key) ?? [])[0];
  if (before !== undefined)
    return {
      as: 'problems',
      field: null,
      ...sentence('linkFiles.decidedTwice', 'Line {line} decides on the same record already. Keep one of the two.', {
        line: before,
      }),
    };
  for (const key of keys) seen.set(key, change.line);
  return null;
}

interface Facts {
  locals: Map<string, { label: string }>;
  externals: Map<string, ExternalRecordRow>;
  /** Confirmed links by local key. */
  linked: Map<string, { mappingId: string; externalId: string; externalLabel: string; decidedBy: string | null }>;
  /** Locals with a confirmed link in this mapping, by external id. */
  holders: Map<string, Array<{ localKey: string; localLabel: string }>>;
}

async function findFacts(db: Database, mapping: MappingRow, changes: PlannedChange[]): Promise<Facts> {
  const facts: Facts = { locals: new Map(), externals: new Map(), linked: new Map(), holders: new Map() };
  for (const chunk of chunksOf(changes)) {
    const keys = chunk.map(({ localKey }) => localKey);
    for (const [key, local] of await findLocalRecords(db, mapping.id, keys)) facts.locals.set(key, local);
    const partners = chunk.flatMap(({ externalId, leaves }) =>
      leaves ? [externalId, leaves.externalId] : [externalId],
    );
    for (const [id, record] of await findRecords(db, mapping, partners)) facts.externals.set(id, record);
    const confirmed = (await db(TABLES.links)
      .whereIn('confirmed_local_key', keys)
      .select('local_key', 'mapping_id', 'external_id', 'external_label', 'decided_by')) as RawLink[];
    for (const row of confirmed)
      facts.linked.set(String(row.local_key), {
        mappingId: String(row.mapping_id),
        externalId: String(row.external_id),
        externalLabel: String(row.external_label),
        decidedBy: (row.decided_by as string | null) ?? null,
      });
    for (const { mappingId, externalId, localKey, localLabel } of await findConfirmedByExternal(
      db,
      mapping,
      partners,
    )) {
      if (mappingId !== mapping.id || facts.holders.get(externalId)?.some((holder) => holder.localKey === localKey))
        continue;
      facts.holders.set(externalId, [...(facts.holders.get(externalId) ?? []), { localKey, localLabel }]);
    }
    await breathe();
  }
  return facts;
}

function nameRecords(change: PlannedChange, { locals, externals }: Facts): void {
  change.localLabel = locals.get(change.localKey)?.label ?? change.localId;
  change.externalLabel = externals.get(change.externalId)?.label ?? change.externalId;
  if (change.leaves)
    change.previousLabel ??= externals.get(change.leaves.externalId)?.label ?? change.leaves.externalId;
}

/** A link that is there already may be decided on whatever has become of its records; a new one needs both. */
function missing(change: PlannedChange, { locals, externals }: Facts): Issue | null {
  const isNew = change.kind === 'added' || change.kind === 'changed' || change.from === 'none';
  if (!isNew) return null;
  if (!locals.has(change.localKey)) {
    const { localId, locale } = change;
    return {
      as: 'problems',
      field: 'local_id',
      ...(locale === ''
        ? sentence(
            'linkFiles.noEntry',
            'No entry of this mapping has the id {id}. New entries are known after the next sync.',
            { id: localId },
          )
        : sentence(
            'linkFiles.noEntryIn',
            'No entry of this mapping has the id {id} in {locale}. New entries are known after the next sync.',
            { id: localId, locale },
          )),
    };
  }
  const external = externals.get(change.externalId);
  if (!external || external.deleted)
    return {
      as: 'problems',
      field: 'external_id',
      ...sentence(
        'linkFiles.noRecord',
        'There is no record with the id {id} in the other system. New records are known after the next sync.',
        { id: change.externalId },
      ),
    };
  if (!external.active && links(change))
    return {
      as: 'problems',
      field: 'external_id',
      ...sentence(
        'linkFiles.inactive',
        '{record} is inactive in the other system. Make it active there and sync, or choose another.',
        { record: external.label },
      ),
    };
  return null;
}

/** One of the two has a confirmed link that is in the way. */
function taken(change: PlannedChange, mapping: MappingRow, facts: Facts, freed: Set<string>): Issue | null {
  if (!links(change)) return null;
  const present = facts.linked.get(change.localKey);
  if (present && !(present.mappingId === mapping.id && freed.has(pairName(change.localKey, present.externalId)))) {
    const names = { local: change.localLabel, external: present.externalLabel };
    return {
      as: 'conflicts',
      field: null,
      ...(present.decidedBy
        ? sentence('linkFiles.linkedNowBy', '{local} is linked to {external} by {name} now.', {
            ...names,
            name: present.decidedBy,
          })
        : sentence('linkFiles.linkedNow', '{local} is linked to {external} now.', names)),
    };
  }
  if (mapping.cardinality !== 'one_to_one') return null;
  const holder = facts.holders
    .get(change.externalId)
    ?.find(({ localKey }) => localKey !== change.localKey && !freed.has(pairName(localKey, change.externalId)));
  return holder
    ? {
        as: 'conflicts',
        field: 'external_id',
        ...sentence('linkFiles.taken', '{external} is linked to {local}, and this mapping allows one each.', {
          external: change.externalLabel,
          local: holder.localLabel,
        }),
      }
    : null;
}
