import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseFaults, type Misbehaviour, type Refusal, type TimedFault } from './faults';

/** What the stand-ins' servers have in common: one request loop that answers, refuses, misbehaves and keeps a log. */

export interface Answer {
  status: number;
  /** Text as it is; anything else as JSON. */
  body: unknown;
  headers?: Record<string, string>;
}

/** An answer that refuses: thrown where it is known, with the body that the vendor would send. */
export class VendorError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Record<string, string> = {},
  ) {
    super(`HTTP ${status}`);
  }
}

export interface Asked {
  request: IncomingMessage;
  method: string;
  url: URL;
  /** Path and query as people read them. */
  path: string;
  text: string;
  /** Undefined where the text is no JSON. */
  body: unknown;
  /** The bearer token; empty if there is none. */
  token: string;
}

export interface Vendor {
  faults: Misbehaviour;
  /** Headers of every answer. */
  headers(): Record<string, string>;
  /** Answers one request, or throws a `VendorError`. `met` are the faults that it meets. */
  route(asked: Asked, met: TimedFault[]): Answer;
  /** The vendor's words for what a fault asks for. */
  refuse(asked: Asked, refusal: Refusal): VendorError;
  /** Answers requests that steer this stand-in, beside faults and log; undefined: it is none. */
  steer?(asked: Asked): Answer | undefined;
  /** Whether the log must not keep the body of a request. */
  isSecret(asked: Asked): boolean;
  /** JSON that stops in the middle. */
  broken: string;
  /** What is to be stored after faults were posted. */
  save?(): void;
  /** Told of each request that has come; what it answers with is called when the answer is there. */
  enter?(asked: Asked): (() => void) | undefined;
  /** Least time of an answer in milliseconds. */
  latency?(asked: Asked): number;
}

const bodyLimit = 10_000_000;

/** Body of a request as text; undefined if it is larger than a vendor would take. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Undefined where the text is no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Path and query as people read them, for logs and for faults that name a part of them. */
const shownPath = (url: URL): string =>
  `${url.pathname}${url.search === '' ? '' : `?${[...url.searchParams].map((pair) => pair.join('=')).join('&')}`}`;

/** Listens on loopback; port 0 takes a free one. */
const listenOn = async (
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // A busy process must not close what its client is just about to use again.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};

/** `GET|POST|DELETE /_faults` and `GET|DELETE /_requests`, with which the demo and its tests steer a stand-in. */
const control = (vendor: Vendor, { method, url, body }: Asked): Answer => {
  const { faults } = vendor;
  if (url.pathname === '/_requests') {
    if (method === 'DELETE') faults.forgetRequests();
    return { status: 200, body: faults.requests() };
  }
  if (method === 'DELETE') faults.clear();
  if (method === 'POST') {
    const parsed = parseFaults(body);
    if (typeof parsed === 'string') return { status: 400, body: { error: parsed } };
    faults.add(...parsed);
    vendor.save?.();
  }
  return { status: 200, body: faults.waiting() };
};

/** What a proxy or a gateway puts in the place of an answer. */
const strangePage: Answer = {
  status: 200,
  body: '<!doctype html><html><head><title>Sign in</title></head><body><h1>Guest network</h1></body></html>',
  headers: { 'content-type': 'text/html' },
};

/** The vendor's own answer, or its refusal. */
const workOf = (vendor: Vendor, asked: Asked, met: TimedFault[]): Answer => {
  const ordered = met.find((fault) => fault.kind === 'answer');
  const refusal = ordered && vendor.refuse(asked, ordered);
  try {
    if (refusal && ordered.when !== 'after') throw refusal;
    if (met.some((fault) => fault.kind === 'twice')) vendor.route(asked, []);
    const answer = vendor.route(asked, met);
    if (refusal) throw refusal;
    return answer;
  } catch (error) {
    return error instanceof VendorError
      ? { status: error.status, body: error.body, headers: error.headers }
      : { status: 500, body: { error: String(error) } };
  }
};

/** What becomes of an answer on its way. */
const spoil = (vendor: Vendor, answer: Answer, met: TimedFault[]): Answer =>
  met.reduce((changed: Answer, fault) => {
    if (fault.kind === 'broken') return { ...changed, body: vendor.broken };
    if (fault.kind === 'page') return strangePage;
    if (fault.kind === 'type')
      return { ...changed, headers: { ...changed.headers, 'content-type': fault.contentType } };
    if (fault.kind === 'clock') {
      const date = new Date(Date.now() + fault.seconds * 1000).toUTCString();
      return { ...changed, headers: { ...changed.headers, date } };
    }
    return changed;
  }, answer);

/** The answer to one request with the faults that it meets; undefined where it breaks off. `last`: to the GET before. */
const answerTo = async (
  vendor: Vendor,
  asked: Asked,
  met: TimedFault[],
  last: Answer | undefined,
): Promise<Answer | undefined> => {
  const slow = met.find((fault) => fault.kind === 'slow');
  const wait = () => slow && sleep(slow.ms, undefined, { ref: false });
  if (slow?.when !== 'after') await wait();
  const latency = vendor.latency?.(asked) ?? 0;
  if (latency > 0) await sleep(latency);
  const cut = met.find((fault) => fault.kind === 'cut');
  if (cut?.when === 'before') return undefined;
  if (met.some((fault) => fault.kind === 'page' && fault.when !== 'after')) return strangePage;
  if (last && met.some((fault) => fault.kind === 'repeat')) return last;
  const answer = workOf(vendor, asked, met);
  if (slow?.when === 'after') await wait();
  return cut?.when === 'after' ? undefined : spoil(vendor, answer, met);
};

/** Listens on loopback for a vendor; port 0 takes a free one. */
export const listenAs = (vendor: Vendor, port = 0): Promise<{ url: string; close(): Promise<void> }> => {
  /** The last answer to a GET; a fault may give it again. */
  let last: Answer | undefined;
  const send = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
    response.writeHead(status, { ...vendor.headers(), ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  /** Half of an answer that says how long the whole would be. */
  const sendHalf = (response: ServerResponse, { status, body, headers = {} }: Answer): void => {
    const whole = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    response.writeHead(status, { ...vendor.headers(), ...headers, 'content-length': whole.length });
    response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
  };
  return listenOn(port, async (request, response) => {
    const text = await readBody(request);
    if (text === undefined) return send(response, { status: 413, body: 'Too large' });
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const asked: Asked = {
      request,
      method: request.method ?? 'GET',
      url,
      path: shownPath(url),
      text,
      body: parseJson(text),
      token: /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '',
    };
    if (url.pathname === '/_faults' || url.pathname === '/_requests') return send(response, control(vendor, asked));
    const steered = vendor.steer?.(asked);
    if (steered) return send(response, steered);
    const met = vendor.faults.meet(asked.method, asked.path);
    const leave = vendor.enter?.(asked);
    const answer = await answerTo(vendor, asked, met, last).finally(leave);
    if (answer && asked.method === 'GET') last = answer;
    const half = met.some((fault) => fault.kind === 'cut' && fault.when === 'within');
    vendor.faults.record({
      method: asked.method,
      path: asked.path,
      body: vendor.isSecret(asked) ? null : (asked.body ?? (text === '' ? null : text)),
      status: half ? 'cut' : (answer?.status ?? 'cut'),
    });
    if (answer && half) sendHalf(response, answer);
    else if (answer) send(response, answer);
    else request.socket.destroy();
  });
};
