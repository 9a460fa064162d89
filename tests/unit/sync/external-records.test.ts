import knex, { type Knex } from 'knex';
import { findRecords, upsertRecords } from '../../../server/src/sync/external-records';

const scope = { connectionId: 'c', recordType: 'customer' };
const record = (externalId: string, name: string) => ({
  externalId,
  label: name,
  active: true,
  roles: { name },
  raw: { Id: externalId },
});

describe('Storing records', () => {
  let db: Knex;
  beforeEach(async () => {
    db = knex({ client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true });
    await db.schema.createTable('crosswalk_external_records', (table) => {
      table.increments('id');
      for (const name of ['connection_id', 'record_type', 'external_id', 'label', 'search_label', 'hash', 'roles_hash'])
        table.string(name).notNullable();
      for (const name of ['parent_id', 'merged_into']) table.string(name);
      for (const name of ['roles', 'raw']) table.text(name).notNullable();
      for (const name of ['seen_run_id', 'changed_run_id']) table.integer(name).notNullable();
      for (const name of ['deleted_at', 'updated_at']) table.datetime(name);
      table.boolean('active').notNullable();
      table.unique(['connection_id', 'record_type', 'external_id']);
    });
  });
  afterEach(() => db.destroy());

  test('of a record that came twice, as pages overlapped, the later one is kept and counted once', async () => {
    const counts = await upsertRecords(db, scope, 1, [record('1', 'Old'), record('2', 'Two'), record('1', 'New')]);
    expect(counts).toMatchObject({ created: 2, changed: 0, unchanged: 0 });
    expect((await findRecords(db, scope, ['1'])).get('1')).toMatchObject({ label: 'New', roles: { name: 'New' } });
  });

  test('unchanged records are marked as seen; what changed, or came back, is rewritten', async () => {
    await upsertRecords(db, scope, 1, [record('1', 'One'), record('2', 'Two'), record('3', 'Three')]);
    await db('crosswalk_external_records').where({ external_id: '3' }).update({ deleted_at: new Date() });
    const counts = await upsertRecords(db, scope, 2, [
      record('1', 'One'),
      { ...record('2', 'Two'), raw: { Id: '2', Balance: '1.00' } },
      record('3', 'Three'),
    ]);
    expect(counts).toMatchObject({ created: 0, changed: 2, unchanged: 1, repurposed: [] });
    const rows = await db('crosswalk_external_records')
      .orderBy('external_id')
      .select('external_id', 'seen_run_id', 'changed_run_id', 'deleted_at');
    expect(rows).toEqual([
      { external_id: '1', seen_run_id: 2, changed_run_id: 1, deleted_at: null },
      // Nothing that matching reads has changed.
      { external_id: '2', seen_run_id: 2, changed_run_id: 1, deleted_at: null },
      { external_id: '3', seen_run_id: 2, changed_run_id: 2, deleted_at: null },
    ]);
  });
});
