import type { CandidatePairs } from './candidates';
import { pairGraph, type PairGraph } from './competition';
import type { PreparedRecord } from './corpus';

/** A side of the two lists. */
export type Side = 'left' | 'right';

export interface NearbyPair {
  left: number;
  right: number;
  /** Log2 odds before calibration and competition. */
  total: number;
}

/** Pairs around one record, by the numbers of their records; each is compared once. */
export class Neighbourhood {
  private readonly pairs = new Map<number, NearbyPair | null>();

  /** Pairs of the records that are not known yet; `take` them when they are compared. */
  fresh(
    from: Side,
    numbers: readonly number[],
    eachPartner: (number: number, visit: (partner: number) => void) => void,
  ): { left: Int32Array; right: Int32Array } {
    const left: number[] = [];
    const right: number[] = [];
    for (const number of numbers) {
      eachPartner(number, (partner) => {
        const [i, j] = from === 'left' ? [number, partner] : [partner, number];
        const key = keyOf(i, j);
        if (this.pairs.has(key)) return;
        this.pairs.set(key, null);
        left.push(i);
        right.push(j);
      });
    }
    return { left: Int32Array.from(left), right: Int32Array.from(right) };
  }

  take(pairs: CandidatePairs, total: Float64Array): void {
    for (let at = 0; at < total.length; at += 1) {
      const [left, right] = [pairs.left[at]!, pairs.right[at]!];
      this.pairs.set(keyOf(left, right), { left, right, total: total[at]! });
    }
  }

  /** The pair of two records, where it was compared. */
  find(left: number, right: number): NearbyPair | null {
    return this.pairs.get(keyOf(left, right)) ?? null;
  }

  /** Pairs of one record with at least `least` bits, strongest first. */
  strongest(side: Side, number: number, limit: number, least: number): NearbyPair[] {
    return [...this.pairs.values()]
      .filter((pair): pair is NearbyPair => pair !== null && pair[side] === number && pair.total >= least)
      .sort((a, b) => b.total - a.total || keyOf(a.left, a.right) - keyOf(b.left, b.right))
      .slice(0, limit);
  }

  /** All pairs as a graph of their own, with the records it is about. */
  sorted(
    lefts: readonly PreparedRecord[],
    rights: readonly PreparedRecord[],
  ): { pairs: NearbyPair[]; left: PreparedRecord[]; right: PreparedRecord[]; graph: PairGraph } {
    const pairs = [...this.pairs.values()]
      .filter((pair) => pair !== null)
      .sort((a, b) => a.left - b.left || a.right - b.right);
    const places = { left: new Map<number, number>(), right: new Map<number, number>() };
    const records = { left: [] as PreparedRecord[], right: [] as PreparedRecord[] };
    const place = (side: Side, all: readonly PreparedRecord[], number: number): number => {
      let at = places[side].get(number);
      if (at === undefined) places[side].set(number, (at = records[side].push(all[number]!) - 1));
      return at;
    };
    const left = Int32Array.from(pairs, (pair) => place('left', lefts, pair.left));
    const right = Int32Array.from(pairs, (pair) => place('right', rights, pair.right));
    return { pairs, ...records, graph: pairGraph(left, right, records.left.length, records.right.length) };
  }
}

const keyOf = (left: number, right: number): number => left * 2 ** 26 + right;
