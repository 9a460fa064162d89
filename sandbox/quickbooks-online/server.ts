import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOn, parseJson, readBody, shownPath } from '../http';
import { answer } from './api';
import type { Company } from './company';
import { type Fault, Misbehaviour, parseFaults } from './faults';
import { SignIn, type OAuthClient } from './oauth';
import { authorizePage, messagePage, recordPage } from './pages';
import type { QuickBooksSeed } from './seed';
import { openState } from './state';
import { Webhooks, type Subscription } from './webhooks';
import {
  brokenGateway,
  forbidden,
  throttled,
  unauthorized,
  unsupportedOperation,
  validationFault,
  VendorError,
} from './vendor-error';

/** Client that the stand-in knows unless told otherwise. */
export const demoClient: OAuthClient = { clientId: 'crosswalk-demo', clientSecret: 'crosswalk-demo-secret' };

export interface QuickBooksOptions extends QuickBooksSeed {
  /** Applications that may ask for access; default `demoClient`. */
  clients?: OAuthClient[];
  /** JSON file that keeps the state between starts; it wins over the seed. */
  stateFile?: string;
  /** Where changes are told; also by POST to `/_webhooks`. */
  webhook?: Subscription;
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

type Answered = Extract<Fault, { kind: 'answer' }>;

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
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

const send = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json;charset=utf-8',
    'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
    'intuit-tid': `1-${randomUUID()}`,
    ...headers,
  });
  response.end(text);
};

/** Record pages stand in for the vendor's application, so that links of the panel lead somewhere. */
const appPages: Record<string, { entity: 'Customer' | 'Vendor' | 'Item' | 'Invoice'; parameter: string }> = {
  '/app/customerdetail': { entity: 'Customer', parameter: 'nameId' },
  '/app/vendordetail': { entity: 'Vendor', parameter: 'nameId' },
  '/app/items': { entity: 'Item', parameter: 'itemId' },
  '/app/invoice': { entity: 'Invoice', parameter: 'txnId' },
};

/** A server that speaks the vendor's sign-in and accounting API over real HTTP, with rules and errors as recorded. */
export const createQuickBooksOnline = (options: QuickBooksOptions): QuickBooksOnline => {
  const state = openState(options, options.stateFile);
  const signIn = new SignIn(state.oauth, options.clients ?? [demoClient]);
  const faults = new Misbehaviour({
    expireAccess: () => signIn.expireAccessTokens(),
    revokeRefresh: () => signIn.revokeRefreshTokens(),
  });

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

  const control = (method: string, path: string, body: unknown): Answer => {
    if (path === '/_webhooks') {
      if (method === 'DELETE') webhooks.subscribe(undefined);
      if (method === 'POST') webhooks.subscribe(body as Subscription);
      return json(200, { deliveries: webhooks.deliveries });
    }
    if (path === '/_merge') {
      const { realmId, entity, from, into } = body as Record<string, string>;
      companyOf(realmId ?? '').merge(entity as 'Customer', from ?? '', into ?? '');
      return json(200, {});
    }
    if (path === '/_requests') {
      if (method === 'DELETE') faults.forgetRequests();
      return json(200, faults.requests());
    }
    if (method === 'DELETE') faults.clear();
    if (method === 'POST') {
      const parsed = parseFaults(body);
      if (typeof parsed === 'string') return json(400, { error: parsed });
      faults.add(...parsed);
      state.save();
    }
    return json(200, faults.waiting());
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

  const accounting = (request: IncomingMessage, url: URL, text: string, stale: boolean): Answer => {
    const match = /^\/v3\/company\/([^/]+)\/(.+)$/.exec(url.pathname);
    if (!match) throw unsupportedOperation(url.pathname);
    const [, realmId = '', path = ''] = match;
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const granted = signIn.realmOf(token);
    if (granted === undefined) throw unauthorized(token);
    const company = state.companies.get(realmId);
    if (granted !== realmId || !company) throw forbidden();
    const method = request.method ?? 'GET';
    const posted = path === 'query' ? text : parseJson(text);
    const body = answer(company, { method, path, query: url.searchParams, body: posted, stale });
    if (method === 'POST' && path !== 'query') state.save();
    return json(200, body);
  };

  const route = (request: IncomingMessage, url: URL, text: string, stale: boolean): Answer => {
    const method = request.method ?? 'GET';
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
      const posted = parseJson(text) as { token?: unknown } | undefined;
      return tokens(
        signIn.revoke(request.headers.authorization, typeof posted?.token === 'string' ? posted.token : ''),
      );
    }
    return (
      (method === 'GET' ? appPage(url.pathname, url.searchParams) : undefined) ?? accounting(request, url, text, stale)
    );
  };

  const misbehave = ({ status, retryAfter, code }: Answered, token: string): VendorError => {
    if (code !== undefined) return validationFault(code, 'A fault on demand', 'The stand-in was told to refuse this.');
    if (status === 429) return throttled(retryAfter);
    if (status === 401) return unauthorized(token);
    if (status === 403) return forbidden();
    return brokenGateway(status);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const method = request.method ?? 'GET';
    const text = await readBody(request);
    if (text === undefined) return send(response, { status: 413, body: 'Too large' });
    if (['/_faults', '/_requests', '/_webhooks', '/_merge'].includes(url.pathname)) {
      return send(response, control(method, url.pathname, parseJson(text)));
    }
    const shown = shownPath(url);
    const secret = url.pathname.includes('/tokens/');
    const log = (status: number | 'cut'): void =>
      faults.record({
        method,
        path: shown,
        body: secret ? null : (parseJson(text) ?? (text === '' ? null : text)),
        status,
      });
    const met = faults.meet(method, shown);
    for (const fault of met) if (fault.kind === 'slow') await sleep(fault.ms, undefined, { ref: false });
    if (options.latencyMs !== undefined && url.pathname.startsWith('/v3/')) await sleep(options.latencyMs);
    const answered = met.find((fault) => fault.kind === 'answer');
    const cut = met.find((fault) => fault.kind === 'cut');
    const breakOff = (): void => {
      log('cut');
      request.socket.destroy();
    };
    if (cut?.when === 'before') return breakOff();
    let result: Answer;
    try {
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const refusal = answered && misbehave(answered, token);
      if (refusal && answered.when !== 'after') throw refusal;
      result = route(
        request,
        url,
        text,
        met.some((fault) => fault.kind === 'stale'),
      );
      if (refusal) throw refusal;
    } catch (error) {
      result =
        error instanceof VendorError
          ? { status: error.status, body: error.body, headers: error.headers }
          : { status: 500, body: { error: String(error) } };
    }
    if (cut?.when === 'after') return breakOff();
    if (met.some((fault) => fault.kind === 'broken')) result = { ...result, body: '{"QueryResponse": {' };
    log(result.status);
    send(response, result);
  };

  const listen = async (port = 0) => {
    const server = await listenOn(port, handle);
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
