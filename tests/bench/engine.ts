import { match } from '../../server/src/matching';
import type { MatchOptions, MatchResult } from '../../server/src/matching/types';
import type { Dataset } from '../unit/matching/dataset';
import type { Link } from './measures';

/** Suggestions written per left record. */
const shown = 10;

/** What the product would do by itself. */
export const autoLink = { threshold: 0.95, margin: 0.05 };

/** The options of a set: everything but the thresholds. */
export function optionsFor({ mode, left }: Dataset): Pick<MatchOptions, 'cardinality' | 'rejected'> {
  if (mode === 'dedup') {
    // A list against itself: several may be the same, and nobody is asked whether a record is itself.
    return { cardinality: 'many_to_one', rejected: left.map(({ id }) => [id, id] as const) };
  }
  return { cardinality: mode === 'n-1' ? 'many_to_one' : 'one_to_one' };
}

/** Every pair the engine would assign at any threshold, best first. */
export function linksOf({ mode }: Dataset, result: MatchResult): Link[] {
  const links =
    mode === 'dedup'
      ? closure(standingAlone(result))
      : result.proposals.map(({ left, right, score }) => ({ left, right, probability: score }));
  return links.sort((a, b) => b.probability - a.probability);
}

/** The first ten candidates of each left record, best first. */
export function suggestionsOf({ mode }: Dataset, result: MatchResult): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const { left, right } of result.candidates) {
    if (mode === 'dedup' && left === right) continue;
    const list = lists.get(left);
    if (!list) lists.set(left, [right]);
    else if (list.length < shown) list.push(right);
  }
  return lists;
}

/** All that is scored of a set: two runs, since auto-links and the whole curve ask for other thresholds. */
export function everyLink(set: Dataset): MatchResult {
  // One more than shown: of a list against itself the record itself takes a place.
  return match(set.left, set.right, { ...optionsFor(set), threshold: 0, margin: 0, keep: shown + 1, least: 0 });
}

/**
 * Every pair of two records, once. The duplicates of a record are no rivals of each other, so the probability is what
 * the evidence gives before rivals are counted.
 */
function standingAlone(result: MatchResult): Link[] {
  const pairs = new Map<string, Link>();
  for (const { left, right, evidence } of result.candidates) {
    const key = left < right ? `${left}\n${right}` : `${right}\n${left}`;
    if (left === right || pairs.has(key)) continue;
    const rivals = evidence.adjustments.find(({ kind }) => kind === 'competition')?.weight ?? 0;
    pairs.set(key, { left, right, probability: 1 / (1 + 2 ** (rivals - evidence.total)) });
  }
  return [...pairs.values()];
}

/** More records than this are not one and the same: chains of weak links stop here. */
const largestGroup = 30;

/**
 * Duplicates of duplicates are duplicates: all pairs that a chain of links connects, each with the probability of
 * the weakest link of its strongest chain.
 */
function closure(links: Link[]): Link[] {
  const groups = new Map<string, string[]>();
  const groupOf = (id: string): string[] => groups.get(id) ?? [id];
  const out: Link[] = [];
  for (const { left, right, probability } of links.sort((a, b) => b.probability - a.probability)) {
    const [a, b] = [groupOf(left), groupOf(right)];
    if (a === b || a.length + b.length > largestGroup) continue;
    for (const x of a) for (const y of b) out.push({ left: x, right: y, probability });
    const joined = [...a, ...b];
    for (const id of joined) groups.set(id, joined);
  }
  return out;
}
