import type { Core } from '@strapi/strapi';
import type { listDrafts, PreflightResult, QueryOf, ResponseOf } from '../contracts';
import { databaseOf } from '../utils/database';
import { paginationOf } from '../utils/pagination';
import { valuesOf } from './amounts';
import type { Ground } from './facts';
import { invoicingConnection, RECORDS_PER_READ, resolveAll, sourceOf } from './preflight';
import { listRecordIds, readRecords } from './records';
import type { CompiledSource } from './source';
import type { SourceRecord } from './types';
import { countCreated, findInvoicedKeys, recordKeyOf } from './repository';
import { releaseCancelled } from './states';

/**
 * One page of the records without an invoice that are ready, or blocked, and the numbers of both.
 * Every open record is read and resolved on each call, 200 at a time: about five statements per 200
 * records, nothing is kept but the page.
 */
export async function findDrafts(
  strapi: Core.Strapi,
  query: QueryOf<typeof listDrafts>,
): Promise<ResponseOf<typeof listDrafts>> {
  const db = databaseOf(strapi);
  const source = sourceOf(strapi, query.source);
  const ground = await invoicingConnection(strapi, query.connectionId);
  await releaseCancelled(db);
  const first = (query.page - 1) * query.pageSize;
  const page: PreflightResult[] = [];
  const counts = { ready: 0, blocked: 0 };
  const amounts: Parameters<typeof valuesOf>[0][number][] = [];
  let matching = 0;
  for await (const result of openDrafts(strapi, source, ground)) {
    const status = result.ready ? 'ready' : 'blocked';
    counts[status] += 1;
    amounts.push({ status, total: result.total, currency: result.currency });
    if (status !== query.status || !matches(result, query.search)) continue;
    if (matching >= first && page.length < query.pageSize) page.push(result);
    matching += 1;
  }
  return {
    data: page,
    meta: {
      pagination: paginationOf(query, matching),
      counts: {
        ...counts,
        created: await countCreated(db, ground.facts.id, source.name),
        values: valuesOf(amounts),
      },
    },
  };
}

/** Every record of a source that has no invoice on a connection yet, newest first, 200 read at once. */
export async function* openRecords(
  strapi: Core.Strapi,
  source: CompiledSource,
  connectionId: string,
): AsyncGenerator<SourceRecord> {
  for await (const records of openPages(strapi, source, connectionId)) yield* records;
}

async function* openPages(
  strapi: Core.Strapi,
  source: CompiledSource,
  connectionId: string,
): AsyncGenerator<SourceRecord[]> {
  for (let start = 0; ; start += RECORDS_PER_READ) {
    const listed = await listRecordIds(strapi, source, start, RECORDS_PER_READ);
    const keyOf = (record: { id: string; locale: string }) =>
      recordKeyOf({ ...record, connectionId, contentType: source.contentType });
    const invoiced = await findInvoicedKeys(databaseOf(strapi), listed.map(keyOf));
    const open = listed.filter((record) => !invoiced.has(keyOf(record)));
    yield await readRecords(
      strapi,
      source,
      open.map(({ id }) => id),
    );
    if (listed.length < RECORDS_PER_READ) break;
  }
}

/** The same, resolved. */
export async function* openDrafts(
  strapi: Core.Strapi,
  source: CompiledSource,
  ground: Ground,
): AsyncGenerator<PreflightResult> {
  for await (const records of openPages(strapi, source, ground.facts.id))
    yield* await resolveAll(strapi, source, records, ground);
}

/** Those of them that are ready. */
export async function* readyDrafts(
  strapi: Core.Strapi,
  request: { source: string; connectionId: string },
): AsyncGenerator<PreflightResult> {
  const ground = await invoicingConnection(strapi, request.connectionId);
  for await (const draft of openDrafts(strapi, sourceOf(strapi, request.source), ground)) if (draft.ready) yield draft;
}

function matches(result: PreflightResult, search: string | undefined): boolean {
  if (!search) return true;
  const words = search.toLowerCase();
  return [result.number, result.id, result.client.record?.label ?? ''].some((value) =>
    value.toLowerCase().includes(words),
  );
}
