import { bootstrap } from './bootstrap';
import { carryOverCapability } from './carry-over';
import { chargesCapability } from './charges';
import config from './config';
import { connectionsCapability } from './connections';
import { contentApi } from './content-api';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { entriesCapability } from './entries';
import { invoicing } from './invoicing';
import { linkFilesCapability } from './link-files';
import { linkingCapability } from './linking';
import { register } from './register';
import { runsCapability } from './runs';
import { services } from './services';
import { webConnectorCapability } from './web-connector';
import { webhooksCapability } from './webhooks';
import { writing } from './writing';

export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes,
  services,
  controllers: {
    ...connectionsCapability.controllers,
    ...linkingCapability.controllers,
    ...linkFilesCapability.controllers,
    ...carryOverCapability.controllers,
    ...chargesCapability.controllers,
    ...entriesCapability.controllers,
    ...runsCapability.controllers,
    ...invoicing.controllers,
    ...contentApi.controllers,
    ...webConnectorCapability.controllers,
    ...webhooksCapability.controllers,
    ...writing.controllers,
  },
  routes: {
    admin: {
      type: 'admin',
      routes: [
        ...connectionsCapability.routes,
        ...linkingCapability.routes,
        ...linkFilesCapability.routes,
        ...carryOverCapability.routes,
        ...chargesCapability.routes,
        ...entriesCapability.routes,
        ...runsCapability.routes,
        ...invoicing.routes,
        ...webConnectorCapability.routes,
        ...writing.routes,
      ],
    },
    'content-api': {
      type: 'content-api',
      routes: [...contentApi.routes, ...webConnectorCapability.serviceRoutes, ...webhooksCapability.serviceRoutes],
    },
  },
};
