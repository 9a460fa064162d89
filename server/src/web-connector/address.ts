import type { Core } from '@strapi/strapi';

const FOLDER = 'crosswalk/web-connector/';

/** Path below which the service answers, e.g. `/api/crosswalk/web-connector/`. */
export const serviceFolder = (strapi: Core.Strapi): string => {
  const prefix = String(strapi.config.get('api.rest.prefix', '/api')).replace(/^\/?|\/$/g, '');
  return `/${[prefix, FOLDER].filter(Boolean).join('/')}`;
};

/** AppURL of a connection's .qwc file. */
export function serviceUrl(strapi: Core.Strapi, connectionId: string): string {
  const base = String(strapi.config.get('server.absoluteUrl'));
  // `absoluteUrl` may hold a path below which Strapi is mounted.
  return new URL(`${new URL(base).pathname.replace(/\/$/, '')}${serviceFolder(strapi)}${connectionId}`, base).href;
}

/** Why the Web Connector would refuse the address, in words; null if it takes it. */
export function addressProblem(url: string): string | null {
  const { protocol, hostname } = new URL(url);
  if (hostname === 'localhost') return null;
  if (/^[\d.]+$|^\[/.test(hostname))
    return `The Web Connector takes no address with numbers (${hostname}). Give Strapi a host name: url in config/server.`;
  return protocol === 'https:'
    ? null
    : 'The Web Connector takes only https, except on localhost. Set the public https address of Strapi as url in config/server.';
}
