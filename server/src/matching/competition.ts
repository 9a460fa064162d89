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
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < leftCount; i += 1) {
      const start = graph.leftStart[i]!;
      const end = graph.leftStart[i + 1]!;
      let sum = 1;
      for (let pair = start; pair < end; pair += 1) sum += rival[pair]! * fromRight[pair]!;
      for (let pair = start; pair < end; pair += 1) {
        fromLeft[pair] =
          1 /
          withoutOne(sum, rival[pair]! * fromRight[pair]!, () => {
            let rest = 1;
            for (let k = start; k < end; k += 1) if (k !== pair) rest += rival[k]! * fromRight[k]!;
            return rest;
          });
      }
    }
    if (shareRight) break;
    for (let j = 0; j < rightCount; j += 1) {
      const start = graph.rightStart[j]!;
      const end = graph.rightStart[j + 1]!;
      let sum = 1;
      for (let at = start; at < end; at += 1) {
        const pair = graph.rightOrder[at]!;
        sum += rival[pair]! * fromLeft[pair]!;
      }
      for (let at = start; at < end; at += 1) {
        const pair = graph.rightOrder[at]!;
        fromRight[pair] =
          1 /
          withoutOne(sum, rival[pair]! * fromLeft[pair]!, () => {
            let rest = 1;
            for (let k = start; k < end; k += 1) {
              const other = graph.rightOrder[k]!;
              if (other !== pair) rest += rival[other]! * fromLeft[other]!;
            }
            return rest;
          });
      }
    }
  }
  const probability = new Float64Array(count);
  for (let pair = 0; pair < count; pair += 1) {
    const x = odds[pair]! * fromLeft[pair]! * fromRight[pair]!;
    probability[pair] = x / (1 + x);
  }
  return probability;
}

/** `sum - part`, summed anew where the difference would lose its digits. */
function withoutOne(sum: number, part: number, anew: () => number): number {
  return part > sum * 0.999 ? anew() : sum - part;
}
