import knex, { type Knex } from 'knex';
import { upsertMany } from '../../../server/src/utils/upsert-many';

const target = {
  table: 'things',
  key: ['owner', 'number'],
  columns: { owner: 'text', number: 'text', label: 'text', active: 'boolean', run: 'integer', at: 'timestamp' },
} as const;

describe('Many rows in one statement', () => {
  let db: Knex;
  beforeEach(async () => {
    db = knex({ client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true });
    await db.schema.createTable('things', (table) => {
      table.increments('id');
      table.string('owner').notNullable();
      table.string('number').notNullable();
      table.string('label');
      table.boolean('active').notNullable();
      table.integer('run').notNullable();
      table.datetime('at');
      table.unique(['owner', 'number']);
    });
  });
  afterEach(() => db.destroy());

  test('rows are stored as knex would store them, and overwritten by key', async () => {
    const at = new Date('2026-11-28T10:00:00.123Z');
    const rows = [
      { number: '007', label: `It's "so" \\ a ? Zoë 🚚\n`, active: true, run: 1 },
      { number: '1e3', label: null, active: false, run: 2 },
    ];
    await upsertMany(db, target, rows, { owner: 'a', at });
    await db('things').insert(rows.map((row) => ({ ...row, owner: 'knex', at })));
    const stored = (owner: string) =>
      db('things').where({ owner }).orderBy('number').select('number', 'label', 'active', 'run', 'at');
    expect(await stored('a')).toEqual(await stored('knex'));

    await upsertMany(db, target, [{ number: '007', label: 'New', active: false, run: 3 }], { owner: 'a', at: null });
    await upsertMany(db, target, [], { owner: 'a', at: null });
    expect(await stored('a')).toEqual([
      { number: '007', label: 'New', active: 0, run: 3, at: null },
      { number: '1e3', label: null, active: 0, run: 2, at: at.getTime() },
    ]);
  });
});
