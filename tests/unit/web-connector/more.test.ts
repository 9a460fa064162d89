import { moreComes } from '../../../server/src/web-connector/more';

describe('whether a run asks the Web Connector for more', () => {
  it('is seen, though the run asks and begins to wait between the two looks', async () => {
    let [atWork, asked] = [true, false];
    /** What a look sees is true when it begins; right after it the run asks, and waits. */
    const then = <T>(seen: T): Promise<T> => {
      [atWork, asked] = [false, true];
      return Promise.resolve(seen);
    };
    expect(await moreComes({ isAtWork: () => then(atWork), isAsked: () => then(asked) })).toBe(true);
  });

  it('is waited for while one is at work, and no longer', async () => {
    let looks = 0;
    const isAtWork = () => Promise.resolve((looks += 1) < 3);
    expect(await moreComes({ isAtWork, isAsked: () => Promise.resolve(false) })).toBe(false);
    expect(looks).toBe(3);
  });
});
