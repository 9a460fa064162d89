import type { Connector } from '../connectors/contract';
import { TABLES } from '../constants';
import { chunksOf, type Database, fromJson, toTimestamp } from '../utils/database';
import { linkColumns, type LinkDataRow, toFacts } from './link-repository';
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
 * The journal tells: two statements for a few hundred keys, one more where records were merged.
 */
export async function findLinksAsOf(
  db: Database,
  localKeys: readonly string[],
  asOf: Date,
  connector: Connector,
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
      links.set(row.local_key, asItWas(toFacts(row, connector)));
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

/** Merges of merges are followed, a few deep. */
const MOST_MERGES = 5;

async function followMerges(db: Database, links: Map<string, LinkFacts>): Promise<void> {
  for (let round = 0; round < MOST_MERGES; round += 1) {
    const merged = [...links].filter(([, link]) => link.mergedInto);
    if (merged.length === 0) return;
    for (const [key, link] of merged) {
      const record = (await db(TABLES.externalRecords)
        .where({
          connection_id: link.connectionId,
          record_type: link.reference.recordType,
          external_id: link.mergedInto,
        })
        .first('external_id', 'label', 'raw')) as { external_id: string; label: string; raw: unknown } | undefined;
      const { mergedInto } = fromJson<{ mergedInto?: unknown }>(record?.raw, {});
      links.set(key, {
        ...link,
        mergedInto: typeof mergedInto === 'string' ? mergedInto : null,
        reference: {
          ...link.reference,
          externalId: record?.external_id ?? String(link.mergedInto),
          label: record?.label ?? link.reference.label,
        },
      });
    }
  }
}
