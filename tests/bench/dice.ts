import { compareTwoStrings } from 'string-similarity';

/** A pair of positions with its similarity. */
export interface ScoredPair {
  left: number;
  right: number;
  score: number;
}

/**
 * `compareTwoStrings` of every text with every other, without calling it for every pair: Dice's coefficient needs the
 * number of shared bigrams, and an index of bigrams counts them for all right texts at once. Gives the library's own
 * values, the best `keep` above 0 of each left text.
 */
export function diceOfAll(left: readonly string[], right: readonly string[], keep: number): ScoredPair[] {
  const bare = (text: string): string => text.replace(/\s+/g, '');
  const rightTexts = right.map(bare);
  const postings = new Map<string, number[]>();
  rightTexts.forEach((text, j) => {
    for (const gram of bigrams(text)) {
      const list = postings.get(gram);
      if (list) list.push(j);
      else postings.set(gram, [j]);
    }
  });
  const same = new Map<string, number[]>();
  rightTexts.forEach((text, j) => same.set(text, [...(same.get(text) ?? []), j]));

  const out: ScoredPair[] = [];
  const shared = new Int32Array(right.length);
  left.forEach((leftText, i) => {
    const text = bare(leftText);
    if (text === '') return;
    const best: ScoredPair[] = [];
    const offer = (j: number, score: number): void => {
      if (best.length === keep && score <= best[keep - 1]!.score) return;
      let at = Math.min(best.length, keep - 1);
      while (at > 0 && best[at - 1]!.score < score) {
        best[at] = best[at - 1]!;
        at -= 1;
      }
      best[at] = { left: i, right: j, score };
    };
    if (text.length < 2) for (const j of same.get(text) ?? []) offer(j, 1);
    else {
      shared.fill(0);
      for (const gram of bigrams(text)) for (const j of postings.get(gram) ?? []) shared[j]! += 1;
      for (let j = 0; j < shared.length; j += 1) {
        if (shared[j]! > 0) offer(j, (2 * shared[j]!) / (text.length + rightTexts[j]!.length - 2));
      }
    }
    out.push(...best);
  });
  return out;
}

/** The bigrams of a text, repeated ones numbered, so that shared ones are counted as often as both sides have them. */
function bigrams(text: string): string[] {
  const counts = new Map<string, number>();
  const out: string[] = [];
  for (let at = 0; at + 1 < text.length; at += 1) {
    const gram = text.slice(at, at + 2);
    const count = (counts.get(gram) ?? 0) + 1;
    counts.set(gram, count);
    out.push(count === 1 ? gram : gram + count);
  }
  return out;
}

/** Seconds the library itself takes for all pairs, from a sample of them. */
export function librarySeconds(left: readonly string[], right: readonly string[]): number {
  const pairs = left.length * right.length;
  const sample = Math.min(pairs, 200_000);
  const step = pairs / sample;
  const started = process.hrtime.bigint();
  for (let n = 0; n < sample; n += 1) {
    const pair = Math.floor(n * step);
    compareTwoStrings(left[Math.floor(pair / right.length)]!, right[pair % right.length]!);
  }
  return (Number(process.hrtime.bigint() - started) / 1e9) * step;
}
