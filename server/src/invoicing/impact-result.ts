import type { Core } from '@strapi/strapi';
import type { LinkImpact, PreflightResult } from '../contracts';
import { sumOf } from './amounts';
import { factsOf, type Ground } from './facts';
import type { InvoiceRow } from './repository';

type Drafts = LinkImpact['drafts'];

/** Records looked at per source: enough for a dialog, which says when there are more. */
export const MOST_RECORDS = 500;
const MOST_SHOWN = 50;

export const nothing = (): LinkImpact => ({
  drafts: { count: 0, total: '0.00', becomeReady: 0, becomeBlocked: 0, items: [] },
  issued: { count: 0, items: [] },
  truncated: false,
});

/** A connection as it is once its set-up is done: what links are worth is asked before. Null: it takes no invoices. */
export async function liveFactsOf(strapi: Core.Strapi, connectionId: string): Promise<Ground | null> {
  const ground = await factsOf(strapi, connectionId);
  return ground.connector.invoicing ? { ...ground, facts: { ...ground.facts, state: 'live' } } : null;
}

export function addIssued(issued: LinkImpact['issued'], invoices: readonly InvoiceRow[]): void {
  issued.count += invoices.length;
  for (const { id, number, recordNumber, state, total, currency } of invoices.slice(
    0,
    MOST_SHOWN - issued.items.length,
  ))
    issued.items.push({ id, number, recordNumber, state, total, currency });
}

/** Adds the drafts that are not after a change what they were before. */
export function addDrafts(drafts: Drafts, before: PreflightResult[], after: PreflightResult[]): void {
  for (const [index, now] of before.entries()) {
    const then = after[index];
    if (then) addDraft(drafts, now, then);
  }
}

function addDraft(drafts: Drafts, now: PreflightResult, then: PreflightResult): void {
  const parts: Drafts['items'][number]['parts'] = [];
  const compare = (line: number | null, label: string, before: string | null, after: string | null) => {
    if (before !== after) parts.push({ line, label, before, after });
  };
  const nameOf = (reference: { label: string; externalId: string } | null) =>
    reference && `${reference.label} (${reference.externalId})`;
  compare(null, now.client.record?.label ?? '', nameOf(now.client.reference), nameOf(then.client.reference));
  for (const [index, line] of now.lines.entries())
    compare(line.line, line.description, nameOf(line.reference), nameOf(then.lines[index]?.reference ?? null));
  if (parts.length === 0 && now.ready === then.ready) return;
  drafts.count += 1;
  drafts.total = sumOf([drafts.total, now.total]);
  if (then.ready && !now.ready) drafts.becomeReady += 1;
  if (now.ready && !then.ready) drafts.becomeBlocked += 1;
  if (drafts.items.length >= MOST_SHOWN) return;
  const { source, id, number, total, currency } = now;
  drafts.items.push({ source, id, number, total, currency, readyBefore: now.ready, readyAfter: then.ready, parts });
}
