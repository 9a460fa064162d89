import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { createCreditNote, previewCreditNote } from '../contracts/credit-notes';
import {
  answerPrice,
  exportInvoices,
  generateInvoices,
  getInvoice,
  linkImpact,
  listDrafts,
  listInvoices,
  listInvoiceSources,
  preflightInvoices,
} from '../contracts/invoices';
import { canUse, readableMappings } from '../linking/access';
import { handle, idempotencyKeyOf } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';

export const invoiceController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'invoicing');
  return {
    sources: handle(listInvoiceSources, async () => ({ data: await service().sources() })),
    drafts: handle(listDrafts, async ({ query }) => service().drafts(query)),
    find: handle(listInvoices, async ({ query }) => {
      const { rows, total } = await service().list(query);
      return { data: rows, meta: { pagination: paginationOf(query, total) } };
    }),
    findOne: handle(getInvoice, async ({ params }) => ({ data: await service().get(params.id) })),
    preflight: handle(preflightInvoices, async ({ body }) => ({ data: await service().preflight(body) })),
    impact: handle(linkImpact, async ({ body, ctx }) => ({
      data: await service().impact(body, await readableMappings(strapi, ctx, body.batch?.filter.connectionId)),
    })),
    answerPrice: handle(answerPrice, async ({ body, actor, ctx }) => ({
      data: await service().answerPrice(body, {
        name: actor.name,
        mayUpdate: (contentType) => canUse(ctx, 'update', contentType),
      }),
    })),
    export: handle(exportInvoices, async ({ query, ctx }) => {
      const rows = service().exportReady(query);
      // The first piece is awaited, so that a wrong source is answered with its error.
      const first = await rows.next();
      ctx.type = 'text/csv; charset=utf-8';
      ctx.attachment(`${query.source}.csv`);
      return Readable.from(
        (async function* () {
          yield first.value ?? '';
          yield* rows;
        })(),
      );
    }),
    previewCreditNote: handle(previewCreditNote, async ({ params, body }) => ({
      data: await service().previewCreditNote(params.id, body),
    })),
    createCreditNote: handle(createCreditNote, async ({ params, body, actor, ctx }) => ({
      data: await service().createCreditNote(params.id, body, {
        name: actor.name,
        caller: `admin:${actor.id}`,
        idempotencyKey: idempotencyKeyOf(ctx),
      }),
    })),
    generate: handle(generateInvoices, async ({ body, actor }) => ({
      data: await service().generate(body, { name: actor.name, caller: `admin:${actor.id}`, idempotencyKey: null }),
    })),
  };
};
