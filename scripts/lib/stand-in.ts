import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { quickBooksSeed } from '../../playground/demo-data/quickbooks';
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

/**
 * Starts the QuickBooks Online stand-in on loopback with the demo's books. `stateFile` keeps what was done in it;
 * port 0 (the default) takes a free one.
 */
export async function startStandIn(
  options: { port?: number; stateFile?: string; seed?: QuickBooksSeed } = {},
): Promise<StandIn> {
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
    close: () => running.close(),
    env: {
      CROSSWALK_QBO_API_URL: url,
      CROSSWALK_QBO_OAUTH_URL: url,
      CROSSWALK_QBO_CLIENT_ID: demoClient.clientId,
      CROSSWALK_QBO_CLIENT_SECRET: demoClient.clientSecret,
    },
  };
}
