import type { PairGraph } from './competition';

/** The pair a record would take: index of its most probable pair, and of the next best; -1 for none. */
export interface Standing {
  best: Int32Array;
  second: Int32Array;
}

/** Best and second pair of every left (or right) record, `barred` ones aside. Ties go to the earlier pair. */
export function standings(
  graph: PairGraph,
  probability: Float64Array,
  side: 'left' | 'right',
  barred: Uint8Array | null = null,
): Standing {
  const start = side === 'left' ? graph.leftStart : graph.rightStart;
  const records = start.length - 1;
  const best = new Int32Array(records).fill(-1);
  const second = new Int32Array(records).fill(-1);
  for (let record = 0; record < records; record += 1) {
    for (let at = start[record]!; at < start[record + 1]!; at += 1) {
      const pair = side === 'left' ? at : graph.rightOrder[at]!;
      if (barred?.[pair]) continue;
      const p = probability[pair]!;
      if (best[record]! < 0 || p > probability[best[record]!]!) {
        second[record] = best[record]!;
        best[record] = pair;
      } else if (second[record]! < 0 || p > probability[second[record]!]!) {
        second[record] = pair;
      }
    }
  }
  return { best, second };
}

/** The best pair of a record beside one of its pairs; -1 for none. */
export const bestBeside = ({ best, second }: Standing, record: number, pair: number): number =>
  best[record] === pair ? second[record]! : best[record]!;

/**
 * Pairs that may be proposed: probable enough, the best for its left record (and, one to one, for its right), and
 * ahead of the runner-up on either side by the margin. Being best on both sides, no record is taken twice.
 */
export function choose(
  graph: PairGraph,
  probability: Float64Array,
  lefts: Standing,
  rights: Standing,
  allowed: (pair: number) => boolean,
  options: { threshold: number; margin: number; shareRight: boolean },
): number[] {
  const ahead = (pair: number, second: number): boolean =>
    second < 0 ||
    (probability[pair]! > probability[second]! && probability[pair]! - probability[second]! >= options.margin);
  const out: number[] = [];
  lefts.best.forEach((pair, record) => {
    if (pair < 0 || probability[pair]! < options.threshold || !allowed(pair)) return;
    if (!ahead(pair, lefts.second[record]!)) return;
    if (!options.shareRight) {
      const j = graph.right[pair]!;
      if (rights.best[j] !== pair || !ahead(pair, rights.second[j]!)) return;
    }
    out.push(pair);
  });
  return out;
}

/**
 * The best `keep` pairs of at least `least` of every left and of every right record, its first in any case, and the
 * chosen ones, best first per left record.
 */
export function keepBest(
  graph: PairGraph,
  scored: Float64Array,
  chosen: readonly number[],
  keep: number,
  least: number,
): number[] {
  const kept = new Uint8Array(scored.length);
  const byScore = (a: number, b: number): number => scored[b]! - scored[a]! || a - b;
  const best: number[] = [];
  const mark = (start: Int32Array, order: Int32Array | null): void => {
    for (let record = 0; record + 1 < start.length; record += 1) {
      best.length = 0;
      for (let at = start[record]!; at < start[record + 1]!; at += 1) {
        const pair = order ? order[at]! : at;
        if (best.length > 0 && scored[pair]! < least && byScore(pair, best[0]!) > 0) continue;
        let place = best.length;
        while (place > 0 && byScore(pair, best[place - 1]!) < 0) place -= 1;
        if (place === keep) continue;
        best.splice(place, 0, pair);
        if (best.length > keep) best.pop();
      }
      best.forEach((pair, rank) => {
        if (rank === 0 || scored[pair]! >= least) kept[pair] = 1;
      });
    }
  };
  mark(graph.leftStart, null);
  mark(graph.rightStart, graph.rightOrder);
  for (const pair of chosen) kept[pair] = 1;
  const out: number[] = [];
  kept.forEach((flag, pair) => {
    if (flag) out.push(pair);
  });
  return out.sort((a, b) => graph.left[a]! - graph.left[b]! || byScore(a, b));
}
