import { bootstrap } from './bootstrap';
import config from './config';
import { connectionsCapability } from './connections';
import { contentApi } from './content-api';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { invoicing } from './invoicing';
import { linkingCapability } from './linking';
import { register } from './register';
import { runsCapability } from './runs';
import { services } from './services';
import { webConnectorCapability } from './web-connector';
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
    ...runsCapability.controllers,
    ...invoicing.controllers,
    ...contentApi.controllers,
    ...webConnectorCapability.controllers,
    ...writing.controllers,
  },
  routes: {
    admin: {
      type: 'admin',
      routes: [
        ...connectionsCapability.routes,
        ...linkingCapability.routes,
        ...runsCapability.routes,
        ...invoicing.routes,
        ...webConnectorCapability.routes,
        ...writing.routes,
      ],
    },
    'content-api': { type: 'content-api', routes: [...contentApi.routes, ...webConnectorCapability.serviceRoutes] },
  },
};
