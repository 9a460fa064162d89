import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createId } from '@paralleldrive/cuid2';
import { type Core, createStrapi } from '@strapi/strapi';
import knex from 'knex';
import request from 'supertest';

const appDir = path.resolve(__dirname, '../fixtures/app');

export interface TestAdmin {
  get(url: string): request.Test;
  post(url: string, body?: object): request.Test;
  put(url: string, body?: object): request.Test;
  delete(url: string): request.Test;
  /** multipart/form-data with the part `file`. */
  upload(url: string, content: Buffer, name: string): request.Test;
}

export interface TestStrapi {
  strapi: Core.Strapi;
  /** Requests as a super admin. */
  admin: TestAdmin;
  /** Requests as an admin whose role has just these actions. */
  adminWith(actions: string[]): Promise<TestAdmin>;
  /** Requests to the content API with an API token; `custom` tokens have these scopes only. */
  token(type: 'read-only' | 'full-access' | 'custom', permissions?: string[]): Promise<TestAdmin>;
  server: Core.Strapi['server']['httpServer'];
  /** SQLite file, or name of the PostgreSQL database: hand it to `startStrapi` to open it again. */
  database: string;
  stop(): Promise<void>;
}

/** Which database the suite runs on; `postgres` and `mysql` come with TEST_DATABASE_SERVER: connection settings as JSON. */
export const databaseClient = (): string => process.env.TEST_DATABASE_CLIENT ?? 'sqlite';

type ServerConnection = Record<string, unknown> & { database: string };
const serverConnection = (): ServerConnection =>
  JSON.parse(process.env.TEST_DATABASE_SERVER ?? '{}') as ServerConnection;

/** A database of its own for each app, so that suites do not see each other. */
async function createDatabase(folder: string): Promise<string> {
  if (databaseClient() === 'sqlite') return path.join(folder, 'test.db');
  const name = `test_${createId()}`;
  const db = knex({ client: databaseClient() === 'mysql' ? 'mysql2' : 'pg', connection: serverConnection() });
  await db.raw('create database ??', [name]);
  await db.destroy();
  return name;
}

/** Environment under which the fixture app's config opens a database. */
export function databaseEnv(database: string): Record<string, string> {
  return databaseClient() === 'sqlite'
    ? { TEST_DATABASE_FILE: database }
    : { TEST_DATABASE_CONNECTION: JSON.stringify({ ...serverConnection(), database }) };
}

/** Starts the fixture app in this process; `env` is for its config files, `database` opens one that was used before. */
export async function startStrapi(
  options: { env?: Record<string, string>; database?: string } = {},
): Promise<TestStrapi> {
  const folder = mkdtempSync(path.join(tmpdir(), 'crosswalk-test-'));
  const database = options.database ?? (await createDatabase(folder));
  process.env.STRAPI_TELEMETRY_DISABLED = 'true';
  Object.assign(process.env, databaseEnv(database), options.env);
  const strapi = createStrapi({ appDir, distDir: appDir });
  strapi.log.level = process.env.TEST_LOG_LEVEL ?? 'error';
  await strapi.load();
  strapi.server.mount();
  const server = strapi.server.httpServer;

  const withToken = (token: string): TestAdmin => {
    const authorized = (test: request.Test) => test.set('Authorization', `Bearer ${token}`);
    return {
      get: (url) => authorized(request(server).get(url)),
      post: (url, body) => authorized(request(server).post(url)).send(body ?? {}),
      put: (url, body) => authorized(request(server).put(url)).send(body ?? {}),
      delete: (url) => authorized(request(server).delete(url)),
      upload: (url, content, name) => authorized(request(server).post(url)).attach('file', content, name),
    };
  };

  const users = strapi.service('admin::user') as unknown as { create(user: object): Promise<{ id: number }> };
  const roles = strapi.service('admin::role') as unknown as {
    getSuperAdmin(): Promise<{ id: number }>;
    create(role: object): Promise<{ id: number }>;
    assignPermissions(roleId: number, permissions: object[]): Promise<unknown>;
  };
  let people = 0;
  async function login(roleId: number): Promise<TestAdmin> {
    const email = `admin${++people}-${Date.now()}@crosswalk.test`;
    const password = 'Crosswalk-1-test';
    await users.create({
      email,
      firstname: 'Dana',
      lastname: `Ruiz ${people}`,
      password,
      isActive: true,
      roles: [roleId],
    });
    const answer = await request(server).post('/admin/login').send({ email, password });
    const token = (answer.body as { data?: { accessToken?: string; token?: string } }).data;
    if (!token) throw new Error(`Login failed: ${answer.status} ${answer.text}`);
    return withToken(token.accessToken ?? token.token ?? '');
  }

  const admin = await login((await roles.getSuperAdmin()).id);
  return {
    strapi,
    admin,
    server,
    database,
    async adminWith(actions) {
      const role = await roles.create({ name: `Role ${Date.now()}-${people}`, description: '' });
      await roles.assignPermissions(
        role.id,
        actions.map((action) => {
          const [name = '', subject] = action.split('@');
          return { action: name, subject: subject ?? null, conditions: [], properties: {} };
        }),
      );
      return login(role.id);
    },
    async token(type, permissions) {
      const tokens = strapi.service('admin::api-token-content-api') as unknown as {
        create(token: object): Promise<{ accessKey: string }>;
      };
      const { accessKey } = await tokens.create({
        name: `token ${Date.now()}-${Math.random()}`,
        description: '',
        type,
        permissions: permissions ?? null,
        lifespan: null,
      });
      return withToken(accessKey);
    },
    async stop() {
      await strapi.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
