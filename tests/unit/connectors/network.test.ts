import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import path from 'node:path';
import { HttpClient } from '../../../server/src/connectors/http';
import { clockAdvice, networkFailure } from '../../../server/src/connectors/network';
import { textOf } from '../../../server/src/utils/sentence';
import { errorOf } from './quickbooks-online.fixture';

const fixture = (name: string) => readFileSync(path.join(__dirname, '../../fixtures/tls', name));
const get = { method: 'GET', path: '/x' } as const;
const post = { method: 'POST', path: '/x', body: {} } as const;

const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));
const listen = async (server: Server): Promise<string> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const client = (baseUrl: string) =>
  new HttpClient({ baseUrl, vendor: 'Vendor', readError: () => null, attempts: 2, backoffMs: 1 });
const answering = async (status: number, body: string, headers: Record<string, string> = {}) => {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
  server.keepAliveTimeout = 1;
  return client(`http://${await listen(server)}`);
};

/** With real sockets: what an admin reads has to say what to do. */
describe('a service that cannot be reached', () => {
  it('may have a name that is not known', async () => {
    const error = await errorOf(client('https://no-such-host.invalid').request(get), 'unavailable');
    expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(error.code);
    expect(error.message).toMatch(/^Vendor cannot be reached: the name no-such-host\.invalid .* \(DNS\)/);
    expect(error.message).toContain('NODE_USE_ENV_PROXY=1 with HTTPS_PROXY');
    await errorOf(client('https://no-such-host.invalid').request(post), 'unavailable');
  });

  it('may take no connections', async () => {
    const server = createTcpServer();
    const host = await listen(server);
    servers.pop();
    await new Promise((resolve) => server.close(resolve));
    const error = await errorOf(client(`http://${host}`).request(get), 'unavailable');
    const [, port] = host.split(':');
    expect(error.message).toContain(
      `127.0.0.1 takes no connections on port ${port}. Check the URL in config/plugins.ts`,
    );
  });

  it('may have its connections broken off', async () => {
    const host = await listen(createTcpServer((socket) => socket.destroy()));
    const error = await errorOf(client(`http://${host}`).request(get), 'unavailable');
    expect(error.message).toContain('127.0.0.1, or a firewall or proxy on the way, broke the connection off');
    await errorOf(client(`http://${host}`).request(post), 'uncertain');
  });

  it('may have a certificate of an authority that is not trusted, which a write is safe from', async () => {
    const host = await listen(createTlsServer({ key: fixture('key.pem'), cert: fixture('self-signed.pem') }));
    const error = await errorOf(client(`https://${host}`).request(get), 'misconfigured');
    expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(error.message).toContain('does not trust the authority that signed the certificate of 127.0.0.1');
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS');
    await errorOf(client(`https://${host}`).request(post), 'misconfigured');
  });

  it('may not speak TLS', async () => {
    const host = await listen(createServer());
    const error = await errorOf(client(`https://${host}`).request(get), 'misconfigured');
    expect(error.message).toContain('does not speak TLS. Check http and https');
  });

  it.each([
    ['CERT_HAS_EXPIRED', "has expired. This server's clock says 2026-11-24 14:30 UTC: set it if that is wrong"],
    ['CERT_NOT_YET_VALID', "is not valid yet. This server's clock says 2026-11-24 14:30 UTC"],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'made out to another name than api.vendor.example'],
    [
      'UND_ERR_CONNECT_TIMEOUT',
      'there is no way to api.vendor.example, port 443. Have the firewall let this server out',
    ],
  ])('may fail with %s', (code, words) => {
    const failure = networkFailure(code, new URL('https://api.vendor.example/v1'), new Date('2026-11-24T14:30:10Z'));
    expect(textOf(failure?.words ?? '')).toContain(words);
    expect(failure?.sent).toBe(false);
  });
});

describe('something on the way that answers in the place of the service', () => {
  it('may be a proxy that asks for a password', async () => {
    const error = await errorOf((await answering(407, 'Proxy Authentication Required')).request(get), 'misconfigured');
    expect(error.message).toContain('a proxy on the way asks for a user name and a password (HTTP 407)');
  });

  it('may be a page of a gateway or of a portal', async () => {
    const page =
      '<!doctype html><html><head><title>x</title></head><body><h1>Sign in to the guest network</h1></body></html>';
    const html = { 'content-type': 'text/html' };
    const portal = await errorOf((await answering(200, page, html)).request(get), 'unavailable');
    expect(portal.message).toContain('a web page (“Sign in to the guest network”) came in the place of its answer');
    const gateway = await errorOf((await answering(502, page, html)).request(get), 'unavailable');
    expect(gateway.message).toContain('a gateway, proxy or firewall on the way may have answered');
  });

  it('is told apart from a clock that goes wrong', async () => {
    const date = new Date(Date.now() - 47 * 60_000).toUTCString();
    const error = await errorOf((await answering(401, '{}', { date })).request(get), 'reauthorize');
    expect(error.message).toContain("This server's clock is 47 minutes ahead of that of Vendor");
    const right = await errorOf((await answering(401, '{}')).request(get), 'reauthorize');
    expect(right.message).not.toContain('clock');
    expect(clockAdvice(new Headers({ date: 'soon' }), 'Vendor')).toBeNull();
  });
});
