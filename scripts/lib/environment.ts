import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataFolder } from './paths';

const secretNames = [
  'APP_KEYS',
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'JWT_SECRET',
] as const;

/** Login of the demo's first admin. The password's start satisfies Strapi's rules, the rest is random. */
export const demoAdminEmail = 'demo@crosswalk.example';
const passwordName = 'DEMO_ADMIN_PASSWORD';

export type Environment = Record<string, string>;

/** New secrets for one Strapi. */
export function newSecrets(): Environment {
  const random = () => randomBytes(24).toString('base64url');
  return {
    ...Object.fromEntries(
      secretNames.map((name) => [name, name === 'APP_KEYS' ? `${random()},${random()}` : random()]),
    ),
    [passwordName]: `Harbor1-${randomBytes(6).toString('hex')}`,
  };
}

/**
 * The demo's secrets: made on the first start, kept in `playground/data/demo.env` (readable by its owner only), and
 * overruled by the process environment.
 */
export function demoSecrets(): Environment {
  const file = path.join(dataFolder, 'demo.env');
  const kept = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const secrets = { ...newSecrets(), ...kept };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(
    file,
    Object.entries(secrets)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  );
  chmodSync(file, 0o600);
  const given = Object.keys(secrets).flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  return { ...secrets, ...Object.fromEntries(given) };
}

export const adminPassword = (secrets: Environment): string => {
  const password = secrets[passwordName];
  if (!password) throw new Error(`${passwordName} is not set.`);
  return password;
};

const parseEnv = (text: string): Environment =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
