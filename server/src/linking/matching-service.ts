import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { createMatchingClient } from '../matching/client';

/** Where the build puts the worker, seen from `dist/server`. */
const workerFile = path.join(__dirname, '..', 'worker', 'index.js');

/** The one matching client of this process: matches and search indexes live in its worker threads. */
export const matching = ({ strapi }: { strapi: Core.Strapi }) => {
  const built = existsSync(workerFile);
  if (!built) strapi.log.warn('crosswalk: not built, so matching runs on the event loop');
  return createMatchingClient({ workerFile: built ? workerFile : null });
};
