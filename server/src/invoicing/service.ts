import type { Core } from '@strapi/strapi';
import { type ConnectionRow, findConnections } from '../connections/repository';
import type { Connector } from '../connectors/contract';
import type {
  answerPrice,
  BodyOf,
  CreditPreview,
  Invoice,
  LinkImpact,
  linkImpact,
  listDrafts,
  listInvoiceSources,
  PreflightResult,
  QueryOf,
  ResponseOf,
  Run,
} from '../contracts';
import { configOf } from '../utils/config';
import { databaseOf } from '../utils/database';
import { notFound } from '../utils/errors';
import { getService } from '../utils/services';
import { createCreditNote, type CreditRequest, previewCreditNote } from './credit-notes';
import { findDrafts } from './drafts';
import { exportReady } from './export';
import { findWaiting, waitingAmounts } from './waiting';
import { generate, type GenerateRequest, recover } from './generate';
import { invoiceHandler } from './handler';
import { impactOf } from './impact';
import { answerPriceOf, type PriceActor } from './prices';
import type { FallbackConfig } from './config';
import { describeSources, preflight, schemasOf, type SourceRequest } from './preflight';
import { addMissingRecords, findInvoicesById, type InvoiceFilter, listInvoices, toInvoice } from './repository';
import { type CompiledSource, compileRecord } from './source';
import { type ResolveManyRequest, resolveMany, resolveOne, type Resolution, type ResolveRequest } from './resolve-one';

/** What users' records become on an invoice, and the invoices made from them. */
export const invoicing = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Sources that cannot be used, in words that name the path. */
  const problems = (): string[] =>
    describeSources(strapi).flatMap(({ source }) =>
      source.problem === null ? [] : [`invoicing source ${source.name}: ${source.problem}`],
    );

  // Neither configuration nor content types change while Strapi runs.
  let compiled: CompiledSource[] | undefined;
  let fallbacks: FallbackConfig[] | undefined;
  const records = new Map<string, ReturnType<typeof compileRecord>>();
  const fallbacksOf = (): FallbackConfig[] => (fallbacks ??= configOf(strapi).invoicing.fallbacks);

  const refreshWaiting = waitingAmounts(strapi);

  return {
    problems,
    /** Counts the unbilled amounts that wait on local records, for lists that are sorted by them. */
    refreshWaiting,
    findWaiting: (localKeys: readonly string[]): Promise<Map<string, string>> => findWaiting(strapi, localKeys),
    /** What stands in for records without a link. */
    fallbacks: fallbacksOf,
    /** How entries of a content type are read to be resolved by themselves. */
    compiledRecord(contentType: string): ReturnType<typeof compileRecord> {
      const known = records.get(contentType) ?? compileRecord(contentType, schemasOf(strapi), fallbacksOf());
      records.set(contentType, known);
      return known;
    },
    /** Sources that can be used. */
    compiledSources: (): CompiledSource[] =>
      (compiled ??= describeSources(strapi).flatMap((source) => source.compiled ?? [])),
    /** Goes on with invoices that no run works on; call it when a connection is live again. */
    recover: (connectionId?: string): Promise<void> => recover(strapi, connectionId),
    preflight: (request: SourceRequest): Promise<PreflightResult[]> => preflight(strapi, request),
    drafts: (query: QueryOf<typeof listDrafts>): Promise<ResponseOf<typeof listDrafts>> => findDrafts(strapi, query),
    generate: (
      request: GenerateRequest,
      actor: { name: string; caller: string; idempotencyKey: string | null },
    ): Promise<{ run: Run; invoices: Invoice[] }> => generate(strapi, request, actor),
    previewCreditNote: (id: string, request: CreditRequest): Promise<CreditPreview> =>
      previewCreditNote(strapi, id, request),
    createCreditNote: (
      id: string,
      request: CreditRequest,
      actor: { name: string; caller: string; idempotencyKey: string | null },
    ): Promise<{ run: Run; invoice: Invoice }> => createCreditNote(strapi, id, request, actor),
    /** What changes of links would do to drafts and issued invoices. */
    impact: (request: BodyOf<typeof linkImpact>, mappings: readonly string[]): Promise<LinkImpact> =>
      impactOf(strapi, request, mappings),
    answerPrice: (request: BodyOf<typeof answerPrice>, actor: PriceActor): Promise<PreflightResult> =>
      answerPriceOf(strapi, request, actor),
    exportReady: (request: { source: string; connectionId: string }) => exportReady(strapi, request),
    /** The same answers as `POST /api/crosswalk/resolve`. */
    resolveMany: (request: ResolveManyRequest): Promise<Resolution[]> => resolveMany(strapi, request),
    /** The same answer as `GET /api/crosswalk/resolve`. */
    resolve: (request: ResolveRequest): Promise<Resolution> => resolveOne(strapi, request),

    async sources(): Promise<ResponseOf<typeof listInvoiceSources>['data']> {
      const rows: ConnectionRow[] = await findConnections(databaseOf(strapi));
      const connectorOf = (row: ConnectionRow): Connector => getService(strapi, 'connectors').get(row.connector);
      return {
        sources: describeSources(strapi).map(({ source }) => source),
        connections: rows.flatMap((row) => {
          const { invoicing: able } = connectorOf(row);
          const { id, name, state } = row;
          return able ? [{ id, name, state, creditNotes: able.creditNotes ?? false }] : [];
        }),
      };
    },

    async list({
      page,
      pageSize,
      ...filter
    }: InvoiceFilter & { page: number; pageSize: number }): Promise<{ rows: Invoice[]; total: number }> {
      const { rows, total } = await listInvoices(databaseOf(strapi), filter, page, pageSize);
      return { rows: rows.map(toInvoice), total };
    },

    async get(id: string): Promise<Invoice> {
      const [row] = await findInvoicesById(databaseOf(strapi), [id]);
      if (!row) throw notFound('invoice', id);
      return toInvoice(row);
    },

    /** Says at boot what is wrong with the sources, and goes on with invoices that a stopped process left. */
    async start(): Promise<void> {
      for (const problem of problems()) strapi.log.error(`crosswalk: ${problem}`);
      getService(strapi, 'runs').registerHandler('invoice', invoiceHandler(strapi));
      await addMissingRecords(databaseOf(strapi));
      await recover(strapi);
    },
  };
};

export type InvoicingService = ReturnType<typeof invoicing>;
