import type { Core } from '@strapi/strapi';
import type { Model } from '@strapi/database';
import { candidate } from './candidate';
import { decision } from './decision';
import { externalRecord } from './external-record';
import { fileChunk } from './file-chunk';
import { invoiceRecord } from './invoice-record';
import { labelScore } from './label-score';
import { localRecord } from './local-record';
import { matchModel } from './match-model';
import { priceAnswer } from './price-answer';
import { run } from './run';
import { unlinked } from './unlinked';
import { waiting } from './waiting';
import { webRequest } from './web-request';
import { webSession } from './web-session';

/** Tables of working data: never transferred, never queried by users. Call in `register`. */
export function registerModels(strapi: Core.Strapi): void {
  const models: Model[] = [
    externalRecord,
    localRecord,
    candidate,
    unlinked,
    waiting,
    matchModel,
    labelScore,
    decision,
    invoiceRecord,
    priceAnswer,
    run,
    fileChunk,
    webRequest,
    webSession,
  ];
  const registry = strapi.get('models') as { add(model: Model): void };
  for (const model of models) registry.add(model);
}
