import type { Core } from '@strapi/strapi';
import type { BodyOf, LinkImpact, linkImpact } from '../contracts';
import { localKeyOf } from '../linking/keys';
import { findMappings, type MappingRow } from '../linking/mapping-repository';
import { databaseOf } from '../utils/database';
import { getService } from '../utils/services';
import { impactOfBatch } from './impact-batch';
import { addDrafts, addIssued, liveFactsOf, MOST_RECORDS, nothing } from './impact-result';
import { findStandIns } from './link-repository';
import { resolveAll } from './preflight';
import { listRecordIds, readRecords } from './records';
import { findInvoicesByRecordKey, type InvoiceRow, recordKeyOf } from './repository';
import type { CompiledSource, RecordPath } from './source';
import type { LinkFacts, LinkIndex } from './types';

/** What a request asks about, before anything is changed; `mappings`: those whose entries the caller may read. */
export async function impactOf(
  strapi: Core.Strapi,
  { changes, proposalsOf, batch }: BodyOf<typeof linkImpact>,
  mappings: readonly string[],
): Promise<LinkImpact> {
  if (batch) {
    const { connectionId: _connectionId, ...filter } = batch.filter;
    return impactOfBatch(strapi, batch.act, { ...filter, mappings: [...mappings] });
  }
  if (proposalsOf === undefined) return impactOfChanges(strapi, changes ?? []);
  await getService(strapi, 'connections').get(proposalsOf);
  const ofConnection = await findMappings(databaseOf(strapi), proposalsOf);
  return impactOfBatch(strapi, 'confirm', { mappings: ofConnection.map(({ id }) => id) });
}

interface WantedLink {
  mapping: MappingRow;
  localId: string;
  localKey: string;
  /** Null: the link or proposal is removed. */
  externalId: string | null;
  removes: 'confirmed' | 'proposed';
}

/**
 * What changes of links would do to invoices: the drafts that refer to the records, with what each line is now and
 * would become, and the invoices made from such records, which stay as they are.
 */
async function impactOfChanges(
  strapi: Core.Strapi,
  changes: NonNullable<BodyOf<typeof linkImpact>['changes']>,
): Promise<LinkImpact> {
  const mappings = new Map(
    await Promise.all(
      [...new Set(changes.map(({ mappingId }) => mappingId))].map(
        async (id) => [id, await getService(strapi, 'mappings').get(id)] as const,
      ),
    ),
  );
  const wanted = changes.flatMap(({ mappingId, localId, locale, externalId, removes }): WantedLink[] => {
    const mapping = mappings.get(mappingId);
    return mapping
      ? [{ mapping, localId, externalId, removes, localKey: localKeyOf({ ...mapping, localId, locale }) }]
      : [];
  });
  const result = nothing();
  for (const connectionId of new Set(wanted.map(({ mapping }) => mapping.connectionId)))
    await addConnection(
      strapi,
      result,
      connectionId,
      wanted.filter(({ mapping }) => mapping.connectionId === connectionId),
    );
  return result;
}

/** Adds what changes of one connection's links do. */
async function addConnection(
  strapi: Core.Strapi,
  result: LinkImpact,
  connectionId: string,
  wanted: WantedLink[],
): Promise<void> {
  const ground = await liveFactsOf(strapi, connectionId);
  if (!ground) return;
  const { facts } = ground;
  const db = databaseOf(strapi);
  const records = await findStandIns(
    db,
    { connectionId, recordTypes: [...new Set(wanted.map(({ mapping }) => mapping.recordType))] },
    wanted.flatMap(({ externalId }) => externalId ?? []),
    ground,
  );
  const changed = (links: LinkIndex): LinkIndex => {
    const after = new Map(links);
    for (const { mapping, externalId, removes, localKey } of wanted) {
      const present = links.get(localKey);
      if (externalId === null) {
        if (present?.state === removes) after.delete(localKey);
        continue;
      }
      const record = records.get(`${mapping.recordType} ${externalId}`);
      const link: LinkFacts = {
        linkId: present?.linkId ?? '',
        connectionId,
        mappingId: mapping.id,
        mergedInto: null,
        state: 'confirmed',
        localLabel: present?.localLabel ?? '',
        attention: null,
        reference: {
          recordType: mapping.recordType,
          externalId,
          label: record?.label ?? externalId,
          linkId: present?.linkId ?? null,
          through: 'record',
          parent: null,
        },
        external: record?.external ?? null,
      };
      after.set(localKey, link);
    }
    return after;
  };

  const issued = new Map<string, InvoiceRow>();
  for (const source of getService(strapi, 'invoicing').compiledSources()) {
    const filters = filtersOf(
      source,
      wanted.map(({ mapping, localId }) => ({
        contentType: mapping.contentType,
        localId,
        isClient: mapping.recordType === facts.clientRecordType,
        isLine: mapping.recordType === facts.lineRecordType,
      })),
    );
    if (filters.length === 0) continue;
    const listed = await listRecordIds(strapi, source, 0, MOST_RECORDS + 1, { $or: filters });
    if (listed.length > MOST_RECORDS) result.truncated = true;
    const touched = listed.slice(0, MOST_RECORDS);
    const keyOf = (record: { id: string; locale: string }) =>
      recordKeyOf({ ...record, connectionId, contentType: source.contentType });
    const invoices = await findInvoicesByRecordKey(db, touched.map(keyOf));
    const billed = new Set(invoices.flatMap(({ records: rows }) => rows.flatMap(({ key }) => key ?? [])));
    for (const invoice of invoices) issued.set(invoice.id, invoice);
    const open = await readRecords(
      strapi,
      source,
      touched.filter((record) => !billed.has(keyOf(record))).map(({ id }) => id),
    );
    const drafts = open.filter(({ status }) => !source.status || source.status.before.includes(status ?? ''));
    const before = await resolveAll(strapi, source, drafts, ground);
    const after = await resolveAll(strapi, source, drafts, ground, changed);
    addDrafts(result.drafts, before, after);
  }
  // Invoices were made through confirmed links alone: proposals that are rejected touch none.
  if (wanted.some(({ externalId, removes }) => externalId !== null || removes === 'confirmed'))
    addIssued(result.issued, [...issued.values()]);
}

/** Filters of the document service that find a source's records which refer to some local records, or their parents do. */
function filtersOf(
  source: CompiledSource,
  wanted: { contentType: string; localId: string; isClient: boolean; isLine: boolean }[],
): Record<string, unknown>[] {
  const filters: Record<string, unknown>[] = [];
  const add = (record: RecordPath, before: string[], ids: (contentType: string) => string[]): void => {
    const path = [...before, ...record.path];
    const found = ids(record.contentType);
    if (found.length > 0) filters.push(nest(path, { documentId: { $in: found } }));
    for (const parent of record.parents) add(parent, path, ids);
  };
  const idsOf = (role: 'isClient' | 'isLine') => (contentType: string) =>
    wanted.filter((one) => one[role] && one.contentType === contentType).map(({ localId }) => localId);
  add(source.client, [], idsOf('isClient'));
  for (const record of source.line.records) add(record, source.lines, idsOf('isLine'));
  return filters;
}

const nest = (path: string[], value: Record<string, unknown>): Record<string, unknown> =>
  path.reduceRight((inner, name) => ({ [name]: inner }), value);
