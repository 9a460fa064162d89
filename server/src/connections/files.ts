import { createReadStream } from 'node:fs';
import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import { TABLES } from '../constants';
import { databaseOf, inTransaction } from '../utils/database';

const CHUNK_BYTES = 256 * 1024;

/** Stores a file of the disk piece by piece; it is the connection's file only after `keepFile`. */
export async function storeFile(strapi: Core.Strapi, connectionId: string, path: string): Promise<string> {
  const uploadId = createId();
  let position = 0;
  for await (const piece of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    await databaseOf(strapi)(TABLES.fileChunks).insert({
      connection_id: connectionId,
      upload_id: uploadId,
      position: position++,
      data: piece.toString('base64'),
    });
  }
  return uploadId;
}

/** Reads a stored file, one piece in memory at a time. */
export async function* openFile(strapi: Core.Strapi, uploadId: string): AsyncIterable<Uint8Array> {
  for (let position = 0; ; position++) {
    const row = (await databaseOf(strapi)(TABLES.fileChunks).where({ upload_id: uploadId, position }).first('data')) as
      { data: string } | undefined;
    if (!row) return;
    yield Buffer.from(row.data, 'base64');
  }
}

/** Drops the other uploads of the connection. */
export async function keepFile(strapi: Core.Strapi, connectionId: string, uploadId: string): Promise<void> {
  await inTransaction(strapi, (trx) =>
    trx(TABLES.fileChunks).where({ connection_id: connectionId }).whereNot({ upload_id: uploadId }).delete(),
  );
}

export async function dropFile(strapi: Core.Strapi, uploadId: string): Promise<void> {
  await databaseOf(strapi)(TABLES.fileChunks).where({ upload_id: uploadId }).delete();
}
