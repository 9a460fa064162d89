import fc from 'fast-check';
import { roundToSum, shownBits, waterfall } from '../../../admin/src/components/evidence/waterfall';
import type { Evidence } from '../../../server/src/contracts';

const evidenceOf = (prior: number, weights: number[], adjustments: number[] = []): Evidence => ({
  prior,
  fields: weights.map((weight) => ({
    role: 'name',
    left: 'a',
    right: 'b',
    leftNormal: 'a',
    rightNormal: 'b',
    verdict: 'close',
    similarity: 0.5,
    weight,
  })),
  adjustments: adjustments.map((weight) => ({ kind: 'calibration', weight })),
  total: [prior, ...weights, ...adjustments].reduce((sum, weight) => sum + weight, 0),
  vetoes: [],
  sentence: '',
});

describe('the weights of a pair as they are shown', () => {
  it('add up to the total that is shown, where plain rounding does not', () => {
    // Rounded one by one: -3.1 + 5.3 + 5.3 + 5.3 = 12.8, but the sum is 12.6.
    expect(roundToSum([-3.14, 5.25, 5.25, 5.25])).toEqual([-3.1, 5.3, 5.2, 5.2]);
    const shown = shownBits(evidenceOf(-3.14, [5.25, 5.25], [5.25]));
    expect(shown).toEqual({ prior: -3.1, fields: [5.3, 5.2], adjustments: [5.2], total: 12.6 });
  });

  it('add up whatever the weights are, and each is off by less than a tenth', () => {
    const weight = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 30 }), (parts) => {
        const shown = roundToSum(parts);
        const sum = parts.reduce((total, part) => total + part, 0);
        const shownSum = shown.reduce((total, part) => total + Math.round(part * 10), 0);
        expect(shownSum - Math.round(sum * 10)).toBeCloseTo(0);
        shown.forEach((value, index) => expect(Math.abs(value - parts[index]!)).toBeLessThan(0.1 + 1e-6));
      }),
    );
  });

  it('leave a field that says nothing at zero', () => {
    expect(roundToSum([0, 0.07, 0.07, 0])).toEqual([0, 0.1, 0, 0]);
  });
});

describe('the waterfall', () => {
  it('starts each step where the one before it ended and ends at the total', () => {
    const picture = waterfall(evidenceOf(-4, [6, -2, 5], [1]), 0.95);
    const steps = [picture.start, ...picture.fields, ...picture.adjustments];
    steps.slice(1).forEach((step, index) => expect(step.from).toBe(steps[index]!.to));
    expect(picture.total).toEqual({ from: picture.start.from, to: steps.at(-1)!.to });
    expect(picture.fields.map(({ from, to }) => to > from)).toEqual([true, false, true]);
    for (const { from, to } of steps) for (const at of [from, to]) expect(at >= 3 && at <= 97).toBe(true);
  });

  it('places the limit by its odds', () => {
    // 0.95 is 4.25 bits: past a total of 4, short of one of 5.
    const place = (total: number) => {
      const picture = waterfall(evidenceOf(0, [total]), 0.95);
      return picture.limit! - picture.total.to;
    };
    expect(place(4)).toBeGreaterThan(0);
    expect(place(5)).toBeLessThan(0);
  });
});
