import type { MatchRecord } from '../../server/src/matching/types';
import { type Dataset, readDataset } from '../unit/matching/dataset';
import { diceOfAll, librarySeconds, type ScoredPair } from './dice';
import type { Link } from './measures';

/**
 * What string-similarity makes of one set, in each way one might use it; the judge takes the best. Knows nothing of
 * the truth. Arguments: folder of the sets, name.
 */

export interface BaselineRun {
  /** What was compared: `name`, or `all` fields joined; with `, lower case`. */
  by: string;
  links: Link[];
  /** Of `compareTwoStrings` on every pair, from the speed it has on a sample of them. */
  seconds: number;
}

/** Partners kept per left record: one to one, a record may have to take its next best. */
const kept = 20;
/** More pairs than this are compared by name only. */
const manyPairs = 1e9;

function linksOf({ mode, left, right }: Dataset, pairs: ScoredPair[]): Link[] {
  const links: Link[] = [];
  const usedLeft = new Uint8Array(left.length);
  const usedRight = new Uint8Array(right.length);
  for (const pair of pairs.sort((a, b) => b.score - a.score)) {
    if (mode === 'dedup' && pair.left >= pair.right) continue;
    if (mode === '1-1' || mode === 'n-1') {
      if (usedLeft[pair.left] || (mode === '1-1' && usedRight[pair.right])) continue;
      usedLeft[pair.left] = 1;
      usedRight[pair.right] = 1;
    }
    links.push({ left: left[pair.left]!.id, right: right[pair.right]!.id, probability: pair.score });
  }
  return links;
}

const [root = '', name = ''] = process.argv.slice(2);
const set = readDataset(name, root);
const texts: Record<string, (record: MatchRecord) => string> = { name: ({ roles }) => roles.name ?? '' };
const severalFields = [...set.left, ...set.right].some(({ roles }) => Object.keys(roles).length > 1);
if (severalFields && set.left.length * set.right.length <= manyPairs) {
  texts.all = ({ roles }) => Object.values(roles).join(' ');
}
const runs: BaselineRun[] = [];
for (const [by, text] of Object.entries(texts)) {
  for (const lowerCase of [false, true]) {
    const of = (record: MatchRecord): string => (lowerCase ? text(record).toLowerCase() : text(record));
    const [left, right] = [set.left.map(of), set.right.map(of)];
    runs.push({
      by: lowerCase ? `${by}, lower case` : by,
      links: linksOf(set, diceOfAll(left, right, kept)),
      seconds: librarySeconds(left, right),
    });
  }
}
process.send?.(runs);
