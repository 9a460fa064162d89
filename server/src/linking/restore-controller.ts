import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import * as contracts from '../contracts/restore-points';
import { databaseOf } from '../utils/database';
import { handle } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';
import { requireAccess } from './access';
import { findMappings } from './mapping-repository';
import { findRestorePoint } from './restore-repository';

export const restoreController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'restorePoints');
  /** A restore point names entries of every mapped content type of its connection. */
  async function requireTypes(ctx: Context, id: string): Promise<void> {
    const db = databaseOf(strapi);
    const point = await findRestorePoint(db, id);
    if (!point) return;
    for (const { contentType } of await findMappings(db, point.connectionId)) requireAccess(ctx, 'read', contentType);
  }
  return {
    find: handle(contracts.listRestorePoints, async ({ query }) => ({
      data: await service().list(query.connectionId),
    })),
    create: handle(contracts.createRestorePoint, async ({ body, actor }) => ({
      data: await service().create(body.connectionId, body.name, actor),
    })),
    delete: handle(contracts.deleteRestorePoint, async ({ params }) => {
      await service().remove(params.id);
      return { data: { id: params.id } };
    }),
    compare: handle(contracts.compareRestorePoint, async ({ params, query, ctx }) => {
      await requireTypes(ctx, params.id);
      const { rows, total } = await service().compare(params.id, query.against, query.page, query.pageSize);
      return { data: rows, meta: { pagination: paginationOf(query, total) } };
    }),
    restore: handle(contracts.restoreLinks, async ({ params, body, actor, ctx }) => {
      await requireTypes(ctx, params.id);
      return { data: await service().restore(params.id, body, actor) };
    }),
  };
};
