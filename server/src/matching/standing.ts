import { compete, type Messages, messagesOf, type PairGraph } from './competition';
import type { MatchModel } from './model';
import { doubles } from './numbers';

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

/** Scores the pairs of one graph by their bits and their rivals. Every call uses the same arrays again. */
export class PairScorer {
  private readonly rival: Float64Array;
  private readonly gap: Float64Array;
  private readonly odds: Float64Array;
  private readonly messages: Messages;

  constructor(
    private readonly graph: PairGraph,
    /** A right record may have many partners. */
    readonly shareRight: boolean,
  ) {
    const count = graph.left.length;
    this.rival = doubles(count);
    this.odds = doubles(count);
    this.messages = messagesOf(count);
    // Gaps are done with before messages are sent.
    this.gap = this.messages.before;
  }

  /**
   * Bits by which each pair is ahead (+) or behind (-) its best rival for the same left (one to one: or right) record.
   * Valid until the next call.
   */
  gaps(totals: Float64Array, constraints: Constraints): Float64Array {
    const { rival, gap, graph } = this;
    for (let pair = 0; pair < rival.length; pair += 1) {
      rival[pair] = constraints.rejected[pair]
        ? -certain
        : constraints.confirmed[pair]
          ? certain
          : totals[pair]! - constraints.handicap[pair]!;
    }
    gap.fill(widestGap);
    this.narrow(graph.leftStart, null);
    if (!this.shareRight) this.narrow(graph.rightStart, graph.rightOrder);
    return gap;
  }

  /** Narrows the gaps to the rivals on one side. */
  private narrow(start: Int32Array, order: Int32Array | null): void {
    const { rival, gap } = this;
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
        const ahead = rival[pair]! - (pair === best ? secondValue : bestValue);
        if (ahead < gap[pair]!) gap[pair] = ahead;
      }
    }
  }

  /**
   * Probability of each pair: its bits, its standing among rivals, and one record one partner. Valid until the next
   * call.
   */
  probabilities(totals: Float64Array, standing: MatchModel['standing'], constraints: Constraints): Float64Array {
    const gap = this.gaps(totals, constraints);
    const { odds, rival } = this;
    const { confirmed, rejected, handicap } = constraints;
    for (let pair = 0; pair < odds.length; pair += 1) {
      const own = confirmed[pair] ? certain / 2 : standingOdds(totals[pair]!, gap[pair]!, standing);
      odds[pair] = Math.exp(own);
      rival[pair] = rejected[pair] ? 0 : odds[pair]! * 2 ** -handicap[pair]!;
    }
    return compete(this.graph, odds, rival, this.shareRight, competitionRounds, this.messages);
  }
}
