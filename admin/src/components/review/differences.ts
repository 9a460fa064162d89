/** A stretch of a value that the other value has too, or has not. */
export interface Piece {
  text: string;
  differs: boolean;
}

/** Longer values are compared by their common start and end only; the table grows with the square of the length. */
const MAX_COMPARED = 300;
/** Values that share less than this part of the shorter one differ as a whole. */
const LEAST_SHARED = 0.5;

/**
 * Splits two values into what they share and what differs, without regard to case: `Suite 3` and `Ste 3` differ in
 * `ui`. A single letter that happens to occur in both is no agreement, unless it starts a word on both sides.
 */
export function differences(left: string, right: string): { left: Piece[]; right: Piece[] } {
  const a = Array.from(left);
  const b = Array.from(right);
  const sharedA = new Array<boolean>(a.length).fill(false);
  const sharedB = new Array<boolean>(b.length).fill(false);
  const runs = sharedRuns(a, b).filter((run) => isTelling(run, a, b));
  const length = runs.reduce((sum, run) => sum + run.length, 0);
  // Two unrelated values share scattered letters; marking the rest would say that these agree.
  if (length < LEAST_SHARED * Math.min(a.length, b.length)) return { left: whole(left), right: whole(right) };
  for (const run of runs) {
    for (let step = 0; step < run.length; step += 1) {
      sharedA[run.a + step] = true;
      sharedB[run.b + step] = true;
    }
  }
  return { left: pieces(a, sharedA), right: pieces(b, sharedB) };
}

const whole = (text: string): Piece[] => (text === '' ? [] : [{ text, differs: true }]);

interface Run {
  a: number;
  b: number;
  length: number;
}

const same = (x: string | undefined, y: string | undefined) =>
  x !== undefined && y !== undefined && (x === y || x.toLowerCase() === y.toLowerCase());
const isLetterOrDigit = (text: string | undefined) => text !== undefined && /[\p{L}\p{N}]/u.test(text);

/** Runs of characters that stand in both, in order: the longest common subsequence between common start and end. */
function sharedRuns(a: string[], b: string[]): Run[] {
  let start = 0;
  while (start < a.length && start < b.length && same(a[start], b[start])) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && same(a[a.length - 1 - end], b[b.length - 1 - end])) {
    end += 1;
  }
  const middle = subsequence(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const pairs = [
    ...Array.from({ length: start }, (_, index) => [index, index] as const),
    ...middle.map(([x, y]) => [x + start, y + start] as const),
    ...Array.from({ length: end }, (_, index) => [a.length - end + index, b.length - end + index] as const),
  ];
  const runs: Run[] = [];
  for (const [x, y] of pairs) {
    const last = runs[runs.length - 1];
    if (last && last.a + last.length === x && last.b + last.length === y) last.length += 1;
    else runs.push({ a: x, b: y, length: 1 });
  }
  return runs;
}

function subsequence(a: string[], b: string[]): Array<readonly [number, number]> {
  if (a.length === 0 || b.length === 0 || a.length > MAX_COMPARED || b.length > MAX_COMPARED) return [];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (x: number, y: number) => lengths[x * width + y] ?? 0;
  for (let x = a.length - 1; x >= 0; x -= 1) {
    for (let y = b.length - 1; y >= 0; y -= 1) {
      lengths[x * width + y] = same(a[x], b[y]) ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1));
    }
  }
  const pairs: Array<readonly [number, number]> = [];
  let x = 0;
  let y = 0;
  while (x < a.length && y < b.length) {
    if (same(a[x], b[y])) {
      pairs.push([x, y]);
      x += 1;
      y += 1;
    } else if (at(x + 1, y) >= at(x, y + 1)) x += 1;
    else y += 1;
  }
  return pairs;
}

function isTelling(run: Run, a: string[], b: string[]): boolean {
  if (run.length > 1 || !isLetterOrDigit(a[run.a])) return true;
  return !isLetterOrDigit(a[run.a - 1]) && !isLetterOrDigit(b[run.b - 1]);
}

function pieces(characters: string[], shared: boolean[]): Piece[] {
  const result: Piece[] = [];
  characters.forEach((character, index) => {
    const differs = !shared[index];
    const last = result[result.length - 1];
    if (last && last.differs === differs) last.text += character;
    else result.push({ text: character, differs });
  });
  return result;
}
