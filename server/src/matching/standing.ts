import { compete, type PairGraph } from './competition';
import type { MatchModel } from './model';

/** What is known of pairs beside their own evidence. Arrays by pair. */
export interface Constraints {
  /** 1: a person confirmed it. */
  confirmed: Uint8Array;
  /** 1: it was rejected, and competes with nobody. */
  rejected: Uint8Array;
  /** How much a pair counts in learning: 1, more when a person judged it, 0 when it teaches nothing. */
  weight: Float32Array;
  /** Bits that a pair gives way by when it competes (an inactive record). */
  handicap: Float32Array;
}

const certain = 60;
/** Chains of rivals are followed so far; further off nothing changes that counts. */
const competitionRounds = 10;
/** Bits beyond which a total says nothing more. */
const farthest = 40;
const widestGap = 6;
/** A record is never without rivals: one of so many bits may always be where nobody looked. */
export const unseenRival = -8;

/**
 * Natural log-odds of a pair from its bits and from how far it is ahead of its best rival. Rivals tell what a total
 * alone does not: in lists of near-twins a high total is common, far from all others it is not.
 */
export function standingOdds(
  total: number,
  gap: number,
  { bias, total: own, gap: ahead }: MatchModel['standing'],
): number {
  return bias + own * boundedTotal(total) + ahead * boundedGap(gap);
}

/** In natural log-odds. */
export const boundedTotal = (bits: number): number => Math.max(-farthest, Math.min(farthest, bits)) * Math.LN2;
export const boundedGap = (bits: number): number => Math.max(-widestGap, Math.min(widestGap, bits)) * Math.LN2;

/** Bits by which each pair is ahead (+) or behind (-) its best rival for the same left (one to one: or right) record. */
export function gaps(
  graph: PairGraph,
  totals: Float64Array,
  shareRight: boolean,
  constraints: Constraints,
): Float64Array {
  const count = totals.length;
  const rival = new Float64Array(count);
  for (let pair = 0; pair < count; pair += 1) {
    rival[pair] = constraints.rejected[pair]
      ? -certain
      : constraints.confirmed[pair]
        ? certain
        : totals[pair]! - constraints.handicap[pair]!;
  }
  const out = new Float64Array(count).fill(widestGap);
  const side = (start: Int32Array, order: Int32Array | null): void => {
    for (let record = 0; record + 1 < start.length; record += 1) {
      let best = -1;
      let bestValue = unseenRival;
      let secondValue = unseenRival;
      for (let at = start[record]!; at < start[record + 1]!; at += 1) {
        const pair = order ? order[at]! : at;
        const value = rival[pair]!;
        if (value > bestValue) {
          secondValue = bestValue;
          bestValue = value;
          best = pair;
        } else if (value > secondValue) secondValue = value;
      }
      for (let at = start[record]!; at < start[record + 1]!; at += 1) {
        const pair = order ? order[at]! : at;
        const gap = rival[pair]! - (pair === best ? secondValue : bestValue);
        if (gap < out[pair]!) out[pair] = gap;
      }
    }
  };
  side(graph.leftStart, null);
  if (!shareRight) side(graph.rightStart, graph.rightOrder);
  return out;
}

/** Probability of each pair: its bits, its standing among rivals, and one record one partner. */
export function probabilities(
  graph: PairGraph,
  totals: Float64Array,
  standing: MatchModel['standing'],
  shareRight: boolean,
  constraints: Constraints,
): Float64Array {
  const gap = gaps(graph, totals, shareRight, constraints);
  const odds = totals.map((total, pair) => {
    if (constraints.confirmed[pair]) return Math.exp(certain / 2);
    return Math.exp(standingOdds(total, gap[pair]!, standing));
  });
  const rival = odds.map((value, pair) => (constraints.rejected[pair] ? 0 : value * 2 ** -constraints.handicap[pair]!));
  return compete(graph, odds, rival, shareRight, competitionRounds);
}
