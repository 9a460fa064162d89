import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOn, parseJson, readBody, shownPath } from '../http';
import { Misbehaviour, parseFaults } from '../quickbooks-online/faults';
import { answer } from './api';
import { companyPage } from './pages';
import type { Pax8Seed } from './seed';
import { openState } from './state';
import { Tokens, type ApiClient } from './token';
import { apiError, brokenGateway, throttled, unauthorized, VendorError } from './vendor-error';

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
}

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const send = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** A server that speaks the vendor's token endpoint and Partner API over real HTTP, with the rules of its specification. */
export const createPax8 = (options: Pax8Options): Pax8 => {
  const state = openState(options, options.stateFile);
  const tokens = new Tokens(options.clients ?? [demoClient]);
  const faults = new Misbehaviour({ expireAccess: () => tokens.expire(), revokeRefresh: () => tokens.revoke() });

  const control = (method: string, path: string, body: unknown): Answer => {
    if (path === '/_requests') {
      if (method === 'DELETE') faults.forgetRequests();
      return { status: 200, body: faults.requests() };
    }
    if (method === 'DELETE') faults.clear();
    if (method === 'POST') {
      const parsed = parseFaults(body);
      if (typeof parsed === 'string') return { status: 400, body: { error: parsed } };
      faults.add(...parsed);
    }
    return { status: 200, body: faults.waiting() };
  };

  const appPage = (path: string): Answer => {
    const company = state.partner.companies.find(({ id }) => path === `/companies/${String(id)}`);
    if (!company) throw apiError(404, 'Not found', path);
    const headers = {
      'content-type': 'text/html;charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    };
    return { status: 200, body: companyPage(company), headers };
  };

  const route = (request: IncomingMessage, url: URL, body: unknown): Answer => {
    const method = request.method ?? 'GET';
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
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
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

  const misbehave = (status: number, path: string, retryAfter: number | undefined): VendorError => {
    if (status === 429) return throttled(path, retryAfter);
    if (status === 401) return unauthorized(path);
    return status < 500 ? apiError(status, 'Refused on demand', path) : brokenGateway(status);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const method = request.method ?? 'GET';
    const text = await readBody(request);
    if (text === undefined) return send(response, { status: 413, body: 'Too large' });
    const body = parseJson(text);
    if (url.pathname === '/_faults' || url.pathname === '/_requests') {
      return send(response, control(method, url.pathname, body));
    }
    const path = shownPath(url);
    const met = faults.meet(method, path);
    const log = (status: number | 'cut'): void =>
      faults.record({ method, path, body: url.pathname === '/v1/token' ? null : (body ?? null), status });
    for (const fault of met) if (fault.kind === 'slow') await sleep(fault.ms, undefined, { ref: false });
    const answered = met.find((fault) => fault.kind === 'answer');
    const cut = met.find((fault) => fault.kind === 'cut');
    const breakOff = (): void => {
      log('cut');
      request.socket.destroy();
    };
    if (cut?.when === 'before') return breakOff();
    let result: Answer;
    try {
      const refusal = answered && misbehave(answered.status, url.pathname, answered.retryAfter);
      if (refusal && answered.when !== 'after') throw refusal;
      result = route(request, url, body);
      if (refusal) throw refusal;
    } catch (error) {
      result =
        error instanceof VendorError
          ? { status: error.status, body: error.body, headers: error.headers }
          : { status: 500, body: { error: String(error) } };
    }
    if (cut?.when === 'after') return breakOff();
    if (met.some((fault) => fault.kind === 'broken')) result = { ...result, body: '{"content": [{' };
    log(result.status);
    send(response, result);
  };

  return { listen: (port = 0) => listenOn(port, handle), faults };
};
