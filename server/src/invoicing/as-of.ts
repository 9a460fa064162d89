import { TABLES } from '../constants';
import type { Reference } from '../contracts/invoices';
import { findSurvivors } from '../linking/merged';
import { findRecords } from '../sync/external-records';
import { chunksOf, type Database, toTimestamp } from '../utils/database';
import { type ExternalReader, linkColumns, type LinkDataRow, toFacts } from './link-repository';
import type { LinkFacts } from './types';

/** When a confirmed link held. */
export interface LinkPeriod {
  /** ISO time at which it was confirmed; null: before the journal began. */
  from: string | null;
  /** ISO time at which it was removed or replaced; null: it holds. */
  to: string | null;
}

interface DecisionRow {
  link_id: string;
  state_before: string;
  state_after: string;
  at: unknown;
}

/**
 * The links that were confirmed at some time, by local key, with the external records as they are now: what an invoice
 * of that day was resolved to, and so what a credit note for it must name. A record that was merged since is followed
 * to the one that took it over, which has its invoices. Whether it is active now is not asked: the past has no mending.
 * The journal tells: two statements for a few hundred keys, two more where records were merged.
 */
export async function findLinksAsOf(
  db: Database,
  localKeys: readonly string[],
  asOf: Date,
  reader: ExternalReader,
): Promise<{ links: Map<string, LinkFacts>; periods: Map<string, LinkPeriod> }> {
  const links = new Map<string, LinkFacts>();
  const periods = new Map<string, LinkPeriod>();
  for (const keys of chunksOf(localKeys)) {
    const rows = (await linkColumns(db).whereIn('l.local_key', keys)) as (LinkDataRow & { decided_at: unknown })[];
    const decisions = (await db({ d: TABLES.decisions })
      .join({ l: TABLES.links }, 'l.document_id', 'd.link_id')
      .whereIn('l.local_key', keys)
      .whereRaw('?? <> ??', ['d.state_before', 'd.state_after'])
      .orderBy('d.id')
      .select('d.link_id', 'd.state_before', 'd.state_after', 'd.at')) as DecisionRow[];
    const historyOf = new Map<string, DecisionRow[]>();
    for (const row of decisions) historyOf.set(row.link_id, [...(historyOf.get(row.link_id) ?? []), row]);
    for (const row of rows) {
      const period = periodOf(row, historyOf.get(row.document_id) ?? [], asOf.getTime());
      if (!period) continue;
      periods.set(row.document_id, period);
      links.set(row.local_key, asItWas(toFacts(row, reader)));
    }
  }
  await followMerges(db, links);
  return { links, periods };
}

const asItWas = (link: LinkFacts): LinkFacts => ({
  ...link,
  state: 'confirmed',
  attention: null,
  external: {
    currency: null,
    taxProblem: null,
    price: null,
    ...link.external,
    active: true,
    refusal: null,
  },
});

/** Null: the link was not confirmed then. */
function periodOf(
  row: { state: string; decided_at: unknown },
  history: DecisionRow[],
  time: number,
): LinkPeriod | null {
  const timeOf = (decision: DecisionRow) => Date.parse(toTimestamp(decision.at) ?? '');
  const before = history.filter((decision) => timeOf(decision) <= time);
  const after = history.filter((decision) => timeOf(decision) > time);
  const last = before.at(-1);
  const decided = toTimestamp(row.decided_at);
  const state =
    last?.state_after ??
    after[0]?.state_before ??
    (decided !== null && Date.parse(decided) <= time ? row.state : 'proposed');
  if (state !== 'confirmed') return null;
  return {
    from: last ? toTimestamp(last.at) : after.length === 0 ? decided : null,
    to: after[0] ? toTimestamp(after[0].at) : null,
  };
}

async function followMerges(db: Database, links: Map<string, LinkFacts>): Promise<void> {
  const merged = [...links].filter(([, link]) => link.mergedInto !== null);
  const [first] = merged;
  if (!first) return;
  const now = await findSurviving(
    db,
    first[1].connectionId,
    merged.map(([, link]) => link.reference),
  );
  for (const [key, link] of merged) links.set(key, { ...link, reference: now(link.reference) });
}

/**
 * Tells what references of one connection became through merges; others stay as they are. One statement for each merge
 * of a merge, and one for the names, whatever the number of references.
 */
export async function findSurviving(
  db: Database,
  connectionId: string,
  references: readonly Reference[],
): Promise<(reference: Reference) => Reference> {
  const changed = new Map<string, Pick<Reference, 'externalId' | 'label'>>();
  for (const recordType of new Set(references.map((reference) => reference.recordType))) {
    const scope = { connectionId, recordType };
    const ids = references.flatMap((reference) => (reference.recordType === recordType ? reference.externalId : []));
    const survivors = await findSurvivors(db, scope, ids);
    if (survivors.size === 0) continue;
    const records = await findRecords(db, scope, [...survivors.values()]);
    for (const [id, externalId] of survivors)
      changed.set(`${recordType} ${id}`, { externalId, label: records.get(externalId)?.label ?? externalId });
  }
  return (reference) => ({ ...reference, ...changed.get(`${reference.recordType} ${reference.externalId}`) });
}
