import type { Core } from '@strapi/strapi';
import type { DecisionAct, RejectReason } from '../contracts/links';
import { TABLES } from '../constants';
import { chunksOf, type Database, databaseOf, inTransaction, isUniqueViolation, toText } from '../utils/database';
import { ConflictError, notFound } from '../utils/errors';
import type { Actor } from '../utils/http';
import { getService } from '../utils/services';
import { findRecords } from '../sync/external-records';
import { type Confirmed, confirmMany, MOST_ANSWERED } from './confirm-many';
import {
  type ActRow,
  addToBatch,
  detailOf,
  type DetailRow,
  insertAct,
  insertDecisions,
  type JournaledState,
} from './journal';
import { localKeyOf, pairKeyOf } from './keys';
import {
  confirmedColumns,
  countProposals,
  findByPair,
  findConfirmedByExternal,
  findConfirmedByLocal,
  findRawLinks,
  fromRow,
  newBatchId,
  newEntry,
  pairColumns,
  proposedColumns,
  type RawLink,
  rejectedColumns,
} from './link-repository';
import { findLocalRecords } from './local-records';
import { findMappings, type MappingRow } from './mapping-repository';
import { findModel } from './match-models';
import { retireMerged } from './merged';
import { comparedColumns, rememberValues } from './remembered';
import { undoBatch } from './undo';
import { sentence } from '../utils/sentence';

/** Links of a batch changed by one statement: short enough for the event loop on SQLite. */
const LINKS_PER_STATEMENT = 500;

/** What an act answers with; `batchId` is what Undo takes. */
export interface ActResult {
  batchId: string;
  count: number;
  /** At most 1,000, so that the answer stays small. */
  links: string[];
}

const STATE_WORDS = {
  proposed: sentence('links.state.proposed', 'proposed'),
  confirmed: sentence('links.state.confirmed', 'confirmed'),
  rejected: sentence('links.state.rejected', 'rejected'),
};

/** Decisions of people on links. Each is one transaction with its journal, and can be undone. */
export const review = ({ strapi }: { strapi: Core.Strapi }) => {
  const mappingsById = async (db: Database) =>
    new Map((await findMappings(db)).map((mapping) => [mapping.id, mapping]));

  /** Refuses a batch in which some link is gone or is not in the state that the admin saw. */
  function requireState(rows: RawLink[], ids: string[], state: JournaledState): void {
    const found = new Set(rows.map((row) => String(row.document_id)));
    const missing = ids.find((id) => !found.has(id));
    if (missing) throw notFound('link', missing);
    const other = rows.filter((row) => row.state !== state).map(fromRow);
    const [first] = other;
    if (!first) return;
    const [record, name] = [first.localLabel, first.decidedBy];
    const is = STATE_WORDS[first.state];
    throw new ConflictError(
      name
        ? sentence(
            'links.isAlreadyBy',
            '{record} is {state} already by {name}. Nothing was changed; look at it again.',
            {
              record,
              state: is,
              name,
            },
          )
        : sentence('links.isAlready', '{record} is {state} already. Nothing was changed; look at it again.', {
            record,
            state: is,
          }),
      {
        links: other.map((link) => ({ id: link.id, state: link.state, decidedBy: link.decidedBy })),
      },
    );
  }

  /** Moves links from one state to another with their journal. */
  async function change(
    ids: string[],
    from: JournaledState,
    to: 'confirmed' | 'rejected',
    act: { act: DecisionAct; reason?: RejectReason },
    actor: Actor,
  ): Promise<ActResult> {
    const unique = [...new Set(ids)];
    const batchId = newBatchId();
    try {
      await inTransaction(strapi, async (trx) => {
        const rows = await findRawLinks(trx, unique);
        requireState(rows, unique, from);
        const mappings = await mappingsById(trx);
        const now = new Date();
        if (to === 'rejected') await rememberValues(trx, mappings, rows);
        const retired = to === 'confirmed' ? await retireMerged(trx, unique, actor, now) : [];
        for (const mapping of mappings.values()) {
          const ofMapping = rows.filter((row) => row.mapping_id === mapping.id).map((row) => String(row.document_id));
          const columns =
            to === 'confirmed'
              ? confirmedColumns(trx, mapping.cardinality === 'one_to_one', actor.name, now)
              : rejectedColumns(act.reason ?? 'other', actor.name, now);
          for (const chunk of chunksOf(ofMapping, LINKS_PER_STATEMENT)) {
            // The state is asked for again: another admin may have been faster since the look above.
            const changed = await trx(TABLES.links)
              .whereIn('document_id', chunk)
              .where({ state: from })
              .update(columns);
            if (changed !== chunk.length)
              throw new ConflictError(
                sentence(
                  'links.decidedByOther',
                  'Somebody else has just decided on one of these. Nothing was changed; look again.',
                ),
              );
          }
        }
        const details = rows.map((row) => detailOf(row, from, to, from === 'confirmed'));
        await insertDecisions(
          trx,
          {
            batchId,
            act: act.act,
            connectionId: String(rows[0]?.connection_id),
            reason: act.reason ?? null,
            actor: actor.name,
          },
          [...details, ...retired],
        );
      });
    } catch (error) {
      if (isUniqueViolation(error))
        throw new ConflictError(
          sentence(
            'links.linkedElsewhere',
            'One of these records has been linked elsewhere meanwhile. Nothing was changed; look again.',
          ),
        );
      throw error;
    }
    return { batchId, count: unique.length, links: unique };
  }

  /** Confirms what is proposed for some mappings. */
  async function confirmProposals(
    trx: Database,
    mappings: MappingRow[],
    includeWarnings: boolean,
    act: ActRow,
    actor: Actor,
  ): Promise<{ counts: Map<string, number>; links: string[] }> {
    const counts = new Map<string, number>();
    const links: string[] = [];
    let first: Confirmed['first'];
    for (const mapping of mappings) {
      const filter = { mappings: [mapping.id], ...(includeWarnings ? {} : { warning: 'none' as const }) };
      const done = await confirmMany(trx, mapping, filter, act, actor);
      if (done.count === 0) continue;
      counts.set(mapping.id, done.count);
      first ??= done.first;
      links.push(...done.links.slice(0, MOST_ANSWERED - links.length));
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    await insertAct(trx, act, total, first, counts.size === 1 ? ([...counts.keys()][0] ?? null) : null);
    return { counts, links };
  }

  /** Takes the mark `repurposed` off links that are right all the same. */
  async function keep(ids: string[], actor: Actor): Promise<ActResult> {
    const unique = [...new Set(ids)];
    const batchId = newBatchId();
    await inTransaction(strapi, async (trx) => {
      const rows = await findRawLinks(trx, unique);
      requireState(rows, unique, 'confirmed');
      const other = rows.find((row) => row.attention !== 'repurposed');
      if (other)
        throw new ConflictError(
          sentence('links.notMarked', '{record} is not marked as changed. Look at it again.', {
            record: toText(other.local_label),
          }),
        );
      await trx(TABLES.links).whereIn('document_id', unique).update({ attention: null, updated_at: new Date() });
      const details = rows.map((row) => detailOf(row, 'confirmed', 'confirmed', false));
      const connectionId = String(rows[0]?.connection_id);
      await insertDecisions(
        trx,
        { batchId, act: 'attention', connectionId, reason: 'kept', actor: actor.name },
        details,
      );
    });
    return { batchId, count: unique.length, links: unique };
  }

  async function summary(connectionId: string) {
    const db = databaseOf(strapi);
    await getService(strapi, 'connections').get(connectionId);
    const counts = await countProposals(db, connectionId);
    const mappings = (await findMappings(db, connectionId)).map((mapping) => {
      const count = counts.find(({ mappingId }) => mappingId === mapping.id);
      return {
        mappingId: mapping.id,
        name: mapping.name,
        proposed: count?.proposed ?? 0,
        withWarning: count?.withWarning ?? 0,
      };
    });
    return {
      mappings,
      proposed: mappings.reduce((sum, { proposed }) => sum + proposed, 0),
      withWarning: mappings.reduce((sum, { withWarning }) => sum + withWarning, 0),
    };
  }

  return {
    summary,
    confirm: (ids: string[], actor: Actor) => change(ids, 'proposed', 'confirmed', { act: 'confirm' }, actor),
    reject: (ids: string[], reason: RejectReason, actor: Actor) =>
      change(ids, 'proposed', 'rejected', { act: 'reject', reason }, actor),
    unlink: (ids: string[], actor: Actor) =>
      change(ids, 'confirmed', 'rejected', { act: 'unlink', reason: 'unlinked' }, actor),
    keep,
    undo: (batchId: string, actor: Actor) => inTransaction(strapi, (trx) => undoBatch(trx, batchId, actor)),

    /** Confirms every proposal; if the numbers are not those that the admin saw, nothing is done. */
    async confirmAll(
      connectionId: string,
      includeWarnings: boolean,
      expected: Array<{ mappingId: string; count: number }>,
      actor: Actor,
    ): Promise<ActResult> {
      const act: ActRow = { batchId: newBatchId(), act: 'confirm', connectionId, actor: actor.name };
      try {
        const { counts, links } = await inTransaction(strapi, async (trx) => {
          const result = await confirmProposals(
            trx,
            await findMappings(trx, connectionId),
            includeWarnings,
            act,
            actor,
          );
          const wanted = new Map(expected.map(({ mappingId, count }) => [mappingId, count]));
          const differs = [...new Set([...wanted.keys(), ...result.counts.keys()])].some(
            (id) => (wanted.get(id) ?? 0) !== (result.counts.get(id) ?? 0),
          );
          if (differs)
            throw new ConflictError(
              sentence(
                'links.proposalsChanged',
                'The proposals have changed since you looked. Nothing was confirmed; these are the numbers now.',
              ),
            );
          return result;
        });
        return { batchId: act.batchId, count: [...counts.values()].reduce((sum, count) => sum + count, 0), links };
      } catch (error) {
        if (error instanceof ConflictError) throw new ConflictError(error, { summary: await summary(connectionId) });
        throw error;
      }
    },

    /** "Confirm all & finalize": what is still proposed is confirmed, and the connection resolves invoices from now on. */
    async finalize(connectionId: string, actor: Actor): Promise<void> {
      const act: ActRow = { batchId: newBatchId(), act: 'finalize', connectionId, actor: actor.name };
      const row = await getService(strapi, 'connections').get(connectionId);
      if (row.state === 'draft' || row.state === 'expired') {
        throw new ConflictError(
          row.state === 'draft'
            ? sentence('connections.connectFirst', 'Connect the system first.')
            : sentence('connections.reconnectThenFinalize', 'The connection has expired. Reconnect it, then finalize.'),
        );
      }
      await inTransaction(strapi, async (trx) =>
        confirmProposals(trx, await findMappings(trx, connectionId), true, act, actor),
      );
      await getService(strapi, 'connections').goLive(connectionId);
    },

    /**
     * Links two records by hand. Proposals that it makes pointless go with it and come back with Undo.
     */
    async map(
      request: { mappingId: string; localId: string; locale: string; externalId: string; replace?: string },
      actor: Actor,
      origin: 'manual' | 'created' = 'manual',
    ): Promise<ActResult> {
      const mapping = await getService(strapi, 'mappings').get(request.mappingId);
      try {
        return await inTransaction(strapi, (trx) => mapInTransaction(trx, mapping, request, actor, origin));
      } catch (error) {
        if (isUniqueViolation(error))
          throw new ConflictError(
            sentence(
              'links.oneLinkedMeanwhile',
              'One of the two records has been linked meanwhile. Nothing was changed; look again.',
            ),
          );
        throw error;
      }
    },
    mapInTransaction,
  };

  async function mapInTransaction(
    trx: Database,
    mapping: MappingRow,
    request: { localId: string; locale: string; externalId: string; replace?: string },
    actor: Actor,
    origin: 'manual' | 'created',
    /** Of a run that links many: one batch for all of them. */
    batch?: { batchId: string; act: DecisionAct },
  ): Promise<ActResult> {
    const scope = { connectionId: mapping.connectionId, recordType: mapping.recordType };
    const localKey = localKeyOf({ ...mapping, localId: request.localId, locale: request.locale });
    const external = (await findRecords(trx, scope, [request.externalId])).get(request.externalId);
    if (!external || external.deleted)
      throw notFound(`${mapping.recordType} in the external system`, request.externalId);
    // A vendor may keep what was just created inactive until something is added to it there.
    if (!external.active && batch?.act !== 'create_external')
      throw new ConflictError(
        sentence(
          'links.partnerInactive',
          '{record} is inactive in the external system. Make it active there and sync, or choose another.',
          { record: external.label },
        ),
      );
    const local = (await findLocalRecords(trx, mapping.id, [localKey])).get(localKey);
    if (!local) throw notFound('local record', request.localId);

    const act: ActRow = {
      batchId: batch?.batchId ?? newBatchId(),
      act: batch?.act ?? (origin === 'created' ? 'create' : 'map'),
      connectionId: mapping.connectionId,
      actor: actor.name,
    };
    const details: DetailRow[] = [];
    const now = new Date();

    const present = await findConfirmedByLocal(trx, localKey);
    if (present && present.externalId === request.externalId && present.mappingId === mapping.id)
      throw new ConflictError(
        sentence('links.linkedAlready', '{local} is linked to {external} already.', {
          local: local.label,
          external: external.label,
        }),
        { linkId: present.id },
      );
    if (present && present.id !== request.replace) {
      throw new ConflictError(
        sentence('links.linkedToOther', '{local} is linked to {external}. Replace that link, or leave it.', {
          local: local.label,
          external: present.externalLabel,
        }),
        {
          linkId: present.id,
          replace: present.id,
          externalLabel: present.externalLabel,
        },
      );
    }
    if (request.replace && !present)
      throw new ConflictError(sentence('links.replacedGone', 'The link to be replaced is gone. Look again.'));
    if (present) {
      const [raw] = await findRawLinks(trx, [present.id]);
      if (raw) {
        details.push(detailOf(raw, 'confirmed', 'rejected', true));
        await rememberValues(trx, new Map([[mapping.id, mapping]]), [raw]);
      }
      await trx(TABLES.links)
        .where({ document_id: present.id })
        .update(rejectedColumns('unlinked', actor.name, now));
    }
    if (mapping.cardinality === 'one_to_one') {
      const taken = (await findConfirmedByExternal(trx, scope, [request.externalId])).find(
        (link) => link.mappingId === mapping.id,
      );
      if (taken) {
        throw new ConflictError(
          sentence(
            'links.partnerTaken',
            '{external} is linked to {local} already, and this mapping allows one each. Unlink that one first, or let the mapping share records.',
            { external: external.label, local: taken.localLabel },
          ),
          { linkId: taken.id, takenBy: taken.localLabel },
        );
      }
    }

    const pairKey = pairKeyOf(mapping.id, request.localId, request.locale, request.externalId);
    details.push(...(await dropProposals(trx, mapping, localKey, request.externalId, pairKey)));

    const existing = await findByPair(trx, pairKey);
    const confirmed = { ...confirmedColumns(trx, mapping.cardinality === 'one_to_one', actor.name, now), origin };
    const stored = await findModel(trx, mapping.id);
    const compared = comparedColumns(local, external, stored, { withScore: false });
    if (existing) {
      details.push(detailOf(existing, existing.state as JournaledState, 'confirmed', true));
      await trx(TABLES.links)
        .where({ document_id: String(existing.document_id) })
        .update({
          ...confirmed,
          ...(existing.state === 'proposed' ? {} : { score: null, runner_up: null, ...compared }),
          changed_since: null,
          warnings: '[]',
          has_warning: false,
        });
      return finish(String(existing.document_id));
    }
    const row: RawLink = {
      ...newEntry(),
      ...pairColumns(mapping, request.localId, request.locale, request.externalId),
      local_label: local.label.slice(0, 255),
      external_label: external.label,
      ...compared,
      warnings: '[]',
      has_warning: false,
      ...proposedColumns(now),
      origin,
    };
    await trx(TABLES.links).insert(row);
    await trx(TABLES.links)
      .where({ document_id: String(row.document_id) })
      .update(confirmed);
    details.push(detailOf(row, 'none', 'confirmed', false));
    return finish(String(row.document_id));

    async function finish(linkId: string): Promise<ActResult> {
      // The pair itself stands first: the journal names it.
      await (batch ? addToBatch : insertDecisions)(trx, act, [...details.slice(-1), ...details.slice(0, -1)]);
      return { batchId: act.batchId, count: 1, links: [linkId] };
    }
  }

  /** Takes away proposals of the same record, or of the same partner where it can have one only. */
  async function dropProposals(
    trx: Database,
    mapping: MappingRow,
    localKey: string,
    externalId: string,
    pairKey: string,
  ): Promise<DetailRow[]> {
    const rows = (await trx(TABLES.links)
      .where({ state: 'proposed' })
      .whereNot({ pair_key: pairKey })
      .where((query) => {
        void query.where({ local_key: localKey });
        if (mapping.cardinality === 'one_to_one')
          void query.orWhere({ mapping_id: mapping.id, external_id: externalId });
      })) as RawLink[];
    if (rows.length === 0) return [];
    await trx(TABLES.links)
      .whereIn(
        'document_id',
        rows.map((row) => String(row.document_id)),
      )
      .delete();
    return rows.map((row) => detailOf(row, 'proposed', 'none', true));
  }
};
