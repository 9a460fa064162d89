import type { CandidatePairs } from './candidates';
import { isVetoed } from './compare/fields';
import type { PreparedRecord } from './corpus';
import { floats } from './numbers';
import type { Constraints } from './standing';
import type { MatchOptions } from './types';

/** An inactive record gives way to an active one that fits about as well: bits it loses when they compete. */
const inactiveHandicap = 16;
/** A vetoed pair gives way to any other. */
const vetoHandicap = 60;
/** A pair that a person judged teaches as much as so many others. */
const labelWeight = 10;

/** `barred`: must not be proposed, and teaches nothing. */
type Decision = 'confirmed' | 'rejected' | 'barred';

/** Pairs of which nothing is known beside their own evidence. */
export const unconstrained = (count: number): Constraints => ({
  confirmed: new Uint8Array(count),
  rejected: new Uint8Array(count),
  handicap: floats(count),
  weight: floats(count).fill(1),
});

/** What people decided, by pair. */
export function judge(
  pairs: CandidatePairs,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  { labels = [], rejected = [] }: Pick<MatchOptions, 'labels' | 'rejected'>,
): Constraints {
  const out = unconstrained(pairs.left.length);
  const decided = new Map<string, Map<string, Decision>>();
  const decide = (a: string, b: string, decision: Decision): void => {
    const partners = decided.get(a);
    if (partners) partners.set(b, decision);
    else decided.set(a, new Map([[b, decision]]));
  };
  for (const [a, b] of rejected) decide(a, b, 'barred');
  for (const label of labels) decide(label.left, label.right, label.match ? 'confirmed' : 'rejected');
  for (let pair = 0; pair < pairs.left.length; pair += 1) {
    const [first, second] = [left[pairs.left[pair]!]!, right[pairs.right[pair]!]!];
    const [a, b] = [first.source, second.source];
    if (isVetoed(first, second)) out.handicap[pair] = vetoHandicap;
    else if (a.active === false || b.active === false) {
      // The twin of a right pair would teach that agreement is chance.
      out.weight[pair] = 0;
      out.handicap[pair] = inactiveHandicap;
    }
    const decision = decided.size === 0 ? undefined : decided.get(a.id)?.get(b.id);
    if (decision === undefined) continue;
    out[decision === 'confirmed' ? 'confirmed' : 'rejected'][pair] = 1;
    out.weight[pair] = decision === 'barred' ? 0 : labelWeight;
  }
  return out;
}

/** 1: a pair that a person or hard evidence refuses. It stands in nobody's way. */
export const refused = ({ rejected, handicap }: Pick<Constraints, 'rejected' | 'handicap'>): Uint8Array =>
  rejected.map((flag, pair) => (flag || handicap[pair] === vetoHandicap ? 1 : 0));

/** Whether a pair may be proposed at all: nothing judged, taken, inactive or vetoed stands in the way. */
export function proposable(
  pairs: CandidatePairs,
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  { rejected }: Pick<Constraints, 'rejected'>,
  held: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  shareRight: boolean,
): (pair: number) => boolean {
  return (pair) => {
    const a = left[pairs.left[pair]!]!;
    const b = right[pairs.right[pair]!]!;
    if (a.source.active === false || b.source.active === false || rejected[pair]) return false;
    if (!shareRight && taken.has(b.source.id)) return false;
    return !held.has(a.source.id) && !isVetoed(a, b);
  };
}
