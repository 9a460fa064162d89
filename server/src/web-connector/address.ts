import type { Core } from '@strapi/strapi';
import { apiFolder, publicUrl } from '../utils/address';
import { type Sentence, sentence } from '../utils/sentence';

/** Path below which the service answers, e.g. `/api/crosswalk/web-connector/`. */
export const serviceFolder = (strapi: Core.Strapi): string => apiFolder(strapi, 'web-connector');

/** AppURL of a connection's .qwc file. */
export const serviceUrl = (strapi: Core.Strapi, connectionId: string): string =>
  publicUrl(strapi, `${serviceFolder(strapi)}${connectionId}`);

/** Why the Web Connector would refuse the address, in words; null if it takes it. */
export function addressProblem(url: string): Sentence | null {
  const { protocol, hostname } = new URL(url);
  if (hostname === 'localhost') return null;
  if (/^[\d.]+$|^\[/.test(hostname))
    return sentence(
      'webConnector.addressWithNumbers',
      'The Web Connector takes no address with numbers ({host}). Give Strapi a host name: url in config/server.',
      { host: hostname },
    );
  return protocol === 'https:'
    ? null
    : sentence(
        'webConnector.addressNotHttps',
        'The Web Connector takes only https, except on localhost. Set the public https address of Strapi as url in config/server.',
      );
}
