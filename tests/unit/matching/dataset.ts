import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FieldRole } from '../../../server/src/contracts/common';
import type { FieldKey, MatchRecord } from '../../../server/src/matching/types';

/**
 * How many partners a record may have: `1-1`; `n-1` (many left records may share a right one); `pairs` (one to one,
 * and only the listed pairs are judged); `dedup` (one list against itself).
 */
export type Mode = '1-1' | 'n-1' | 'pairs' | 'dedup';

/** Two lists as the engine may see them: no truth (that is `tests/bench/truth.ts`). */
export interface Dataset {
  name: string;
  folder: string;
  mode: Mode;
  left: MatchRecord[];
  /** `dedup`: the left list itself. */
  right: MatchRecord[];
}

type Row = Record<string, string>;

/** Benchmark data lies beside the project and is no part of it. */
export const datasetsFolder = resolve(__dirname, '../../../../shared/datasets');
export const hasDataset = (name: string, root = datasetsFolder): boolean => existsSync(join(root, name, 'schema.json'));

/** Names of all sets in a folder, also nested ones (`autofj/Award`), sorted. */
export function listDatasets(root: string, under = ''): string[] {
  return readdirSync(join(root, under), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const path = under ? `${under}/${name}` : name;
      return hasDataset(path, root) ? [path] : listDatasets(root, path);
    })
    .sort();
}

/**
 * The roles of the sets are coarser than ours: each column takes the first of these that no other column has taken,
 * and the last of them numbered (`code#2`) where all are. A title goes before a name, so that of a product and its
 * maker the product is the name.
 */
const rolesFor: Record<string, readonly FieldRole[]> = {
  title: ['name', 'parent', 'description'],
  name: ['name', 'parent', 'description'],
  people: ['contact'],
  text: ['description'],
  email: ['email'],
  phone: ['phone'],
  address: ['address'],
  city: ['city', 'category'],
  code: ['code'],
  number: ['number'],
  category: ['category'],
  sku: ['sku', 'code'],
  price: ['price', 'number'],
};
const defaultRoles: readonly FieldRole[] = ['description'];

function keysOf(fields: Record<string, string>): Array<[column: string, key: FieldKey]> {
  const order = Object.keys(rolesFor);
  const rank = (role: string): number => (order.includes(role) ? order.indexOf(role) : order.indexOf('text'));
  const taken = new Set<FieldKey>();
  const keys: Array<[string, FieldKey]> = [];
  for (const [column, role] of Object.entries(fields).sort(([, a], [, b]) => rank(a) - rank(b))) {
    const roles = rolesFor[role] ?? defaultRoles;
    const last = roles.at(-1)!;
    let key: FieldKey | undefined = roles.find((candidate) => !taken.has(candidate));
    for (let n = 2; !key; n += 1) if (!taken.has(`${last}#${n}`)) key = `${last}#${n}`;
    taken.add(key);
    keys.push([column, key]);
  }
  return keys;
}

export const readCsv = (path: string): Row[] =>
  parse(readFileSync(path), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_quotes: true,
  }) as unknown as Row[];

interface Schema {
  /** Column: role. */
  fields: Record<string, string>;
  mode: Mode;
}
const readSchema = (name: string, root: string): Schema =>
  JSON.parse(readFileSync(join(root, name, 'schema.json'), 'utf8')) as Schema;

export const readMode = (name: string, root = datasetsFolder): Mode => readSchema(name, root).mode;

/** Reads the records of one set, e.g. `fodors-zagats` or `autofj/Award`. */
export function readDataset(name: string, root = datasetsFolder): Dataset {
  const folder = join(root, name);
  const schema = readSchema(name, root);
  const keys = keysOf(schema.fields);
  const records = (file: string): MatchRecord[] =>
    readCsv(join(folder, file)).map((row) => {
      const record: MatchRecord = { id: row.id ?? '', roles: {} };
      for (const [column, key] of keys) if (row[column]) record.roles[key] = row[column];
      return record;
    });
  const left = records('left.csv');
  return { name, folder, mode: schema.mode, left, right: schema.mode === 'dedup' ? left : records('right.csv') };
}
