import type { Core } from '@strapi/strapi';
import { CRON_JOB } from './bootstrap';
import { getService } from './utils/services';

/** Runs stop at their checkpoint before the database goes. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  strapi.cron.remove(CRON_JOB);
  await getService(strapi, 'runs').stop();
  await getService(strapi, 'localChanges').stop();
  await getService(strapi, 'matching').close();
}
