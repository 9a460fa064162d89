import type { Proposal, ScoredPair, Unlinked } from '../matching/types';
import type { MappingRow } from './mapping-repository';
import { pairOf, type Sides } from './match-sides';

/** What a threshold and a margin decide about a pair, whichever they are. */
export interface Standing {
  /** Would be proposed at a threshold and a margin under its own. */
  proposable: boolean;
  /** Distance to the runner-up on either side; null: there is none. */
  margin: number | null;
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

/** Rules of a mapping; `taken` are external records that have a partner. */
export function rulesOf(
  { cardinality, margin }: Pick<MappingRow, 'cardinality' | 'margin'>,
  externals: Sides['externals'],
  taken: ReadonlySet<string>,
): Rules {
  const oneToOne = cardinality === 'one_to_one';
  return {
    oneToOne,
    margin,
    isFree: (right) => externals.get(right)?.active === true && !(oneToOne && taken.has(right)),
  };
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
export function standingsOf(
  { candidates, proposals, unlinked }: Outcome,
  rules: Rules,
): (pair: ScoredPair) => Standing {
  const lefts = topOf(candidates, 'left');
  const rights = rules.oneToOne ? topOf(candidates, 'right') : new Map<string, Top>();
  const chosen = new Set(proposals.map(({ left, right }) => pairOf(left, right)));
  const near = new Set(
    unlinked.flatMap(({ left, why, best }) =>
      best && (why === 'below_threshold' || why === 'ambiguous') ? [pairOf(left, best.right)] : [],
    ),
  );
  return (pair) => {
    const key = pairOf(pair.left, pair.right);
    const margin = least(distance(pair, lefts.get(pair.left)), distance(pair, rights.get(pair.right)));
    if (chosen.has(key)) return { proposable: true, margin: margin === null ? null : Math.max(margin, rules.margin) };
    const proposable = near.has(key) && (margin === null || margin >= 0) && rules.isFree(pair.right);
    return { proposable, margin };
  };
}

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
