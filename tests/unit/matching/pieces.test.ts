import fc from 'fast-check';
import { compareTwoStrings } from 'string-similarity';
import { LetterPairs } from '../../../server/src/matching/compare/dice';
import { wordSimilarity } from '../../../server/src/matching/compare/words';
import { choose, standings } from '../../../server/src/matching/assign';
import { compete, pairGraph } from '../../../server/src/matching/competition';
import { Corpus, type PreparedRecord } from '../../../server/src/matching/corpus';
import { ExactKeyIndex } from '../../../server/src/matching/exact-keys';
import { intersect } from '../../../server/src/matching/intersect';
import { InvertedIndex } from '../../../server/src/matching/inverted-index';
import { normaliseRecord } from '../../../server/src/matching/normalise/record';
import { fitLogistic } from '../../../server/src/matching/learn/logistic';
import { rising } from '../../../server/src/matching/learn/weights';
import { createLiveMatcher } from '../../../server/src/matching/live';
import { priorModel } from '../../../server/src/matching/model';
import { standingOdds } from '../../../server/src/matching/standing';
import type { MatchRecord } from '../../../server/src/matching/types';
import { inventedCustomers } from './invented';

describe('words', () => {
  it.each([
    ['dental', 'detnal', 0.8],
    ['deli', 'delicatessen', 0.8],
    ['manufacturing', 'manufactoring', 0.9],
  ])('%s is nearly %s', (a, b, least) => expect(wordSimilarity(a, b)).toBeGreaterThanOrEqual(least));
  it.each([
    ['3000', '3001'],
    ['dental', 'marine'],
  ])('%s is not %s', (a, b) => expect(wordSimilarity(a, b)).toBe(0));
});

it('letter pairs are counted as string-similarity does', () => {
  const letterPairs = new LetterPairs();
  const text = fc.oneof(
    fc.stringMatching(/^[abc]{0,12}$/),
    fc.string({ unit: 'binary' }),
    fc.constant('ab'.repeat(400)),
  );
  fc.assert(
    fc.property(text, fc.array(text), (a, others) => {
      const bare = (each: string): string => each.replace(/\s+/g, '');
      for (const b of others) {
        const [left, right] = [bare(a), bare(b)];
        expect(letterPairs.similarity(left, right)).toBeCloseTo(compareTwoStrings(left, right), 12);
      }
    }),
  );
});

describe('competition', () => {
  /** Exact marginals by listing every matching; pairs are edges [left, right, odds]. */
  const exact = (edges: Array<[number, number, number]>, shareRight: boolean): number[] => {
    const sums = edges.map(() => 0);
    let whole = 0;
    for (let set = 0; set < 1 << edges.length; set += 1) {
      const chosen = edges.filter((_, at) => set & (1 << at));
      if (new Set(chosen.map(([i]) => i)).size < chosen.length) continue;
      if (!shareRight && new Set(chosen.map(([, j]) => j)).size < chosen.length) continue;
      const weight = chosen.reduce((product, [, , odds]) => product * odds, 1);
      whole += weight;
      edges.forEach((_, at) => (sums[at]! += set & (1 << at) ? weight : 0));
    }
    return sums.map((sum) => sum / whole);
  };
  const run = (edges: Array<[number, number, number]>, shareRight: boolean): number[] => {
    const graph = pairGraph(
      Int32Array.from(edges, ([i]) => i),
      Int32Array.from(edges, ([, j]) => j),
      1 + Math.max(...edges.map(([i]) => i)),
      1 + Math.max(...edges.map(([, j]) => j)),
    );
    const odds = Float64Array.from(edges, ([, , value]) => value);
    return Array.from(compete(graph, odds, odds, shareRight, 30));
  };
  const chain: Array<[number, number, number]> = [
    [0, 0, 5],
    [0, 1, 3],
    [1, 1, 40],
    [2, 1, 0.5],
    [2, 2, 1000],
  ];
  it('is exact where the pairs form no circle', () => {
    for (const shareRight of [false, true]) {
      run(chain, shareRight).forEach((p, at) => expect(p).toBeCloseTo(exact(chain, shareRight)[at]!, 9));
    }
  });
  it('gives what all records together would, though only those answer that were told something new', () => {
    /** The same messages, all of them in every round. */
    const everyone = (edges: Array<[number, number, number]>, rounds: number): number[] => {
      let [fromLeft, fromRight] = [edges.map(() => 1), edges.map(() => 1)];
      const answers = (side: 0 | 1, told: number[]): number[] =>
        edges.map((edge, at) => {
          let others = 0;
          edges.forEach((other, k) => (others += k !== at && other[side] === edge[side] ? other[2] * told[k]! : 0));
          return 1 / (1 + others);
        });
      for (let round = 0; round < rounds; round += 1)
        [fromLeft, fromRight] = [answers(0, fromRight), answers(1, fromLeft)];
      return edges.map(([, , odds], at) => {
        const x = odds * fromLeft[at]! * fromRight[at]!;
        return x / (1 + x);
      });
    };
    const places = fc.uniqueArray(fc.nat(35), { minLength: 1, maxLength: 20 });
    const odds = fc.array(fc.double({ min: -12, max: 25, noNaN: true }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(places, odds, (where, logOdds) => {
        const edges = where
          .sort((a, b) => a - b)
          .map((place, at): [number, number, number] => [Math.floor(place / 6), place % 6, Math.exp(logOdds[at]!)]);
        const expected = everyone(edges, 30);
        run(edges, false).forEach((p, at) => expect(Math.abs(p - expected[at]!)).toBeLessThan(0.001));
      }),
      { numRuns: 500 },
    );
  });
  it('never gives a record more than one partner in sum (many to one)', () => {
    const odds = fc.array(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(odds, (list) => {
        const sum = run(
          list.map((value, j) => [0, j, value]),
          true,
        ).reduce((total, p) => total + p, 0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

it('weights rise with the level', () => {
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 8 }), (levels) => {
      const match = levels.map(([m]) => m);
      const other = levels.map(([, u]) => u);
      const weights = rising(
        match.map((m, at) => Math.log2(m / other[at]!)),
        match,
        other,
      );
      expect(weights).toHaveLength(levels.length);
      weights.forEach((weight, at) => expect(weight).toBeGreaterThanOrEqual(weights[at - 1] ?? -Infinity));
    }),
  );
});

describe('logistic regression', () => {
  const rows = (target: (x: number) => number, count = 400) => {
    const features = Float64Array.from({ length: count }, (_, at) => at / count - 0.5);
    return {
      features,
      width: 1,
      count,
      offset: new Float64Array(count),
      target: Float64Array.from(features, target),
      weight: new Float64Array(count).fill(1),
    };
  };
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  it('finds the weights that made the probabilities', () => {
    const made = rows((x) => sigmoid(0.7 - 3 * x));
    const [intercept, slope] = fitLogistic(made, Float64Array.of(0, 0), Float64Array.of(1e-6, 1e-6), 30);
    expect(intercept).toBeCloseTo(0.7, 3);
    expect(slope).toBeCloseTo(-3, 3);
  });
  it('stays where it started when it is told to', () => {
    const made = rows((x) => sigmoid(0.7 - 3 * x));
    const [intercept, slope] = fitLogistic(made, Float64Array.of(-1, 2), Float64Array.of(1e9, 1e9), 30);
    expect(intercept).toBeCloseTo(-1, 3);
    expect(slope).toBeCloseTo(2, 3);
  });
  it('takes an offset for granted', () => {
    const made = rows((x) => sigmoid(2 - 3 * x));
    made.offset.fill(2);
    const [intercept] = fitLogistic(made, Float64Array.of(0, 0), Float64Array.of(1e-6, 1e-6), 30);
    expect(intercept).toBeCloseTo(0, 3);
  });
});

it('a pair further ahead of its rivals is never less likely', () => {
  const bits = fc.double({ min: -60, max: 60, noNaN: true });
  fc.assert(
    fc.property(bits, bits, bits, (total, gap, more) => {
      const standing = priorModel().standing;
      const ahead = standingOdds(total, gap + Math.abs(more), standing);
      expect(ahead).toBeGreaterThanOrEqual(standingOdds(total, gap, standing));
    }),
  );
});

describe('the inverted index', () => {
  const index = new InvertedIndex();
  const add = (document: number, terms: number[]): void => index.add(document, Int32Array.from(terms), terms.length);
  const search = (terms: number[], limit = 3, budget?: number): number[] => {
    index.search(Int32Array.from(terms), 0, terms.length, limit, budget);
    return [...index.hits];
  };
  beforeAll(() => {
    [[0, 1], [0, 2], [0, 1], [3]].forEach((terms, document) => add(document, terms));
    index.build();
  });

  it('ranks by rarity and breaks ties by document', () => {
    expect(search([0, 2])).toEqual([1, 0, 2]);
    expect(search([0, 2])).toEqual([1, 0, 2]);
    expect(search([9])).toEqual([]);
  });
  it('ranks by all terms also where it reads only the rare ones', () => {
    expect(search([0, 1], 3, 1)).toEqual([0, 2]);
    expect(search([2, 0, 1], 1, 1)).toEqual([1]);
  });
  it('finds what has all terms of a query of which even the rarest is common', () => {
    const common = new InvertedIndex();
    // Filled up to the same length, as of two that have as much of the query the shorter one is better.
    const terms = (document: number): number[] =>
      [0, 1, 2, 3, 4].map((term) => (document % (term + 2) === 0 ? term : 5 + term + 5 * document));
    for (let document = 0; document < 20_000; document += 1) common.add(document, Int32Array.from(terms(document)), 5);
    const found = (query: number[], budget: number): number[] => {
      common.search(Int32Array.from(query), 0, query.length, 5, budget);
      return [...common.hits];
    };
    for (const query of [
      [0, 1],
      [0, 2, 4],
      [1, 3, 4],
      [0, 1, 2, 3, 4],
    ]) {
      expect(found(query, 100)).toEqual(found(query, Number.POSITIVE_INFINITY));
      expect(found(query, 100)).toHaveLength(5);
    }
    // Documents that come after the build are found by the same search.
    common.add(20_000, Int32Array.of(0, 1), 2);
    expect(found([0, 1], 100)[0]).toBe(20_000);
    common.remove(found([0, 1], 100)[0]!);
    expect(found([0, 1], 100)).toEqual(found([0, 1], Number.POSITIVE_INFINITY));
  });
  it('knows what two ascending lists have in common', () => {
    const ascending = fc.uniqueArray(fc.nat(60)).map((list) => Int32Array.from(list).sort());
    fc.assert(
      fc.property(ascending, ascending, fc.nat(5), (some, all, start) => {
        const out = new Int32Array(some.length);
        const count = intersect(some, some.length, all, start, all.length, out);
        const rest = new Set(all.subarray(start));
        expect([...out.subarray(0, count)]).toEqual([...some].filter((each) => rest.has(each)));
      }),
    );
  });
  it('knows when the best hit is equal to the query', () => {
    search([1, 0]);
    expect(index.foundEqual).toBe(true);
    for (const terms of [[0], [0, 1, 9], [0, 1, 3]]) {
      search(terms);
      expect(index.foundEqual).toBe(false);
    }
  });
  it('finds what was added since it was built and forgets what was removed', () => {
    add(4, [2, 700]);
    expect(search([2, 700])).toEqual([4, 1]);
    index.remove(1);
    expect(search([0, 2])).toEqual([4, 0, 2]);
    index.build();
    expect(search([0, 2])).toEqual([4, 0, 2]);
    add(1, [2]);
    expect(search([2])).toEqual([1, 4]);
  });
  it('gives the same after any changes as when built at once', () => {
    const terms = fc.uniqueArray(fc.nat(12), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(terms, fc.boolean()), { maxLength: 30 }), terms, fc.nat(30), (list, query, cut) => {
        const changed = new InvertedIndex();
        const fresh = new InvertedIndex();
        list.forEach(([document, stays], number) => {
          if (number === cut) changed.build();
          changed.add(number, Int32Array.from(document), document.length);
          if (!stays) changed.remove(number);
          else fresh.add(number, Int32Array.from(document), document.length);
        });
        changed.build();
        for (const each of [changed, fresh]) each.search(Int32Array.from(query), 0, query.length, 5);
        expect(changed.hits).toEqual(fresh.hits);
        expect(changed.hitScores).toEqual(fresh.hitScores);
      }),
    );
  });
});

describe('exact keys', () => {
  const prepared = (id: string, roles: MatchRecord['roles']): PreparedRecord => {
    const normal = normaliseRecord({ id, roles });
    return new Corpus([normal]).prepare(normal);
  };
  const equals = (index: ExactKeyIndex, record: PreparedRecord): number[] => {
    const out = new Set<number>();
    index.eachEqual(record, (number) => out.add(number));
    return [...out].sort((a, b) => a - b);
  };

  it('bring together what shares a value of one kind', () => {
    const index = new ExactKeyIndex();
    const roles: Array<MatchRecord['roles']> = [
      { name: 'Alder', email: 'hello@alder.example' },
      { name: 'Basalt', phone: '(503) 555-0142' },
      { name: 'Alder', taxId: '93-1200345' },
      { sku: 'hello@alder.example' },
    ];
    roles.forEach((values, number) => index.add(number, prepared(String(number), values)));
    expect(equals(index, prepared('x', { name: 'X', email: 'Hello@Alder.example' }))).toEqual([0]);
    expect(equals(index, prepared('x', { name: 'alder' }))).toEqual([0, 2]);
    expect(equals(index, prepared('x', { phone: '+1 503 555 0142' }))).toEqual([1]);
    index.remove(0);
    expect(equals(index, prepared('x', { name: 'alder' }))).toEqual([2]);
    index.dropRemoved();
    expect(equals(index, prepared('x', { name: 'alder' }))).toEqual([2]);
  });
  it('that very many records share tell nothing', () => {
    const index = new ExactKeyIndex();
    const shared = { phone: '(503) 555-0142' };
    for (let number = 0; number < 2000; number += 1)
      index.add(number, prepared('x', { name: `N${number}`, ...shared }));
    expect(equals(index, prepared('x', shared))).toEqual([]);
    expect(equals(index, prepared('x', { name: 'N1234' }))).toEqual([1234]);
  });
});

describe('search', () => {
  const over = (records: MatchRecord[]) => {
    const live = createLiveMatcher({ left: [], right: records, model: priorModel() });
    return { search: (query: string, limit: number) => live.search('right', query, limit) };
  };
  const index = over([
    { id: 'cafe', roles: { name: 'Café Lumineuse', city: 'Portland', email: 'bonjour@lumineuse.example' } },
    { id: 'cable', roles: { name: 'Patch cable 7 ft', sku: 'CBL-C6-07B' } },
    { id: 'tools', roles: { name: "O'Maddigan's Hardware", phone: '(503) 555-0142' } },
  ]);
  it.each([
    ['lumineuse cafe', 'cafe'],
    ['lumineus', 'cafe'],
    ['lumnieuse', 'cafe'],
    ['cafe portlnd', 'cafe'],
    ['bonj', 'cafe'],
    ['c607', 'cable'],
    ['cbl c6', 'cable'],
    ['O’Maddigans', 'tools'],
    ['555 0142', 'tools'],
    ['ha', 'tools'],
  ])('finds %s', (query, id) => expect(index.search(query, 3)[0]?.id).toBe(id));
  it('finds nothing for nothing and for what is not there', () => {
    expect(index.search('  ', 3)).toEqual([]);
    expect(index.search('zzzzqqq', 3)).toEqual([]);
  });
  it('finds most records by their misspelt names among thousands', () => {
    const [, records] = inventedCustomers(2000, 3);
    const many = over(records);
    const found = records.slice(0, 200).filter(({ id, roles }) => {
      const name = roles.name ?? '';
      const typo = name.slice(0, 3) + name.slice(4);
      return many.search(`${typo} ${roles.city ?? ''}`, 10).some((hit) => hit.id === id);
    });
    expect(found.length).toBeGreaterThan(190);
  });
});

it('chooses among the pairs that nobody refused', () => {
  const graph = pairGraph(Int32Array.of(0, 0), Int32Array.of(0, 1), 1, 2);
  const scored = Float64Array.of(0.98, 0.96);
  const chosen = (barred: Uint8Array | null): number[] =>
    choose(
      graph,
      scored,
      standings(graph, scored, 'left', barred),
      standings(graph, scored, 'right', barred),
      (pair) => !barred?.[pair],
      { threshold: 0.95, margin: 0.05, shareRight: false },
    );
  expect(chosen(null)).toEqual([]);
  expect(chosen(Uint8Array.of(1, 0))).toEqual([1]);
});
