import fc from 'fast-check';
import { compareTwoStrings } from 'string-similarity';
import { diceOfAll } from '../../bench/dice';
import { autoLink, everyLink, linksOf } from '../../bench/engine';
import { bestThreshold, calibrationError, type Link, qualityOf, topShare } from '../../bench/measures';
import { readTruth, type Truth } from '../../bench/truth';
import { hasDataset, readDataset } from './dataset';

/** Floors a little under what was measured, so that a loss of quality fails and noise does not. */
const floors: ReadonlyArray<{ set: string; f1: number; autoLinks?: { precision: number; recall: number } }> = [
  { set: 'fodors-zagats', f1: 98.5, autoLinks: { precision: 99, recall: 93 } },
  { set: 'dblp-acm', f1: 99, autoLinks: { precision: 99, recall: 97 } },
  { set: 'abt-buy', f1: 96.3, autoLinks: { precision: 99.5, recall: 88 } },
  { set: 'dnb-names', f1: 98.3 },
];

describe.each(floors)('$set', ({ set: name, f1, autoLinks }) => {
  if (!hasDataset(name)) {
    console.log(`${name}: skipped, the benchmark data is not beside the project.`);
    it.skip('needs the benchmark data', () => undefined);
    return;
  }
  const set = readDataset(name);
  const truth = readTruth(set.folder, set.mode) as Truth;

  let links: Link[] = [];
  beforeAll(() => {
    links = linksOf(set, everyLink(set));
  });
  const from = (threshold: number): Link[] => links.filter(({ probability }) => probability >= threshold);

  it(`reaches F1 ${f1} at probability .5`, () => {
    expect(qualityOf(from(0.5), truth).f1).toBeGreaterThanOrEqual(f1);
  });

  if (!autoLinks) return;
  it('auto-links precisely', () => {
    // Rivals for one record share its probability: one that has .95 is ahead by more than the margin.
    const quality = qualityOf(from(autoLink.threshold), truth);
    expect(quality.precision).toBeGreaterThanOrEqual(autoLinks.precision);
    expect(quality.recall).toBeGreaterThanOrEqual(autoLinks.recall);
  });
});

describe('the measures', () => {
  const pairs = [
    ['a', 'A', 0.9],
    ['b', 'B', 0.8],
    ['c', 'X', 0.8],
    ['d', 'D', 0.3],
    ['e', 'Y', 0.1],
  ] as const;
  const links = pairs.map(([left, right, probability]) => ({ left, right, probability }));
  const key = (left: string, right: string): string => `${left}-${right}`;
  const truth: Truth = {
    pairs: new Set(['a-A', 'b-B', 'd-D', 'f-F']),
    partners: new Map([...'abdf'].map((left) => [left, new Set([left.toUpperCase()])])),
    judged: (left) => left !== 'e',
    key,
  };
  it('count what is judged', () => {
    expect(qualityOf(links, truth)).toEqual({ precision: 75, recall: 75, f1: 75 });
    expect(qualityOf([], truth)).toEqual({ precision: null, recall: 0, f1: 0 });
  });
  it('find the best threshold, equal probabilities staying together', () => {
    expect(bestThreshold(links, truth)).toEqual({ f1: 75, threshold: 0.3 });
    expect(bestThreshold(links.slice(0, 3), truth).f1).toBeCloseTo((200 * 2) / 7);
  });
  it('tell how far probabilities are from shares', () => {
    // Two bins of two: .3 and .8 against one in two; .8 and .9 against two in two.
    const order = [links[3], links[2], links[1], links[0]].flatMap((link) => link ?? []);
    expect(calibrationError(order, truth, 2)).toBeCloseTo((Math.abs(1.1 - 1) + Math.abs(1.7 - 2)) / 4);
  });
  it('look for partners among the first suggestions', () => {
    const suggestions = new Map([
      ['a', ['A']],
      ['b', ['X', 'B']],
      ['c', ['C']],
    ]);
    expect(topShare(suggestions, truth, 1)).toBe(25);
    expect(topShare(suggestions, truth, 2)).toBe(50);
  });
  it('give string-similarity its own values', () => {
    const text = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', 'ab'), maxLength: 8 }), fc.string());
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.array(text, { maxLength: 5 }), (left, right) => {
        const found = diceOfAll(left, right, right.length);
        const wanted = left.flatMap((a, i) => {
          if (a.trim() === '') return [];
          return right.flatMap((b, j) => {
            const score = compareTwoStrings(a, b);
            return score > 0 ? [{ left: i, right: j, score }] : [];
          });
        });
        const sorted = (list: typeof found): typeof found =>
          [...list].sort((a, b) => a.left - b.left || a.right - b.right);
        expect(sorted(found)).toEqual(sorted(wanted));
      }),
    );
  });
});
