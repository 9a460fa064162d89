import path from 'node:path';
import type { Core } from '@strapi/strapi';

/** SQLite in `playground/data/` unless DATABASE_CLIENT is `postgres` or `mysql`; those take DATABASE_URL. */
export default ({ env }: Core.Config.Shared.ConfigParams) => {
  const client: string = env('DATABASE_CLIENT', 'sqlite');
  if (client === 'sqlite') {
    const filename = path.resolve(process.cwd(), env('DATABASE_FILENAME', 'data/demo.db'));
    return { connection: { client, connection: { filename }, useNullAsDefault: true } };
  }
  if (client !== 'postgres' && client !== 'mysql') {
    throw new Error(`DATABASE_CLIENT is "${client}"; use sqlite, postgres or mysql.`);
  }
  const url = env('DATABASE_URL');
  if (!url) throw new Error(`DATABASE_CLIENT is ${client}, so DATABASE_URL must hold the address of the database.`);
  const pool = { min: 0, max: env.int('DATABASE_POOL_MAX', 10) };
  return client === 'postgres'
    ? { connection: { client, connection: { connectionString: url }, pool } }
    : { connection: { client, connection: mysqlConnection(url), pool } };
};

/** Strapi reads the database's name from the connection, so a MySQL address is taken apart. */
function mysqlConnection(address: string) {
  const url = new URL(address);
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(url.searchParams.get('ssl') === 'true' ? { ssl: {} } : {}),
  };
}
