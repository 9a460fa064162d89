import { randomUUID } from 'node:crypto';
import { Misbehaviour, type Refusal, type TimedFault } from '../faults';
import { listenAs, type Answer, type Asked, type VendorError } from '../http';
import { answer } from './api';
import type { Company, EntityName } from './company';
import { SignIn, type OAuthClient } from './oauth';
import { Limits } from './limits';
import { authorizePage, messagePage, recordPage } from './pages';
import type { QuickBooksSeed } from './seed';
import { openState } from './state';
import {
  brokenGateway,
  forbidden,
  throttled,
  unauthorized,
  unsupportedOperation,
  validationFault,
} from './vendor-error';
import { Webhooks, type Subscription } from './webhooks';

/** Client that the stand-in knows unless told otherwise. */
export const demoClient: OAuthClient = { clientId: 'crosswalk-demo', clientSecret: 'crosswalk-demo-secret' };

export interface QuickBooksOptions extends QuickBooksSeed {
  /** Applications that may ask for access; default `demoClient`. */
  clients?: OAuthClient[];
  /** JSON file that keeps the state between starts; it wins over the seed. */
  stateFile?: string;
  /** Where changes are told; also by POST to `/_webhooks`. */
  webhook?: Subscription;
  /** Answers 429 to what goes beyond the vendor's limits; default false. */
  enforceLimits?: boolean;
  /** Least time of an answer of the accounting API in milliseconds; default 0. */
  latencyMs?: number;
}

export interface QuickBooksOnline {
  /** Listens on loopback; port 0 takes a free one. */
  listen(port?: number): Promise<{ url: string; close(): Promise<void> }>;
  faults: Misbehaviour;
  webhooks: Webhooks;
  signIn: SignIn;
  /** What people do in the vendor's application. Throws for a company that there is not. */
  company(realmId: string): Company;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  body,
  headers,
});
const html = (status: number, body: string): Answer => ({
  status,
  body,
  headers: {
    'content-type': 'text/html;charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  },
});
const redirect = (location: string): Answer => ({ status: 302, body: '', headers: { location } });

/** Record pages stand in for the vendor's application, so that links of the panel lead somewhere. */
const appPages: Record<string, { entity: EntityName; parameter: string }> = {
  '/app/customerdetail': { entity: 'Customer', parameter: 'nameId' },
  '/app/vendordetail': { entity: 'Vendor', parameter: 'nameId' },
  '/app/items': { entity: 'Item', parameter: 'itemId' },
  '/app/invoice': { entity: 'Invoice', parameter: 'txnId' },
  '/app/creditmemo': { entity: 'CreditMemo', parameter: 'txnId' },
};

/** A server that speaks the vendor's sign-in and accounting API over real HTTP, with rules and errors as recorded. */
export const createQuickBooksOnline = (options: QuickBooksOptions): QuickBooksOnline => {
  const state = openState(options, options.stateFile);
  const signIn = new SignIn(state.oauth, options.clients ?? [demoClient]);
  const faults = new Misbehaviour({
    expireAccess: () => signIn.expireAccessTokens(),
    revokeRefresh: () => signIn.revokeRefreshTokens(),
    ignoreRequestIds: (ignore) => {
      for (const company of state.companies.values()) company.ignoresRequestIds = ignore;
    },
  });

  const limits = new Limits();
  const webhooks = new Webhooks();
  webhooks.subscribe(options.webhook);
  for (const [realmId, company] of state.companies)
    company.onEvent = (event) => {
      webhooks.note({ ...event, realmId });
      state.save();
    };
  const companyOf = (realmId: string): Company => {
    const company = state.companies.get(realmId);
    if (!company) throw new Error(`There is no company ${realmId}.`);
    return company;
  };

  const authorize = (method: string, query: URLSearchParams, form: URLSearchParams): Answer => {
    const given = method === 'POST' ? form : query;
    const request =
      method === 'POST'
        ? { clientId: form.get('clientId'), redirectUri: form.get('redirectUri'), state: form.get('state') }
        : { clientId: query.get('client_id'), redirectUri: query.get('redirect_uri'), state: query.get('state') };
    const { clientId, redirectUri, state: stateText } = request;
    if (clientId === null || redirectUri === null || !signIn.client(clientId, redirectUri)) {
      return html(400, messagePage('Cannot connect', 'The client id or the redirect URI is not known.'));
    }
    const back = new URL(redirectUri);
    if (stateText !== null) back.searchParams.set('state', stateText);
    if (method === 'GET') {
      if (query.get('response_type') !== 'code' || !stateText) {
        return html(400, messagePage('Cannot connect', 'response_type=code and state are needed.'));
      }
      if (!(query.get('scope') ?? '').split(' ').includes('com.intuit.quickbooks.accounting')) {
        back.searchParams.set('error', 'invalid_scope');
        return redirect(back.href);
      }
      const companies = [...state.companies.values()].map((company) => company.state);
      return html(200, authorizePage(companies, { clientId, redirectUri, state: stateText }));
    }
    const realmId = given.get('realmId') ?? '';
    if (form.get('decision') !== 'connect' || !state.companies.has(realmId)) {
      back.searchParams.set('error', 'access_denied');
      return redirect(back.href);
    }
    back.searchParams.set('code', signIn.issueCode({ realmId, clientId, redirectUri }));
    back.searchParams.set('realmId', realmId);
    state.save();
    return redirect(back.href);
  };

  const appPage = (path: string, query: URLSearchParams): Answer | undefined => {
    const known = appPages[path];
    if (!known) return undefined;
    const id = query.get(known.parameter) ?? '';
    const wanted = query.get('companyId');
    for (const company of state.companies.values()) {
      const row = company.state.entities[known.entity][id];
      if (row && (wanted === null || wanted === company.state.realmId)) {
        return html(200, recordPage(company.state.name, known.entity, row));
      }
    }
    return html(404, messagePage('Not found', `There is no ${known.entity.toLowerCase()} ${id}.`));
  };

  const accounting = ({ method, url, text, body: parsed, token }: Asked, met: TimedFault[]): Answer => {
    const match = /^\/v3\/company\/([^/]+)\/(.+)$/.exec(url.pathname);
    if (!match) throw unsupportedOperation(url.pathname);
    const [, realmId = '', path = ''] = match;
    if (options.enforceLimits && limits.isExceeded(realmId)) throw throttled();
    const granted = signIn.realmOf(token);
    if (granted === undefined) throw unauthorized(token);
    const company = state.companies.get(realmId);
    if (granted !== realmId || !company) throw forbidden();
    const posted = path === 'query' ? text : parsed;
    const stale = met.some(({ kind }) => kind === 'stale');
    const body = answer(company, { method, path, query: url.searchParams, body: posted, stale });
    if (method === 'POST' && path !== 'query') state.save();
    return json(200, body);
  };

  const route = (asked: Asked, met: TimedFault[]): Answer => {
    const { request, method, url, text } = asked;
    const tokens = (body: Answer): Answer => {
      state.save();
      return body;
    };
    if (url.pathname === '/connect/oauth2') return authorize(method, url.searchParams, new URLSearchParams(text));
    if (method === 'POST' && url.pathname === '/oauth2/v1/tokens/bearer') {
      const asks = request.headers['x-include-refresh-token-hard-expires-in'] === 'true';
      return tokens(signIn.token(request.headers.authorization, new URLSearchParams(text), asks));
    }
    if (method === 'POST' && url.pathname === '/v2/oauth2/tokens/revoke') {
      const posted = asked.body as { token?: unknown } | undefined;
      return tokens(
        signIn.revoke(request.headers.authorization, typeof posted?.token === 'string' ? posted.token : ''),
      );
    }
    return (method === 'GET' ? appPage(url.pathname, url.searchParams) : undefined) ?? accounting(asked, met);
  };

  const refuse = ({ token }: Asked, { status, retryAfter, code }: Refusal): VendorError => {
    if (code !== undefined) return validationFault(code, 'A fault on demand', 'The stand-in was told to refuse this.');
    if (status === 429) return throttled(retryAfter);
    if (status === 401) return unauthorized(token);
    if (status === 403) return forbidden();
    return brokenGateway(status);
  };

  /** `/_webhooks` says where changes are told, `/_merge` does what people do in the vendor's application. */
  const steer = ({ method, url, body }: Asked): Answer | undefined => {
    if (url.pathname === '/_webhooks') {
      if (method === 'DELETE') webhooks.subscribe(undefined);
      if (method === 'POST') webhooks.subscribe(body as Subscription);
      return json(200, { deliveries: webhooks.deliveries });
    }
    if (url.pathname !== '/_merge') return undefined;
    const { realmId, entity, from, into } = body as Record<string, string>;
    companyOf(realmId ?? '').merge(entity as 'Customer', from ?? '', into ?? '');
    return json(200, {});
  };

  const vendor = {
    faults,
    route,
    refuse,
    steer,
    enter: ({ url }: Asked) => {
      const realmId = /^\/v3\/company\/([^/]+)\//.exec(url.pathname)?.[1];
      return realmId === undefined ? undefined : limits.enter(realmId);
    },
    headers: () => ({
      'content-type': 'application/json;charset=utf-8',
      'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
      'intuit-tid': `1-${randomUUID()}`,
    }),
    isSecret: ({ url }: Asked) => url.pathname.includes('/tokens/'),
    broken: '{"QueryResponse": {',
    save: () => state.save(),
    latency: ({ url }: Asked) => (url.pathname.startsWith('/v3/') ? (options.latencyMs ?? 0) : 0),
  };
  const listen = async (port?: number) => {
    const server = await listenAs(vendor, port);
    return {
      url: server.url,
      close: () => {
        webhooks.stop();
        return server.close();
      },
    };
  };
  return { listen, faults, webhooks, signIn, company: companyOf };
};
