import type { Core } from '@strapi/strapi';
import type { Model } from '@strapi/database';
import { candidate } from './candidate';
import { decision } from './decision';
import { externalRecord } from './external-record';
import { fileChunk } from './file-chunk';
import { localRecord } from './local-record';
import { run } from './run';

/** Tables of working data: never transferred, never queried by users. Call in `register`. */
export function registerModels(strapi: Core.Strapi): void {
  const models: Model[] = [externalRecord, localRecord, candidate, decision, run, fileChunk];
  for (const model of models) strapi.get('models').add(model);
}
