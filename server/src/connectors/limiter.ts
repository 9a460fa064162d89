import { performance } from 'node:perf_hooks';

const windowMs = 1000;

/** Lets through so many requests a second and so many at a time, first come, first served. One per account. */
export class Limiter {
  private readonly waiting: (() => void)[] = [];
  /** Times of the last starts, at most as many as may happen in a second. */
  private readonly starts: number[] = [];
  private active = 0;
  private heldUntil = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly most: { perSecond: number; concurrent: number }) {}

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
    this.heldUntil = Math.max(this.heldUntil, performance.now() + ms);
  }

  private next(): void {
    clearTimeout(this.timer);
    while (this.waiting.length > 0 && this.active < this.most.concurrent) {
      const now = performance.now();
      const oldest = this.starts.length < this.most.perSecond ? -Infinity : (this.starts[0] ?? 0);
      const wait = Math.max(oldest + windowMs, this.heldUntil) - now;
      if (wait > 0) {
        this.timer = setTimeout(() => this.next(), Math.ceil(wait));
        return;
      }
      this.starts.push(now);
      if (this.starts.length > this.most.perSecond) this.starts.shift();
      this.active += 1;
      this.waiting.shift()?.();
    }
  }
}
