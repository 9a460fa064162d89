export type Ints = Int32Array<ArrayBuffer>;

/** A copy with room for at least `least` numbers, and for more to come. */
export function grown(list: Ints, least: number): Ints {
  const out = new Int32Array(Math.max(least, list.length * 2));
  out.set(list);
  return out;
}

/** The same numbers where there are enough of them, or else new ones; what they are does not matter. */
export const enough = (list: Ints, least: number): Ints => (list.length >= least ? list : new Int32Array(least));
