import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import * as contracts from '../contracts/charges';
import { writeRows } from '../link-files/write';
import { readableMappings, requireAccess } from '../linking/access';
import { findLink } from '../linking/link-repository';
import { databaseOf } from '../utils/database';
import { handle } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';
import type { LineRow } from './queries';

const COLUMNS = [
  ...['issuedOn', 'customerId', 'customerName', 'description', 'sku', 'kind', 'startsOn', 'endsOn'],
  ...['quantity', 'unitCost', 'cost', 'unitPrice', 'total', 'currency', 'subscriptionId', 'productId'],
] as Array<Exclude<keyof LineRow, 'id'>>;

export const chargesController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'charges');
  const readable = async (ctx: Context, connectionId: string) =>
    new Set(await readableMappings(strapi, ctx, connectionId));
  return {
    periods: handle(contracts.listChargePeriods, async ({ params }) => ({ data: await service().periods(params.id) })),
    find: handle(contracts.listClientCharges, async ({ params, query, ctx }) => {
      const asked = { connectionId: params.id, ...query };
      const { clients, total, sums } = await service().clients(asked, query, await readable(ctx, params.id));
      return { data: clients, meta: { pagination: paginationOf(query, total), sums } };
    }),
    lines: handle(contracts.listChargeLines, async ({ params, query, ctx }) => {
      const asked = { connectionId: params.id, ...query };
      const customer = query.customerId ?? null;
      const { lines, total } = await service().lines(asked, customer, query, await readable(ctx, params.id));
      return { data: lines, meta: { pagination: paginationOf(query, total) } };
    }),
    export: handle(contracts.exportCharges, async ({ params, query, ctx }) => {
      const pages = await service().eachLine({ connectionId: params.id, ...query });
      ctx.type = 'text/csv; charset=utf-8';
      ctx.attachment(`charges-${query.period}.csv`);
      return writeRows(cellsOf(pages), COLUMNS, true);
    }),
    ofLink: handle(contracts.linkCharges, async ({ params, ctx }) => {
      const link = await findLink(databaseOf(strapi), params.id);
      if (link) requireAccess(ctx, 'read', link.contentType);
      return { data: await service().ofLink(params.id) };
    }),
  };
};

async function* cellsOf(pages: AsyncGenerator<LineRow[]>) {
  for await (const rows of pages)
    for (const row of rows)
      yield Object.fromEntries(COLUMNS.map((column) => [column, row[column] ?? ''])) as Record<
        (typeof COLUMNS)[number],
        string
      >;
}
