import type { Core } from '@strapi/strapi';
import type { Permission } from './contracts/endpoint';
import { entriesCapability } from './entries';
import { invoicing } from './invoicing';
import { matchHandler } from './linking/match-run';
import { syncHandler } from './sync/handler';
import { writing } from './writing';
import { getService } from './utils/services';

const actions: Array<{ uid: Permission; displayName: string }> = [
  { uid: 'read', displayName: 'See links, connections and invoices' },
  { uid: 'review', displayName: 'Review, map and create; start syncs' },
  { uid: 'write', displayName: 'Create and update records in external systems' },
  { uid: 'configure', displayName: 'Connect systems and set up mappings' },
  { uid: 'invoice', displayName: 'Create invoices' },
  { uid: 'charges', displayName: 'See what systems charge us' },
];

/** When the scheduler looks for syncs that are due. */
const EVERY_MINUTE = '*/1 * * * *';
export const CRON_JOB = 'crosswalkSchedule';

interface ActionProvider {
  registerMany(list: Array<Record<string, string>>): Promise<void>;
}

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const { actionProvider } = strapi.service('admin::permission') as unknown as { actionProvider: ActionProvider };
  await actionProvider.registerMany(
    actions.map((action) => ({ section: 'plugins', pluginName: 'crosswalk', ...action })),
  );

  const runs = getService(strapi, 'runs');
  runs.registerHandler('sync', syncHandler(strapi));
  runs.registerHandler('match', matchHandler(strapi));
  await getService(strapi, 'mappings').applyConfig();
  entriesCapability.bootstrap(strapi);
  await invoicing.bootstrap({ strapi });
  writing.bootstrap({ strapi });
  runs.start();
  getService(strapi, 'localChanges').start();

  strapi.cron.add({
    [CRON_JOB]: {
      task: async () => {
        await getService(strapi, 'sync').startDue();
        await getService(strapi, 'webhooks').startWaiting();
        // The wake of an answer that came just before its run began to wait was for nothing.
        await getService(strapi, 'runs').wake();
      },
      options: { rule: EVERY_MINUTE },
    },
  });
}
