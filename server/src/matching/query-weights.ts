/**
 * What each term of one query weighs, in a table so small that it stays in the processor's cache (open addressing).
 * An array by term would be simpler, and in a list of a million records each look at it a miss.
 */
export class QueryWeights {
  private terms = new Int32Array(0);
  private weights = new Float32Array(0);
  private bits = 0;

  /** Forgets the query before, and makes room for one of `count` terms. */
  start(count: number): void {
    this.bits = Math.max(6, Math.ceil(Math.log2(4 * count)));
    const slots = 1 << this.bits;
    if (slots > this.terms.length) {
      this.terms = new Int32Array(slots);
      this.weights = new Float32Array(slots);
    }
    this.terms.fill(-1, 0, slots);
  }

  set(term: number, weight: number): void {
    const slot = this.slotOf(term);
    this.terms[slot] = term;
    this.weights[slot] = weight;
  }

  /** 0 for a term that the query does not have. */
  of(term: number): number {
    const slot = this.slotOf(term);
    return this.terms[slot] === term ? this.weights[slot]! : 0;
  }

  /** Where the term is, or would be. */
  private slotOf(term: number): number {
    const { terms } = this;
    let slot = Math.imul(term, 0x9e3779b1) >>> (32 - this.bits);
    while (terms[slot] !== term && terms[slot] !== -1) slot = (slot + 1) & ((1 << this.bits) - 1);
    return slot;
  }
}
