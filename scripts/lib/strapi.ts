import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quiet } from './build';
import { demoAdminEmail, type Environment } from './environment';
import { playground, root } from './paths';
import { lastLines, stopProcess } from './processes';

export interface RunningStrapi {
  /** Where it can be reached from this machine, e.g. `http://127.0.0.1:1337`. */
  url: string;
  process: ChildProcess;
  /** The last lines that it wrote. */
  output(): string;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Settles when the process has ended, with its exit code. */
  ended: Promise<number | null>;
}

export interface StartOptions {
  port: number;
  /** Secrets, addresses of the stand-in, DATABASE_CLIENT … over the environment of this process. */
  env?: Environment;
  /** SQLite file; only for DATABASE_CLIENT=sqlite. */
  databaseFile?: string;
  /** `start` runs the built app in production mode, `develop` watches its sources. */
  mode?: 'start' | 'develop';
  onLine?: (line: string) => void;
  /** Called as soon as the process exists, to be able to end it while it starts. */
  onSpawn?: (strapi: Pick<RunningStrapi, 'stop'>) => void;
  timeoutMs?: number;
}

/**
 * Starts the playground in a process of its own and waits until it answers. The built plugin and playground must be
 * there (`buildAll`). Throws with the last lines of its output when it ends early or does not answer in time.
 */
export async function startStrapi(options: StartOptions): Promise<RunningStrapi> {
  const { port, mode = 'start', timeoutMs = 120_000 } = options;
  const child = spawn(process.execPath, [path.join(root, 'node_modules/@strapi/strapi/bin/strapi.js'), mode], {
    cwd: playground,
    // `develop` starts processes of its own, which have to end with it.
    detached: mode === 'develop',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...quiet,
      NODE_ENV: mode === 'start' ? 'production' : 'development',
      ...options.env,
      PORT: String(port),
      ...(options.databaseFile === undefined
        ? {}
        : { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: options.databaseFile }),
    },
  });
  const output = lastLines(child, options.onLine);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = () => stopProcess(child, { group: mode === 'develop' });
  options.onSpawn?.({ stop });

  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + timeoutMs;
  while (!(await answers(`${url}/_health`))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`Strapi ended while it started:\n${output()}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`Strapi did not answer at ${url} within ${timeoutMs / 1000} s:\n${output()}`);
    }
    await sleep(100);
  }
  return {
    url,
    process: child,
    output,
    ended,
    stop,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

export interface AdminLogin {
  email: string;
  password: string;
  /** For `Authorization: Bearer`; null where there is an admin already and this login does not fit. */
  token: string | null;
  created: boolean;
}

/** Creates the first admin of a Strapi, or logs in where there is one. */
export async function createAdmin(
  url: string,
  { email = demoAdminEmail, password }: { email?: string; password: string },
): Promise<AdminLogin> {
  const send = (address: string, body: unknown) =>
    fetch(`${url}/admin/${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const registered = await send('register-admin', { email, password, firstname: 'Demo', lastname: 'Admin' });
  if (registered.ok) return { email, password, token: await tokenOf(registered), created: true };
  const refusal = await registered.text();
  // 400: there is an admin.
  if (registered.status !== 400) throw new Error(`The admin was not created (${registered.status}): ${refusal}`);
  const login = await send('login', { email, password });
  if (!login.ok && login.status !== 400) throw new Error(`The login failed (${login.status}): ${await login.text()}`);
  return { email, password, token: login.ok ? await tokenOf(login) : null, created: false };
}

async function tokenOf(response: Response): Promise<string> {
  const { data } = (await response.json()) as { data: { token?: string; accessToken?: string } };
  const token = data.accessToken ?? data.token;
  if (!token) throw new Error('Strapi answered without a token.');
  return token;
}
