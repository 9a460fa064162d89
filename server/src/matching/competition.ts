/** Candidate pairs as the edges of a bipartite graph, by record. */
export interface PairGraph {
  left: Int32Array;
  right: Int32Array;
  /** Pairs of left record i are leftOrder[leftStart[i] … leftStart[i+1]]; likewise for the right. */
  leftStart: Int32Array;
  rightStart: Int32Array;
  rightOrder: Int32Array;
}

/** Indexes pairs that are sorted by left record. */
export function pairGraph(left: Int32Array, right: Int32Array, leftCount: number, rightCount: number): PairGraph {
  const leftStart = new Int32Array(leftCount + 1);
  const rightStart = new Int32Array(rightCount + 1);
  for (const i of left) leftStart[i + 1]! += 1;
  for (const j of right) rightStart[j + 1]! += 1;
  for (let i = 0; i < leftCount; i += 1) leftStart[i + 1]! += leftStart[i]!;
  for (let j = 0; j < rightCount; j += 1) rightStart[j + 1]! += rightStart[j]!;
  const next = rightStart.slice();
  const rightOrder = new Int32Array(right.length);
  for (let pair = 0; pair < right.length; pair += 1) rightOrder[next[right[pair]!]!++] = pair;
  return { left, right, leftStart, rightStart, rightOrder };
}

/** Messages that move by less have settled. */
const settled = 1e-7;

/**
 * Probability of each pair when a record has at most one partner (`shareRight`: a right record may have many).
 * Sum-product messages on the matching (Williams and Lau 2014, multi-target association): `free[e]` is the belief
 * that the other end has no better partner. `odds` are of the pair alone; `rival` those with which it competes
 * against others (smaller for a pair that should give way).
 */
export function compete(
  graph: PairGraph,
  odds: Float64Array,
  rival: Float64Array,
  shareRight: boolean,
  rounds: number,
): Float64Array {
  const count = odds.length;
  const fromLeft = new Float64Array(count).fill(1);
  const fromRight = new Float64Array(count).fill(1);
  const leftCount = graph.leftStart.length - 1;
  const rightCount = graph.rightStart.length - 1;
  const before = shareRight ? fromRight : new Float64Array(count);
  for (let round = 0; round < rounds; round += 1) {
    // Both sides answer what the other said last, so that it does not matter which of them is called left.
    if (!shareRight) before.set(fromLeft);
    let moved = 0;
    for (let i = 0; i < leftCount; i += 1) {
      const change = passOn(rival, fromRight, fromLeft, graph.leftStart[i]!, graph.leftStart[i + 1]!, null);
      if (change > moved) moved = change;
    }
    if (shareRight) break;
    for (let j = 0; j < rightCount; j += 1) {
      const [start, end] = [graph.rightStart[j]!, graph.rightStart[j + 1]!];
      const change = passOn(rival, before, fromRight, start, end, graph.rightOrder);
      if (change > moved) moved = change;
    }
    if (moved < settled) break;
  }
  const probability = new Float64Array(count);
  for (let pair = 0; pair < count; pair += 1) {
    const x = odds[pair]! * fromLeft[pair]! * fromRight[pair]!;
    probability[pair] = x / (1 + x);
  }
  return probability;
}

/**
 * For each pair of one record: how likely the record is free of its other pairs. `order` maps positions to pairs.
 * Returns the largest change of a message.
 */
function passOn(
  rival: Float64Array,
  incoming: Float64Array,
  outgoing: Float64Array,
  start: number,
  end: number,
  order: Int32Array | null,
): number {
  let sum = 0;
  let moved = 0;
  for (let at = start; at < end; at += 1) {
    const pair = order ? order[at]! : at;
    sum += rival[pair]! * incoming[pair]!;
  }
  for (let at = start; at < end; at += 1) {
    const pair = order ? order[at]! : at;
    const part = rival[pair]! * incoming[pair]!;
    let others = sum - part;
    if (part > sum * 0.999) {
      // The difference would lose its digits: sum anew without the pair.
      others = 0;
      for (let k = start; k < end; k += 1) {
        const other = order ? order[k]! : k;
        if (k !== at) others += rival[other]! * incoming[other]!;
      }
    }
    const message = 1 / (1 + others);
    const change = Math.abs(message - outgoing[pair]!);
    if (change > moved) moved = change;
    outgoing[pair] = message;
  }
  return moved;
}
