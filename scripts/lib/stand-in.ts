import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pax8Seed } from '../../playground/demo-data/pax8';
import { quickBooksSeed } from '../../playground/demo-data/quickbooks';
import { createPax8, demoClient as pax8Client, type Pax8 } from '../../sandbox/pax8';
import {
  createQuickBooksOnline,
  demoClient,
  type QuickBooksOnline,
  type QuickBooksSeed,
} from '../../sandbox/quickbooks-online';
import type { Environment } from './environment';

export interface StandIn {
  url: string;
  faults: QuickBooksOnline['faults'];
  /** What the playground's configuration needs to use it. */
  env: Environment;
  close(): Promise<void>;
}

export interface QuickBooksStandIn extends StandIn {
  /** A company's books, by realm id. */
  company: QuickBooksOnline['company'];
}

/**
 * Starts the QuickBooks Online stand-in on loopback with the demo's books. `stateFile` keeps what was done in it;
 * port 0 (the default) takes a free one.
 */
export async function startStandIn(
  options: { port?: number; stateFile?: string; seed?: QuickBooksSeed } = {},
): Promise<QuickBooksStandIn> {
  if (options.stateFile !== undefined) mkdirSync(path.dirname(options.stateFile), { recursive: true });
  const server = createQuickBooksOnline({
    ...(options.seed ?? quickBooksSeed),
    ...(options.stateFile === undefined ? {} : { stateFile: options.stateFile }),
  });
  const running = await server.listen(options.port ?? 0);
  const { url } = running;
  return {
    url,
    faults: server.faults,
    company: (realmId) => server.company(realmId),
    close: () => running.close(),
    env: {
      CROSSWALK_QBO_API_URL: url,
      CROSSWALK_QBO_OAUTH_URL: url,
      CROSSWALK_QBO_CLIENT_ID: demoClient.clientId,
      CROSSWALK_QBO_CLIENT_SECRET: demoClient.clientSecret,
    },
  };
}

export interface Pax8StandIn extends StandIn {
  faults: Pax8['faults'];
  /** What is to be entered in the panel. */
  client: typeof pax8Client;
}

/** Starts the Pax8 stand-in in the same way, with the demo's partner. */
export async function startPax8StandIn(options: { port?: number; stateFile?: string } = {}): Promise<Pax8StandIn> {
  const server = createPax8({ ...pax8Seed, stateFile: options.stateFile });
  const running = await server.listen(options.port ?? 0);
  const { url } = running;
  return {
    url,
    faults: server.faults,
    client: pax8Client,
    close: () => running.close(),
    env: { CROSSWALK_PAX8_API_URL: url },
  };
}
