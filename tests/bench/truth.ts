import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Mode, readCsv } from '../unit/matching/dataset';

/** What is known of a set's pairs. Read only after the engine has given all its output. */
export interface Truth {
  /** Keys of the true pairs. */
  pairs: ReadonlySet<string>;
  /** Left records with a true partner (`dedup`: records with a duplicate), each with its partners. */
  partners: ReadonlyMap<string, ReadonlySet<string>>;
  /** False: the pair counts neither as right nor as wrong. */
  judged: (left: string, right: string) => boolean;
  key: (left: string, right: string) => string;
}

/** Null: the set has no truth. */
export function readTruth(folder: string, mode: Mode): Truth | null {
  const rows = (file: string): Array<Record<string, string>> => {
    const path = join(folder, file);
    return existsSync(path) ? readCsv(path) : [];
  };
  const labelled = rows('pairs.csv');
  if (!existsSync(join(folder, 'gt.csv')) && labelled.length === 0) return null;
  // Of one list against itself, a-b and b-a are the same pair.
  const key = (left: string, right: string): string =>
    mode === 'dedup' && right < left ? `${right}\n${left}` : `${left}\n${right}`;
  const keyOf = (row: Record<string, string>): string => key(row.left_id ?? '', row.right_id ?? '');
  const right = existsSync(join(folder, 'gt.csv')) ? rows('gt.csv') : labelled.filter(({ label }) => label === '1');
  const ignored = new Set(rows('gt_ignore.csv').map(keyOf));
  const listed = labelled.length > 0 ? new Set([...labelled, ...right].map(keyOf)) : null;
  const partners = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => void (partners.get(from) ?? put(from)).add(to);
  const put = (from: string): Set<string> => {
    const set = new Set<string>();
    partners.set(from, set);
    return set;
  };
  for (const { left_id: a = '', right_id: b = '' } of right) {
    add(a, b);
    if (mode === 'dedup') add(b, a);
  }
  return {
    pairs: new Set(right.map(keyOf)),
    partners,
    judged: (a, b) => {
      const pair = key(a, b);
      return !ignored.has(pair) && (listed === null || listed.has(pair));
    },
    key,
  };
}
