import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import { type ConnectionRow, findConnections } from '../connections/repository';
import type { Connector } from '../connectors/contract';
import type {
  Invoice,
  InvoiceSource,
  listDrafts,
  listInvoiceSources,
  PreflightResult,
  QueryOf,
  ResponseOf,
  Run,
} from '../contracts';
import { localKeyOf } from '../linking/keys';
import { configOf } from '../utils/config';
import { databaseOf, inTransaction, isUniqueViolation } from '../utils/database';
import { ConflictError, invalidField, notFound, UnprocessableError } from '../utils/errors';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';
import { sumOf } from './amounts';
import { invoiceHandler } from './handler';
import { findLinks, findMappings } from './link-repository';
import { planInvoices, requestPrefixOf } from './plan';
import { listRecordIds, readLabel, readRecords } from './records';
import {
  assignInvoices,
  countCreated,
  detachInvoices,
  findInvoicedKeys,
  findInvoicesById,
  findInvoicesByRequestPrefix,
  findStranded,
  type InvoiceRow,
  listInvoices,
  recordKeyOf,
  releaseCancelled,
  toInvoice,
} from './repository';
import { connectionReason, localKeysOf, resolveRecords, resolveReference } from './resolve';
import {
  type CompiledSource,
  compileSource,
  isLocalized,
  labelAttributeOf,
  type Schema,
  SourceProblem,
} from './source';
import { type ConnectionFacts, mappingKey, type RecordRef, type SourceRecord } from './types';

/** Records read and resolved at once: bounds memory and the length of statements. */
const RECORDS_PER_READ = 200;
/** An invoice without a run for so long was left by a process that died. */
const STRANDED_AFTER_MS = 60_000;

type SourceRequest = { source: string; connectionId: string; ids: string[] };

/** Answer to "what is this record at that connection?". */
export interface Resolution {
  connection: { id: string; name: string };
  record: RecordRef;
  reference: { connection: string; recordType: string; externalId: string; label: string; linkId: string } | null;
  /** Null when there is a reference. */
  reason:
    | (Omit<PreflightResult['reasons'][number], 'kind'> & {
        kind: PreflightResult['reasons'][number]['kind'] | 'unlinked';
      })
    | null;
}

/** What users' records become on an invoice, and the invoices made from them. */
export const invoicing = ({ strapi }: { strapi: Core.Strapi }) => {
  const schemaOf = (uid: string): Schema | undefined => {
    const contentTypes = strapi.contentTypes as unknown as Record<string, Schema | undefined>;
    const components = strapi.components as unknown as Record<string, Schema | undefined>;
    return contentTypes[uid] ?? components[uid];
  };

  function describeSources(): { source: InvoiceSource; compiled: CompiledSource | null }[] {
    return configOf(strapi).invoicing.sources.map((config) => {
      const source = {
        name: config.name,
        displayName: config.displayName ?? config.name,
        contentType: config.contentType,
      };
      try {
        const compiled = compileSource(config, schemaOf);
        return { source: { ...source, displayName: compiled.displayName, problem: null }, compiled };
      } catch (error) {
        if (!(error instanceof SourceProblem)) throw error;
        return { source: { ...source, problem: error.message }, compiled: null };
      }
    });
  }

  function sourceOf(name: string): CompiledSource {
    const found = describeSources().find(({ source }) => source.name === name);
    if (!found) throw invalidField(['source'], `There is no invoice source ${name}; config/plugins.ts declares them`);
    if (!found.compiled) {
      throw new UnprocessableError(
        `The invoice source ${name} cannot be used: ${found.source.problem}. Correct it in config/plugins.ts.`,
      );
    }
    return found.compiled;
  }

  async function factsOf(connection: ConnectionRow, connector: Connector): Promise<ConnectionFacts> {
    return {
      id: connection.id,
      name: connection.name,
      state: connection.state,
      clientRecordType: connector.invoicing?.clientRecordType ?? '',
      lineRecordType: connector.invoicing?.lineRecordType ?? '',
      mappings: await findMappings(databaseOf(strapi), connection.id),
    };
  }

  async function invoicingConnection(id: string): Promise<{ facts: ConnectionFacts; connector: Connector }> {
    const connection: ConnectionRow = await getService(strapi, 'connections').get(id);
    const connector: Connector = getService(strapi, 'connectors').get(connection.connector);
    if (!connector.invoicing)
      throw invalidField(
        ['connectionId'],
        `${connector.displayName} cannot create invoices; choose another connection`,
      );
    return { facts: await factsOf(connection, connector), connector };
  }

  async function resolveAll(
    records: SourceRecord[],
    facts: ConnectionFacts,
    connector: Connector,
  ): Promise<PreflightResult[]> {
    const keys = facts.state === 'live' ? localKeysOf(records, facts) : [];
    return resolveRecords(records, facts, await findLinks(databaseOf(strapi), keys, connector));
  }

  /** One answer per record, in the order of `ids`. */
  async function preflight({ source: name, connectionId, ids }: SourceRequest): Promise<PreflightResult[]> {
    const source = sourceOf(name);
    const { facts, connector } = await invoicingConnection(connectionId);
    const wanted = [...new Set(ids)];
    const records: SourceRecord[] = [];
    for (let start = 0; start < wanted.length; start += RECORDS_PER_READ) {
      records.push(...(await readRecords(strapi, source, wanted.slice(start, start + RECORDS_PER_READ))));
    }
    const known = new Set(records.map(({ id }) => id));
    const unknown = wanted.find((id) => !known.has(id));
    if (unknown !== undefined) throw notFound(`record in ${source.displayName}`, unknown);
    return resolveAll(records, facts, connector);
  }

  function refuseBlocked(results: PreflightResult[]): void {
    const blocked = results.filter(({ ready }) => !ready);
    const [first] = blocked;
    if (!first) return;
    const what =
      blocked.length === 1
        ? `${first.number || first.id} is blocked`
        : `${blocked.length} of ${results.length} records are blocked`;
    throw new UnprocessableError(`${what}: ${first.reasons[0]?.message ?? ''}. No invoice was created.`, {
      blocked: blocked.map(({ id, number, reasons }) => ({ id, number, reasons })),
    });
  }

  async function enqueue(connectionId: string, invoiceIds: string[], startedBy: string): Promise<Run> {
    const run: Run = await getService(strapi, 'runs').enqueue({
      kind: 'invoice',
      connectionId,
      input: { invoiceIds },
      startedBy,
      // A lane of its own: a run that is about to end must not be the one to take these.
      activeKey: `invoice:${createId()}`,
    });
    await assignInvoices(databaseOf(strapi), invoiceIds, Number(run.id));
    return run;
  }

  async function plan(
    results: PreflightResult[],
    requestedBy: string,
    requestPrefix: string | null,
  ): Promise<InvoiceRow[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inTransaction(strapi, (trx) => planInvoices(trx, results, { requestedBy, requestPrefix }));
      } catch (error) {
        // Somebody else was first between our look and our insert: look again, which names them.
        if (!isUniqueViolation(error) || attempt === 3) throw error;
      }
    }
  }

  /** The answer that a request with this key had before; null: it is new. */
  async function replay(prefix: string, ids: string[]): Promise<{ run: Run; invoices: Invoice[] } | null> {
    const rows = await findInvoicesByRequestPrefix(databaseOf(strapi), prefix);
    const [first] = rows;
    if (!first) return null;
    const wanted = new Set(ids);
    if (rows.length !== wanted.size || rows.some(({ recordId }) => !wanted.has(recordId))) {
      throw new UnprocessableError('This Idempotency-Key was used for other records. Use a new key for a new request.');
    }
    const runId = rows.find((row) => row.runId !== null)?.runId ?? null;
    const run: Run =
      runId === null
        ? await enqueue(
            first.connectionId,
            rows.map(({ id }) => id),
            first.createdBy,
          )
        : await getService(strapi, 'runs').get(String(runId));
    return { run, invoices: rows.map(toInvoice) };
  }

  /**
   * Puts invoices right that no run works on: of a killed process, a failed run or a cancelled one. What was
   * never sent and cancelled is given up, all else is queued again where the connection is live.
   */
  async function recover(connectionId?: string, olderThanMs = STRANDED_AFTER_MS): Promise<void> {
    const db = databaseOf(strapi);
    await releaseCancelled(db);
    const stranded = await findStranded(db, new Date(Date.now() - olderThanMs), connectionId);
    const byConnection = new Map<string, string[]>();
    for (const { id, connectionId: of } of stranded) byConnection.set(of, [...(byConnection.get(of) ?? []), id]);
    const connections: ConnectionRow[] = byConnection.size > 0 ? await findConnections(db) : [];
    for (const [id, invoiceIds] of byConnection) {
      if (connections.find((row) => row.id === id)?.state !== 'live') continue;
      await detachInvoices(db, invoiceIds);
      await enqueue(id, invoiceIds, 'Crosswalk');
    }
  }

  return {
    /** Sources that cannot be used, in words that name the path. */
    problems: (): string[] =>
      describeSources().flatMap(({ source }) =>
        source.problem === null ? [] : [`invoicing source ${source.name}: ${source.problem}`],
      ),

    recover,
    preflight,

    async sources(): Promise<ResponseOf<typeof listInvoiceSources>['data']> {
      const rows: ConnectionRow[] = await findConnections(databaseOf(strapi));
      const connectors = getService(strapi, 'connectors');
      return {
        sources: describeSources().map(({ source }) => source),
        connections: rows
          .filter((row) => (connectors.get(row.connector) as Connector).invoicing !== undefined)
          .map(({ id, name, state }) => ({ id, name, state })),
      };
    },

    /**
     * One page of the records without an invoice that are ready, or blocked, and the numbers of both.
     * Every open record is read and resolved on each call, 200 at a time: about five statements per 200
     * records, nothing is kept but the page.
     */
    async drafts(query: QueryOf<typeof listDrafts>): Promise<ResponseOf<typeof listDrafts>> {
      const db = databaseOf(strapi);
      const source = sourceOf(query.source);
      const { facts, connector } = await invoicingConnection(query.connectionId);
      await releaseCancelled(db);
      const first = (query.page - 1) * query.pageSize;
      const page: PreflightResult[] = [];
      const counts = { ready: 0, blocked: 0 };
      const totals = { ready: '0.00', blocked: '0.00' };
      let matching = 0;
      for (let start = 0; ; start += RECORDS_PER_READ) {
        const listed = await listRecordIds(strapi, source, start, RECORDS_PER_READ);
        const keyOf = (record: { id: string; locale: string }) =>
          recordKeyOf({ ...record, connectionId: facts.id, contentType: source.contentType });
        const invoiced = await findInvoicedKeys(db, listed.map(keyOf));
        const open = listed.filter((record) => !invoiced.has(keyOf(record)));
        const records = await readRecords(
          strapi,
          source,
          open.map(({ id }) => id),
        );
        for (const result of await resolveAll(records, facts, connector)) {
          const status = result.ready ? 'ready' : 'blocked';
          counts[status] += 1;
          totals[status] = sumOf([totals[status], result.total]);
          if (status !== query.status || !matches(result, query.search)) continue;
          if (matching >= first && page.length < query.pageSize) page.push(result);
          matching += 1;
        }
        if (listed.length < RECORDS_PER_READ) break;
      }
      return {
        data: page,
        meta: {
          pagination: paginationOf(query, matching),
          counts: {
            ...counts,
            created: await countCreated(db, facts.id, source.name),
            readyTotal: totals.ready,
            blockedTotal: totals.blocked,
          },
        },
      };
    },

    /**
     * Creates one invoice per record, exactly once: all are stored, then a run sends them. 422 with the reasons
     * where one is blocked, 409 where one has an invoice already; then nothing is stored.
     * The same `idempotencyKey` of the same caller gets the same answer.
     */
    async generate(
      request: SourceRequest,
      actor: { name: string; caller: string; idempotencyKey: string | null },
    ): Promise<{ run: Run; invoices: Invoice[] }> {
      const prefix = actor.idempotencyKey === null ? null : requestPrefixOf(actor.idempotencyKey, actor.caller);
      if (prefix !== null) {
        const before = await replay(prefix, request.ids);
        if (before) return before;
      }
      await recover(request.connectionId);
      const results = await preflight(request);
      refuseBlocked(results);
      let rows: InvoiceRow[];
      try {
        rows = await plan(results, actor.name, prefix);
      } catch (error) {
        const other = prefix !== null && error instanceof ConflictError ? await replay(prefix, request.ids) : null;
        if (other) return other;
        throw error;
      }
      const run = await enqueue(
        request.connectionId,
        rows.map(({ id }) => id),
        actor.name,
      );
      return { run, invoices: rows.map(toInvoice) };
    },

    async list(query: {
      connectionId?: string | undefined;
      search?: string | undefined;
      page: number;
      pageSize: number;
    }): Promise<{ rows: Invoice[]; total: number }> {
      const filter = {
        ...(query.connectionId ? { connectionId: query.connectionId } : {}),
        ...(query.search ? { search: query.search } : {}),
      };
      const { rows, total } = await listInvoices(databaseOf(strapi), filter, query.page, query.pageSize);
      return { rows: rows.map(toInvoice), total };
    },

    async get(id: string): Promise<Invoice> {
      const [row] = await findInvoicesById(databaseOf(strapi), [id]);
      if (!row) throw notFound('invoice', id);
      return toInvoice(row);
    },

    /**
     * What one local record is at a connection, or the first thing that prevents it. Without `connectionId` the
     * one live connection with a mapping of the content type is meant; 400 where there are several.
     * @param request.showLabel false: the record is named by its documentId (callers who may not read it)
     */
    async resolve(request: {
      connectionId?: string | undefined;
      contentType: string;
      documentId: string;
      locale?: string | undefined;
      recordType?: string | undefined;
      showLabel?: boolean;
    }): Promise<Resolution> {
      const { contentType, documentId } = request;
      const schema = (strapi.contentTypes as unknown as Record<string, Schema | undefined>)[contentType];
      if (!schema || !contentType.startsWith('api::'))
        throw invalidField(['contentType'], `There is no content type ${contentType}`);
      const localized = isLocalized(schema);
      const locale = localized ? (request.locale ?? (await defaultLocale(strapi))) : '';
      const path = {
        contentType,
        labelAttribute: labelAttributeOf(schema),
        draftAndPublish: schema.options?.draftAndPublish === true,
      };
      const found = await readLabel(strapi, path, documentId, locale);
      if (!found) throw notFound(`${schema.info?.displayName ?? contentType}`, documentId);
      const record: RecordRef = request.showLabel === false ? { ...found, label: documentId } : found;

      const connection = await connectionFor(strapi, contentType, request.connectionId);
      const connector: Connector = getService(strapi, 'connectors').get(connection.connector);
      const facts = await factsOf(connection, connector);
      const at = { id: connection.id, name: connection.name };
      const notLive = connectionReason(facts);
      if (notLive) return { connection: at, record, reference: null, reason: notLive };

      const recordTypes = recordTypesFor(facts, contentType, request.recordType);
      const keys = recordTypes.map((recordType) =>
        localKeyOf({ connectionId: facts.id, recordType, contentType, localId: documentId, locale }),
      );
      const links = await findLinks(databaseOf(strapi), keys, connector);
      const answers = recordTypes.map((recordType) => resolveReference(record, recordType, facts, links, null));
      const answer = answers.find(({ reference }) => reference !== null) ?? answers[0];
      const reason = answer?.reason ?? null;
      return {
        connection: at,
        record,
        reference: answer?.reference ? { connection: at.id, ...answer.reference } : null,
        reason: reason && {
          ...reason,
          kind: reason.kind === 'client_unlinked' || reason.kind === 'line_unlinked' ? 'unlinked' : reason.kind,
        },
      };
    },

    /** Says at boot what is wrong with the sources, and goes on with invoices that a stopped process left. */
    async start(): Promise<void> {
      for (const problem of this.problems()) strapi.log.error(`crosswalk: ${problem}`);
      getService(strapi, 'runs').registerHandler('invoice', invoiceHandler(strapi));
      await recover();
    },
  };
};

export type InvoicingService = ReturnType<typeof invoicing>;

function matches(result: PreflightResult, search: string | undefined): boolean {
  if (!search) return true;
  const words = search.toLowerCase();
  return [result.number, result.id, result.client.record?.label ?? ''].some((value) =>
    value.toLowerCase().includes(words),
  );
}

/** Record types that a content type is mapped to; where it is mapped to none, one that says so. */
function recordTypesFor(facts: ConnectionFacts, contentType: string, wanted: string | undefined): string[] {
  if (wanted !== undefined) return [wanted];
  const prefix = mappingKey(contentType, '');
  const mapped = [...facts.mappings.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  return mapped.length > 0 ? mapped : ['any record type'];
}

async function defaultLocale(strapi: Core.Strapi): Promise<string> {
  const locales = strapi.plugin('i18n')?.service('locales') as { getDefaultLocale(): Promise<string> } | undefined;
  return (await locales?.getDefaultLocale()) ?? '';
}

async function connectionFor(strapi: Core.Strapi, contentType: string, id: string | undefined): Promise<ConnectionRow> {
  if (id !== undefined) return getService(strapi, 'connections').get(id);
  const db = databaseOf(strapi);
  const fitting: ConnectionRow[] = [];
  for (const row of (await findConnections(db)) as ConnectionRow[]) {
    if (row.state !== 'live') continue;
    const mappings = await findMappings(db, row.id);
    if ([...mappings.keys()].some((key) => key.startsWith(mappingKey(contentType, '')))) fitting.push(row);
  }
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only;
  throw invalidField(
    ['connection'],
    only
      ? `${contentType} is mapped on ${fitting.length} live connections; name one: ${fitting.map((row) => `${row.id} (${row.name})`).join(', ')}`
      : `No live connection has a mapping of ${contentType}; name a connection`,
  );
}
