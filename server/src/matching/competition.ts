import { doubles, ints } from './numbers';

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
  const rightOrder = ints(right.length);
  for (let pair = 0; pair < right.length; pair += 1) rightOrder[next[right[pair]!]!++] = pair;
  return { left, right, leftStart, rightStart, rightOrder };
}

/** Where the messages of one graph are kept: in long lists, new arrays for every call cost more time than the sums. */
export interface Messages {
  fromLeft: Float64Array;
  fromRight: Float64Array;
  before: Float64Array;
}

export const messagesOf = (count: number): Messages => ({
  fromLeft: doubles(count),
  fromRight: doubles(count),
  before: doubles(count),
});

/** A record answers again when it was told something that differs by more than this share. */
const settled = 1e-4;

/**
 * Probability of each pair when a record has at most one partner (`shareRight`: a right record may have many).
 * Sum-product messages on the matching (Williams and Lau 2014, multi-target association): `free[e]` is the belief
 * that the other end has no better partner. `odds` are of the pair alone; `rival` those with which it competes
 * against others (smaller for a pair that should give way). The probabilities take the place of `odds`.
 */
export function compete(
  graph: PairGraph,
  odds: Float64Array,
  rival: Float64Array,
  shareRight: boolean,
  rounds: number,
  messages: Messages = messagesOf(odds.length),
): Float64Array {
  const fromLeft = messages.fromLeft.fill(1);
  const fromRight = messages.fromRight.fill(1);
  const { before } = messages;
  const lefts: Side = { start: graph.leftStart, order: null, partner: graph.right, told: allOf(graph.leftStart) };
  const rights: Side = {
    start: graph.rightStart,
    order: graph.rightOrder,
    partner: graph.left,
    told: allOf(graph.rightStart),
  };
  for (let round = 0; round < rounds; round += 1) {
    // Both sides answer what the other said last, so that it does not matter which of them is called left.
    if (!shareRight) before.set(fromLeft);
    const [toLefts, toRights] = [new Uint8Array(lefts.told.length), new Uint8Array(rights.told.length)];
    const leftsMoved = passOn(lefts, rival, fromRight, fromLeft, toRights);
    if (shareRight) break;
    const rightsMoved = passOn(rights, rival, before, fromRight, toLefts);
    if (!leftsMoved && !rightsMoved) break;
    lefts.told = toLefts;
    rights.told = toRights;
  }
  for (let pair = 0; pair < odds.length; pair += 1) {
    const x = odds[pair]! * fromLeft[pair]! * fromRight[pair]!;
    odds[pair] = x / (1 + x);
  }
  return odds;
}

/** One side's records and their pairs. */
interface Side {
  start: Int32Array;
  /** Pairs by record; null: they lie in this order. */
  order: Int32Array | null;
  /** By pair, the record on the other side. */
  partner: Int32Array;
  /** 1: the record was told something new. */
  told: Uint8Array;
}

const allOf = (start: Int32Array): Uint8Array => new Uint8Array(start.length - 1).fill(1);

/**
 * For each pair of the records that were told something new: how likely the record is free of its other pairs. Marks
 * the partners that are told something new by it; true if there are any.
 */
function passOn(
  { start, order, partner, told }: Side,
  rival: Float64Array,
  incoming: Float64Array,
  outgoing: Float64Array,
  tells: Uint8Array,
): boolean {
  let moved = false;
  for (let record = 0; record < told.length; record += 1) {
    if (!told[record]) continue;
    const [from, to] = [start[record]!, start[record + 1]!];
    let sum = 0;
    for (let at = from; at < to; at += 1) {
      const pair = order ? order[at]! : at;
      sum += rival[pair]! * incoming[pair]!;
    }
    for (let at = from; at < to; at += 1) {
      const pair = order ? order[at]! : at;
      const part = rival[pair]! * incoming[pair]!;
      let others = sum - part;
      if (part > sum * 0.999) {
        // The difference would lose its digits: sum anew without the pair.
        others = 0;
        for (let k = from; k < to; k += 1) {
          const other = order ? order[k]! : k;
          if (k !== at) others += rival[other]! * incoming[other]!;
        }
      }
      const message = 1 / (1 + others);
      if (Math.abs(message - outgoing[pair]!) > settled * message) {
        tells[partner[pair]!] = 1;
        moved = true;
      }
      outgoing[pair] = message;
    }
  }
  return moved;
}
