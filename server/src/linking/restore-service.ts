import type { Core } from '@strapi/strapi';
import type { LinkDifference, RestorePoint } from '../contracts/restore-points';
import { TABLES } from '../constants';
import { findRecords } from '../sync/external-records';
import { breathe, type Database, databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField, notFound } from '../utils/errors';
import type { Actor } from '../utils/http';
import { getService } from '../utils/services';
import { type ActRow, type DetailRow, detailOf, insertAct, insertDetails, type JournaledState } from './journal';
import { pairKeyOf } from './keys';
import { confirmedColumns, newBatchId, newEntry, pairColumns, proposedColumns, type RawLink } from './link-repository';
import { findMappings, type MappingRow } from './mapping-repository';
import {
  deleteRestorePoint,
  type Difference,
  findRestorePoint,
  findRestorePoints,
  insertRestorePoint,
  listDifferences,
  nextDifferences,
} from './restore-repository';
import type { ActResult } from './review-service';
import { sentence } from '../utils/sentence';

const PER_STEP = 200;

/** Moments of the map that can be compared and gone back to. */
export const restorePoints = ({ strapi }: { strapi: Core.Strapi }) => {
  async function get(id: string): Promise<RestorePoint> {
    const point = await findRestorePoint(databaseOf(strapi), id);
    if (!point) throw notFound('restore point', id);
    return point;
  }

  return {
    list: (connectionId: string | undefined) => findRestorePoints(databaseOf(strapi), connectionId),

    async create(connectionId: string, name: string, actor: Actor): Promise<RestorePoint> {
      await getService(strapi, 'connections').get(connectionId);
      return get(await inTransaction(strapi, (trx) => insertRestorePoint(trx, connectionId, name, actor.name)));
    },

    async remove(id: string): Promise<void> {
      await get(id);
      await inTransaction(strapi, (trx) => deleteRestorePoint(trx, id));
    },

    async compare(
      id: string,
      against: string | undefined,
      page: number,
      pageSize: number,
    ): Promise<{ rows: LinkDifference[]; total: number }> {
      const db = databaseOf(strapi);
      const point = await get(id);
      if (against && (await get(against)).connectionId !== point.connectionId)
        throw invalidField(['against'], 'That restore point is of another connection');
      const names = new Map((await findMappings(db, point.connectionId)).map((mapping) => [mapping.id, mapping.name]));
      const { rows, total } = await listDifferences(db, point, against, page, pageSize);
      return {
        total,
        rows: rows.map(({ localId: _id, locale: _locale, origin: _origin, ...difference }) => ({
          ...difference,
          mappingName: names.get(difference.mappingId) ?? '',
        })),
      };
    },

    /** Puts links back as the point has them; see the endpoint. */
    async restore(id: string, wanted: { keys: string[] } | { expected: number }, actor: Actor): Promise<ActResult> {
      const point = await get(id);
      const keys = 'keys' in wanted ? [...new Set(wanted.keys)] : undefined;
      const expected = 'keys' in wanted ? new Set(wanted.keys).size : wanted.expected;
      const act: ActRow = {
        batchId: newBatchId(),
        act: 'restore',
        connectionId: point.connectionId,
        reason: point.name.slice(0, 255),
        actor: actor.name,
      };
      try {
        return await inTransaction(strapi, async (trx) => {
          const { count, links } = await restoreAll(trx, point, keys, act, actor);
          if (count !== expected)
            throw new ConflictError(
              sentence(
                'links.restoreDiffers',
                '{count} records differ from the restore point now, not {expected}. Nothing was changed; compare again.',
                { count, expected },
              ),
              { count },
            );
          return { batchId: act.batchId, count, links };
        });
      } catch (error) {
        if (isUniqueViolation(error))
          throw new ConflictError(
            sentence(
              'links.restoreNeeded',
              'A record that one of these links needs is linked with another one since. Nothing was changed; restore that one too.',
            ),
          );
        throw error;
      }
    },
  };
};

/** Links of now leave their places before those of the point take them. */
async function restoreAll(
  trx: Database,
  point: RestorePoint,
  keys: string[] | undefined,
  act: ActRow,
  actor: Actor,
): Promise<{ count: number; links: string[] }> {
  const mappings = new Map((await findMappings(trx, point.connectionId)).map((mapping) => [mapping.id, mapping]));
  const all: Difference[] = [];
  for (let last = ''; ;) {
    const page = await nextDifferences(trx, point, last, PER_STEP, keys);
    if (page.length === 0) break;
    last = page[page.length - 1]?.key ?? '';
    all.push(...page);
    await breathe();
  }
  const details: DetailRow[] = [];
  for (let start = 0; start < all.length; start += PER_STEP) {
    details.push(...(await leave(trx, all.slice(start, start + PER_STEP))));
    await breathe();
  }
  const restored: string[] = [];
  for (const difference of all) {
    const mapping = mappings.get(difference.mappingId);
    if (!mapping || difference.before === null) continue;
    const detail = await comeBack(trx, mapping, difference, actor);
    details.push(...detail);
    restored.push(detail[detail.length - 1]?.linkId ?? '');
    await breathe();
  }
  await insertDetails(trx, act, details);
  const first = details.find(({ stateAfter }) => stateAfter === 'confirmed') ?? details[0];
  const touched = new Set(all.map(({ mappingId }) => mappingId));
  await insertAct(trx, act, all.length, first, touched.size === 1 ? ([...touched][0] ?? null) : null);
  return { count: all.length, links: restored.slice(0, 1_000) };
}

/** Takes away the links that records have now: what was found by matching waits as a proposal again, the rest goes. */
async function leave(trx: Database, differences: Difference[]): Promise<DetailRow[]> {
  const now = differences.filter(({ after }) => after !== null);
  const kinds = new Map(now.map(({ key, kind }) => [key, kind]));
  const rows = (await trx(TABLES.links).whereIn('confirmed_local_key', [...kinds.keys()])) as RawLink[];
  const backToProposal = rows.filter(
    (row) => kinds.get(String(row.local_key)) === 'added' && row.origin === 'auto' && row.score !== null,
  );
  const gone = rows.filter((row) => !backToProposal.includes(row));
  const idsOf = (list: RawLink[]) => list.map((row) => String(row.document_id));
  await trx(TABLES.links)
    .whereIn('document_id', idsOf(backToProposal))
    .update({ ...proposedColumns(new Date()), attention: null });
  await trx(TABLES.links).whereIn('document_id', idsOf(gone)).delete();
  return [
    ...backToProposal.map((row) => detailOf(row, 'confirmed', 'proposed', true)),
    ...gone.map((row) => detailOf(row, 'confirmed', 'none', true)),
  ];
}

/** Makes one link of the point again; the proposals that it makes pointless go with it. */
async function comeBack(
  trx: Database,
  mapping: MappingRow,
  { key, localId, locale, label, origin, before }: Difference,
  actor: Actor,
): Promise<DetailRow[]> {
  if (before === null) return [];
  const oneToOne = mapping.cardinality === 'one_to_one';
  const pairKey = pairKeyOf(mapping.id, localId, locale, before.externalId);
  const pointless = (await trx(TABLES.links)
    .where({ mapping_id: mapping.id, state: 'proposed' })
    .whereNot({ pair_key: pairKey })
    .where((query) => {
      void query.where({ local_key: key });
      if (oneToOne) void query.orWhere({ external_id: before.externalId });
    })) as RawLink[];
  await trx(TABLES.links)
    .whereIn(
      'document_id',
      pointless.map((row) => String(row.document_id)),
    )
    .delete();
  const record = (await findRecords(trx, mapping, [before.externalId])).get(before.externalId);
  const attention = !record || record.deleted ? 'deleted' : record.active ? null : 'inactive';
  const now = new Date();
  const confirmed = { ...confirmedColumns(trx, oneToOne, actor.name, now), origin, attention };
  const dropped = pointless.map((row) => detailOf(row, 'proposed', 'none', true));
  const existing = (await trx(TABLES.links).where({ pair_key: pairKey }).first()) as RawLink | undefined;
  if (existing) {
    await trx(TABLES.links)
      .where({ document_id: String(existing.document_id) })
      .update(confirmed);
    return [...dropped, detailOf(existing, existing.state as JournaledState, 'confirmed', true)];
  }
  const row: RawLink = {
    ...newEntry(),
    ...pairColumns(mapping, localId, locale, before.externalId),
    local_label: label,
    external_label: record?.label ?? before.label,
    warnings: '[]',
    has_warning: false,
    ...proposedColumns(now),
    origin,
  };
  await trx(TABLES.links).insert(row);
  await trx(TABLES.links)
    .where({ document_id: String(row.document_id) })
    .update(confirmed);
  return [...dropped, detailOf(row, 'none', 'confirmed', false)];
}
