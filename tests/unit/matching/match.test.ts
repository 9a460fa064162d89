import fc from 'fast-check';
import { compare, match } from '../../../server/src/matching';
import type { MatchOptions, MatchRecord, MatchResult, ScoredPair } from '../../../server/src/matching/types';
import { inventedCustomers } from './invented';
import { plain } from './plain';

const options: MatchOptions = { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05 };
const record = (id: string, roles: MatchRecord['roles'], active = true): MatchRecord => ({ id, roles, active });
const proposed = (result: MatchResult): string[] => result.proposals.map((p) => `${p.left}-${p.right}`).sort();
const candidate = (result: MatchResult, left: string, right: string): ScoredPair | undefined =>
  result.candidates.find((pair) => pair.left === left && pair.right === right);

/** Companions that make a small list of usual size. */
const [otherLeft, otherRight] = inventedCustomers(60);
const run = (left: MatchRecord[], right: MatchRecord[], more: Partial<MatchOptions> = {}): MatchResult =>
  match([...otherLeft, ...left], [...otherRight, ...right], { ...options, ...more });

describe('a small list', () => {
  it('is sure of the same name with the same e-mail', () => {
    const roles = { name: 'Tidewater Optics', email: 'hello@tidewater.example' };
    expect(candidate(run([record('a', roles)], [record('A', roles)]), 'a', 'A')?.score).toBeGreaterThan(0.99);
  });
  it('proposes the same unique name alone, whatever its legal form', () => {
    const result = run([record('a', { name: 'Café Lumineuse' })], [record('A', { name: 'Cafe Lumineuse, LLC' })]);
    expect(proposed(result)).toContain('a-A');
    expect(candidate(result, 'a', 'A')?.evidence.sentence).toBe('The name differs in its legal form.');
  });
  it('leaves same-name siblings in other towns to a person', () => {
    const name = 'Quillfeather Dental';
    const result = run(
      [record('a', { name, city: 'Portland' }), record('b', { name, city: 'Gresham' })],
      [record('A', { name, city: 'Salem' }), record('B', { name, city: 'Bend' })],
    );
    expect(proposed(result).filter((pair) => /^[ab]-/.test(pair))).toEqual([]);
    expect(candidate(result, 'a', 'A')).toBeDefined();
  });
  it('tells siblings apart by their town', () => {
    const name = 'Quillfeather Dental';
    const result = run(
      [record('a', { name, city: 'Portland' }), record('b', { name, city: 'Gresham' })],
      [record('A', { name, city: 'Portland' }), record('B', { name, city: 'Gresham' })],
    );
    expect(proposed(result)).toEqual(expect.arrayContaining(['a-A', 'b-B']));
  });
  it('never proposes one of two equal partners', () => {
    const roles = { name: 'Tidewater Optics', email: 'hello@tidewater.example', phone: '503 555 0142' };
    const result = run([record('a', roles)], [record('A', roles), record('B', roles)]);
    expect(proposed(result).filter((pair) => pair.startsWith('a-'))).toEqual([]);
    expect(candidate(result, 'a', 'A')?.score).toBeLessThan(0.6);
  });
  it('is sure of a SKU, typed in any way and under another name', () => {
    const left = [record('a', { name: 'Cat6 patch cable 3 ft blue', sku: 'CBL-C6-03B' })];
    const result = match(left, [record('A', { name: 'Network jumper', sku: 'cblc603b' })], options);
    expect(candidate(result, 'a', 'A')?.score).toBeGreaterThan(0.95);
  });
});

describe('what is never proposed', () => {
  const roles = { name: 'Tidewater Optics', email: 'hello@tidewater.example' };
  const left = [record('a', roles)];
  it('an inactive record; its active twin is', () => {
    expect(proposed(run(left, [record('A', roles, false)]))).not.toContain('a-A');
    const twins = run(left, [record('A', roles, false), record('B', roles)]);
    expect(proposed(twins).filter((pair) => pair.startsWith('a-'))).toEqual(['a-B']);
  });
  it('a rejected pair, though it stays a candidate', () => {
    const result = run(left, [record('A', roles)], { rejected: [['a', 'A']] });
    expect(proposed(result)).not.toContain('a-A');
    expect(candidate(result, 'a', 'A')).toBeDefined();
  });
  it('a taken record, unless records may share', () => {
    const right = [record('A', roles)];
    expect(proposed(run(left, right, { taken: ['A'] }))).not.toContain('a-A');
    expect(proposed(run(left, right, { taken: ['A'], cardinality: 'many_to_one' }))).toContain('a-A');
  });
  it('a pair whose tax ids or external keys contradict', () => {
    for (const role of ['taxId', 'externalKey'] as const) {
      const result = run(
        [record('a', { ...roles, [role]: '93-1200345' })],
        [record('A', { ...roles, [role]: '47-8811902' })],
      );
      expect(proposed(result)).not.toContain('a-A');
      expect(candidate(result, 'a', 'A')).toBeDefined();
    }
  });
  it('but a refused pair keeps nobody from a partner that is good enough', () => {
    const [many, others] = inventedCustomers(400, 11);
    const chosen = match(many, others, options).proposals.find(({ score }) => score > 0.999)!;
    const partner = others.find(({ id }) => id === chosen.right)!;
    const twin = { ...partner, id: 'Rtwin', roles: { ...partner.roles, phone: undefined, email: undefined } };
    const result = match(many, [...others, twin], { ...options, rejected: [[chosen.left, chosen.right]] });
    const now = result.proposals.find(({ left: id }) => id === chosen.left);
    expect(now?.right).toBe('Rtwin');
    expect(now?.runnerUp?.right).toBe(chosen.right);
    expect(result.unlinked.map(({ left: id }) => id)).not.toContain(chosen.left);
  });
});

it('lets several records share a partner where the mapping allows it', () => {
  const roles = { name: 'Tidewater Optics', email: 'hello@tidewater.example' };
  const left = [record('a', roles), record('b', roles)];
  expect(proposed(run(left, [record('A', roles)], { cardinality: 'many_to_one' }))).toEqual(
    expect.arrayContaining(['a-A', 'b-A']),
  );
  expect(proposed(run(left, [record('A', roles)])).filter((pair) => pair.endsWith('-A'))).toEqual([]);
});

it('names the runner-up', () => {
  const result = run(
    [record('a', { name: 'Tidewater Optics', email: 'hello@tidewater.example' })],
    [
      record('A', { name: 'Tidewater Optics', email: 'hello@tidewater.example' }),
      record('B', { name: 'Tidewater Opticians', city: 'Salem' }),
    ],
  );
  const proposal = result.proposals.find((pair) => pair.left === 'a');
  expect(proposal).toMatchObject({ right: 'A', runnerUp: { left: 'a', right: 'B' } });
  expect(proposal?.runnerUp?.score).toBeLessThan(0.5);
});

it('copes with empty lists and records without values', () => {
  expect(match([], [], options)).toMatchObject({ proposals: [], candidates: [], unlinked: [], labelled: [] });
  expect(match([record('a', {})], [record('A', {})], options).proposals).toEqual([]);
});

it('explains one pair by itself', () => {
  const pair = compare(
    record('a', { name: 'Acme Ltd', phone: '5035550142' }),
    record('A', { name: 'Acme', phone: '(503) 555-0142' }),
  );
  expect(pair.evidence.sentence).toBe('Same phone. The name differs in its legal form.');
  expect(pair.score).toBeGreaterThan(0.98);
  expect(compare(record('a', { name: 'Acme' }), record('A', { name: 'Zephyr Foods' })).score).toBeLessThan(0.01);
});

describe('invariants', () => {
  const word = fc.constantFrom('Alder', 'Basalt', 'Cinder', 'Dental', 'Roofing', 'Optics', 'LLC', 'Inc.', 'Alde', '12');
  const roles = fc.record(
    {
      name: fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(' ')),
      email: fc.constantFrom('a@alder.example', 'b@alder.example', 'a@gmail.com'),
      city: fc.constantFrom('Bend', 'Salem', 'Eugene'),
      sku: fc.constantFrom('A-100', 'A100', 'B-200'),
      taxId: fc.constantFrom('93-1200345', '47-8811902'),
    },
    { requiredKeys: [] },
  );
  const list = (side: string): fc.Arbitrary<MatchRecord[]> =>
    fc
      .array(fc.tuple(roles, fc.boolean()), { maxLength: 12 })
      .map((rows) => rows.map(([values, active], n) => record(`${side}${n}`, values, active)));
  const any = { threshold: 0.5, margin: 0 };

  it('one to one never shares a record; scores stay below 1; weights add up', () => {
    fc.assert(
      fc.property(list('L'), list('R'), (left, right) => {
        const { proposals, candidates } = match(left, right, { ...any, cardinality: 'one_to_one' });
        expect(new Set(proposals.map((p) => p.left)).size).toBe(proposals.length);
        expect(new Set(proposals.map((p) => p.right)).size).toBe(proposals.length);
        for (const { score, evidence } of candidates) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThan(1);
          const parts = [...evidence.fields, ...evidence.adjustments];
          const sum = parts.reduce((total, { weight }) => total + weight, evidence.prior);
          expect(sum).toBeCloseTo(evidence.total, 6);
          expect(1 / (1 + 2 ** -evidence.total)).toBeCloseTo(score, 9);
          for (const field of evidence.fields) if (field.verdict === 'missing') expect(field.weight).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the order of the rows changes nothing', () => {
    fc.assert(
      fc.property(list('L'), list('R'), fc.nat(), (left, right, seed) => {
        const turned = (rows: MatchRecord[]): MatchRecord[] => {
          const at = rows.length === 0 ? 0 : seed % rows.length;
          return [...rows.slice(at), ...rows.slice(0, at)].reverse();
        };
        const setting: MatchOptions = { ...any, cardinality: 'one_to_one' };
        expect(plain(match(turned(left), turned(right), setting))).toEqual(plain(match(left, right, setting)));
      }),
      { numRuns: 40 },
    );
  });

  it('also on lists long enough to learn from', () => {
    const [left, right] = inventedCustomers(400, 11);
    const result = match(left, right, options);
    expect(plain(match([...left].reverse(), [...right].reverse(), options))).toEqual(plain(result));
    const wrong = result.proposals.filter((pair) => pair.left.slice(1) !== pair.right.slice(1));
    expect(wrong.length).toBeLessThanOrEqual(2);
    expect(result.proposals.length).toBeGreaterThan(250);
  });
});
