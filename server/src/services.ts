import { connectionsCapability } from './connections';
import { invoicing } from './invoicing';
import { linkingCapability } from './linking';
import { runsCapability } from './runs';
import { syncCapability } from './sync';
import { webConnectorCapability } from './web-connector';
import { writing } from './writing';

/** Every service of the plugin: `strapi.plugin('crosswalk').service(name)`. */
export const services = {
  ...connectionsCapability.services,
  ...syncCapability.services,
  ...linkingCapability.services,
  ...invoicing.services,
  ...runsCapability.services,
  ...webConnectorCapability.services,
  ...writing.services,
};
