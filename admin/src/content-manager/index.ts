import type { StrapiApp } from '@strapi/strapi/admin';
import type { ContentManagerPlugin } from '@strapi/content-manager/strapi-admin';
import { FindMatches } from './FindMatches';
import { LinksPanel } from './LinksPanel';
import { addColumn, addFilter } from './list';

type App = Pick<StrapiApp, 'getPlugin' | 'registerHook'>;

/** Side panel, list column, filter and bulk action; all of them for mapped content types only. */
export function addToContentManager(app: App): void {
  const { apis } = app.getPlugin('content-manager') as unknown as ContentManagerPlugin['config'];
  apis.addEditViewSidePanel([LinksPanel]);
  apis.addBulkAction([FindMatches]);
  app.registerHook('Admin/CM/pages/ListView/inject-column-in-table', addColumn as never);
  app.registerHook('Admin/CM/pages/ListView/inject-in-filters', addFilter as never);
}
