import type { Core } from '@strapi/strapi';

/** Path of one of our folders below the content API, e.g. `/api/crosswalk/webhooks/`. */
export function apiFolder(strapi: Core.Strapi, folder: string): string {
  const prefix = String(strapi.config.get('api.rest.prefix', '/api')).replace(/^\/?|\/$/g, '');
  return `/${[prefix, 'crosswalk', folder].filter(Boolean).join('/')}/`;
}

/** Public address of a path; `server.absoluteUrl` may hold a path below which Strapi is mounted. */
export function publicUrl(strapi: Core.Strapi, path: string): string {
  const base = String(strapi.config.get('server.absoluteUrl'));
  return new URL(`${new URL(base).pathname.replace(/\/$/, '')}${path}`, base).href;
}
