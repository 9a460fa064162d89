import type { Core } from '@strapi/strapi';
import type { BodyOf, linkImpact, PreflightResult, ResponseOf } from '../contracts';
import { localKeyOf } from '../linking/keys';
import { databaseOf } from '../utils/database';
import { invalidField } from '../utils/errors';
import { getService } from '../utils/services';
import { sumOf } from './amounts';
import { openRecords } from './drafts';
import { factsOf } from './facts';
import { findStandIns } from './link-repository';
import { resolveAll } from './preflight';
import { listRecordIds, readRecords } from './records';
import { findInvoicesByRecordKey, type InvoiceRow, recordKeyOf } from './repository';
import type { CompiledSource, RecordPath } from './source';
import type { LinkFacts, LinkIndex, SourceRecord } from './types';

type Impact = ResponseOf<typeof linkImpact>['data'];
type Draft = Impact['drafts']['items'][number];

/** Records looked at per source: enough for a dialog, which says when there are more. */
const MOST_RECORDS = 500;
const MOST_SHOWN = 50;

const nothing = (): Impact => ({
  drafts: { count: 0, total: '0.00', becomeReady: 0, becomeBlocked: 0, items: [] },
  issued: { count: 0, items: [] },
  truncated: false,
});

/** A connection as it is once its set-up is done: what links are worth is asked before. Null: it takes no invoices. */
async function liveFactsOf(strapi: Core.Strapi, connectionId: string) {
  const ground = await factsOf(strapi, connectionId);
  return ground.connector.invoicing ? { ...ground, facts: { ...ground.facts, state: 'live' as const } } : null;
}

/** What a request asks about, before anything is changed. */
export const impactOf = (
  strapi: Core.Strapi,
  { changes = [], proposalsOf }: BodyOf<typeof linkImpact>,
): Promise<Impact> =>
  proposalsOf === undefined ? impactOfChanges(strapi, changes) : impactOfProposals(strapi, proposalsOf);

/**
 * What confirming all proposals of a connection would do. The newest drafts are looked at, so it takes no longer where
 * there are many proposals. Invoices were made through confirmed links alone, so none is touched.
 */
async function impactOfProposals(strapi: Core.Strapi, connectionId: string): Promise<Impact> {
  const result = nothing();
  const ground = await liveFactsOf(strapi, connectionId);
  if (!ground) return result;
  const confirmed = (links: LinkIndex): LinkIndex =>
    new Map([...links].map(([key, link]) => [key, { ...link, state: 'confirmed' }]));
  for (const source of getService(strapi, 'invoicing').compiledSources()) {
    const drafts: SourceRecord[] = [];
    for await (const record of openRecords(strapi, source, connectionId)) {
      if (drafts.length === MOST_RECORDS) {
        result.truncated = true;
        break;
      }
      drafts.push(record);
    }
    const before = await resolveAll(strapi, source, drafts, ground);
    const after = await resolveAll(strapi, source, drafts, ground, confirmed);
    addDrafts(result.drafts, before, after);
  }
  return result;
}

/**
 * What changes of links would do to invoices: the drafts that refer to the records, with what each line is now and
 * would become, and the invoices made from such records, which stay as they are.
 */
async function impactOfChanges(
  strapi: Core.Strapi,
  changes: NonNullable<BodyOf<typeof linkImpact>['changes']>,
): Promise<Impact> {
  const mappings = await Promise.all(
    [...new Set(changes.map(({ mappingId }) => mappingId))].map((id) => getService(strapi, 'mappings').get(id)),
  );
  const [{ connectionId } = { connectionId: '' }] = mappings;
  if (mappings.some((mapping) => mapping.connectionId !== connectionId))
    throw invalidField(['changes'], 'The changes are of several connections; ask for each by itself');
  const result = nothing();
  const ground = await liveFactsOf(strapi, connectionId);
  if (!ground) return result;
  const { facts } = ground;
  const db = databaseOf(strapi);

  const wanted = changes.map((change) => {
    const mapping = mappings.find(({ id }) => id === change.mappingId);
    if (!mapping) throw invalidField(['changes'], `There is no mapping ${change.mappingId}`);
    const { localId, locale, externalId } = change;
    return { mapping, localId, externalId, localKey: localKeyOf({ ...mapping, localId, locale }) };
  });
  const records = await findStandIns(
    db,
    { connectionId, recordTypes: [...new Set(mappings.map(({ recordType }) => recordType))] },
    wanted.flatMap(({ externalId }) => externalId ?? []),
    ground,
  );
  const changed = (links: LinkIndex): LinkIndex => {
    const after = new Map(links);
    for (const { mapping, externalId, localKey } of wanted) {
      const present = links.get(localKey);
      if (externalId === null) {
        if (present?.state === 'confirmed') after.delete(localKey);
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
  result.issued.count = issued.size;
  result.issued.items = [...issued.values()]
    .slice(0, MOST_SHOWN)
    .map(({ id, number, recordNumber, state, total, currency }) => ({
      id,
      number,
      recordNumber,
      state,
      total,
      currency,
    }));
  return result;
}

function addDrafts(drafts: Impact['drafts'], before: PreflightResult[], after: PreflightResult[]): void {
  for (const [index, now] of before.entries()) {
    const then = after[index];
    if (then) addDraft(drafts, now, then);
  }
}

function addDraft(drafts: Impact['drafts'], now: PreflightResult, then: PreflightResult): void {
  const parts: Draft['parts'] = [];
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
