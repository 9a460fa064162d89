import { createId } from '@paralleldrive/cuid2';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { type Said, sayingOf, type Words } from './sentence';

/** The pool, or the transaction one is in. SQLite has one connection: inside a transaction only `trx` may be used. */
export type Database = Knex;

export const databaseOf = (strapi: Core.Strapi): Database => strapi.db.connection;

/** One short write transaction; document service calls inside join it. */
export const inTransaction = <T>(strapi: Core.Strapi, work: (trx: Database) => Promise<T>): Promise<T> =>
  strapi.db.transaction(({ trx }) => work(trx as Database)) as Promise<T>;

/** Which database it is, where that matters; others are told apart by nobody. */
export function clientOf(db: Database): 'sqlite' | 'postgres' | 'other' {
  const { client } = (db.client as { config: { client?: unknown } }).config;
  if (client === 'better-sqlite3') return 'sqlite';
  return client === 'postgres' || client === 'pg' ? 'postgres' : 'other';
}

/**
 * Counts anew what is in a table. PostgreSQL does so by itself only after a minute or so; until then it takes a table
 * that was filled just now for an empty one, in which any index is as good as another: looking up the records of a page
 * then reads all records of their type.
 */
export async function renewStatistics(db: Database, table: string): Promise<void> {
  if (clientOf(db) === 'postgres') await db.raw('analyze ??', [table]);
}

/** Rows per statement: under SQLite's 500 terms and 32,766 values, and PostgreSQL's 65,535. */
export const ROWS_PER_STATEMENT = 400;

export function* chunksOf<T>(items: readonly T[], size = ROWS_PER_STATEMENT): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

type Row = Record<string, unknown>;

/** Small things done between two looks at other requests: some milliseconds. */
const ITEMS_PER_TURN = 1_000;

/** Rows read at once where a whole table is. */
const ROWS_PER_PAGE = 1_000;

/** Rows page by page, in the order of their ids. The columns read must have `id`. */
export async function* pagesById(query: () => Knex.QueryBuilder): AsyncGenerator<Row[]> {
  for (let last = 0; ;) {
    const rows = (await query().where('id', '>', last).orderBy('id').limit(ROWS_PER_PAGE)) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_PER_PAGE) return;
    last = Number(rows.at(-1)?.id);
  }
}

/**
 * Rows written since a time page by page, oldest first, so that an index that ends with `updated_at` is read from
 * there on: in the order of ids SQLite would read the whole table. The columns read must have `id` and `updated_at`.
 */
export async function* pagesSince(query: () => Knex.QueryBuilder, since: Date): AsyncGenerator<Row[]> {
  for (let [time, last]: [Knex.Value, number] = [since, 0]; ;) {
    const rows = (await query()
      .where('updated_at', '>=', time)
      .where((after) => void after.where('updated_at', '>', time).orWhere('id', '>', last))
      .orderBy('updated_at')
      .orderBy('id')
      .limit(ROWS_PER_PAGE)) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_PER_PAGE) return;
    [time, last] = [rows.at(-1)?.updated_at as Knex.Value, Number(rows.at(-1)?.id)];
  }
}

/** Columns that Strapi fills in for content types and raw statements must fill in themselves. */
export function entryColumns(now: Date) {
  return { document_id: createId(), created_at: now, updated_at: now, published_at: now };
}

/** Date columns come back as number (SQLite), Date (PostgreSQL) or text (MySQL). */
export function toTimestamp(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  const date =
    value instanceof Date
      ? value
      : new Date(typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : (value as string | number));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** JSON columns come back as text from raw statements and as values from Strapi's queries. */
export function fromJson<T>(value: unknown, fallback: T): T {
  if (value === null || value === undefined || value === '') return fallback;
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}

/** What rows with a message keep of what was said: its English text, and its words as JSON. */
export function messageColumns(said: Said | null): { message: string | null; message_words: string | null } {
  if (said === null) return { message: null, message_words: null };
  const { message, words } = sayingOf(said);
  return { message, message_words: words ? JSON.stringify(words) : null };
}

/** What `messageColumns` stored; without `words` where there are none. */
export function messageOf(row: { message?: unknown; message_words?: unknown }): {
  message: string | null;
  words?: Words;
} {
  const words = fromJson<Words | null>(row.message_words, null);
  return { message: typeof row.message === 'string' ? row.message : null, ...(words && { words }) };
}

/** A text column of a raw row. */
export const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Counts come back as text from PostgreSQL. */
export const toCount = (value: unknown): number => Number(value ?? 0);

/** A statement broke a unique index: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    code === 'SQLITE_CONSTRAINT_PRIMARYKEY' ||
    code === '23505' ||
    code === 'ER_DUP_ENTRY'
  );
}

/** SQLite refused to wait for another process that writes: nothing was done, it may be tried again. */
export const isBusy = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_BUSY');

/** `%` and `_` typed by a user stand for themselves; use with `ESCAPE '!'`. */
export const likePattern = (text: string): string => containing(text.toLowerCase());

/** The same with the letters as they are. */
export const containing = (text: string): string => `%${text.replace(/[!%_]/g, '!$&')}%`;

/** Lets requests in between two pieces of work: SQLite's driver works on the event loop. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Does something with each of many items, and lets other requests have their turn now and then. */
export async function eachInTurns<T>(items: readonly T[], act: (item: T) => void): Promise<void> {
  for (const some of chunksOf(items, ITEMS_PER_TURN)) {
    some.forEach(act);
    await breathe();
  }
}
