import type { Core } from '@strapi/strapi';
import type { RunContext } from '../runs/types';
import { findChangedIds } from '../sync/external-records';
import { type Database, databaseOf } from '../utils/database';
import { type ChangedRecords, matchRecords } from './live-match';
import { findPending } from './local-records';
import type { MappingRow } from './mapping-repository';
import { decidedSince, findModel, noteMatched } from './match-models';
import { leftId } from './match-sides';

/** More changes than this, or than this share of the records, are matched by a full run. */
const MOST_CHANGES = 2_000;
const MOST_SHARE = 0.02;
/** A model is fitted anew once this share of its records has been matched without it. */
const MOST_SINCE_FIT = 0.1;
const RECORDS_AT_ONCE = 50;

/**
 * What has changed since a mapping was matched; null: so much, or such things, that everything is to be matched again.
 * Decisions of people are such things: the next model learns from them.
 */
export async function fewChanges(db: Database, mapping: MappingRow): Promise<ChangedRecords | null> {
  const stored = await findModel(db, mapping.id);
  if (!stored || stored.threshold !== mapping.threshold || stored.margin !== mapping.margin) return null;
  if (await decidedSince(db, mapping.id, stored.decisionId)) return null;
  const most = Math.min(
    MOST_CHANGES,
    Math.floor(stored.records * MOST_SHARE),
    Math.floor(stored.records * MOST_SINCE_FIT) - stored.changedSince,
  );
  const locals = await findPending(db, mapping.id, MOST_CHANGES + 1);
  const rights = await findChangedIds(db, mapping, stored.matchedRunId, MOST_CHANGES + 1);
  if (locals.length + rights.length > most) return null;
  return { lefts: locals.map(({ localId, locale }) => leftId(localId, locale)), rights };
}

/** Matches what `fewChanges` found, a few records at a time. */
export async function matchFew(
  strapi: Core.Strapi,
  ctx: RunContext,
  mapping: MappingRow,
  { lefts, rights }: ChangedRecords,
): Promise<void> {
  const all = [...lefts.map((id) => ({ id, left: true })), ...rights.map((id) => ({ id, left: false }))];
  for (let at = 0; at < all.length; at += RECORDS_AT_ONCE) {
    ctx.signal.throwIfAborted();
    const part = all.slice(at, at + RECORDS_AT_ONCE);
    ctx.progress.counts.proposed += await matchRecords(strapi, mapping, {
      lefts: part.filter(({ left }) => left).map(({ id }) => id),
      rights: part.filter(({ left }) => !left).map(({ id }) => id),
    });
    await ctx.save(databaseOf(strapi));
  }
  await noteMatched(databaseOf(strapi), mapping.id, { records: 0, matchedRunId: ctx.run.id });
}
