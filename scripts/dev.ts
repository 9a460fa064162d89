import { spawn } from 'node:child_process';
import { statSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminPassword, demoSecrets } from './lib/environment';
import { dataFolder, root } from './lib/paths';
import { portIsFree, stopProcess } from './lib/processes';
import { onShutdown } from './lib/shutdown';
import { startPax8StandIn, startStandIn } from './lib/stand-in';
import { createAdmin, startStrapi, type RunningStrapi } from './lib/strapi';

/**
 * `npm run dev`: builds the plugin on each change and runs the playground with `strapi develop`, with the same data as
 * the demo. The panel reloads by itself; after a change of the server part Strapi is started again.
 */
async function dev(): Promise<void> {
  const port = Number(process.env.PORT ?? 1337);
  if (!(await portIsFree(port, process.env.HOST ?? '127.0.0.1'))) {
    throw new Error(`Port ${port} is taken. Stop what uses it, or take another one: PORT=${port + 1} npm run dev`);
  }
  const secrets = demoSecrets();
  const standIn = process.env.CROSSWALK_QBO_API_URL
    ? undefined
    : await startStandIn({ stateFile: path.join(dataFolder, 'quickbooks.json') });
  const pax8 = process.env.CROSSWALK_PAX8_API_URL
    ? undefined
    : await startPax8StandIn({ stateFile: path.join(dataFolder, 'pax8.json') });
  console.log('Building the plugin …');
  const startedAt = Date.now();
  const builder = spawn(path.join(root, 'node_modules/.bin/strapi-plugin'), ['watch'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });

  let strapi: Pick<RunningStrapi, 'stop'> | undefined;
  const shutdown = onShutdown(async () => {
    await Promise.all([strapi?.stop(), stopProcess(builder, { group: true })]);
    await standIn?.close();
    await pax8?.close();
  });
  const start = async () => {
    const running = await startStrapi({
      port,
      mode: 'develop',
      env: { ...secrets, ...standIn?.env, ...pax8?.env, CROSSWALK_DEMO_DATA: '1' },
      onLine: (line) => console.log(line),
      onSpawn: (started) => (strapi = started),
    });
    const admin = await createAdmin(running.url, { password: adminPassword(secrets) });
    console.log(`Log in as ${admin.email} with ${admin.token === null ? 'the password you have set' : admin.password}`);
  };

  await builtSince(startedAt);
  // One start after another, and one more if the sources changed during it.
  let queue = start();
  const restart = () => {
    queue = queue
      .catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
      .then(async () => {
        console.log('The server part changed, starting Strapi again …');
        await strapi?.stop();
        await start();
      });
    queue.catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  };
  try {
    await queue;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await shutdown(1);
  }
  let timer: NodeJS.Timeout | undefined;
  for (const part of ['server', 'worker']) {
    watch(path.join(root, 'dist', part), () => {
      clearTimeout(timer);
      timer = setTimeout(restart, 1500);
    });
  }
}

/** Watching empties `dist` first, and Strapi takes a plugin without files for an empty one: waits for the first build. */
async function builtSince(start: number): Promise<void> {
  const files = ['admin', 'server', 'worker'].map((part) => path.join(root, 'dist', part, 'index.js'));
  const isBuilt = (file: string) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= start;
  while (!files.every(isBuilt)) await sleep(200);
}

dev().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
