import { match } from '../../../../server/src/matching';
import type { FieldValues, MatchOptions, MatchRecord, MatchResult } from '../../../../server/src/matching/types';

/** A record by its values; a plain text is its name. An inactive one says so. */
export type Row = string | (FieldValues & { inactive?: true });

/** One kind of records with its right answers. */
export interface Kind {
  what: string;
  /** Pairs that are the same thing. Several may share one right row (by its text) where `shared`. */
  pairs: ReadonlyArray<readonly [left: Row, right: Row]>;
  /** Rows without partner. */
  left?: readonly Row[];
  right?: readonly Row[];
  /** Least share of the pairs that must be found. */
  least: number;
  shared?: true;
  /** Least share of the pairs whose right row is the first suggestion. Default .9. */
  leastSuggested?: number;
  /** What the engine does not do yet; the test fails when it does. */
  failing?: string;
}

const options: MatchOptions = { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05 };

const recordOf = (id: string, row: Row): MatchRecord => {
  if (typeof row === 'string') return { id, roles: { name: row } };
  const { inactive, ...roles } = row;
  return { id, roles, active: !inactive };
};
const textOf = (row: Row): string => (typeof row === 'string' ? row : Object.values(row).join(' / '));

export interface Outcome {
  result: MatchResult;
  /** Proposed pairs that are none, as `left = right`. */
  wrong: string[];
  missed: string[];
  /** Share of the pairs that were proposed. */
  found: number;
  /** Share of the pairs whose right row is the best candidate of the left one. */
  suggested: number;
}

/** Matches the two lists of a kind at the usual threshold. */
export function outcomeOf({ pairs, left: aloneLeft = [], right: aloneRight = [], shared }: Kind): Outcome {
  const left = new Map<string, Row>();
  const right = new Map<string, Row>();
  const truth = new Set<string>();
  const idOfRight = new Map<string, string>();
  pairs.forEach(([a, b], at) => {
    const key = shared ? textOf(b) : String(at);
    const rightId = idOfRight.get(key) ?? `R${at}`;
    idOfRight.set(key, rightId);
    left.set(`L${at}`, a);
    right.set(rightId, b);
    truth.add(`L${at} ${rightId}`);
  });
  aloneLeft.forEach((row, at) => left.set(`LX${at}`, row));
  aloneRight.forEach((row, at) => right.set(`RX${at}`, row));
  const records = (side: ReadonlyMap<string, Row>): MatchRecord[] => [...side].map(([id, row]) => recordOf(id, row));
  const result = match(records(left), records(right), {
    ...options,
    cardinality: shared ? 'many_to_one' : 'one_to_one',
  });
  const proposed = new Set(result.proposals.map((pair) => `${pair.left} ${pair.right}`));
  const say = (key: string): string => {
    const [a = '', b = ''] = key.split(' ');
    return `${textOf(left.get(a)!)} = ${textOf(right.get(b)!)}`;
  };
  const best = new Map<string, string>();
  for (const pair of result.candidates) if (!best.has(pair.left)) best.set(pair.left, pair.right);
  const first = [...truth].filter((key) => best.get(key.split(' ')[0] ?? '') === key.split(' ')[1]).length;
  return {
    result,
    wrong: [...proposed].filter((key) => !truth.has(key)).map(say),
    missed: [...truth].filter((key) => !proposed.has(key)).map(say),
    suggested: truth.size === 0 ? 1 : first / truth.size,
    found: truth.size === 0 ? 1 : [...truth].filter((key) => proposed.has(key)).length / truth.size,
  };
}
