import {
  LEAST,
  MOST,
  nearestPoint,
  pointsForTable,
  scaleOf,
  scoreBars,
  shareOf,
  stepFrom,
  typedPercent,
} from '../../../admin/src/components/limit/scale';

const point = (threshold: number) => ({ threshold, autoLinked: 0, expectedWrong: 0, found: 0, missed: 0, wrong: 0 });
const points = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999].map(point);

describe('the scale of limits', () => {
  it('goes from one end to the other and back, by odds', () => {
    const { place, at, marks } = scaleOf(points);
    expect(place(0.5)).toBe(0);
    expect(place(0.999)).toBe(1);
    for (const { threshold } of points) expect(at(place(threshold))).toBeCloseTo(threshold, 9);
    // Half the odds of a miss is the same distance anywhere.
    expect(place(0.98) - place(0.96)).toBeCloseTo(place(0.99) - place(0.98), 1);
    expect(place(0.3)).toBe(0);
    expect(place(0.9999)).toBe(1);
    expect(marks).toEqual([0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]);
  });

  it('counts the pairs between two places, none lost and none twice', () => {
    const falling = points.map((each, at) => ({ ...each, autoLinked: 100 - at * 10 }));
    const bars = scoreBars(falling, scaleOf(falling));
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    expect(bars.every(({ count }) => count >= 0)).toBe(true);
    // What is over the highest threshold is in the last bar.
    expect(bars.at(-1)?.count).toBeGreaterThanOrEqual(30);
    expect(scoreBars([], scaleOf([])).every(({ count }) => count === 0)).toBe(true);
  });

  it('finds the nearest point', () => {
    expect(nearestPoint(points, 0.94)?.threshold).toBe(0.95);
    expect(nearestPoint(points, 0.9999)?.threshold).toBe(0.999);
    expect(nearestPoint([], 0.95)).toBeUndefined();
  });

  it('steps from point to point and stops at the ends', () => {
    expect(stepFrom(points, 0.9, 1)).toBe(0.95);
    expect(stepFrom(points, 0.9, -1)).toBe(0.8);
    expect(stepFrom(points, 0.93, 1)).toBe(0.95);
    expect(stepFrom(points, 0.93, -1)).toBe(0.9);
    expect(stepFrom(points, 0.6, 10)).toBe(0.999);
    expect(stepFrom(points, 0.6, -10)).toBe(0.5);
    expect(stepFrom(points, 0.999, 1)).toBe(0.999);
    expect(stepFrom(points, 0.5, -1)).toBe(0.5);
  });

  it('keeps the points that matter for the table', () => {
    const many = Array.from({ length: 500 }, (_, index) => point(0.5 + index / 1000));
    const rows = pointsForTable(many, [0.637]).map(({ threshold }) => threshold);
    expect(rows.length).toBeLessThan(16);
    expect(rows.some((threshold) => Math.abs(threshold - 0.637) < 0.001)).toBe(true);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
  });
});

describe('a percentage that is typed', () => {
  it('is taken with a point or a comma, within its bounds', () => {
    expect(shareOf('97', LEAST, MOST)).toBe(0.97);
    expect(shareOf(' 97,5 ', LEAST, MOST)).toBe(0.975);
    expect(shareOf('99.99', LEAST, MOST)).toBe(0.9999);
    expect(shareOf('50', LEAST, MOST)).toBe(0.5);
    expect(shareOf('97.', LEAST, MOST)).toBe(0.97);
  });

  it('is refused otherwise', () => {
    for (const typed of ['', '9', '49.99', '100', '99.995', 'abc', '-5', '1e2', '97%']) {
      expect({ typed, share: shareOf(typed, LEAST, MOST) }).toEqual({ typed, share: null });
    }
  });

  it('comes back as it was typed', () => {
    for (const typed of ['95', '97.25', '99.99', '50']) expect(typedPercent(shareOf(typed, LEAST, MOST)!)).toBe(typed);
  });
});
