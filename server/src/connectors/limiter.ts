import { performance } from 'node:perf_hooks';

const secondMs = 1000;
const minuteMs = 60_000;

/** Lets through so many requests a second, a minute and at a time, first come, first served. One per account. */
export class Limiter {
  private readonly waiting: (() => void)[] = [];
  /** Times of the last starts, at most as many as the longest window can ask for. */
  private readonly starts: number[] = [];
  private readonly windows: { most: number; ms: number }[];
  private active = 0;
  private heldUntil = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly most: { perSecond: number; concurrent: number; perMinute?: number },
    /** Milliseconds of a clock that never goes back. */
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.windows = [{ most: most.perSecond, ms: secondMs }];
    if (most.perMinute !== undefined) this.windows.push({ most: most.perMinute, ms: minuteMs });
  }

  /** Waits for a turn; call what it answers with when the request has ended. Rejects with the signal's reason. */
  acquire(signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const cancel = (): void => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(signal?.reason as Error);
      };
      const start = (): void => {
        signal?.removeEventListener('abort', cancel);
        resolve(() => {
          this.active -= 1;
          this.next();
        });
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.waiting.push(start);
      this.next();
    });
  }

  /** Nobody starts for so long: the vendor has asked to slow down. */
  hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.clock() + ms);
  }

  /** Milliseconds until anybody may start again; 0 if nobody has to wait. */
  get heldFor(): number {
    return Math.max(0, this.heldUntil - this.clock());
  }

  private next(): void {
    clearTimeout(this.timer);
    while (this.waiting.length > 0 && this.active < this.most.concurrent) {
      const now = this.clock();
      const wait = Math.max(this.heldUntil, ...this.windows.map((window) => this.opensAt(window))) - now;
      if (wait > 0) {
        this.timer = setTimeout(() => this.next(), Math.ceil(wait));
        return;
      }
      this.starts.push(now);
      if (this.starts.length > Math.max(...this.windows.map(({ most }) => most))) this.starts.shift();
      this.active += 1;
      this.waiting.shift()?.();
    }
  }

  /** When one more may start within a window. */
  private opensAt({ most, ms }: { most: number; ms: number }): number {
    const start = this.starts[this.starts.length - most];
    return start === undefined ? -Infinity : start + ms;
  }
}
