import type { Core } from '@strapi/strapi';
import {
  generateInvoices,
  getInvoice,
  listDrafts,
  listInvoices,
  listInvoiceSources,
  preflightInvoices,
} from '../contracts/invoices';
import { handle } from '../utils/http';
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
    generate: handle(generateInvoices, async ({ body, actor }) => ({
      data: await service().generate(body, { name: actor.name, caller: `admin:${actor.id}`, idempotencyKey: null }),
    })),
  };
};
