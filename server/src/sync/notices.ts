import type { Core } from '@strapi/strapi';
import type { Connector, ConnectorContext, RecordType } from '../connectors/contract';
import { fewChanges, matchFew } from '../linking/few-changes';
import { matchRecords } from '../linking/live-match';
import { findMappings } from '../linking/mapping-repository';
import type { RunContext } from '../runs/types';
import { databaseOf, inTransaction } from '../utils/database';
import { getService } from '../utils/services';
import { dropNotices, findNotices, type NoticeRow } from '../webhooks/repository';
import { findChangedIds, markMerged } from './external-records';
import { partOf, settleLinks, storeRecords } from './store';

/** Records read from the vendor by one request, and stored by one transaction. */
const RECORDS_AT_ONCE = 100;
/** Changed records that are matched at once; the next sync matches the rest. */
const MOST_CHANGES = 500;

/**
 * Reads the records that the vendor has told of, as they are now: the order of notices and their number do not
 * matter. Each notice is dropped in the transaction that followed it, so that none is lost.
 */
export async function followNotices(
  strapi: Core.Strapi,
  ctx: RunContext,
  connector: Connector,
  context: ConnectorContext,
  types: readonly RecordType[],
): Promise<void> {
  if (!connector.read) return;
  for (;;) {
    ctx.signal.throwIfAborted();
    const found = await findNotices(databaseOf(strapi), ctx.run.connectionId, RECORDS_AT_ONCE);
    const first = found[0];
    if (!first) return;
    const notices = found.filter(({ recordType }) => recordType === first.recordType);
    const type = types.find(({ id }) => id === first.recordType);
    // A type that nobody maps is not kept.
    if (!type) await inTransaction(strapi, (trx) => dropNotices(trx, notices));
    else await follow(strapi, ctx, { connector, context, type }, notices);
  }
}

async function follow(
  strapi: Core.Strapi,
  ctx: RunContext,
  { connector, context, type }: { connector: Connector; context: ConnectorContext; type: RecordType },
  notices: readonly NoticeRow[],
): Promise<void> {
  const scope = { connectionId: ctx.run.connectionId, recordType: type.id };
  const part = partOf(ctx.progress, type.id, type.label);
  const externalIds = notices.map(({ externalId }) => externalId);
  const read = await connector.read?.(context, { recordType: type.id, externalIds });
  if (!read) return;
  const gone = new Set(read.deleted);
  await inTransaction(strapi, async (trx) => {
    // One that is still there was not merged, whatever was said of it.
    for (const { externalId, mergedInto } of notices)
      if (mergedInto !== null && gone.has(externalId))
        ctx.progress.counts.removed += await markMerged(trx, scope, ctx.run.id, externalId, mergedInto);
    await storeRecords(trx, ctx, scope, read);
    await settleLinks(trx, scope);
    await dropNotices(trx, notices);
    part.done += read.records.length;
    part.total = part.done;
    part.phase = 'done';
    await ctx.save(trx);
  });
}

/** Matches what a run of notices has changed, and no more: entries in Strapi are matched as they are saved. */
export async function matchNoticed(strapi: Core.Strapi, ctx: RunContext, types: readonly RecordType[]): Promise<void> {
  const db = databaseOf(strapi);
  for (const mapping of await findMappings(db, ctx.run.connectionId)) {
    ctx.signal.throwIfAborted();
    const isRead = types.some(({ id }) => id === mapping.recordType);
    if (!isRead || getService(strapi, 'mappings').problemOf(mapping) !== null) continue;
    const few = await fewChanges(db, mapping);
    if (few) {
      await matchFew(strapi, ctx, mapping, few);
      continue;
    }
    const rights = await findChangedIds(db, mapping, ctx.run.id - 1, MOST_CHANGES);
    ctx.progress.counts.proposed += await matchRecords(strapi, mapping, { lefts: [], rights });
    await ctx.save(db);
  }
}
