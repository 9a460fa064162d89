import type { Core } from '@strapi/strapi';
import type { BatchAct, LinkImpact } from '../contracts';
import { findShown, type LinkFilter } from '../linking/link-repository';
import { findMappings } from '../linking/mapping-repository';
import { type Database, databaseOf } from '../utils/database';
import { getService } from '../utils/services';
import { openRecords } from './drafts';
import type { Ground } from './facts';
import { addDrafts, addIssued, liveFactsOf, MOST_RECORDS, nothing } from './impact-result';
import { resolveAll } from './preflight';
import { type InvoiceRow, listInvoices } from './repository';
import type { LinkIndex, SourceRecord } from './types';

const stateBefore = { confirm: 'proposed', reject: 'proposed', unlink: 'confirmed' } as const;

/**
 * What one act on all links that a filter shows would do. The newest drafts and invoices are looked at, and asked which
 * of their own links the filter shows, so it takes no longer where there are many.
 */
export async function impactOfBatch(strapi: Core.Strapi, act: BatchAct, filter: LinkFilter): Promise<LinkImpact> {
  const db = databaseOf(strapi);
  const shown: LinkFilter = { ...filter, state: [stateBefore[act]] };
  const mappings = (await findMappings(db)).filter(
    ({ id }) => filter.mappings.includes(id) && (filter.mappingId === undefined || filter.mappingId === id),
  );
  const result = nothing();
  for (const connectionId of new Set(mappings.map((mapping) => mapping.connectionId))) {
    const ground = await liveFactsOf(strapi, connectionId);
    if (!ground) continue;
    await addOpen(strapi, result, ground, async (links) => {
      const ids = await findShown(
        db,
        shown,
        [...links.values()].map(({ linkId }) => linkId),
      );
      return new Map(
        [...links].flatMap(([key, link]): [string, typeof link][] => {
          if (!ids.has(link.linkId)) return [[key, link]];
          return act === 'confirm' ? [[key, { ...link, state: 'confirmed' }]] : [];
        }),
      );
    });
    // Invoices were made through confirmed links alone.
    if (act === 'unlink') await addInvoices(db, result, connectionId, shown);
  }
  return result;
}

async function addOpen(
  strapi: Core.Strapi,
  result: LinkImpact,
  ground: Ground,
  changed: (links: LinkIndex) => Promise<LinkIndex>,
): Promise<void> {
  for (const source of getService(strapi, 'invoicing').compiledSources()) {
    const drafts: SourceRecord[] = [];
    for await (const record of openRecords(strapi, source, ground.facts.id)) {
      if (drafts.length === MOST_RECORDS) {
        result.truncated = true;
        break;
      }
      drafts.push(record);
    }
    const before = await resolveAll(strapi, source, drafts, ground);
    const after = await resolveAll(strapi, source, drafts, ground, changed);
    addDrafts(result.drafts, before, after);
  }
}

async function addInvoices(db: Database, result: LinkImpact, connectionId: string, shown: LinkFilter): Promise<void> {
  const { rows, total } = await listInvoices(db, { connectionId, kind: 'invoice' }, 1, MOST_RECORDS);
  if (total > rows.length) result.truncated = true;
  const linksOf = ({ resolution: { client, lines } }: InvoiceRow): string[] =>
    [client, ...lines].flatMap(({ reference }) => reference?.linkId ?? []);
  const ids = await findShown(db, shown, rows.flatMap(linksOf));
  addIssued(
    result.issued,
    rows.filter((row) => linksOf(row).some((id) => ids.has(id))),
  );
}
