import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { exportLinks, importLinks, previewImport } from '../contracts/link-files';
import { requireAccess } from '../linking/access';
import { databaseOf } from '../utils/database';
import { handle, uploadedFile } from '../utils/http';
import { getService } from '../utils/services';
import { exportFile } from './export';

export const linkFileController = ({ strapi }: { strapi: Core.Strapi }) => {
  /** A file names the entries of its mapping. */
  async function mappingFor(ctx: Context, id: string) {
    const mapping = await getService(strapi, 'mappings').get(id);
    requireAccess(ctx, 'read', mapping.contentType);
    return mapping;
  }
  const service = () => getService(strapi, 'linkFiles');

  return {
    export: handle(exportLinks, async ({ params, query, ctx }) => {
      const mapping = await mappingFor(ctx, params.id);
      ctx.attachment(`${mapping.name} links ${new Date().toISOString().slice(0, 10)}.csv`);
      ctx.type = 'text/csv; charset=utf-8; header=present';
      ctx.set('Cache-Control', 'no-store');
      return exportFile(databaseOf(strapi), mapping, { ...query, bom: query.bom === 'true' });
    }),
    preview: handle(previewImport, async ({ params, ctx }) => ({
      data: await service().preview(await mappingFor(ctx, params.id), uploadedFile(ctx)),
    })),
    import: handle(importLinks, async ({ params, query, actor, ctx }) => ({
      data: await service().import(await mappingFor(ctx, params.id), uploadedFile(ctx), query.expected, actor),
    })),
  };
};
