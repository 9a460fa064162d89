import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import type { previewWrites, ResponseOf, Run, Write, WriteState } from '../contracts';
import type { MappingRow } from '../linking/mapping-repository';
import { findRun, isEnded } from '../runs/repository';
import { databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField, notFound, UnprocessableError } from '../utils/errors';
import { getService } from '../utils/services';
import type { Plans, WriteRequest } from './ground';
import { planWrites } from './plan';
import {
  assignWrites,
  findActive,
  insertWrites,
  listWrites,
  moveWrites,
  type NewWrite,
  releaseWrites,
  type WriteRow,
} from './repository';
import { sayingOf, sentence } from '../utils/sentence';

/** Creating missing records and carrying values of links over: looked at first, then carried out by a run. */
export const writes = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Stores what is to be written; what an ended run left unsent makes room, what it may have sent goes on. */
  async function store(planned: NewWrite[], batch: { batchId: string; createdBy: string }): Promise<void> {
    await inTransaction(strapi, async (trx) => {
      const active = await findActive(
        trx,
        planned.map(({ activeKey }) => activeKey),
      );
      const busy = active.find(({ runState }) => runState !== null && !isEnded(runState));
      if (busy)
        throw new ConflictError(
          sentence('writing.busy', '{record} is being written already. Wait until that has ended.', {
            record: busy.label,
          }),
        );
      const unsent = active.filter(({ state }) => state === 'planned');
      const sent = active.filter(({ state }) => state !== 'planned');
      await releaseWrites(
        trx,
        unsent.map(({ id }) => id),
      );
      await moveWrites(
        trx,
        sent.map(({ id }) => id),
        batch,
      );
      const known = new Set(sent.map(({ activeKey }) => activeKey));
      await insertWrites(
        trx,
        batch,
        planned.filter(({ activeKey }) => !known.has(activeKey)),
      );
    });
  }

  return {
    async preview(mapping: MappingRow, request: WriteRequest): Promise<ResponseOf<typeof previewWrites>['data']> {
      const { choices, fields, unsent, plans } = await planWrites(strapi, mapping, request, true);
      return {
        choices,
        fields: fields.map(({ role, label }) => ({ role, label })),
        unsent,
        records: plans.map(({ plan }) => plan),
      };
    },

    async start(mapping: MappingRow, request: WriteRequest, startedBy: string): Promise<Run> {
      const { plans, choices } = await planWrites(strapi, mapping, request, false);
      const open = choices.find(({ value }) => value === null);
      if (open) throw invalidField(['choices', open.name], `Choose ${open.label}`);
      const planned = refuseBlocked(plans);
      const batch = { batchId: createId(), createdBy: startedBy };
      try {
        await store(planned, batch);
      } catch (error) {
        if (isUniqueViolation(error))
          throw new ConflictError(
            sentence(
              'writing.startedByOther',
              'Somebody else has just started to write one of these records. Nothing was done.',
            ),
          );
        throw error;
      }
      const run = await getService(strapi, 'runs').enqueue({
        kind: 'write',
        connectionId: mapping.connectionId,
        input: { batchId: batch.batchId },
        startedBy,
        // A lane of its own: a run that is about to end must not be the one to take these.
        activeKey: `write:${batch.batchId}`,
      });
      await assignWrites(databaseOf(strapi), batch.batchId, Number(run.id));
      return run;
    },

    /** What became of each record of a run. */
    async list(
      runId: string,
      query: { page: number; pageSize: number; state?: WriteState | undefined },
      /** Refuses readers who may not see entries of a content type. */
      requireRead: (contentType: string) => void,
    ): Promise<{ rows: Write[]; total: number }> {
      const db = databaseOf(strapi);
      const run = await findRun(db, runId);
      if (run?.kind !== 'write') throw notFound('run that writes records', runId);
      const { rows, total } = await listWrites(
        db,
        { runId: Number(run.id), ...(query.state ? { state: query.state } : {}) },
        query.page,
        query.pageSize,
      );
      const connection = await getService(strapi, 'connections').get(run.connectionId);
      const registry = getService(strapi, 'connectors');
      const connector = registry.get(connection.connector);
      const context = { options: registry.options(connection.connector), accountId: connection.accountId ?? '' };
      const mapping = rows[0] ? await getService(strapi, 'mappings').get(rows[0].mappingId) : null;
      if (mapping) requireRead(mapping.contentType);
      const urlOf = ({ externalId }: WriteRow) =>
        externalId !== null && mapping
          ? (connector.recordUrl?.(context, mapping.recordType, externalId) ?? null)
          : null;
      return {
        total,
        rows: rows.map((row) => ({
          id: String(row.id),
          act: row.act,
          // What a cancelled run had not begun is not going to be written.
          state: row.state === 'planned' && isEnded(run.state) && run.state !== 'failed' ? 'cancelled' : row.state,
          label: row.label,
          localId: row.localId,
          locale: row.locale,
          externalId: row.externalId,
          linkId: row.linkId === '' ? null : row.linkId,
          url: urlOf(row),
          values: row.values,
          before: row.before,
          message: row.message,
          ...(row.words && { words: row.words }),
          holder: row.holder,
          at: row.finishedAt,
        })),
      };
    },
  };
};

/** Records without a difference are left out; any other problem keeps all of them from being written. */
function refuseBlocked(plans: Plans['plans']): NewWrite[] {
  const wanted = plans.filter(({ plan }) => !plan.problems.some(({ kind }) => kind === 'nothing'));
  if (wanted.length === 0)
    throw new UnprocessableError(sentence('writing.nothing', 'Both sides say the same: there is nothing to write.'));
  const blocked = wanted.map(({ plan }) => plan).filter(({ problems }) => problems.length > 0);
  const [first] = blocked;
  if (first)
    throw new UnprocessableError(
      sentence('writing.blocked', '{what} cannot be written: {why} Nothing was written.', {
        what:
          blocked.length === 1
            ? first.label
            : sentence('common.someRecords', '{count} of {total} records', {
                count: blocked.length,
                total: plans.length,
              }),
        why: first.problems[0] ? sayingOf(first.problems[0]) : '',
      }),
      { blocked: blocked.map(({ id, locale, label, problems }) => ({ id, locale, label, problems })) },
    );
  return wanted.map(({ write }) => write);
}
