import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getService } from '../utils/services';

/** The vendors' side: calls that are signed, and answered before anything is read at the vendor. */
export const webhookController = ({ strapi }: { strapi: Core.Strapi }) => ({
  /** 200: kept, or nothing that concerns us. 400: signed, but no JSON. 401: not signed as agreed. 413: too long. */
  async receive(ctx: Context): Promise<void> {
    const { connector: id } = ctx.params as { connector: string };
    const { rawBody } = ctx.state as { rawBody?: Buffer | null };
    const connectors = getService(strapi, 'connectors');
    const webhook = connectors.has(id) ? connectors.get(id).webhook : undefined;
    if (!webhook) return ctx.throw(404, 'Nobody is called at this address');
    if (!rawBody) return ctx.throw(413, 'The body is too long');
    const secret = webhook.secret(connectors.options(id));
    if (secret === undefined || !webhook.verify(rawBody, ctx.req.headers, secret)) {
      strapi.log.debug(`crosswalk ${id}: a webhook was refused: ${secret ? 'wrong signature' : 'no secret is set'}`);
      return ctx.throw(401, 'The signature is missing or wrong');
    }
    let notices;
    try {
      notices = webhook.parse(rawBody);
    } catch (error) {
      if (error instanceof SyntaxError) return ctx.throw(400, 'The body is no JSON');
      throw error;
    }
    await getService(strapi, 'webhooks').take(id, notices);
    ctx.body = { received: notices.length };
  },
});
