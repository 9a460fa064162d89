import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectorError } from '../../../server/src/connectors/errors';
import { HttpClient, retryAfterOf, type HttpClientOptions } from '../../../server/src/connectors/http';
import { scrub } from '../../../server/src/connectors/scrub';
import { errorOf } from './quickbooks-online.fixture';

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers) close();
  closers = [];
});

/** A server that counts its requests, and a client for it. */
const serve = async (handler: Handler, options: Partial<HttpClientOptions> = {}) => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
    request.resume();
    handler(request, response, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new HttpClient({ baseUrl, vendor: 'Vendor', readError: () => null, backoffMs: 5, ...options });
  return { client, seen, baseUrl };
};
const answer =
  (status: number, body: unknown = { ok: true }, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const get = { method: 'GET', path: '/x' } as const;
const post = { method: 'POST', path: '/x', body: { a: 1 } } as const;

describe('HttpClient', () => {
  it('sends query, JSON and headers, and reads JSON', async () => {
    const bodies: string[] = [];
    const { client, seen } = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () =>
        answer(200, { type: request.headers['content-type'], accept: request.headers.accept })(request, response, 1),
      );
    });
    const read = await client.request({ ...post, query: { q: "a'b & c" } });
    expect(read.json).toEqual({ type: 'application/json', accept: 'application/json' });
    expect(seen).toEqual(['POST /x?q=a%27b+%26+c']);
    expect(bodies.join('')).toBe('{"a":1}');
  });

  it.each([429, 500, 502, 503, 504])('tries a read again after %i', async (status) => {
    const { client, seen } = await serve((request, response, count) =>
      answer(count < 3 ? status : 200)(request, response, count),
    );
    expect((await client.request(get)).status).toBe(200);
    expect(seen).toHaveLength(3);
  });

  it('ends after its attempts', async () => {
    const { client, seen } = await serve(answer(503, 'down'), { attempts: 3 });
    const error = await errorOf(client.request(get), 'unavailable');
    expect(error.message).toContain('HTTP 503');
    expect(seen).toHaveLength(3);
  });

  it.each([400, 403, 404, 409])('does not try again after %i', async (status) => {
    const { client, seen } = await serve(answer(status));
    await errorOf(client.request(get));
    expect(seen).toHaveLength(1);
  });

  it('waits as long as it is asked to, and not longer than it may', async () => {
    const { client } = await serve((request, response, count) =>
      answer(count === 1 ? 429 : 200, {}, count === 1 ? { 'retry-after': '1' } : {})(request, response, count),
    );
    const started = Date.now();
    await client.request(get);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
    const strict = await serve(answer(503, {}, { 'retry-after': '120' }));
    expect(await errorOf(strict.client.request(get))).toMatchObject({ kind: 'unavailable', retryAfterMs: 120_000 });
    expect(strict.seen).toHaveLength(1);
  });

  it('reads Retry-After as seconds or date', () => {
    const read = (value: string) =>
      retryAfterOf(new Headers({ 'retry-after': value }), Date.parse('2026-11-20T10:00:00Z'));
    expect(read('7')).toBe(7000);
    expect(read('Fri, 20 Nov 2026 10:00:30 GMT')).toBe(30_000);
    expect(read('Fri, 20 Nov 2026 09:00:00 GMT')).toBe(0);
    expect(read('soon')).toBeNull();
    expect(retryAfterOf(new Headers())).toBeNull();
  });

  it.each([500, 502, 504])('sends a write once and is uncertain after %i', async (status) => {
    const { client, seen } = await serve(answer(status));
    await errorOf(client.request(post), 'uncertain');
    expect(seen).toHaveLength(1);
  });

  it('is uncertain about a write whose connection breaks, or whose answer is not JSON', async () => {
    const broken = await serve((request) => request.socket.destroy());
    await errorOf(broken.client.request(post), 'uncertain');
    expect(broken.seen).toHaveLength(1);
    const odd = await serve(answer(200, '<html>hello</html>'));
    await errorOf(odd.client.request(post), 'uncertain');
    await errorOf(odd.client.request(get), 'unavailable');
  });

  it('knows that a write was not sent where nobody listens', async () => {
    const { baseUrl } = await serve(answer(200));
    closers.pop()?.();
    const client = new HttpClient({ baseUrl, vendor: 'Vendor', readError: () => null, backoffMs: 1 });
    const error = await errorOf(client.request(post), 'unavailable');
    expect(error.code).toBe('ECONNREFUSED');
    await errorOf(client.request(get), 'unavailable');
  });

  it('gives up on slow answers, slow bodies included', async () => {
    const silent = await serve(() => undefined, { timeoutMs: 60, attempts: 2 });
    expect((await errorOf(silent.client.request(get), 'unavailable')).message).toContain('no answer within');
    expect(silent.seen).toHaveLength(2);
    await errorOf(silent.client.request(post), 'uncertain');
    const half = await serve((_request, response) => void response.write('{"a"'), { timeoutMs: 60, attempts: 1 });
    await errorOf(half.client.request(get), 'unavailable');
  });

  it('stops when cancelled: before, during and between attempts', async () => {
    const before = new AbortController();
    before.abort();
    const never = await serve(answer(200), { signal: before.signal });
    await errorOf(never.client.request(post), 'cancelled');
    expect(never.seen).toHaveLength(0);

    const during = new AbortController();
    const slow = await serve(() => during.abort(), { signal: during.signal });
    await errorOf(slow.client.request(get), 'cancelled');

    const between = new AbortController();
    const down = await serve(
      (request, response, count) => {
        answer(503)(request, response, count);
        setTimeout(() => between.abort(), 50);
      },
      { signal: between.signal, backoffMs: 5_000 },
    );
    await errorOf(down.client.request(get), 'cancelled');
    expect(down.seen).toHaveLength(1);
  });

  it('stays at its origin', async () => {
    const target = await serve(answer(200));
    const { client, seen } = await serve((request, response) =>
      answer(302, '', { location: `${target.baseUrl}/x` })(request, response, 1),
    );
    await errorOf(client.request(get), 'misconfigured');
    expect(target.seen).toHaveLength(0);
    for (const path of ['http://example.com/', '@example.com/x', 'x', '/a/../../b', '/..']) {
      await errorOf(client.request({ method: 'GET', path }), 'rejected');
    }
    expect(seen).toHaveLength(1);
  });

  describe('with a token', () => {
    const bearer = (tokens: string[]) => {
      const replaced: string[] = [];
      return {
        replaced,
        source: {
          current: () => Promise.resolve(tokens[0] ?? ''),
          replace: (refused: string) => {
            replaced.push(refused);
            return Promise.resolve(tokens[1] ?? '');
          },
        },
      };
    };

    it('renews once after 401 and repeats reads and writes', async () => {
      for (const request of [get, post]) {
        const { replaced, source } = bearer(['old-token', 'new-token']);
        const { client, seen } = await serve(
          (incoming, response, count) => answer(count === 1 ? 401 : 200)(incoming, response, count),
          { bearer: source },
        );
        await client.request(request);
        expect(seen).toEqual([`${request.method} /x Bearer old-token`, `${request.method} /x Bearer new-token`]);
        expect(replaced).toEqual(['old-token']);
      }
    });

    it('asks for a person after a second 401', async () => {
      const { replaced, source } = bearer(['old-token', 'new-token']);
      const { client, seen } = await serve(answer(401), { bearer: source });
      await errorOf(client.request(get), 'reauthorize');
      expect(seen).toHaveLength(2);
      expect(replaced).toHaveLength(1);
    });

    it('never shows a token or secret, wherever the vendor quotes it', async () => {
      const { source } = bearer(['token-one-123456', 'token-two-123456']);
      const quoting: Handler = (request, response) =>
        answer(400, `you sent ${request.headers.authorization} and s3cret-value`)(request, response, 1);
      const { client } = await serve(quoting, {
        bearer: source,
        secrets: ['s3cret-value'],
        readError: ({ text }) => new ConnectorError('rejected', `said: ${text}`),
      });
      const error = await errorOf(client.request(get), 'rejected');
      expect(error.message).not.toMatch(/token-one|token-two|s3cret/);
      expect(error.message).toContain('[hidden]');
      expect(JSON.stringify(error.cause ?? null)).toBe('null');
    });

    it('does not show a token that cannot be sent', async () => {
      const { source } = bearer(['bad\ntoken-123456', '']);
      const { client } = await serve(answer(200), { bearer: source });
      const error = await errorOf(client.request(get));
      expect(error.message).not.toContain('token-123456');
    });
  });
});

describe('scrub', () => {
  it('takes out secrets and quoted credentials, and leaves the rest', () => {
    expect(scrub('Token expired: AB0160139', [])).toBe('Token expired: [hidden]');
    expect(scrub('sent Bearer abcdefghijklmnopqrstuvwx now', [])).toBe('sent Bearer [hidden] now');
    expect(scrub('{"refresh_token":"RT1-abcdefgh"}', [])).toBe('{"refresh_token":"[hidden]"}');
    expect(scrub('grant abcdef1 twice abcdef1', ['abcdef1'])).toBe('grant [hidden] twice [hidden]');
    expect(scrub('Duplicate name: 12', ['12', ''])).toBe('Duplicate name: 12');
  });
});
