import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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

/** Runs `make` unless it ran with the same inputs before and its output is still there. Answers whether it ran. */
export async function whenChanged(
  name: string,
  inputs: string,
  output: string,
  make: () => Promise<void>,
): Promise<boolean> {
  const stamp = path.join(stampFolder, name);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false;
  await make();
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(stamp, inputs);
  return true;
}
