import type { ScoredPair, Unlinked } from '../../../server/src/matching/types';
import { prospectsOf, rulesOf } from '../../../server/src/matching/prospects';

const evidence = { prior: 0, fields: [], adjustments: [], total: 0, vetoes: [], sentence: '' };
const pair = (left: string, right: string, score: number): ScoredPair => ({ left, right, score, evidence });
const unlinked = (left: string, why: Unlinked['why'], right: string, score: number): Unlinked => ({
  left,
  why,
  best: { right, score },
  rival: null,
  veto: null,
});
const rules = { oneToOne: true, margin: 0.05, isFree: () => true };

describe('the prospects of pairs', () => {
  const ax = pair('a', 'x', 0.98);
  const ay = pair('a', 'y', 0.4);
  const bx = pair('b', 'x', 0.6);
  const by = pair('b', 'y', 0.7);
  const candidates = [ax, ay, bx, by];
  const proposals = [{ ...ax, runnerUp: ay }];

  it('is the distance to the nearer rival of either side', () => {
    const outcome = { candidates, proposals, unlinked: [unlinked('b', 'below_threshold', 'y', 0.7)] };
    const oneToOne = prospectsOf(outcome, rules);
    expect(oneToOne(ax)).toEqual({ proposable: true, margin: expect.closeTo(0.38) });
    expect(oneToOne(by)).toEqual({ proposable: true, margin: expect.closeTo(0.1) });
    expect(prospectsOf(outcome, { ...rules, oneToOne: false })(ax).margin).toBeCloseTo(0.58);
    for (const other of [ay, bx]) expect(oneToOne(other).proposable).toBe(false);
  });

  it('leaves out what no threshold lets through', () => {
    for (const why of ['vetoed', 'rejected', 'inactive', 'taken', 'preferred_other'] as const) {
      const outcome = { candidates, proposals, unlinked: [unlinked('b', why, 'y', 0.7)] };
      expect([why, prospectsOf(outcome, rules)(by).proposable]).toEqual([why, false]);
    }
    const low = { candidates, proposals, unlinked: [unlinked('b', 'below_threshold', 'y', 0.7)] };
    expect(prospectsOf(low, { ...rules, isFree: (right) => right !== 'y' })(by).proposable).toBe(false);
  });

  it('has no margin without a rival', () => {
    const outcome = { candidates: [by], proposals: [], unlinked: [unlinked('b', 'ambiguous', 'y', 0.7)] };
    expect(prospectsOf(outcome, rules)(by)).toEqual({ proposable: true, margin: null });
  });

  it('lets a taken partner go where it may be shared, and an inactive one nowhere', () => {
    const isActive = (right: string) => right !== 'idle';
    const options = { margin: 0.05, taken: ['x'], labels: [{ left: 'b', right: 'y', match: true }] };
    const free = (cardinality: 'one_to_one' | 'many_to_one') =>
      ['x', 'y', 'z', 'idle'].filter(rulesOf({ ...options, cardinality }, isActive).isFree);
    expect(free('one_to_one')).toEqual(['z']);
    expect(free('many_to_one')).toEqual(['x', 'y', 'z']);
  });
});
