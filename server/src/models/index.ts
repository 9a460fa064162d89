import type { Core } from '@strapi/strapi';
import type { Model } from '@strapi/database';
import { candidate } from './candidate';
import { decision } from './decision';
import { externalRecord } from './external-record';
import { fileChunk } from './file-chunk';
import { ignored } from './ignored';
import { labelScore } from './label-score';
import { localRecord } from './local-record';
import { matchModel } from './match-model';
import { restoreLink, restorePoint } from './restore-point';
import { run } from './run';
import { unlinked } from './unlinked';
import { webRequest } from './web-request';
import { webSession } from './web-session';

/** Tables of working data: never transferred, never queried by users. Call in `register`. */
export function registerModels(strapi: Core.Strapi): void {
  const models: Model[] = [
    externalRecord,
    localRecord,
    candidate,
    unlinked,
    ignored,
    matchModel,
    labelScore,
    decision,
    restorePoint,
    restoreLink,
    run,
    fileChunk,
    webRequest,
    webSession,
  ];
  const registry = strapi.get('models') as { add(model: Model): void };
  for (const model of models) registry.add(model);
}
