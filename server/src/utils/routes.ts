import type { Endpoint } from '../contracts/endpoint';

/** Admin route of an endpoint: its path, its RBAC action and its schemas for OpenAPI. */
export function adminRoute(endpoint: Endpoint, handler: string) {
  return {
    method: endpoint.method,
    path: endpoint.path,
    handler,
    config: {
      policies: [
        'admin::isAuthenticatedAdmin',
        { name: 'admin::hasPermissions', config: { actions: [`plugin::crosswalk.${endpoint.permission}`] } },
      ],
    },
  };
}
