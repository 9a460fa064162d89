import type { IncomingMessage } from 'node:http';
import type { Core } from '@strapi/strapi';
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
      (ctx.state as { soap?: string | null }).soap = await readText(ctx.req);
      // The stream is read; a type that Strapi's parser does not know makes it leave it alone.
      ctx.req.headers['content-type'] = 'application/octet-stream';
    }
    await next();
  });
}

async function readText(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    // The rest is read and dropped, so that the sender can receive the refusal.
    if (bytes <= MAX_BYTES) pieces.push(piece);
    else pieces.length = 0;
  }
  return bytes > MAX_BYTES ? null : Buffer.concat(pieces).toString('utf8');
}
