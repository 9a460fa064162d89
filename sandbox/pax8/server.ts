import { Misbehaviour, type Refusal } from '../faults';
import { listenAs, type Answer, type Asked, type VendorError } from '../http';
import { answer } from './api';
import { companyPage } from './pages';
import type { PartnerState } from './partner';
import type { Pax8Seed } from './seed';
import { openState } from './state';
import { Tokens, type ApiClient } from './token';
import { apiError, brokenGateway, throttled, unauthorized } from './vendor-error';

/** Credentials that the stand-in knows unless told otherwise. */
export const demoClient: ApiClient = { clientId: 'crosswalk-demo', clientSecret: 'crosswalk-demo-secret' };

export interface Pax8Options extends Pax8Seed {
  /** Credentials of the partner; default `demoClient`. */
  clients?: ApiClient[];
  /** JSON file that keeps the state between starts; it wins over the seed. */
  stateFile?: string;
}

export interface Pax8 {
  /** Listens on loopback; port 0 takes a free one. */
  listen(port?: number): Promise<{ url: string; close(): Promise<void> }>;
  /** `expire-access` ends all tokens, `revoke-refresh` the credentials that were used; `stale` means nothing here. */
  faults: Misbehaviour;
  /** What the partner has: what is taken out of it is gone. */
  partner: PartnerState;
}

/** A server that speaks the vendor's token endpoint and Partner API over real HTTP, with the rules of its specification. */
export const createPax8 = (options: Pax8Options): Pax8 => {
  const state = openState(options, options.stateFile);
  const tokens = new Tokens(options.clients ?? [demoClient]);
  const faults = new Misbehaviour({ expireAccess: () => tokens.expire(), revokeRefresh: () => tokens.revoke() });

  const appPage = (path: string): Answer => {
    const company = state.partner.companies.find(({ id }) => path === `/companies/${String(id)}`);
    if (!company) throw apiError(404, 'Not found', path);
    const headers = {
      'content-type': 'text/html;charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    };
    return { status: 200, body: companyPage(company), headers };
  };

  const route = ({ method, url, body, token }: Asked): Answer => {
    const { pathname } = url;
    if (method === 'POST' && pathname === '/v1/token') {
      const issued = tokens.issue(body);
      if (issued) return issued;
      throw apiError(422, 'The request is not valid', pathname, [
        'client_id, client_secret, audience and grant_type are needed',
      ]);
    }
    if (method === 'GET' && pathname.startsWith('/companies/')) return appPage(pathname);
    if (!pathname.startsWith('/v1/')) throw apiError(404, 'Not found', pathname);
    if (!tokens.opens(token)) throw unauthorized(pathname);
    const answered = answer(state.partner, {
      method,
      path: pathname.slice('/v1'.length),
      query: url.searchParams,
      body,
    });
    if (method === 'PATCH' || method === 'POST') state.save();
    return { status: 200, body: answered };
  };

  const refuse = ({ url }: Asked, { status, retryAfter }: Refusal): VendorError => {
    if (status === 429) return throttled(url.pathname, retryAfter);
    if (status === 401) return unauthorized(url.pathname);
    return status < 500 ? apiError(status, 'Refused on demand', url.pathname) : brokenGateway(status);
  };

  const vendor = {
    faults,
    route,
    refuse,
    headers: () => ({ 'content-type': 'application/json', 'cache-control': 'no-store' }),
    isSecret: ({ url }: Asked) => url.pathname === '/v1/token',
    broken: '{"content": [{',
  };
  return { listen: (port) => listenAs(vendor, port), faults, partner: state.partner };
};
