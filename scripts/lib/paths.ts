import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = path.resolve(__dirname, '../..');
export const playground = path.join(root, 'playground');
/** What the demo keeps between starts; git-ignored. */
export const dataFolder = path.join(playground, 'data');
const stampFolder = path.join(root, 'node_modules/.cache/crosswalk');

/** Hash of the files' contents; folders are walked, missing ones count as empty. */
export function contentHash(entries: string[]): string {
  const hash = createHash('sha256');
  const visit = (entry: string): void => {
    if (!existsSync(entry)) return;
    if (statSync(entry).isDirectory()) {
      for (const name of readdirSync(entry).sort()) visit(path.join(entry, name));
      return;
    }
    hash.update(path.relative(root, entry)).update('\0').update(readFileSync(entry)).update('\0');
  };
  entries.forEach(visit);
  return hash.digest('hex');
}

/**
 * Runs `make` unless it ran with the same inputs before and its output is still there. Answers whether it ran.
 * Waits while another process builds, as two builds into one folder spoil each other.
 */
export async function whenChanged(
  name: string,
  inputs: string,
  output: string,
  make: () => Promise<void>,
): Promise<boolean> {
  const stamp = path.join(stampFolder, name);
  mkdirSync(stampFolder, { recursive: true });
  const release = await lock(path.join(stampFolder, 'building'));
  try {
    if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false;
    // A build that fails or is cut short leaves no stamp behind that vouches for its output.
    rmSync(stamp, { force: true });
    await make();
    writeFileSync(stamp, inputs);
    return true;
  } finally {
    release();
  }
}

/** Holds a file with our process id; one that was left by a process that is gone counts as free. */
async function lock(file: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (existsSync(file) && !isAlive(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true });
    else await sleep(500);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
