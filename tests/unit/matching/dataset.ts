import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FieldRole } from '../../../server/src/contracts/common';
import type { MatchRecord } from '../../../server/src/matching/types';

export interface Dataset {
  name: string;
  mode: string;
  left: MatchRecord[];
  right: MatchRecord[];
  truth: Array<readonly [string, string]>;
  /** Pairs that count neither as right nor as wrong. */
  ignored: Array<readonly [string, string]>;
}

type Row = Record<string, string>;

/** Benchmark data lies beside the project and is no part of it. */
export const datasetsFolder = resolve(__dirname, '../../../../shared/datasets');
export const hasDataset = (name: string): boolean => existsSync(join(datasetsFolder, name, 'schema.json'));

/** The roles of the sets are coarser than ours: each takes the first of these that no other column has taken. */
const rolesFor: Record<string, readonly FieldRole[]> = {
  name: ['name', 'description'],
  title: ['name', 'description'],
  people: ['description'],
  text: ['description', 'parent'],
  email: ['email'],
  phone: ['phone'],
  address: ['address'],
  city: ['city'],
  code: ['postalCode', 'barcode', 'sku'],
  number: ['postalCode', 'barcode'],
  category: ['region', 'country'],
  sku: ['sku'],
  price: ['price'],
};

const readCsv = (path: string): Row[] =>
  parse(readFileSync(path), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_quotes: true,
  }) as unknown as Row[];

/** Reads one set, e.g. `fodors-zagats` or `autofj/Award`. */
export function readDataset(name: string): Dataset {
  const folder = join(datasetsFolder, name);
  const schema = JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8')) as {
    fields: Record<string, string>;
    mode: string;
  };
  const taken = new Set<FieldRole>();
  const roles: Array<[column: string, role: FieldRole]> = [];
  for (const [column, role] of Object.entries(schema.fields)) {
    const free = rolesFor[role]?.find((candidate) => !taken.has(candidate));
    if (!free) continue;
    taken.add(free);
    roles.push([column, free]);
  }
  const records = (file: string): MatchRecord[] =>
    readCsv(join(folder, file)).map((row) => {
      const record: MatchRecord = { id: row.id ?? '', roles: {} };
      for (const [column, role] of roles) if (row[column]) record.roles[role] = row[column];
      return record;
    });
  const pairs = (file: string): Array<readonly [string, string]> =>
    existsSync(join(folder, file))
      ? readCsv(join(folder, file)).map((row) => [row.left_id ?? '', row.right_id ?? ''] as const)
      : [];
  return {
    name,
    mode: schema.mode,
    left: records('left.csv'),
    right: records('right.csv'),
    truth: pairs('gt.csv'),
    ignored: pairs('gt_ignore.csv'),
  };
}

export interface Quality {
  precision: number;
  recall: number;
  f1: number;
}

/** Precision, recall and F1 in percent. */
export function qualityOf(found: ReadonlyArray<{ left: string; right: string }>, set: Dataset): Quality {
  const key = (left: string, right: string): string => `${left}\n${right}`;
  const truth = new Set(set.truth.map(([left, right]) => key(left, right)));
  const ignored = new Set(set.ignored.map(([left, right]) => key(left, right)));
  const counted = found.filter(({ left, right }) => !ignored.has(key(left, right)));
  const right = counted.filter((pair) => truth.has(key(pair.left, pair.right))).length;
  const precision = counted.length === 0 ? 100 : (100 * right) / counted.length;
  const recall = truth.size === 0 ? 100 : (100 * right) / truth.size;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
