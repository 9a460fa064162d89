import { performance } from 'node:perf_hooks';
import { Limiter } from '../../../server/src/connectors/limiter';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs jobs that last `ms`, and answers with their starts and the most that ran at once. */
const run = async (limiter: Limiter, count: number, ms: number) => {
  const starts: number[] = [];
  let [active, most] = [0, 0];
  await Promise.all(
    Array.from({ length: count }, async () => {
      const release = await limiter.acquire();
      starts.push(performance.now());
      most = Math.max(most, ++active);
      await sleep(ms);
      active -= 1;
      release();
    }),
  );
  return { starts, most };
};

describe('Limiter', () => {
  it('starts no more in any second than it may', async () => {
    const { starts } = await run(new Limiter({ perSecond: 5, concurrent: 10 }), 13, 1);
    for (let index = 5; index < starts.length; index += 1) {
      // The limiter reads its clock before the job reads its own.
      expect((starts[index] ?? 0) - (starts[index - 5] ?? 0)).toBeGreaterThan(990);
    }
  });

  it('has no more under way than it may', async () => {
    const { most } = await run(new Limiter({ perSecond: 1000, concurrent: 4 }), 20, 20);
    expect(most).toBe(4);
  });

  it('keeps the order in which was asked', async () => {
    const limiter = new Limiter({ perSecond: 1000, concurrent: 1 });
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (number) => {
        const release = await limiter.acquire();
        order.push(number);
        release();
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('waits as long as it is held', async () => {
    const limiter = new Limiter({ perSecond: 100, concurrent: 4 });
    limiter.hold(200);
    const started = performance.now();
    (await limiter.acquire())();
    expect(performance.now() - started).toBeGreaterThanOrEqual(199);
  });

  it('gives up its place when it is cancelled, and nobody behind it waits for it', async () => {
    const limiter = new Limiter({ perSecond: 1000, concurrent: 1 });
    const release = await limiter.acquire();
    const abort = new AbortController();
    const cancelled = limiter.acquire(abort.signal);
    const next = limiter.acquire();
    abort.abort();
    await expect(cancelled).rejects.toThrow('abort');
    await expect(limiter.acquire(abort.signal)).rejects.toThrow('abort');
    release();
    (await next)();
  });
});
