import { match } from '../../../server/src/matching';
import { createLiveMatcher } from '../../../server/src/matching/live';
import type { MatchOptions, MatchRecord, Unlinked } from '../../../server/src/matching/types';
import { inventedCustomers } from './invented';

const record = (id: string, roles: MatchRecord['roles'], active = true): MatchRecord => ({ id, roles, active });
/** Companions from which weights are learned. */
const [otherLeft, otherRight] = inventedCustomers(150, 5);

/** The reason of record `a`, which has to be the same in a full run and for one record. */
function reasonOf(left: MatchRecord[], right: MatchRecord[], more: Partial<MatchOptions> = {}): Unlinked | undefined {
  const options: MatchOptions = { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05, ...more };
  const lists = { left: [...otherLeft, ...left], right: [...otherRight, ...right] };
  const { model, unlinked } = match(lists.left, lists.right, options);
  const found = unlinked.find((each) => each.left === 'a');
  const live = createLiveMatcher({ ...lists, model }).match('left', 'a', options).unlinked;
  const what = (each: Unlinked | null | undefined) =>
    // Which of two that fit as well is called the best is chance.
    each && { why: each.why, who: [each.best?.right, each.rival?.id].sort(), veto: each.veto };
  expect(what(live)).toEqual(what(found) ?? null);
  return found;
}

const name = 'Quixotic Zeppelin Works';
const roles = { name, email: 'hello@quixotic.example', phone: '(503) 555-0155', city: 'Bend' };

describe('a record without a proposal', () => {
  it('has no candidate where nothing shares more than chance', () => {
    expect(reasonOf([record('a', { name: 'Xq Vv' })], [])).toMatchObject({ why: 'no_candidate', best: null });
  });

  it('has a partner that is not probable enough', () => {
    const found = reasonOf(
      [record('a', { name: 'Marble Arch Potteries' })],
      [record('A', { name: 'Marble Hill Pottery' })],
    );
    expect(found).toMatchObject({ why: 'below_threshold', best: { right: 'A' }, rival: null });
  });

  it('has two partners that fit about as well, and the other is named', () => {
    const right = [record('A', { ...roles, name: `${name} East` }), record('B', { ...roles, name: `${name} West` })];
    const found = reasonOf([record('a', roles)], right);
    expect(found).toMatchObject({ why: 'ambiguous', rival: { side: 'right' }, veto: null });
    expect([found?.best?.right, found?.rival?.id].sort()).toEqual(['A', 'B']);
  });

  it('has a twin that claims the partner as well', () => {
    const found = reasonOf([record('a', roles), record('b', roles)], [record('A', roles)]);
    expect(found).toMatchObject({ why: 'ambiguous', best: { right: 'A' }, rival: { side: 'left', id: 'b' } });
  });

  it('has a partner that fits another record better, however little probability is left', () => {
    const found = reasonOf([record('a', { name, city: 'Bend' }), record('b', roles)], [record('A', roles)]);
    expect(found).toMatchObject({ why: 'preferred_other', best: { right: 'A' }, rival: { side: 'left', id: 'b' } });
    expect(found?.best?.score).toBeLessThan(0.1);
    expect(found?.rival?.score).toBeGreaterThan(0.95);
  });

  it('has a partner that is confirmed with another record', () => {
    const labels = [{ left: 'b', right: 'A', match: true }];
    for (const b of [roles, { name: 'Something else' }]) {
      const found = reasonOf([record('a', roles), record('b', b)], [record('A', roles)], { labels });
      expect(found).toMatchObject({
        why: 'taken',
        best: { right: 'A' },
        rival: { side: 'left', id: 'b', score: null },
      });
    }
    const gone = reasonOf([record('a', roles)], [record('A', roles)], { taken: ['A'] });
    expect(gone).toMatchObject({ why: 'taken', best: { right: 'A' }, rival: null });
    const shared = { labels, cardinality: 'many_to_one' as const };
    expect(reasonOf([record('a', roles), record('b', roles)], [record('A', roles)], shared)).toBeUndefined();
  });

  it('has a partner that is vetoed, but only where it would have been one', () => {
    const [own, other] = ['93-1200345', '47-8811902'];
    const found = reasonOf([record('a', { ...roles, taxId: own })], [record('A', { ...roles, taxId: other })]);
    expect(found).toMatchObject({ why: 'vetoed', best: { right: 'A' }, veto: { kind: 'tax_id' } });
    const hopeless = reasonOf(
      [record('a', { name: 'Marble Arch Potteries', taxId: own })],
      [record('A', { name: 'Marble Hill Pottery', taxId: other })],
    );
    expect(hopeless?.why).toMatch(/below_threshold|no_candidate/);
  });

  it('says of a vetoed partner nothing while others are more probable', () => {
    const [own, other] = ['93-1200345', '47-8811902'];
    const right = [record('A', { name, taxId: other }), record('B', roles), record('C', roles)];
    const found = reasonOf([record('a', { ...roles, taxId: own })], right);
    expect(found).toMatchObject({ why: 'ambiguous', rival: { side: 'right' } });
    expect([found?.best?.right, found?.rival?.id].sort()).toEqual(['B', 'C']);
  });

  it('has a partner that was rejected, or is inactive', () => {
    const rejected = reasonOf([record('a', roles)], [record('A', roles)], { rejected: [['a', 'A']] });
    expect(rejected).toMatchObject({ why: 'rejected', best: { right: 'A' } });
    const inactive = reasonOf([record('a', roles)], [record('A', roles, false)]);
    expect(inactive).toMatchObject({ why: 'inactive', best: { right: 'A' } });
  });
});
