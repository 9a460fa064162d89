/** Bytes from which on an array is large: lists of some hundred thousand records have such. */
const large = 1 << 24;

/**
 * V8 counts what ordinary buffers take, and looks through all records in memory for each further 64 MB. Over large
 * arrays that would grow with the square of the lists. Shared buffers it does not count.
 */
const room = (bytes: number): ArrayBufferLike =>
  bytes < large ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);

export const ints = (count: number): Int32Array => new Int32Array(room(4 * count));
export const floats = (count: number): Float32Array => new Float32Array(room(4 * count));
export const doubles = (count: number): Float64Array => new Float64Array(room(8 * count));

/** A copy with room for at least `least` numbers, and for more to come. */
export function grown(list: Int32Array, least: number): Int32Array {
  const out = ints(Math.max(least, list.length * 2));
  out.set(list);
  return out;
}

/** A copy of the first `count` numbers. */
export function firstOf(list: Int32Array, count: number): Int32Array {
  const out = ints(count);
  out.set(list.subarray(0, count));
  return out;
}

/** The same numbers where there are enough of them, or else new ones; what they are does not matter. */
export const enough = (list: Int32Array, least: number): Int32Array => (list.length >= least ? list : ints(least));
