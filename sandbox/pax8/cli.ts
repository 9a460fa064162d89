import { pax8Seed } from '../../playground/demo-data/pax8';
import { createPax8, demoClient } from './server';

/** Starts the stand-in alone, with the demo's data: `PORT=4020 STATE=pax8.json npx tsx sandbox/pax8/cli.ts`. */
const main = async (): Promise<void> => {
  const { PORT = '4020', STATE } = process.env;
  const server = await createPax8({ ...pax8Seed, stateFile: STATE }).listen(Number(PORT));
  console.log(`Pax8 stand-in: ${server.url}`);
  console.log(`client id ${demoClient.clientId}, client secret ${demoClient.clientSecret}`);
  const stop = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
