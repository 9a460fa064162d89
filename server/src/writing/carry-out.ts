import { setTimeout as pause } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ConnectionRow } from '../connections/repository';
import type { Connector, ConnectorContext, CreateRequest, ExternalRecordInput, Writing } from '../connectors/contract';
import { ConnectorError } from '../connectors/errors';
import type { FieldRole } from '../contracts/common';
import { createLinked } from '../linking/create-service';
import { addToBatch } from '../linking/journal';
import { localKeyOf } from '../linking/keys';
import { findConfirmedByLocals, findLink } from '../linking/link-repository';
import { readEntries, upsertLocalRecords } from '../linking/local-records';
import type { MappingRow } from '../linking/mapping-repository';
import type { RunContext } from '../runs/types';
import { upsertRecords } from '../sync/external-records';
import { type Database, databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError } from '../utils/errors';
import { getService } from '../utils/services';
import { isSameValue } from './fit';
import { attributesOfRoles, localForm, updateEntry } from './local';
import { findHolders, nameTaken } from './names';
import { endWrite, markChecking, takeWrite, type WriteRow } from './repository';
import { sendCreate } from './send';
import { type Said, saidOf, sayingOf, sentence, together, withMarks } from '../utils/sentence';

/** A call is not cut off when a run is cancelled or the process stops: that would only make it uncertain. */
const LONGEST_CALL_MS = 120_000;

/** What all records of a run are written with. */
export interface Writer {
  strapi: Core.Strapi;
  ctx: RunContext;
  mapping: MappingRow;
  connection: ConnectionRow;
  system: string;
  /** The vendor's program calls us. */
  isVisited: boolean;
  writing: Writing | null;
  anchor: Connector['anchor'] | null;
  context(): ConnectorContext;
}

export async function writerOf(strapi: Core.Strapi, ctx: RunContext, writes: WriteRow[]): Promise<Writer> {
  const connections = getService(strapi, 'connections');
  const connection = await connections.get(ctx.run.connectionId);
  const mapping = await getService(strapi, 'mappings').get(writes[0]?.mappingId ?? '');
  const {
    writing = null,
    anchor = null,
    displayName,
    auth,
  } = getService(strapi, 'connectors').get(connection.connector);
  const isExternal = writes.some(({ act }) => !act.endsWith('local'));
  if (isExternal && connection.state === 'expired')
    throw new ConnectorError(
      'reauthorize',
      saidOf({ message: connection.stateReason, words: connection.stateReasonWords ?? undefined }) ??
        sentence('writing.expired', 'The connection {connection} has expired. Reconnect it.', {
          connection: connection.name,
        }),
    );
  return {
    strapi,
    ctx,
    mapping,
    connection,
    system: displayName,
    isVisited: auth.type === 'web-connector',
    writing,
    anchor,
    context: () => connections.contextFor(connection, AbortSignal.timeout(LONGEST_CALL_MS), ctx.run.id),
  };
}

/** What became of a record; `skipped`: another process has it. */
export interface Outcome {
  state: 'done' | 'failed' | 'skipped';
  message?: Said | null;
}

const actorOf = (write: WriteRow) => ({ id: '', name: write.createdBy });
const scopeOf = ({ connection, mapping }: Writer) => ({ connectionId: connection.id, recordType: mapping.recordType });

function needed(writer: Writer): Writing {
  if (!writer.writing)
    throw new ConnectorError(
      'misconfigured',
      sentence('writing.notWritable', '{system} cannot be written to', { system: writer.system }),
    );
  return writer.writing;
}

/** Together with the lease: who has lost the run writes nothing. */
const take = ({ strapi, ctx }: Writer, write: WriteRow, state: 'sending' | 'checking'): Promise<boolean> =>
  inTransaction(strapi, async (trx) => {
    const taken = await takeWrite(trx, write, state);
    if (taken) await ctx.save(trx);
    return taken;
  });

async function fail(writer: Writer, write: WriteRow, message: Said): Promise<Outcome> {
  await endWrite(databaseOf(writer.strapi), write, { state: 'failed', message });
  return { state: 'failed', message };
}

/** Words of a refusal by Strapi or by our own rules; null: it is a mistake of ours and not theirs. */
function refusalOf(error: unknown): Said | null {
  if (isUniqueViolation(error))
    return sentence('writing.oneLinkedMeanwhile', 'One of the two records has been linked meanwhile.');
  if (error instanceof ConflictError) return error;
  if (!(error instanceof errors.ApplicationError)) return null;
  const details = (error.details as { errors?: Array<{ message: string }> } | undefined)?.errors ?? [];
  const others = details.map(({ message }) => message).filter((message) => message !== error.message);
  return [error.message, ...others].join('. ');
}

/** Words of a vendor's refusal, with its code and request id for the vendor's support. */
function wordsOf(error: ConnectorError): Said {
  const details = [error.code ? `code ${error.code}` : '', error.requestId ? `request ${error.requestId}` : ''];
  const missing = details.filter((detail) => detail !== '' && !error.message.includes(detail.split(' ')[1] ?? ''));
  return withMarks(sayingOf(error), missing);
}

/** Creates the record in the external system, then its local copy and its link in one transaction. */
export async function createExternal(writer: Writer, write: WriteRow): Promise<Outcome> {
  const { strapi, mapping, ctx } = writer;
  const db = databaseOf(strapi);
  const writing = needed(writer);
  const localId = write.localId ?? '';
  const localKey = localKeyOf({ ...mapping, localId, locale: write.locale });
  const request: CreateRequest = {
    requestId: write.requestId,
    recordType: mapping.recordType,
    values: write.values,
    choices: write.choices,
    since: write.sentAt ?? new Date().toISOString(),
  };
  if (write.state === 'planned') {
    const partner = (await findConfirmedByLocals(db, [localKey])).get(localKey);
    if (partner !== undefined)
      return fail(
        writer,
        write,
        sentence('writing.linkedMeanwhile', 'It has been linked to {record} meanwhile.', { record: partner }),
      );
  }
  let outcome: Outcome = { state: 'skipped' };
  await sendCreate(
    {
      create: () => writing.create(writer.context(), request),
      find: () => writing.find(writer.context(), request),
      take: (state) => take(writer, write, state),
      checking: (message) => markChecking(db, write, message),
      created: async (record) => {
        outcome = await finishCreated(writer, write, record);
      },
      failed: async (error) => {
        outcome = await explainRefusal(writer, write, writing, error);
      },
      // What a visit of the vendor's program has brought does not change by waiting.
      pause: (ms) => (writer.isVisited ? Promise.resolve() : pause(ms, undefined, { signal: ctx.signal })),
    },
    write.state,
  );
  return outcome;
}

async function finishCreated(writer: Writer, write: WriteRow, record: ExternalRecordInput): Promise<Outcome> {
  const { strapi, mapping, ctx, system } = writer;
  const { externalId } = record;
  const localId = write.localId ?? '';
  try {
    await inTransaction(strapi, async (trx) => {
      await upsertRecords(trx, scopeOf(writer), ctx.run.id, [record]);
      await upsertLocalRecords(trx, mapping.id, ctx.run.id, await readEntries(strapi, mapping, null, [localId]));
      const { links } = await getService(strapi, 'review').mapInTransaction(
        trx,
        mapping,
        { localId, locale: write.locale, externalId },
        actorOf(write),
        'created',
        { batchId: write.batchId, act: 'create_external' },
      );
      await endWrite(trx, write, { state: 'done', externalId, linkId: links[0] ?? '' });
    });
    return { state: 'done' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    // The record is there all the same: it is kept, and shown as one without a partner.
    const message = sentence(
      'writing.createdNotLinked',
      '{record} was created in {system} (id {id}), but could not be linked: {why} Link it by hand.',
      { record: record.label, system, id: externalId, why: refusal },
    );
    await inTransaction(strapi, async (trx) => {
      await upsertRecords(trx, scopeOf(writer), ctx.run.id, [record]);
      await endWrite(trx, write, { state: 'failed', message, externalId });
    });
    return { state: 'failed', message };
  }
}

/** The vendor's refusal, and where a name is taken, by whom and what to do. */
async function explainRefusal(
  writer: Writer,
  write: WriteRow,
  writing: Writing,
  error: ConnectorError,
): Promise<Outcome> {
  const { strapi, connection, mapping, system } = writer;
  const name = write.values.name ?? '';
  const live = writing.holders ? writer.context() : null;
  const holders = await findHolders(strapi, connection, writing, mapping.recordType, [name], live).catch(
    () => new Map<string, never>(),
  );
  const holder = holders.get(name.toLowerCase()) ?? null;
  const refusal = wordsOf(error);
  const message = holder ? together(sayingOf(nameTaken(holder, mapping.recordType, system)), refusal) : refusal;
  await endWrite(databaseOf(strapi), write, { state: 'failed', message, holder });
  return { state: 'failed', message };
}

/** Creates the entry and its link in one transaction. */
export async function createLocal(writer: Writer, write: WriteRow): Promise<Outcome> {
  const { strapi, mapping, ctx } = writer;
  const form = localForm(strapi, mapping);
  const data = { ...attributesOfRoles(form, write.values), ...write.choices };
  try {
    await inTransaction(strapi, async (trx) => {
      await ctx.save(trx);
      const { localId, locale, links } = await createLinked(
        strapi,
        trx,
        mapping,
        write.externalId ?? '',
        data,
        actorOf(write),
        { batchId: write.batchId, act: 'create' },
      );
      await endWrite(trx, write, { state: 'done', localId, locale, linkId: links[0] ?? '' });
    });
    return { state: 'done' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return fail(writer, write, refusal);
  }
}

/** `Price: 6.50 → 7.00`, as the journal tells it. */
const changesOf = (write: WriteRow): string =>
  Object.entries(write.values)
    .map(([role, value]) => `${role}: ${write.before[role as FieldRole] || '(empty)'} → ${value || '(empty)'}`)
    .join('; ');

async function journal(trx: Database, write: WriteRow, act: 'update_external' | 'update_local'): Promise<void> {
  const link = await findLink(trx, write.linkId ?? '');
  if (!link) return;
  await addToBatch(
    trx,
    { batchId: write.batchId, act, connectionId: write.connectionId, reason: changesOf(write), actor: write.createdBy },
    [
      {
        linkId: link.id,
        mappingId: write.mappingId,
        localLabel: link.localLabel,
        externalLabel: link.externalLabel,
        stateBefore: link.state,
        stateAfter: link.state,
      },
    ],
  );
}

/** Whether the link is still what somebody decided on; else why not. */
async function linkProblem(writer: Writer, write: WriteRow): Promise<Said | null> {
  const link = await findLink(databaseOf(writer.strapi), write.linkId ?? '');
  return link?.state === 'confirmed' && link.externalId === write.externalId && link.localId === write.localId
    ? null
    : sentence('writing.linkChanged', 'The link has been changed meanwhile. Nothing was written.');
}

/** Changes values of the external record, or the key that it carries. */
export async function updateExternal(writer: Writer, write: WriteRow): Promise<Outcome> {
  const { strapi, ctx } = writer;
  const problem = await linkProblem(writer, write);
  if (problem !== null) return fail(writer, write, problem);
  if (!(await take(writer, write, write.state === 'planned' ? 'sending' : 'checking'))) return { state: 'skipped' };
  let record: ExternalRecordInput;
  try {
    record = await (write.act === 'write_anchor' ? putAnchor(writer, write) : putValues(writer, write));
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.kind === 'rejected') return fail(writer, write, wordsOf(error));
    if (error.kind !== 'uncertain') throw error;
    await markChecking(databaseOf(strapi), write, error);
    throw new ConnectorError('unavailable', error, {
      code: error.code,
      requestId: error.requestId,
      cause: error,
    });
  }
  await inTransaction(strapi, async (trx) => {
    await upsertRecords(trx, scopeOf(writer), ctx.run.id, [record]);
    await journal(trx, write, 'update_external');
    await endWrite(trx, write, { state: 'done' });
  });
  return { state: 'done' };
}

/** The connector looks before it writes, so repeating does nothing twice. */
function putValues(writer: Writer, write: WriteRow): Promise<ExternalRecordInput> {
  const writing = needed(writer);
  if (!writing.update)
    throw new ConnectorError(
      'misconfigured',
      sentence('writing.noUpdates', '{system} takes no updates', { system: writer.system }),
    );
  return writing.update(writer.context(), {
    requestId: write.requestId,
    recordType: writer.mapping.recordType,
    externalId: write.externalId ?? '',
    values: write.values,
    before: write.before,
  });
}

/** The same of the key that the record carries. */
function putAnchor(writer: Writer, write: WriteRow): Promise<ExternalRecordInput> {
  const { anchor } = writer;
  if (!anchor)
    throw new ConnectorError(
      'misconfigured',
      sentence('writing.noKeys', '{system} keeps no keys of ours', { system: writer.system }),
    );
  return anchor.write(writer.context(), {
    recordType: writer.mapping.recordType,
    externalId: write.externalId ?? '',
    key: write.values[anchor.role] ?? '',
    replaces: write.before[anchor.role] || null,
  });
}

/** Changes values of the entry through the document service, with its journal in one transaction. */
export async function updateLocal(writer: Writer, write: WriteRow): Promise<Outcome> {
  const { strapi, mapping, ctx } = writer;
  const problem = await linkProblem(writer, write);
  if (problem !== null) return fail(writer, write, problem);
  const localId = write.localId ?? '';
  const values = attributesOfRoles(localForm(strapi, mapping), write.values);
  try {
    await inTransaction(strapi, async (trx) => {
      await ctx.save(trx);
      const entry = (await readEntries(strapi, mapping, null, [localId])).find(({ locale }) => locale === write.locale);
      if (!entry) throw new ConflictError(sentence('writing.entryGone', 'The entry does not exist any more.'));
      for (const [role, value] of Object.entries(write.values) as Array<[FieldRole, string]>) {
        const present = entry.roles[role] ?? '';
        if (!isSameValue(role, present, write.before[role] ?? '') && !isSameValue(role, present, value))
          throw new ConflictError(
            sentence(
              'writing.changedHere',
              'Somebody changed it since you looked: "{seen}" is "{present}" now. Look at the differences again.',
              { seen: write.before[role] ?? '', present },
            ),
          );
      }
      await updateEntry(strapi, mapping, { localId, locale: write.locale }, values);
      await upsertLocalRecords(trx, mapping.id, ctx.run.id, await readEntries(strapi, mapping, null, [localId]));
      await journal(trx, write, 'update_local');
      await endWrite(trx, write, { state: 'done' });
    });
    return { state: 'done' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    return fail(writer, write, refusal);
  }
}
