import path from 'node:path';
import { newSecrets } from './environment';
import { contentHash, playground, root, whenChanged } from './paths';
import { run } from './processes';

const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const inRoot = (...names: string[]) => names.map((name) => path.join(root, name));
const inPlayground = (...names: string[]) => names.map((name) => path.join(playground, name));

/** Builds the plugin, then the playground with its admin panel, each only if its sources changed since. */
export async function buildAll(say: (message: string) => void = () => undefined): Promise<void> {
  await buildPlugin(say);
  await buildPlayground(say);
}

/** `dist/` of the plugin. */
export function buildPlugin(say: (message: string) => void): Promise<boolean> {
  const sources = contentHash(
    inRoot(
      'server',
      'admin',
      'strapi-server.ts',
      'strapi-admin.ts',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
    ),
  );
  return whenChanged('plugin', sources, path.join(root, 'dist/server/index.js'), async () => {
    say('Building the plugin …');
    await run(bin('strapi-plugin'), ['build'], { cwd: root, env: { ...process.env, NODE_ENV: 'production' } });
  });
}

/** `dist/` of the playground: its compiled sources and the admin panel with the plugin's pages in it. */
export function buildPlayground(say: (message: string) => void): Promise<boolean> {
  const sources = contentHash([
    ...inPlayground('config', 'src', 'demo-data', 'package.json', 'tsconfig.json'),
    ...inRoot('admin', 'strapi-admin.ts', 'server/src/contracts', 'package.json', 'package-lock.json'),
  ]);
  const inputs = `${sources} ${process.env.PUBLIC_URL ?? ''}`;
  return whenChanged('playground', inputs, path.join(playground, 'dist/build/index.html'), async () => {
    say('Building the admin panel, about half a minute …');
    await run(bin('strapi'), ['build'], {
      cwd: playground,
      env: { ...process.env, ...newSecrets(), ...quiet, NODE_ENV: 'production', DATABASE_CLIENT: 'sqlite' },
    });
  });
}

/** Strapi neither reports home nor opens a browser in builds, demos and tests. */
export const quiet = {
  STRAPI_TELEMETRY_DISABLED: 'true',
  STRAPI_DISABLE_UPDATE_NOTIFICATION: 'true',
  BROWSER: 'false',
};
