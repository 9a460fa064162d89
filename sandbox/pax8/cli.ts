import { pax8Seed } from '../../playground/demo-data/pax8';
import { runAlone } from '../cli';
import { createPax8, demoClient } from './server';

/** Starts the stand-in alone, with the demo's data: `PORT=4020 STATE=pax8.json npx tsx sandbox/pax8/cli.ts`. */
void runAlone('Pax8', 4020, demoClient, (port) =>
  createPax8({ ...pax8Seed, stateFile: process.env.STATE }).listen(port),
);
