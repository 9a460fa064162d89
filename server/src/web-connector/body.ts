import type { Core } from '@strapi/strapi';
import { readRawBody } from '../utils/raw-body';
import { serviceFolder } from './address';

/** An answer with a hundred records has some hundred kilobytes; nobody has logged in yet when it is read. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads the bodies of the Web Connector's calls before Strapi's parser, which takes at most 56 kB of text/xml. The
 * text is left in `ctx.state.soap`; null where it is too long.
 */
export function readSoapBodies(strapi: Core.Strapi): void {
  strapi.server.use(async (ctx, next) => {
    if (ctx.method === 'POST' && ctx.path.startsWith(serviceFolder(strapi))) {
      const body = await readRawBody(ctx.req, MAX_BYTES);
      (ctx.state as { soap?: string | null }).soap = body?.toString('utf8') ?? null;
      // The stream is read; a type that Strapi's parser does not know makes it leave it alone.
      ctx.req.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  });
}
