import { buildAll } from './lib/build';

/** Builds what the tests of servers and browsers run: the plugin, and the playground with its admin panel. */
void buildAll(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
