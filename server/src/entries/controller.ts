import type { Core } from '@strapi/strapi';
import * as contracts from '../contracts/entries';
import { requireAccess } from '../linking/access';
import { handle } from '../utils/http';
import { getService } from '../utils/services';

export const entryController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'entries');
  return {
    find: handle(contracts.listEntries, async ({ params, query, ctx }) => {
      requireAccess(ctx, 'read', params.contentType);
      return { data: await service().linksOf(params.contentType, query.ids, query.locale) };
    }),
    findOne: handle(contracts.getEntry, async ({ params, query, ctx }) => {
      requireAccess(ctx, 'read', params.contentType);
      return { data: await service().inMappings(params.contentType, params.id, query.locale) };
    }),
    match: handle(contracts.matchEntries, async ({ params, body, ctx }) => {
      requireAccess(ctx, 'read', params.contentType);
      return { data: await service().match(params.contentType, body.ids, body.locale) };
    }),
  };
};
