import { match } from '../../../server/src/matching';
import { createLiveMatcher, type LiveMatcher } from '../../../server/src/matching/live';
import type { MatchOptions, MatchRecord, MatchResult, ScoredPair } from '../../../server/src/matching/types';
import { inventedCustomers, sequence } from './invented';

const options: MatchOptions = { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05 };
const find = (records: readonly MatchRecord[], id: string): MatchRecord => records.find((each) => each.id === id)!;

/** Of how many of the records the live matcher proposes what the full run proposes, or nothing as it does. */
function agreement(live: LiveMatcher, result: MatchResult, side: 'left' | 'right', ids: readonly string[]): number {
  const other = side === 'left' ? 'right' : 'left';
  const proposed = new Map(result.proposals.map((pair) => [pair[side], pair[other]]));
  return ids.filter((id) => live.match(side, id, options).proposal?.[other] === proposed.get(id)).length / ids.length;
}

describe('a live matcher', () => {
  const [left, right] = inventedCustomers(2000, 5);
  const result = match(left, right, options);
  const live = createLiveMatcher({ left, right, model: result.model });

  it('agrees with a full run, from either side', () => {
    expect(result.proposals.length).toBeGreaterThan(1000);
    expect(
      agreement(
        live,
        result,
        'left',
        left.slice(0, 300).map(({ id }) => id),
      ),
    ).toBeGreaterThanOrEqual(0.97);
    expect(
      agreement(
        live,
        result,
        'right',
        right.slice(0, 300).map(({ id }) => id),
      ),
    ).toBeGreaterThanOrEqual(0.97);
  });

  it('scores as a full run does, with evidence that adds up', () => {
    const far: number[] = [];
    for (const proposal of result.proposals.slice(0, 100)) {
      const found = live.match('left', proposal.left, options);
      const pair = found.ranked.find(({ right: partner }) => partner === proposal.right)!;
      far.push(Math.abs(pair.score - proposal.score));
      const { prior, fields, adjustments, total } = pair.evidence;
      const sum = [...fields, ...adjustments].reduce((bits, { weight }) => bits + weight, prior);
      expect(sum).toBeCloseTo(total, 6);
      expect(1 / (1 + 2 ** -total)).toBeCloseTo(pair.score, 9);
      expect(found.ranked).toEqual([...found.ranked].sort((a, b) => b.score - a.score));
    }
    far.sort((a, b) => a - b);
    expect(far[95]).toBeLessThan(0.02);
  });

  it('scores given pairs as a full run does, from either side, in the order asked', () => {
    const asked = result.candidates.filter(({ left: id }) => Number(id.slice(1)) < 120);
    const byLeft = new Map<string, ScoredPair[]>();
    for (const pair of asked) byLeft.set(pair.left, [...(byLeft.get(pair.left) ?? []), pair]);
    expect(byLeft.size).toBeGreaterThan(60);
    const far: number[] = [];
    for (const [id, pairs] of byLeft) {
      const partners = pairs.map((pair) => pair.right);
      const scored = live.score('left', id, [...partners, 'nobody'], options);
      expect(scored.map((pair) => pair?.right)).toEqual([...partners, undefined]);
      scored.slice(0, -1).forEach((pair, at) => {
        expect(pair?.evidence.fields).toEqual(pairs[at]?.evidence.fields);
        expect(1 / (1 + 2 ** -(pair?.evidence.total ?? 0))).toBeCloseTo(pair?.score ?? 0, 9);
        far.push(Math.abs((pair?.score ?? 0) - (pairs[at]?.score ?? 1)));
      });
      const [first] = pairs;
      const [mirrored] = live.score('right', first!.right, [id], options);
      far.push(Math.abs((mirrored?.score ?? 0) - first!.score));
    }
    expect(Math.max(...far)).toBeLessThan(0.0005);
    expect(live.score('left', 'nobody', ['R1'], options)).toEqual([null]);
  });

  it('scores a pair that is no candidate, and lets decisions bear on it', () => {
    const { left: a, right: b } = result.proposals[0]!;
    const stranger = result.proposals[1]!.right;
    const [own, other] = live.score('left', a, [b, stranger], options);
    expect(own?.score).toBeGreaterThan(0.95);
    expect(other?.score).toBeLessThan(0.001);
    const rival = live.match('right', b, { ...options, least: 0 }).ranked[1]!.left;
    const labels = [{ left: rival, right: b, match: true }];
    expect(live.score('left', a, [b], { ...options, labels })[0]?.score).toBeLessThan(0.001);
  });

  it('says why a record has no proposal as the full run does', () => {
    // Names and towns alone leave doubts.
    const bare = (records: readonly MatchRecord[]): MatchRecord[] =>
      records.slice(0, 800).map(({ id, roles }) => ({ id, roles: { name: roles.name, city: roles.city } }));
    const doubtful = match(bare(left), bare(right), options);
    const matcher = createLiveMatcher({ left: bare(left), right: bare(right), model: doubtful.model });
    const reasons = new Map(doubtful.unlinked.map((each) => [each.left, each.why]));
    // Which of several hopeless partners is the best, and so vetoed or not, says nothing.
    const ids = doubtful.unlinked.filter(({ best }) => (best?.score ?? 0) > 0.01).map((each) => each.left);
    expect(ids.length).toBeGreaterThan(5);
    const same = ids.filter((id) => matcher.match('left', id, options).unlinked?.why === reasons.get(id));
    expect(same.length / ids.length).toBeGreaterThanOrEqual(0.9);
  });

  it('keeps what was rejected, confirmed or taken out of its proposals', () => {
    const { left: a, right: b } = result.proposals[0]!;
    const propose = (more: Partial<MatchOptions>) => live.match('left', a, { ...options, ...more });
    expect(propose({}).proposal).toMatchObject({ right: b });
    expect(propose({ rejected: [[a, b]] })).toMatchObject({ proposal: null, unlinked: { left: a, why: 'rejected' } });
    expect(propose({ labels: [{ left: a, right: b, match: false }] }).unlinked).toMatchObject({ why: 'rejected' });
    expect(propose({ taken: [b] }).unlinked).toMatchObject({ why: 'taken' });
    expect(propose({ labels: [{ left: a, right: b, match: true }] })).toMatchObject({ proposal: null, unlinked: null });
    const taken = live.match('right', b, { ...options, labels: [{ left: a, right: 'other', match: true }] });
    expect(taken).toMatchObject({ proposal: null, unlinked: { left: a, why: 'taken', best: { right: b } } });
  });
});

it('after many changes gives what a full run of the new lists gives', () => {
  const [left, right] = inventedCustomers(1200, 9);
  const [newLeft, newRight] = inventedCustomers(1200, 10);
  const before = match(left, right, options);
  const live = createLiveMatcher({ left, right, model: before.model });
  const now = { left: new Map(left.map((r) => [r.id, r])), right: new Map(right.map((r) => [r.id, r])) };
  const random = sequence(3);
  // Enough to take the changes into the postings more than once on the way.
  for (let n = 0; n < 1200; n += 1) {
    for (const [side, fresh] of [
      ['left', newLeft[n]!],
      ['right', newRight[n]!],
    ] as const) {
      const id = fresh.id;
      const act = random();
      if (act < 0.5) {
        live.upsert(side, [fresh]);
        now[side].set(id, fresh);
      } else if (act < 0.6) {
        live.remove(side, [id]);
        now[side].delete(id);
      } else if (act < 0.7) live.upsert(side, [now[side].get(id) ?? fresh]);
      if (act >= 0.6 && act < 0.7 && !now[side].has(id)) now[side].set(id, fresh);
    }
  }
  const lists = { left: [...now.left.values()], right: [...now.right.values()] };
  expect([live.size('left'), live.size('right')]).toEqual([lists.left.length, lists.right.length]);
  const anew = createLiveMatcher({ ...lists, model: before.model });
  const ids = lists.left.slice(0, 200).map(({ id }) => id);
  const partner = (matcher: LiveMatcher, id: string) => matcher.match('left', id, options).proposal?.right;
  const same = ids.filter((id) => partner(live, id) === partner(anew, id));
  expect(same.length).toBeGreaterThanOrEqual(194);
  for (const { id } of lists.left.slice(0, 20)) {
    const name = find(lists.left, id).roles.name ?? '';
    expect(live.search('left', name, 5)).toEqual(anew.search('left', name, 5));
  }
});

it('a new record finds its partner, and its rival loses it', () => {
  const [left, right] = inventedCustomers(400, 21);
  const { model } = match(left, right, options);
  const live = createLiveMatcher({ left, right, model });
  const roles = { name: 'Quixotic Zeppelin', email: 'hello@quixotic.example', phone: '(503) 555-0155' };
  live.upsert('left', [{ id: 'a', roles }]);
  expect(live.match('left', 'a', options)).toMatchObject({ proposal: null });
  live.upsert('right', [{ id: 'A', roles: { ...roles, name: 'Quixotic Zeppelin LLC' } }]);
  expect(live.match('left', 'a', options)).toMatchObject({ proposal: { right: 'A' }, unlinked: null });
  expect(live.match('right', 'A', options)).toMatchObject({ proposal: { left: 'a' } });
  // A twin on the left: nobody can tell which of the two it is.
  live.upsert('left', [{ id: 'b', roles }]);
  expect(live.match('left', 'a', options)).toMatchObject({ proposal: null, unlinked: { best: { right: 'A' } } });
  expect(live.match('right', 'A', options)).toMatchObject({ proposal: null, unlinked: { left: 'a' } });
  const shared = { ...options, cardinality: 'many_to_one' as const };
  for (const id of ['a', 'b']) expect(live.match('left', id, shared)).toMatchObject({ proposal: { right: 'A' } });
  live.remove('left', ['b']);
  expect(live.match('left', 'a', options)).toMatchObject({ proposal: { right: 'A' } });
  live.upsert('right', [{ id: 'A', roles: { name: 'Something Else' } }]);
  expect(live.match('left', 'a', options)).toMatchObject({ proposal: null });
});
