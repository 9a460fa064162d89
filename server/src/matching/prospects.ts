import type { MatchOptions, Proposal, ScoredPair, Unlinked } from './types';

/** What a threshold and a margin decide about a candidate, whichever they are. */
export interface Prospect {
  /** Would be proposed at a threshold and a margin under its own. */
  proposable: boolean;
  /** Distance to the runner-up on either side; null: there is none. */
  margin: number | null;
}

/** A candidate of a whole match. */
export interface Candidate {
  pair: ScoredPair;
  prospect: Prospect;
}

interface Outcome {
  candidates: readonly ScoredPair[];
  proposals: readonly Proposal[];
  unlinked: readonly Unlinked[];
}

interface Rules {
  oneToOne: boolean;
  /** With which the outcome was reached. */
  margin: number;
  isFree(right: string): boolean;
}

/** The rules under which an outcome was reached. */
export function rulesOf(
  { cardinality, margin, labels = [], taken = [] }: Pick<MatchOptions, 'cardinality' | 'margin' | 'labels' | 'taken'>,
  isActive: (right: string) => boolean,
): Rules {
  const oneToOne = cardinality === 'one_to_one';
  const busy = new Set([...taken, ...labels.flatMap(({ right, match }) => (match ? [right] : []))]);
  return { oneToOne, margin, isFree: (right) => isActive(right) && !(oneToOne && busy.has(right)) };
}

/** The two best scores of a record. */
interface Top {
  pair: ScoredPair;
  second: number | null;
}

/**
 * Which pairs depend on threshold and margin alone: those that were proposed, and the best pairs of records that were
 * not for want of score or distance. So other thresholds can be tried without matching again.
 */
export function prospectsOf(
  { candidates, proposals, unlinked }: Outcome,
  rules: Rules,
): (pair: ScoredPair) => Prospect {
  const lefts = topOf(candidates, 'left');
  const rights = rules.oneToOne ? topOf(candidates, 'right') : new Map<string, Top>();
  const chosen = new Set(proposals.map(keyOf));
  const near = new Set(
    unlinked.flatMap(({ left, why, best }) =>
      best && (why === 'below_threshold' || why === 'ambiguous') ? [keyOf({ left, right: best.right })] : [],
    ),
  );
  return (pair) => {
    const key = keyOf(pair);
    const margin = least(distance(pair, lefts.get(pair.left)), distance(pair, rights.get(pair.right)));
    if (chosen.has(key)) return { proposable: true, margin: margin === null ? null : Math.max(margin, rules.margin) };
    const proposable = near.has(key) && (margin === null || margin >= 0) && rules.isFree(pair.right);
    return { proposable, margin };
  };
}

const keyOf = ({ left, right }: { left: string; right: string }): string => `${left}\n${right}`;

function topOf(pairs: readonly ScoredPair[], side: 'left' | 'right'): Map<string, Top> {
  const tops = new Map<string, Top>();
  for (const pair of pairs) {
    const top = tops.get(pair[side]);
    if (!top) tops.set(pair[side], { pair, second: null });
    else if (pair.score > top.pair.score) tops.set(pair[side], { pair, second: top.pair.score });
    else if (top.second === null || pair.score > top.second) top.second = pair.score;
  }
  return tops;
}

/** Score of a pair less that of the best other one of the same record; null: there is no other. */
function distance(pair: ScoredPair, top: Top | undefined): number | null {
  if (!top) return null;
  if (top.pair.left !== pair.left || top.pair.right !== pair.right) return pair.score - top.pair.score;
  return top.second === null ? null : pair.score - top.second;
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
