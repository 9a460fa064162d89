import type { Core } from '@strapi/strapi';
import { CRON_JOB } from './bootstrap';
import { getService } from './utils/services';

/** Runs stop at their checkpoint before the database goes. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  strapi.cron.remove(CRON_JOB);
  getService(strapi, 'webhooks').stop();
  // Matching that waits for a worker is given up; what it was for is still marked as pending.
  const changes = getService(strapi, 'localChanges').stop();
  await getService(strapi, 'runs').stop();
  await getService(strapi, 'matching').close();
  await changes;
}
