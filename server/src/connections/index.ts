import * as endpoints from '../contracts/connections';
import { adminRoute } from '../utils/routes';
import { connectionController } from './controller';
import { connectors } from './registry';
import { connections } from './service';

export const connectionsCapability = {
  routes: [
    adminRoute(endpoints.listConnectors, 'connection.connectors'),
    adminRoute(endpoints.listConnections, 'connection.find'),
    adminRoute(endpoints.createConnection, 'connection.create'),
    adminRoute(endpoints.completeAuthorization, 'connection.completeAuthorization'),
    adminRoute(endpoints.getConnection, 'connection.findOne'),
    adminRoute(endpoints.updateConnection, 'connection.update'),
    adminRoute(endpoints.deleteConnection, 'connection.delete'),
    adminRoute(endpoints.authorizeConnection, 'connection.authorize'),
    adminRoute(endpoints.disconnectConnection, 'connection.disconnect'),
    adminRoute(endpoints.uploadFile, 'connection.upload'),
    adminRoute(endpoints.setFileColumns, 'connection.setColumns'),
    adminRoute(endpoints.syncConnection, 'connection.sync'),
    adminRoute(endpoints.matchConnection, 'connection.match'),
    adminRoute(endpoints.completeStep, 'connection.completeStep'),
  ],
  controllers: { connection: connectionController },
  services: { connections, connectors },
};
