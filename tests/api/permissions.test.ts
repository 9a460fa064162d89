import { startStrapi, type TestAdmin, type TestStrapi } from '../helpers/strapi';

/** Every admin route and the RBAC action it asks for. A new route must be entered here. */
const table: Array<
  [method: string, path: string, permission: 'read' | 'review' | 'configure' | 'write' | 'invoice' | 'charges']
> = [
  ['GET', '/connectors', 'read'],
  ['GET', '/connections', 'read'],
  ['POST', '/connections', 'configure'],
  ['POST', '/connections/authorize/complete', 'configure'],
  ['GET', '/connections/:id', 'read'],
  ['PUT', '/connections/:id', 'configure'],
  ['DELETE', '/connections/:id', 'configure'],
  ['POST', '/connections/:id/authorize', 'configure'],
  ['POST', '/connections/:id/disconnect', 'configure'],
  ['GET', '/connections/:id/web-connector', 'configure'],
  ['POST', '/connections/:id/file', 'configure'],
  ['PUT', '/connections/:id/file/columns', 'configure'],
  ['GET', '/connections/:id/charges', 'charges'],
  ['GET', '/connections/:id/charges/periods', 'charges'],
  ['GET', '/connections/:id/charges/lines', 'charges'],
  ['GET', '/connections/:id/charges/export', 'charges'],
  ['POST', '/connections/:id/carry-over/preview', 'review'],
  ['POST', '/connections/:id/carry-over', 'review'],
  ['POST', '/connections/:id/sync', 'review'],
  ['POST', '/connections/:id/match', 'review'],
  ['POST', '/connections/:id/steps/:step/complete', 'review'],
  ['GET', '/content-types', 'read'],
  ['GET', '/mappings', 'read'],
  ['POST', '/mappings', 'configure'],
  ['PUT', '/mappings/:id', 'configure'],
  ['DELETE', '/mappings/:id', 'configure'],
  ['GET', '/mappings/:id/threshold', 'read'],
  ['GET', '/coverage', 'read'],
  ['GET', '/links', 'read'],
  ['POST', '/links/confirm', 'review'],
  ['POST', '/links/reject', 'review'],
  ['POST', '/links/keep', 'review'],
  ['POST', '/links/unlink', 'review'],
  ['POST', '/links/map', 'review'],
  ['GET', '/attention', 'read'],
  ['GET', '/links/batch', 'read'],
  ['POST', '/links/batch', 'review'],
  ['GET', '/links/:id', 'read'],
  ['GET', '/links/:id/charges', 'charges'],
  ['GET', '/restore-points', 'read'],
  ['POST', '/restore-points', 'review'],
  ['DELETE', '/restore-points/:id', 'review'],
  ['GET', '/restore-points/:id/differences', 'read'],
  ['POST', '/restore-points/:id/restore', 'review'],
  ['GET', '/review/summary', 'read'],
  ['POST', '/review/confirm-all', 'review'],
  ['GET', '/entries/:contentType', 'read'],
  ['GET', '/entries/:contentType/:id', 'read'],
  ['POST', '/entries/:contentType/match', 'review'],
  ['GET', '/decisions', 'read'],
  ['POST', '/decisions/:id/undo', 'review'],
  ['GET', '/mappings/:id/export', 'read'],
  ['POST', '/mappings/:id/import/preview', 'review'],
  ['POST', '/mappings/:id/import', 'review'],
  ['GET', '/mappings/:id/unlinked', 'read'],
  ['GET', '/mappings/:id/suggestions', 'read'],
  ['GET', '/mappings/:id/create-form', 'review'],
  ['POST', '/mappings/:id/create-local', 'review'],
  ['POST', '/mappings/:id/writes/preview', 'read'],
  ['POST', '/mappings/:id/writes/external', 'write'],
  ['POST', '/mappings/:id/writes/local', 'review'],
  ['POST', '/mappings/:id/ignore', 'review'],
  ['POST', '/mappings/:id/stop-ignoring', 'review'],
  ['GET', '/runs', 'read'],
  ['GET', '/runs/:id', 'read'],
  ['GET', '/runs/:id/writes', 'read'],
  ['POST', '/runs/:id/cancel', 'review'],
  ['POST', '/runs/:id/resume', 'configure'],
  ['GET', '/invoices/sources', 'read'],
  ['GET', '/invoices/drafts', 'read'],
  ['POST', '/invoices/preflight', 'read'],
  ['POST', '/invoices/generate', 'invoice'],
  ['POST', '/invoices/impact', 'read'],
  ['POST', '/invoices/prices', 'invoice'],
  ['GET', '/invoices/export', 'invoice'],
  ['GET', '/invoices', 'read'],
  ['GET', '/invoices/:id', 'read'],
  ['POST', '/invoices/:id/credit-notes/preview', 'read'],
  ['POST', '/invoices/:id/credit-notes', 'invoice'],
];

interface Route {
  method: string;
  path: string;
  config?: { auth?: unknown; policies?: Array<string | { name: string; config?: { actions?: string[] } }> };
}

describe('permissions', () => {
  let app: TestStrapi;
  beforeAll(async () => {
    app = await startStrapi();
  });
  afterAll(() => app?.stop());

  const call = (who: TestAdmin, method: string, path: string) => {
    const url = `/crosswalk${path.replace(':step', 'sync').replace(':contentType', 'api::client.client').replace(':id', 'nothing')}`;
    return method === 'GET'
      ? who.get(url)
      : method === 'POST'
        ? who.post(url)
        : method === 'PUT'
          ? who.put(url)
          : who.delete(url);
  };

  it('are the ones of the table, for every admin route', () => {
    const { routes } = (app.strapi.plugin('crosswalk').routes as unknown as { admin: { routes: Route[] } }).admin;
    const declared = routes.map(({ method, path, config }) => {
      expect(config?.auth).not.toBe(false);
      expect(config?.policies?.[0]).toBe('admin::isAuthenticatedAdmin');
      const second = config?.policies?.[1];
      const actions =
        typeof second === 'object' && second.name === 'admin::hasPermissions' ? (second.config?.actions ?? []) : [];
      expect(actions).toHaveLength(1);
      return `${method} ${path} ${actions[0]}`;
    });
    expect(declared.sort()).toEqual(
      table.map(([method, path, permission]) => `${method} ${path} plugin::crosswalk.${permission}`).sort(),
    );
  });

  it('are left out for the Web Connector, which logs in with its own password, and for webhooks, which are signed', () => {
    const { routes } = (app.strapi.plugin('crosswalk').routes as unknown as { 'content-api': { routes: Route[] } })[
      'content-api'
    ];
    const open = routes.filter(({ config }) => config?.auth === false).map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual(['GET /web-connector/:id', 'POST /web-connector/:id', 'POST /webhooks/:connector']);
  });

  it('are asked for over HTTP: 403 without the action, not with it', async () => {
    const holders: Record<string, TestAdmin> = {};
    for (const permission of ['read', 'review', 'configure', 'write', 'invoice', 'charges'])
      holders[permission] = await app.adminWith([`plugin::crosswalk.${permission}`]);
    const nobody = await app.adminWith([]);
    for (const [method, path, permission] of table) {
      const where = `${method} ${path}`;
      expect([where, (await call(nobody, method, path)).status]).toEqual([where, 403]);
      for (const [held, admin] of Object.entries(holders)) {
        const answer = await call(admin, method, path);
        // Beyond the route's own action a missing right to users' entries may still answer 403, with its own words.
        const refusedByRoute =
          answer.status === 403 && !/entries of/.test((answer.body as { error: { message: string } }).error.message);
        expect([where, held, refusedByRoute]).toEqual([where, held, held !== permission]);
      }
    }
  });

  it('are asked for by routes that nobody has signed in to', async () => {
    const stranger: TestAdmin = await app.token('full-access');
    for (const [method, path] of table) {
      const answer = await call(stranger, method, path);
      expect([`${method} ${path}`, answer.status]).toEqual([`${method} ${path}`, 401]);
    }
  });
});
