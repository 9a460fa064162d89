import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { createMatchingClient } from '../matching/client';

/** The one matching client of this process: matches and search indexes live in its worker threads. */
export const matching = (_: { strapi: Core.Strapi }) =>
  createMatchingClient({ workerFile: path.join(__dirname, '..', 'worker', 'index.js') });
