import type { PreflightResult } from '../contracts/invoices';
import { sumOf } from './amounts';
import type { Bill } from './plan';

/** Each record by itself, or what one client is billed in one currency together, in the order of the records. */
export function billsOf(results: readonly PreflightResult[], grouping: 'each' | 'client'): Bill[] {
  if (grouping === 'each') return results.map((result) => ({ result, members: [result] }));
  const groups = new Map<string, PreflightResult[]>();
  for (const result of results) {
    const key = [result.client.reference?.externalId ?? '', result.currency ?? '', result.email ?? ''].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map((members) => ({ result: together(members), members }));
}

/** One invoice of several records: its number is that of the first, its date the latest, each record's lines are headed. */
function together(members: readonly PreflightResult[]): PreflightResult {
  const [first, ...others] = members;
  if (!first) throw new Error('A bill without records');
  if (others.length === 0) return first;
  const dates = members.flatMap(({ date }) => date ?? []).sort();
  const lines = members.flatMap((member) =>
    member.lines.map((line, index) => (index === 0 && !line.heading ? { ...line, heading: member.number } : line)),
  );
  return {
    ...first,
    date: dates.at(-1) ?? null,
    memo: [...new Set(members.map(({ memo }) => memo).filter(Boolean))].join('; '),
    lines: lines.map((line, index) => ({ ...line, line: index + 1 })),
    total: sumOf(lines.map(({ amount }) => amount)),
  };
}
