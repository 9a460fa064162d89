import { getWebConnector } from '../contracts/web-connector';
import { adminRoute } from '../utils/routes';
import { webConnectorController, webConnectorService } from './controller';
import { webConnector } from './service';

/** Without Strapi's login: each call but the first two brings a ticket, which only the password gets. */
const serviceRoute = (method: 'GET' | 'POST', handler: string) => ({
  method,
  path: '/web-connector/:id',
  handler,
  config: { auth: false as const, policies: [] },
});

export const webConnectorCapability = {
  routes: [adminRoute(getWebConnector, 'web-connector.findOne')],
  serviceRoutes: [
    serviceRoute('GET', 'web-connector-service.describe'),
    serviceRoute('POST', 'web-connector-service.serve'),
  ],
  controllers: { 'web-connector': webConnectorController, 'web-connector-service': webConnectorService },
  services: { webConnector },
};
