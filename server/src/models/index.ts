import type { Core } from '@strapi/strapi';
import type { Model } from '@strapi/database';
import { candidate } from './candidate';
import { chargeDocument, chargeLine } from './charge';
import { decision } from './decision';
import { externalRecord } from './external-record';
import { fileChunk } from './file-chunk';
import { invoiceRecord } from './invoice-record';
import { ignored } from './ignored';
import { labelScore } from './label-score';
import { localRecord } from './local-record';
import { matchModel } from './match-model';
import { notice } from './notice';
import { priceAnswer } from './price-answer';
import { restoreLink, restorePoint } from './restore-point';
import { run } from './run';
import { unlinked } from './unlinked';
import { waiting } from './waiting';
import { webRequest } from './web-request';
import { webSession } from './web-session';
import { write } from './write';

/** Tables of working data: never transferred, never queried by users. Call in `register`. */
export function registerModels(strapi: Core.Strapi): void {
  const models: Model[] = [
    externalRecord,
    localRecord,
    candidate,
    unlinked,
    ignored,
    waiting,
    matchModel,
    labelScore,
    decision,
    invoiceRecord,
    priceAnswer,
    restorePoint,
    restoreLink,
    run,
    notice,
    chargeDocument,
    chargeLine,
    fileChunk,
    webRequest,
    webSession,
    write,
  ];
  const registry = strapi.get('models') as { add(model: Model): void };
  for (const model of models) registry.add(model);
}
