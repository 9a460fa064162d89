import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from './lib/build';
import { adminPassword, demoSecrets } from './lib/environment';
import { dataFolder, playground } from './lib/paths';
import { portIsFree } from './lib/processes';
import { resetDemo } from './lib/reset';
import { box, onShutdown } from './lib/shutdown';
import { startPax8StandIn, startStandIn, type Pax8StandIn, type StandIn } from './lib/stand-in';
import { createAdmin, startStrapi, type RunningStrapi } from './lib/strapi';

/**
 * `npm run demo`: the playground in production mode with the plugin, invented data and stand-ins of vendors.
 * Keeps its data in `playground/data/`; `-- --reset` starts over. Reads PORT, HOST, PUBLIC_URL, DATABASE_CLIENT,
 * DATABASE_URL, and CROSSWALK_QBO_API_URL with CROSSWALK_QBO_OAUTH_URL and CROSSWALK_PAX8_API_URL
 * for other servers than the stand-ins.
 */
async function demo(): Promise<void> {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--reset');
  if (unknown.length > 0) throw new Error(`${unknown.join(' ')} is not known; the demo takes only --reset.`);
  const port = portOf(process.env.PORT);
  const host = process.env.HOST ?? '127.0.0.1';
  await needPort(port, host);

  let standIn: StandIn | undefined;
  let pax8: Pax8StandIn | undefined;
  let strapi: Pick<RunningStrapi, 'stop'> | undefined;
  let stopping = false;
  const shutdown = onShutdown(async () => {
    stopping = true;
    await strapi?.stop();
    await standIn?.close();
    await pax8?.close();
  });

  try {
    if (process.argv.includes('--reset')) {
      await resetDemo();
      console.log('Started over.');
    }
    await buildAll(console.log);
    // Building takes a while: somebody else may have come first.
    await needPort(port, host);
    const secrets = demoSecrets();
    standIn = process.env.CROSSWALK_QBO_API_URL ? undefined : await demoStandIn();
    pax8 = process.env.CROSSWALK_PAX8_API_URL ? undefined : await demoPax8();
    console.log('Starting Strapi …');
    mkdirSync(dataFolder, { recursive: true });
    const log = createWriteStream(path.join(dataFolder, 'strapi.log'));
    const running = await startStrapi({
      port,
      env: { ...secrets, ...standIn?.env, ...pax8?.env, HOST: host, CROSSWALK_DEMO_DATA: '1' },
      onLine: (line) => {
        log.write(`${line}\n`);
        if (/\b(error|warn)\b/.test(line.slice(0, 60))) console.log(line);
      },
      onSpawn: (started) => (strapi = started),
    });
    const admin = await createAdmin(running.url, { password: adminPassword(secrets) });
    console.log(
      box([
        `Crosswalk demo      ${process.env.PUBLIC_URL ?? running.url}/admin`,
        `E-mail              ${admin.email}`,
        `Password            ${admin.token === null ? 'the one you have set' : admin.password}`,
        '',
        `QuickBooks Online   ${standIn ? `stand-in at ${standIn.url}` : process.env.CROSSWALK_QBO_API_URL}`,
        `Pax8                ${pax8 ? `stand-in at ${pax8.url}` : process.env.CROSSWALK_PAX8_API_URL}`,
        ...(pax8 ? [`                    client id ${pax8.client.clientId}, secret ${pax8.client.clientSecret}`] : []),
        `QuickBooks Desktop  npx tsx sandbox/quickbooks-desktop/cli.ts FILE.qwc PASSWORD visits in its place`,
        `Data and log        ${path.relative(process.cwd(), path.join(playground, 'data')) || '.'}`,
        'Stop with Ctrl+C. Start over with: npm run demo -- --reset',
      ]),
    );
    const code = await running.ended;
    if (!stopping) console.error(`Strapi ended unexpectedly:\n${running.output()}`);
    await shutdown(code ?? 1);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await shutdown(1);
  }
}

async function needPort(port: number, host: string): Promise<void> {
  if (await portIsFree(port, host)) return;
  throw new Error(`Port ${port} is taken. Stop what uses it, or take another one: PORT=${port + 1} npm run demo`);
}

async function demoStandIn(): Promise<StandIn> {
  return startStandIn({ port: await usualPort(4010), stateFile: path.join(dataFolder, 'quickbooks.json') });
}

async function demoPax8(): Promise<Pax8StandIn> {
  return startPax8StandIn({ port: await usualPort(4020), stateFile: path.join(dataFolder, 'pax8.json') });
}

/** The same port each time where that is free, so that an open page of a stand-in stays valid. */
const usualPort = async (port: number): Promise<number> => ((await portIsFree(port, '127.0.0.1')) ? port : 0);

function portOf(text: string | undefined): number {
  const port = Number(text ?? 1337);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${text}"; it must be 1 to 65535.`);
  return port;
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
