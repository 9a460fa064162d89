import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { listWrites, previewWrites, writeExternal, writeLocal } from '../contracts/writes';
import { requireAccess } from '../linking/access';
import { hasDraftAndPublish, schemaOf } from '../linking/content-types';
import { handle } from '../utils/http';
import { paginationOf } from '../utils/pagination';
import { getService } from '../utils/services';

export const writeController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'writes');
  /** Values of entries are shown, and leave for another system, only for those who may read them. */
  async function mappingFor(ctx: Context, id: string) {
    const mapping = await getService(strapi, 'mappings').get(id);
    requireAccess(ctx, 'read', mapping.contentType);
    return mapping;
  }
  return {
    preview: handle(previewWrites, async ({ params, body, ctx }) => ({
      data: await service().preview(await mappingFor(ctx, params.id), body),
    })),
    external: handle(writeExternal, async ({ params, body, actor, ctx }) => ({
      data: { run: await service().start(await mappingFor(ctx, params.id), body, actor.name) },
    })),
    local: handle(writeLocal, async ({ params, body, actor, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      requireAccess(ctx, body.act === 'create_local' ? 'create' : 'update', mapping.contentType);
      const schema = schemaOf(strapi, mapping.contentType);
      if (schema && hasDraftAndPublish(schema)) requireAccess(ctx, 'publish', mapping.contentType);
      return { data: { run: await service().start(mapping, body, actor.name) } };
    }),
    find: handle(listWrites, async ({ params, query, ctx }) => {
      const { rows, total } = await service().list(params.id, query, (uid) => requireAccess(ctx, 'read', uid));
      return { data: rows, meta: { pagination: paginationOf(query, total) } };
    }),
  };
};
