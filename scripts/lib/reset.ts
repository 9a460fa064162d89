import { rmSync } from 'node:fs';
import knex from 'knex';
import { dataFolder } from './paths';

/**
 * Removes what the demo made: its folder of data and, on PostgreSQL and MySQL, every table of its database. Refuses
 * to touch a database that holds tables but was never used by the demo.
 */
export async function resetDemo(): Promise<void> {
  await dropTables();
  rmSync(dataFolder, { recursive: true, force: true });
}

async function dropTables(): Promise<void> {
  const client = process.env.DATABASE_CLIENT ?? 'sqlite';
  const address = process.env.DATABASE_URL;
  if (client !== 'postgres' && client !== 'mysql') return;
  if (!address) throw new Error(`DATABASE_CLIENT is ${client}, so DATABASE_URL must hold the address of the database.`);
  const database = knex({ client: client === 'postgres' ? 'pg' : 'mysql2', connection: address });
  try {
    const tables = await tableNames(database, client);
    if (tables.length === 0) return;
    if (!(await isDemo(database, tables))) {
      throw new Error(
        'The database holds tables that the demo did not make, so it is not reset. Give the demo one of its own.',
      );
    }
    await database.transaction(async (trx) => {
      if (client === 'mysql') await trx.raw('set foreign_key_checks = 0');
      for (const table of tables)
        await trx.raw(`drop table if exists ??${client === 'postgres' ? ' cascade' : ''}`, [table]);
      if (client === 'mysql') await trx.raw('set foreign_key_checks = 1');
    });
  } finally {
    await database.destroy();
  }
}

async function tableNames(database: knex.Knex, client: 'postgres' | 'mysql'): Promise<string[]> {
  const rows: { name: string }[] = await database('information_schema.tables')
    .whereRaw(client === 'postgres' ? 'table_schema = current_schema()' : 'table_schema = database()')
    .andWhere('table_type', 'BASE TABLE')
    .select('table_name as name');
  return rows.map(({ name }) => name);
}

/** The seed leaves a mark in Strapi's store before it writes anything. */
async function isDemo(database: knex.Knex, tables: string[]): Promise<boolean> {
  const store = 'strapi_core_store_settings';
  if (!tables.includes(store)) return false;
  return (await database(store).where('key', 'like', '%crosswalk_demo%').first('id')) !== undefined;
}
