import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** A Strapi with the built plugin in a process of its own, and an admin's requests to it. */
export interface ServerProcess {
  url: string;
  request<T>(method: string, url: string, body?: object | FormData): Promise<{ status: number; body: T }>;
  /** Lets `TEST_KILL_BEFORE_WRITE` count from now on, for certain once it is resolved. */
  arm(): Promise<void>;
  /** SIGKILL: nothing is closed, nothing is written any more. */
  kill(): Promise<void>;
  /** Resolves when the process is over, however that came. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export async function startProcess(env: Record<string, string>): Promise<ServerProcess> {
  // Loading Strapi makes much garbage that is young: with room for it a boot takes a fifth less.
  const args = ['--max-semi-space-size=64', path.join(__dirname, 'server-process.js')];
  const child = spawn(process.execPath, args, {
    cwd: path.resolve(__dirname, '../fixtures/app'),
    env: { ...process.env, NODE_ENV: 'test', STRAPI_TELEMETRY_DISABLED: 'true', TEST_PLUGIN: root, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { url, email, password } = await readyLine(child);
  const login = (await (
    await fetch(`${url}/admin/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
  ).json()) as { data: { accessToken?: string; token?: string } };
  const token = login.data.accessToken ?? login.data.token ?? '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url,
    async request<T>(method: string, pathname: string, body?: object | FormData) {
      const isForm = body instanceof FormData;
      const answer = await fetch(`${url}${pathname}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as T };
    },
    ended,
    async arm() {
      const armed = once(child, 'message');
      child.send('arm');
      await armed;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readyLine(child: ChildProcess): Promise<{ url: string; email: string; password: string }> {
  return new Promise((resolve, reject) => {
    let errors = '';
    let text = '';
    child.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      const line = text.split('\n').find((candidate) => candidate.startsWith('{"ready"'));
      if (line) resolve(JSON.parse(line) as { url: string; email: string; password: string });
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready: ${errors}`)));
  });
}
