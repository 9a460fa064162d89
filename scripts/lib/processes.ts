import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Runs a command to its end; throws with its last lines if it fails. Prints nothing. */
export async function run(command: string, args: string[], options: SpawnOptions): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = lastLines(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} failed:\n${output()}`);
}

/** Collects the last lines that a process writes; `onLine` sees each of them. */
export function lastLines(child: ChildProcess, onLine?: (line: string) => void): () => string {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        if (lines.length > 60) lines.shift();
        onLine?.(line);
      }
    });
  }
  return () => lines.join('\n');
}

/** Asks a process to end, and ends it after `patienceMs`. With `group`, all that it started (it must be detached). */
export async function stopProcess(child: ChildProcess, { patienceMs = 10_000, group = false } = {}): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const { pid } = child;
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(group ? -pid : pid, signal);
    } catch {
      // It has ended by itself meanwhile.
    }
  };
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  send('SIGTERM');
  const timer = setTimeout(() => send('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}

/** Whether something can listen at this port now. */
export function portIsFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * A port of loopback that nobody uses now. From below the range that systems hand out by themselves (32768 on Linux,
 * 49152 elsewhere), so that no outgoing connection takes it before whoever asked listens.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if (await portIsFree(port, '127.0.0.1')) return port;
  }
  throw new Error('No free port was found between 20000 and 32000.');
}
