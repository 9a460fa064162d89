const firstCapacity = 256;

/**
 * Dice coefficient on letter pairs (`string-similarity`'s `compareTwoStrings`, many times as fast): twice the shared
 * pairs over all pairs, counting repeats. The pairs of the first text are kept for the next comparison, so compare
 * one text with many in a row.
 */
export class LetterPairs {
  private text = '';
  /** Open addressing: a slot without count is free. */
  private pairs = new Int32Array(firstCapacity);
  private counts = new Uint16Array(firstCapacity);
  /** How many of a pair the second text has used, valid when `round` is that of the comparison. */
  private used = new Uint16Array(firstCapacity);
  private rounds = new Int32Array(firstCapacity);
  private round = 0;
  private mask = firstCapacity - 1;

  /** 0 to 1. Texts without spaces; of fewer than two letters only equal ones are alike. */
  similarity(a: string, b: string): number {
    if (a === b) return 1;
    if (a.length < 2 || b.length < 2) return 0;
    if (a !== this.text) this.load(a);
    this.round += 1;
    const { pairs, counts, used, rounds, round, mask } = this;
    let shared = 0;
    let first = b.charCodeAt(0);
    for (let at = 1; at < b.length; at += 1) {
      const second = b.charCodeAt(at);
      const pair = (first << 16) | second;
      first = second;
      for (let slot = slotOf(pair) & mask; counts[slot] !== 0; slot = (slot + 1) & mask) {
        if (pairs[slot] !== pair) continue;
        const before = rounds[slot] === round ? used[slot]! : 0;
        if (before < counts[slot]!) {
          shared += 1;
          used[slot] = before + 1;
          rounds[slot] = round;
        }
        break;
      }
    }
    return (2 * shared) / (a.length + b.length - 2);
  }

  private load(text: string): void {
    this.text = text;
    let capacity = firstCapacity;
    while (capacity < 2 * text.length) capacity *= 2;
    if (capacity > this.counts.length) {
      this.pairs = new Int32Array(capacity);
      this.counts = new Uint16Array(capacity);
      this.used = new Uint16Array(capacity);
      this.rounds = new Int32Array(capacity);
      this.round = 0;
    } else this.counts.fill(0);
    this.mask = this.counts.length - 1;
    const { pairs, counts, mask } = this;
    let first = text.charCodeAt(0);
    for (let at = 1; at < text.length; at += 1) {
      const second = text.charCodeAt(at);
      const pair = (first << 16) | second;
      first = second;
      let slot = slotOf(pair) & mask;
      while (counts[slot] !== 0 && pairs[slot] !== pair) slot = (slot + 1) & mask;
      pairs[slot] = pair;
      counts[slot]! += 1;
    }
  }
}

const slotOf = (pair: number): number => Math.imul(pair, 0x9e3779b1) >>> 16;
