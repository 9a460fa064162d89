import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { carryOver, previewCarryOver } from '../contracts/carry-over';
import { requireAccess } from '../linking/access';
import { handle } from '../utils/http';
import { getService } from '../utils/services';

export const carryOverController = ({ strapi }: { strapi: Core.Strapi }) => {
  const service = () => getService(strapi, 'carryOvers');
  const reads = (ctx: Context) => (contentType: string) => requireAccess(ctx, 'read', contentType);
  return {
    preview: handle(previewCarryOver, async ({ params, body, ctx }) => ({
      data: await service().preview(params.id, body.from, reads(ctx)),
    })),
    carryOver: handle(carryOver, async ({ params, body, actor, ctx }) => ({
      data: await service().carryOver(params.id, body, actor, reads(ctx)),
    })),
  };
};
