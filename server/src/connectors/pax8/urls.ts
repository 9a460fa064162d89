import type { ConnectorContext } from '../contract';
import { optionsOf } from './options';

/** The vendor's web application; another server is taken to serve its own pages. */
const applicationOf = (ctx: Pick<ConnectorContext, 'options'>): string => {
  const { hostname, origin } = new URL(optionsOf(ctx).apiUrl);
  return hostname === 'api.pax8.com' ? 'https://app.pax8.com' : origin;
};

/** Page of a company in Pax8; people must be signed in there. The addresses of other pages are not documented. */
export const recordUrl = (
  ctx: Pick<ConnectorContext, 'options'>,
  recordType: string,
  externalId: string,
): string | null =>
  recordType === 'company' ? `${applicationOf(ctx)}/companies/${encodeURIComponent(externalId)}` : null;
