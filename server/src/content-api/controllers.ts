import { type Core, factories } from '@strapi/strapi';
import type { Context } from 'koa';
import { UIDS } from '../constants';
import {
  createApiCreditNote,
  createApiInvoices,
  findApiInvoice,
  findApiInvoices,
  findApiLink,
  findApiLinks,
  preflightApiInvoices,
  previewApiCreditNote,
  resolveRecord,
  resolveRecords,
} from '../contracts/content-api';
import { notFound } from '../utils/errors';
import { handle, idempotencyKeyOf } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';
import { callerOf, mayRead } from './caller';

/** `fields` and `filters` may not name what a link keeps private; Strapi checks both. */
export const apiLinkController = ({ strapi }: { strapi: Core.Strapi }) => {
  const schema = () => strapi.contentType(UIDS.link);
  // Strapi's own reading of `pagination`, with the site's limits.
  const service = factories.createCoreService(UIDS.link)({ strapi }) as unknown as LinkReader;

  async function readQuery(ctx: Context): Promise<Record<string, unknown>> {
    const options = optionsOf(strapi, ctx);
    await strapi.contentAPI.validate.query(ctx.query, schema(), options);
    return await strapi.contentAPI.sanitize.query(ctx.query, schema(), options);
  }
  const clean = (data: unknown, ctx: Context) =>
    strapi.contentAPI.sanitize.output(data, schema(), { auth: ctx.state.auth as never });

  return {
    find: handle(findApiLinks, async ({ ctx }) => {
      const { results, pagination } = await service.find(await readQuery(ctx));
      return { data: (await clean(results, ctx)) as never[], meta: { pagination } };
    }),
    findOne: handle(findApiLink, async ({ params, ctx }) => {
      const entry = await service.findOne(params.documentId, await readQuery(ctx));
      if (!entry) throw notFound('link', params.documentId);
      return { data: (await clean(entry, ctx)) as object, meta: {} };
    }),
  };
};

export const resolveController = ({ strapi }: { strapi: Core.Strapi }) => ({
  findOne: handle(resolveRecord, async ({ query, ctx }) => ({
    data: await getService(strapi, 'invoicing').resolve({
      connectionId: query.connection,
      contentType: query.contentType,
      documentId: query.documentId,
      locale: query.locale,
      recordType: query.recordType,
      asOf: timeOf(query.asOf),
      showLabel: await mayRead(strapi, ctx, `${query.contentType}.findOne`),
    }),
  })),
  find: handle(resolveRecords, async ({ body }) => ({
    data: await getService(strapi, 'invoicing').resolveMany({
      connectionId: body.connection,
      records: body.records,
      asOf: timeOf(body.asOf),
    }),
  })),
});

/** A date means its end: an invoice of that day was made with the links of that day. */
const timeOf = (asOf: string | undefined): Date | undefined =>
  asOf === undefined ? undefined : new Date(asOf.length === 10 ? `${asOf}T23:59:59.999Z` : asOf);

/** Who may preflight or find sees what the invoices would say, labels of clients and lines included. */
export const apiInvoiceController = ({ strapi }: { strapi: Core.Strapi }) => ({
  preflight: handle(preflightApiInvoices, async ({ body }) => ({
    data: await getService(strapi, 'invoicing').preflight(body),
  })),
  find: handle(findApiInvoices, async ({ query }) => {
    const { rows, total } = await getService(strapi, 'invoicing').list(query);
    return { data: rows, meta: { pagination: paginationOf(query, total) } };
  }),
  findOne: handle(findApiInvoice, async ({ params }) => ({
    data: await getService(strapi, 'invoicing').get(params.id),
  })),
  create: handle(createApiInvoices, async ({ body, ctx }) => {
    const caller = callerOf(ctx);
    const data = await getService(strapi, 'invoicing').generate(body, {
      name: caller.name,
      caller: caller.id,
      idempotencyKey: idempotencyKeyOf(ctx),
    });
    ctx.status = 202;
    return { data };
  }),
  previewCreditNote: handle(previewApiCreditNote, async ({ params, body }) => ({
    data: await getService(strapi, 'invoicing').previewCreditNote(params.id, body),
  })),
  createCreditNote: handle(createApiCreditNote, async ({ params, body, ctx }) => {
    const caller = callerOf(ctx);
    const data = await getService(strapi, 'invoicing').createCreditNote(params.id, body, {
      name: caller.name,
      caller: caller.id,
      idempotencyKey: idempotencyKeyOf(ctx),
    });
    ctx.status = 202;
    return { data };
  }),
});

interface LinkReader {
  find(query: Record<string, unknown>): Promise<{ results: unknown[]; pagination: Record<string, number> }>;
  findOne(documentId: string, query: Record<string, unknown>): Promise<unknown>;
}

function optionsOf(strapi: Core.Strapi, ctx: Context) {
  const strictParams: unknown = strapi.config.get('api.rest.strictParams');
  return {
    auth: ctx.state.auth as never,
    route: ctx.state.route as never,
    ...(typeof strictParams === 'boolean' ? { strictParams } : {}),
  };
}
