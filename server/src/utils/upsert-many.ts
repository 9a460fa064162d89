import type { Knex } from 'knex';
import { chunksOf, clientOf, type Database } from './database';

type ColumnType = 'text' | 'boolean' | 'integer' | 'timestamp';
type Row = Record<string, string | number | boolean | null>;

interface Target {
  table: string;
  /** Columns of a unique index: a row that has these values is overwritten. */
  key: readonly string[];
  columns: Readonly<Record<string, ColumnType>>;
}

/**
 * Writes rows, which differ in their keys; `same` are the columns that all of them share. On SQLite and PostgreSQL as
 * one statement of which the text is always the same: one with a placeholder for each value, as knex makes it, takes
 * as long to be put together and read as the rows take to be stored. Call inside a transaction.
 */
export async function upsertMany<R extends Row>(
  db: Database,
  target: Target,
  rows: readonly R[],
  same: Readonly<Record<string, Knex.Value>>,
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(target.columns);
  const own = names.filter((name) => !(name in same));
  const shared = names.filter((name) => name in same);
  const sharedValues = shared.map((name) => same[name] as Knex.RawBinding);
  const key = target.key.join(', ');
  const changes = names.map((name) => `${name} = excluded.${name}`).join(', ');
  const into = `insert into ${target.table} (${[...shared, ...own].join(', ')})`;
  const merge = `on conflict (${key}) do update set ${changes}`;

  switch (clientOf(db)) {
    case 'sqlite': {
      // Rows are arrays. Without `where` SQLite reads `on` as that of a join.
      const selected = [...shared.map(() => '?'), ...own.map((_name, at) => `value ->> ${at}`)].join(', ');
      const json = JSON.stringify(rows.map((row) => own.map((name) => row[name])));
      await db.raw(`${into} select ${selected} from json_each(?) where true ${merge}`, [...sharedValues, json]);
      return;
    }
    case 'postgres': {
      // An array for each column: JSON here refuses halves of characters, which a text that was cut may end with.
      const selected = [...shared.map((name) => `?::${target.columns[name]}`), 'own.*'].join(', ');
      const arrays = own.map((name) => `?::${target.columns[name]}[]`).join(', ');
      const columns = own.map((name) => rows.map((row) => row[name]));
      await db.raw(`${into} select ${selected} from unnest(${arrays}) as own ${merge}`, [
        ...sharedValues,
        ...(columns as unknown as Knex.RawBinding[]),
      ]);
      return;
    }
    default:
      for (const chunk of chunksOf(rows))
        await db(target.table)
          .insert(chunk.map((row) => ({ ...same, ...row })))
          .onConflict([...target.key])
          .merge();
  }
}
