/**
 * Writes to `out` which of the first `count` numbers of `some` are among `all` from `start` to before `end`, and
 * returns how many. Both are in ascending order; `all` may be many times as long (galloping search, Bentley and Yao
 * 1976).
 */
export function intersect(
  some: Int32Array,
  count: number,
  all: Int32Array,
  start: number,
  end: number,
  out: Int32Array,
): number {
  let from = start;
  let found = 0;
  for (let at = 0; at < count && from < end; at += 1) {
    const number = some[at]!;
    let step = 1;
    while (from + step < end && all[from + step]! < number) {
      from += step;
      step *= 2;
    }
    for (; step > 0; step >>= 1) if (from + step < end && all[from + step]! < number) from += step;
    if (all[from]! < number) from += 1;
    if (from < end && all[from] === number) out[found++] = number;
  }
  return found;
}
