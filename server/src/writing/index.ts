import type { Core } from '@strapi/strapi';
import { listWrites, previewWrites, writeExternal, writeLocal } from '../contracts/writes';
import { adminRoute } from '../utils/routes';
import { getService } from '../utils/services';
import { writeController } from './controller';
import { writeHandler } from './handler';
import { writes } from './service';

/** Records created and updated on either side: previewed, then written by a run, each exactly once. */
export const writing = {
  routes: [
    adminRoute(previewWrites, 'write.preview'),
    adminRoute(writeExternal, 'write.external'),
    adminRoute(writeLocal, 'write.local'),
    adminRoute(listWrites, 'write.find'),
  ],
  controllers: { write: writeController },
  services: { writes },
  /** Before the runner starts. */
  bootstrap: ({ strapi }: { strapi: Core.Strapi }): void =>
    getService(strapi, 'runs').registerHandler('write', writeHandler(strapi)),
};
