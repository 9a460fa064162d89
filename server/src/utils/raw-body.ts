import type { IncomingMessage } from 'node:http';

/** The body of a request as it was sent; null where it is longer than `maxBytes`. */
export async function readRawBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    // The rest is read and dropped, so that the sender can receive the refusal.
    if (bytes <= maxBytes) pieces.push(piece);
    else pieces.length = 0;
  }
  return bytes > maxBytes ? null : Buffer.concat(pieces);
}
