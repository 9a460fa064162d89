import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from './errors';
import type { Limiter } from './limiter';
import { clockAdvice, isPage, isProxyRefusal, networkFailure, proxyRefusal } from './network';
import { scrub } from './scrub';
import { mapTexts, type Said, sayingOf, sentence, together } from '../utils/sentence';

/** What a vendor answered, read to its end. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined where the body is not JSON. */
  json: unknown;
  text: string;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH';
  /** Path below the client's base URL, with a leading slash. */
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON; URLSearchParams as a form. */
  body?: unknown;
  headers?: Record<string, string>;
  /**
   * The request may be sent again after a failure, because doing it twice changes nothing.
   * Default: true for GET, false for everything else.
   */
  idempotent?: boolean;
}

/** Where access tokens come from. */
export interface BearerSource {
  current(): Promise<string>;
  /** A token other than the one that was just refused. */
  replace(refused: string): Promise<string>;
}

export interface HttpClientOptions {
  /** Origin, with a path if need be. Requests never leave it: only paths are given, redirects are not followed. */
  baseUrl: string;
  /** The vendor's name, for messages. */
  vendor: string;
  /** Turns an answer of 400 and more into an error; may return null where it has no opinion. */
  readError(answer: HttpAnswer): ConnectorError | null;
  bearer?: BearerSource;
  /** Sent with every request: an API key … Name secrets among them in `secrets`, too. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Shared by all clients of an account. */
  limiter?: Limiter;
  /** Values that must not appear in any message. */
  secrets?: readonly string[];
  /** Time for one attempt, its body included; milliseconds. Default 60 000. */
  timeoutMs?: number;
  /** Attempts of an idempotent request. Default 4. */
  attempts?: number;
  /** Wait before the second attempt, doubled for each further one; milliseconds. Default 500. */
  backoffMs?: number;
  /** Longest wait within a call; a vendor that asks for more ends the call with `unavailable`. Default 10 000. */
  longestWaitMs?: number;
}

const defaultLongestWaitMs = 10_000;

/** Names of the header that carries the vendor's id of a request; Intuit is recorded with both spellings. */
const requestIdHeaders = ['intuit-tid', 'intuit_tid', 'x-request-id'];

export const requestIdOf = (headers: Headers): string | null =>
  requestIdHeaders.map((name) => headers.get(name)).find((value) => value !== null) ?? null;

/** Wait asked for by Retry-After (seconds or an HTTP date) in milliseconds; null if it says nothing. */
export const retryAfterOf = (headers: Headers, now = Date.now()): number | null => {
  const text = headers.get('retry-after')?.trim();
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
};

/** Code of a failure or of what caused it; `fetch` wraps the error of the socket. */
const errorCode = (error: unknown): string | null => {
  let cause = error as { code?: unknown; cause?: unknown } | null | undefined;
  for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth += 1) {
    if (typeof cause.code === 'string') return cause.code;
    cause = cause.cause as typeof cause;
  }
  return null;
};

/** A client for one vendor, or one connection, at one origin. */
export class HttpClient {
  private readonly base: URL;

  constructor(private readonly options: HttpClientOptions) {
    this.base = new URL(options.baseUrl);
    // Any number of requests may share a signal; each takes its listener away when it ends.
    if (options.signal) setMaxListeners(0, options.signal);
  }

  /**
   * Sends a request and answers with what came back below 400.
   * Idempotent requests are tried again after 429, 5xx and network failures. A write is sent once: when its answer is
   * lost or is a 5xx, the error is `uncertain` and the caller looks before it tries again.
   * @throws ConnectorError
   */
  async request(request: HttpRequest): Promise<HttpAnswer> {
    const idempotent = request.idempotent ?? request.method === 'GET';
    const attempts = idempotent ? (this.options.attempts ?? 4) : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(request, idempotent);
      } catch (error) {
        if (!(error instanceof ConnectorError) || error.kind !== 'unavailable') throw error;
        if (error.retryAfterMs !== null) this.options.limiter?.hold(error.retryAfterMs);
        const wait = error.retryAfterMs ?? this.backoff(attempt);
        if (attempt >= attempts || wait > (this.options.longestWaitMs ?? defaultLongestWaitMs)) throw error;
        await this.pause(wait);
      }
    }
  }

  private async attempt(request: HttpRequest, idempotent: boolean): Promise<HttpAnswer> {
    const { bearer } = this.options;
    this.refuseIfCancelled();
    if (!bearer) return this.accept(await this.send(request, idempotent, null), idempotent);
    const token = await bearer.current();
    const answer = await this.send(request, idempotent, token);
    if (answer.status !== 401) return this.accept(answer, idempotent, token);
    // A refused token means that nothing was done, so that a write may be sent again, once.
    const renewed = await bearer.replace(token);
    return this.accept(await this.send(request, idempotent, renewed), idempotent, renewed);
  }

  private async send(request: HttpRequest, idempotent: boolean, token: string | null): Promise<HttpAnswer> {
    const { signal, timeoutMs = 60_000 } = this.options;
    const release = await this.turn();
    const controller = new AbortController();
    const cancel = (): void => controller.abort();
    signal?.addEventListener('abort', cancel, { once: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      controller.abort();
    }, timeoutMs);
    try {
      this.refuseIfCancelled();
      const response = await fetch(this.url(request), {
        method: request.method,
        headers: this.headers(request, token),
        body: this.body(request),
        redirect: 'manual',
        signal: controller.signal,
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parseJson(text) };
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      throw this.failure(error, { late, idempotent, token });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      release?.();
    }
  }

  /** Waiting for a turn does not count as time of the attempt. Whoever would wait for long is told so instead. */
  private async turn(): Promise<(() => void) | undefined> {
    const { limiter, signal, vendor, longestWaitMs = defaultLongestWaitMs } = this.options;
    const held = Math.ceil(limiter?.heldFor ?? 0);
    if (held > longestWaitMs) {
      throw new ConnectorError(
        'unavailable',
        sentence('http.slowDown', '{system} has asked to slow down: it can be asked again in {seconds} s.', {
          system: vendor,
          seconds: Math.ceil(held / 1000),
        }),
        { retryAfterMs: held },
      );
    }
    try {
      return await limiter?.acquire(signal);
    } catch (error) {
      this.refuseIfCancelled();
      throw error;
    }
  }

  private failure(
    error: unknown,
    { late, idempotent, token }: { late: boolean; idempotent: boolean; token: string | null },
  ): ConnectorError {
    const { vendor, signal, timeoutMs = 60_000 } = this.options;
    const code = errorCode(error);
    const cancelled = signal?.aborted === true && !late;
    if (cancelled && idempotent)
      return new ConnectorError(
        'cancelled',
        sentence('http.cancelled', 'The request to {system} was cancelled.', { system: vendor }),
      );
    if (isProxyRefusal(error))
      return new ConnectorError(
        'misconfigured',
        sentence('http.unreachable', '{system} cannot be reached: {why}.', {
          system: vendor,
          why: proxyRefusal(this.base.host),
        }),
        {
          code: '407',
        },
      );
    const known = cancelled || late ? null : networkFailure(code, this.base);
    if (known?.lasting)
      return new ConnectorError(
        'misconfigured',
        sentence('http.unreachable', '{system} cannot be reached: {why}.', { system: vendor, why: known.words }),
        { code },
      );
    const happened = cancelled
      ? sentence('http.cancelledUnderWay', 'the request was cancelled while it was under way')
      : late
        ? sentence('http.timeout', 'there was no answer within {seconds} s', { seconds: Math.round(timeoutMs / 1000) })
        : (known?.words ??
          sentence('http.failed', 'the connection failed ({reason})', {
            reason: code ?? this.hide(error instanceof Error ? error.message : 'unknown', token),
          }));
    if (!idempotent && (known?.sent ?? true)) {
      return new ConnectorError(
        'uncertain',
        sentence('http.unknownIfDone', 'It is not known whether {system} did this: {what}.', {
          system: vendor,
          what: happened,
        }),
        { code },
      );
    }
    return new ConnectorError(
      'unavailable',
      sentence('http.unreachableNow', '{system} cannot be reached: {what}. Try again later.', {
        system: vendor,
        what: happened,
      }),
      { code },
    );
  }

  private accept(answer: HttpAnswer, idempotent: boolean, token: string | null = null): HttpAnswer {
    const { vendor } = this.options;
    if (answer.status >= 200 && answer.status < 300) {
      if (answer.json !== undefined || answer.text === '') return answer;
      const kind = idempotent ? 'unavailable' : 'uncertain';
      const what = isPage(answer.headers, answer.text)
        ? sentence(
            'http.webPage',
            'a web page (“{page}”) came in the place of its answer. A proxy, a firewall or a notice of maintenance stands in between: let this server reach {host} directly, or try again later',
            { page: plain(answer.text), host: this.base.host },
          )
        : sentence('http.notJson', 'it answered with something other than JSON. Try again later');
      throw new ConnectorError(
        kind,
        this.hide(
          sentence('http.notUnderstood', '{system} was not understood: {what}.', { system: vendor, what }),
          token,
        ),
        {
          requestId: requestIdOf(answer.headers),
        },
      );
    }
    if (answer.status < 400) {
      throw new ConnectorError(
        'misconfigured',
        sentence(
          'http.redirect',
          '{system} answered with a redirect (HTTP {status}). Check its URL in config/plugins.ts.',
          { system: vendor, status: answer.status },
        ),
        { requestId: requestIdOf(answer.headers) },
      );
    }
    throw this.errorOf(answer, idempotent, token);
  }

  private errorOf(answer: HttpAnswer, idempotent: boolean, token: string | null): ConnectorError {
    const { vendor } = this.options;
    const read = this.options.readError(answer);
    const broken = answer.status >= 500;
    const kind = broken ? (idempotent ? 'unavailable' : 'uncertain') : (read?.kind ?? this.kindOf(answer.status));
    const requestId = read?.requestId ?? requestIdOf(answer.headers);
    const shownId = requestId === null ? '' : ` (request id ${requestId})`;
    const answered = sentence('http.answered', '{system} answered HTTP {status}{marks}: {text}.', {
      system: vendor,
      status: answer.status,
      marks: shownId,
      text: plain(answer.text),
    });
    const page = isPage(answer.headers, answer.text)
      ? sentence(
          'http.gatewayPage',
          'That is a web page: a gateway, proxy or firewall on the way may have answered in its place.',
        )
      : null;
    const said = read ? sayingOf(read) : together(answered, page);
    const message = answer.status < 500 ? together(said, clockAdvice(answer.headers, vendor)) : said;
    const uncertain = sentence('http.notKnown', 'It is not known whether {system} did this.', { system: vendor });
    const whole = broken && !idempotent ? together(uncertain, message) : message;
    return new ConnectorError(kind, this.hide(whole, token), {
      code: read?.code ?? null,
      requestId,
      retryAfterMs: kind === 'unavailable' ? (retryAfterOf(answer.headers) ?? read?.retryAfterMs ?? null) : null,
    });
  }

  private kindOf(status: number): ConnectorError['kind'] {
    if (status === 401) return 'reauthorize';
    if (status === 403 || status === 404) return 'misconfigured';
    return status === 429 || status === 408 ? 'unavailable' : 'rejected';
  }

  private url({ path, query = {} }: HttpRequest): URL {
    if (!path.startsWith('/') || /(^|\/)\.\.?(\/|$)/.test(path)) {
      throw new ConnectorError('rejected', `Not a path of ${this.options.vendor}: ${path}`);
    }
    const url = new URL(this.base.href.replace(/\/$/, '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  private headers({ body, headers: given }: HttpRequest, token: string | null): Headers {
    const headers = new Headers({ accept: 'application/json', ...this.options.headers, ...given });
    if (body !== undefined && !(body instanceof URLSearchParams)) headers.set('content-type', 'application/json');
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    return headers;
  }

  private body({ body }: HttpRequest): string | URLSearchParams | undefined {
    return body === undefined || body instanceof URLSearchParams ? body : JSON.stringify(body);
  }

  private backoff(attempt: number): number {
    const full = (this.options.backoffMs ?? 500) * 2 ** (attempt - 1);
    return full / 2 + Math.random() * (full / 2);
  }

  private async pause(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.options.signal });
    } catch {
      this.refuseIfCancelled();
    }
  }

  private refuseIfCancelled(): void {
    if (this.options.signal?.aborted) {
      throw new ConnectorError(
        'cancelled',
        sentence('http.cancelled', 'The request to {system} was cancelled.', { system: this.options.vendor }),
      );
    }
  }

  private hide(said: Said, token: string | null): Said {
    const secrets = [...(this.options.secrets ?? []), ...(token === null ? [] : [token])];
    return mapTexts(said, (text) => scrub(text, secrets));
  }
}

const parseJson = (text: string): unknown => {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

/** Start of a body as plain words: gateways answer with HTML. */
export const plain = (text: string): string =>
  text
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200) || 'no text';
