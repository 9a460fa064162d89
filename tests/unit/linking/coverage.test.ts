import { daysBack } from '../../../server/src/linking/coverage';

describe('the history of links', () => {
  it('goes back from what is confirmed now by what each day changed', () => {
    const today = Date.parse('2026-03-01') / 86_400_000;
    const changes = new Map([
      [today, 2],
      [today - 2, -1],
    ]);
    expect(daysBack(today, 4, 10, changes)).toEqual([
      { day: '2026-02-26', confirmed: 9 },
      { day: '2026-02-27', confirmed: 8 },
      { day: '2026-02-28', confirmed: 8 },
      { day: '2026-03-01', confirmed: 10 },
    ]);
  });
});
