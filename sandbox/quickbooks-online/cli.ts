import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runAlone } from '../cli';
import type { QuickBooksSeed } from './seed';
import { createQuickBooksOnline, demoClient } from './server';

/**
 * Starts the stand-in alone: `PORT=4010 SEED=playground/demo-data/quickbooks.ts npx tsx sandbox/quickbooks-online/cli.ts`.
 * SEED is a JSON file, or a module with one export that has `companies`. STATE names a file that keeps the state.
 */
const isSeed = (value: unknown): value is QuickBooksSeed =>
  typeof value === 'object' && value !== null && Array.isArray((value as Partial<QuickBooksSeed>).companies);

const readSeed = async (file: string | undefined): Promise<QuickBooksSeed> => {
  if (file === undefined) return { companies: [{ realmId: '9130000000000001', name: 'Example Company' }] };
  const content: unknown = file.endsWith('.json')
    ? JSON.parse(readFileSync(file, 'utf8'))
    : await import(pathToFileURL(path.resolve(file)).href);
  if (isSeed(content)) return content;
  const seed = Object.values(content as Record<string, unknown>).find(isSeed);
  if (!seed) throw new Error(`${file} has no export with companies.`);
  return seed;
};

void runAlone('QuickBooks Online', 4010, demoClient, async (port) => {
  const { SEED, STATE } = process.env;
  return createQuickBooksOnline({ ...(await readSeed(SEED)), stateFile: STATE }).listen(port);
});
