import { carryOverCapability } from './carry-over';
import { chargesCapability } from './charges';
import { connectionsCapability } from './connections';
import { entriesCapability } from './entries';
import { invoicing } from './invoicing';
import { linkFilesCapability } from './link-files';
import { linkingCapability } from './linking';
import { runsCapability } from './runs';
import { syncCapability } from './sync';
import { webConnectorCapability } from './web-connector';
import { webhooksCapability } from './webhooks';
import { writing } from './writing';

/** Every service of the plugin: `strapi.plugin('crosswalk').service(name)`. */
export const services = {
  ...connectionsCapability.services,
  ...syncCapability.services,
  ...linkingCapability.services,
  ...linkFilesCapability.services,
  ...carryOverCapability.services,
  ...chargesCapability.services,
  ...entriesCapability.services,
  ...invoicing.services,
  ...runsCapability.services,
  ...webConnectorCapability.services,
  ...webhooksCapability.services,
  ...writing.services,
};
