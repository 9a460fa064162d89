import { type Said, type Sentence, sentence } from '../utils/sentence';

/** What failures of the network mean and what an admin can do about them, in words. */

/** Codes of failures that come before a request is sent, so that a write cannot have happened. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const proxyAdvice = sentence(
  'http.proxyAdvice',
  'If this server reaches the internet through a proxy only, have Node use it: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY (Node 22.21 or newer)',
);
const untrusted = (host: string): Sentence =>
  sentence(
    'http.untrusted',
    "this server does not trust the authority that signed the certificate of {host}. A proxy or firewall that reads TLS traffic may have put its own in: let {host} pass unread, or name that authority's certificate in NODE_EXTRA_CA_CERTS",
    { host },
  );

const certificates: Record<string, (host: string, now: Date) => Sentence> = {
  CERT_HAS_EXPIRED: (host, now) =>
    sentence(
      'http.certExpired',
      "the certificate of {host} has expired. This server's clock says {clock}: set it if that is wrong, else tell who runs {host}",
      { host, clock: clock(now) },
    ),
  CERT_NOT_YET_VALID: (host, now) =>
    sentence(
      'http.certEarly',
      "the certificate of {host} is not valid yet. This server's clock says {clock}: set it if that is wrong",
      { host, clock: clock(now) },
    ),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_REVOKED: (host) =>
    sentence('http.certRevoked', 'the certificate of {host} was revoked. Tell who runs it', { host }),
  ERR_TLS_CERT_ALTNAME_INVALID: (host) =>
    sentence(
      'http.certOther',
      'the certificate is made out to another name than {host}. Check the URL in config/plugins.ts, and whether a proxy answers in its place',
      { host },
    ),
};

const connections: Record<string, (host: string, port: string) => Sentence> = {
  ENOTFOUND: (host) =>
    sentence(
      'http.nameUnknown',
      'the name {host} is not known. Check the URL in config/plugins.ts and the name server (DNS) of this server. {advice}',
      { host, advice: proxyAdvice },
    ),
  EAI_AGAIN: (host) =>
    sentence(
      'http.nameNotFound',
      'the name {host} could not be looked up. Check the name server (DNS) of this server. {advice}',
      { host, advice: proxyAdvice },
    ),
  ECONNREFUSED: (host, port) =>
    sentence(
      'http.refused',
      '{host} takes no connections on port {port}. Check the URL in config/plugins.ts, and whether a firewall refuses the way out',
      { host, port },
    ),
  ECONNRESET: (host) =>
    sentence('http.brokenOff', '{host}, or a firewall or proxy on the way, broke the connection off', { host }),
  EPIPE: (host) =>
    sentence('http.brokenOff', '{host}, or a firewall or proxy on the way, broke the connection off', { host }),
  UND_ERR_SOCKET: (host) =>
    sentence('http.brokenOff', '{host}, or a firewall or proxy on the way, broke the connection off', { host }),
  ETIMEDOUT: (host, port) => noWay(host, port),
  UND_ERR_CONNECT_TIMEOUT: (host, port) => noWay(host, port),
  EHOSTUNREACH: (host, port) => noWay(host, port),
  ENETUNREACH: (host, port) => noWay(host, port),
  EPROTO: (host, port) =>
    sentence(
      'http.noTls',
      'what answers at {host}, port {port}, does not speak TLS. Check http and https in the URL in config/plugins.ts',
      { host, port },
    ),
};
const noWay = (host: string, port: string): Sentence =>
  sentence(
    'http.noWay',
    'there is no way to {host}, port {port}. Have the firewall let this server out to it. {advice}',
    { host, port, advice: proxyAdvice },
  );

const clock = (now: Date): string => now.toISOString().slice(0, 16).replace('T', ' ') + ' UTC';

/** With the code by which the failure is looked up elsewhere. */
const marked = (said: Sentence, code: string): Sentence => sentence('http.marked', '{said} [{code}]', { said, code });

export interface NetworkFailure {
  /** A clause that tells what happened and what to do. */
  words: Said;
  /** The request never left, so that a write cannot have happened. */
  sent: boolean;
  /** It does not mend itself: an admin has to change something. */
  lasting: boolean;
}

/** What a code of the socket means; null for one that is not known. */
export function networkFailure(code: string | null, url: URL, now = new Date()): NetworkFailure | null {
  if (code === null) return null;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const certificate = certificates[code];
  if (certificate) return { words: marked(certificate(url.hostname, now), code), sent: false, lasting: true };
  const isTls = code.startsWith('ERR_SSL_') || code === 'EPROTO';
  const connection = isTls ? connections.EPROTO : connections[code];
  if (!connection) return null;
  return {
    words: marked(connection(url.hostname, port), code),
    sent: !isTls && !beforeSending.has(code),
    lasting: isTls,
  };
}

export const proxyRefusal = (host: string): Sentence =>
  sentence(
    'http.proxyPassword',
    'a proxy on the way asks for a user name and a password (HTTP 407). Put them into HTTPS_PROXY (http://user:password@proxy:port), or let this server reach {host} directly',
    { host },
  );

/** `fetch` makes no answer of a 407 but an error without a code: Node 22 says why, Node 20 does so for nothing else. */
export function isProxyRefusal(error: unknown): boolean {
  const { cause } = (error ?? {}) as { cause?: { message?: unknown } };
  return typeof cause?.message === 'string' && /^(proxy authentication required)?$/i.test(cause.message);
}

/** A clock that goes wrong by more makes signatures, tokens and certificates fail. */
const TOLERATED_SKEW_MS = 5 * 60_000;

/** How far this server's clock is from the vendor's, in words; null where they agree or the vendor does not tell. */
export function clockAdvice(headers: Headers, vendor: string, now = Date.now()): Sentence | null {
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs) || Math.abs(now - theirs) <= TOLERATED_SKEW_MS) return null;
  const minutes = Math.round(Math.abs(now - theirs) / 60_000);
  return now > theirs
    ? sentence(
        'http.clockAhead',
        "This server's clock is {minutes} minutes ahead of that of {system}, which is reason enough for this: set it.",
        { minutes, system: vendor },
      )
    : sentence(
        'http.clockBehind',
        "This server's clock is {minutes} minutes behind that of {system}, which is reason enough for this: set it.",
        { minutes, system: vendor },
      );
}

/** Whether a body is a page for people: it does not come from a vendor's API but from something on the way. */
export const isPage = (headers: Headers, text: string): boolean =>
  /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*<(!doctype html|html)\b/i.test(text);
