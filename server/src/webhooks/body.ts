import type { Core } from '@strapi/strapi';
import { readRawBody } from '../utils/raw-body';
import { webhookFolder } from './address';

/** QuickBooks sends at most 1 MB; nobody has proved anything yet when it is read. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Reads the bodies of vendors' calls before Strapi's parser: signatures are of the very bytes, and types such as
 * `application/cloudevents+json` would not be parsed. They are left in `ctx.state.rawBody`; null where too long.
 */
export function readWebhookBodies(strapi: Core.Strapi): void {
  strapi.server.use(async (ctx, next) => {
    if (ctx.method === 'POST' && ctx.path.startsWith(webhookFolder(strapi))) {
      (ctx.state as { rawBody?: Buffer | null }).rawBody = await readRawBody(ctx.req, MAX_BYTES);
      // The stream is read; a type that Strapi's parser does not know makes it leave it alone.
      ctx.req.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  });
}
