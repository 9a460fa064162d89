import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { findMappings } from '../linking/mapping-repository';
import { databaseOf } from '../utils/database';
import { configuredType, hasPermission } from './content-manager';
import { takeFilter } from './list-filter';

interface Configuration {
  data?: { contentType?: { options?: Record<string, unknown> } };
}

/**
 * Tells the Content Manager which content types are mapped: the options of such a type's views get
 * `crosswalk: { review }`, for admins who may see links; `review`: may decide on them too. The panel, the column, the
 * filter and the bulk action are shown by it, without a request of their own.
 */
export function markMappedTypes(strapi: Core.Strapi): void {
  strapi.server.use(takeFilter(strapi) as never);
  strapi.server.use((async (ctx: Context, next: () => Promise<unknown>) => {
    await next();
    const uid = ctx.method === 'GET' ? configuredType(ctx.path) : null;
    if (uid === null || ctx.status !== 200 || !hasPermission(ctx, 'read')) return;
    const view = (ctx.body as Configuration | undefined)?.data?.contentType;
    const mappings = await findMappings(databaseOf(strapi));
    if (!view || !mappings.some(({ contentType }) => contentType === uid)) return;
    view.options = { ...view.options, crosswalk: { review: hasPermission(ctx, 'review') } };
  }) as never);
}
