import type { Model } from '@strapi/database';
import { increments, requiredInteger, requiredString, requiredText } from './columns';

/** Piece of an uploaded file. In the database, so that a restart or another instance can go on with it. */
export const fileChunk: Model = {
  uid: 'plugin::crosswalk.file-chunk',
  tableName: 'crosswalk_file_chunks',
  singularName: 'file-chunk',
  attributes: {
    id: increments,
    connectionId: requiredString(),
    /** An upload becomes the connection's file only when it is complete. */
    uploadId: requiredString(),
    position: requiredInteger(),
    /** Base64. */
    data: requiredText(),
  },
  indexes: [{ name: 'crosswalk_file_chunks_uq', columns: ['upload_id', 'position'], type: 'unique' }],
};
