import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Side } from './live';
import { type Reply, type Request, recordsPerSlice, slices } from './protocol';
import type { MatchRecord } from './types';

/** A match or search that could not be carried out. The message says why. */
export class MatchingError extends Error {
  override readonly name = 'MatchingError';
}

/** Records as a list, or page by page as they are read. */
export type RecordSource = readonly MatchRecord[] | AsyncIterable<readonly MatchRecord[]>;

interface Waiting {
  resolve: (reply: Reply) => void;
  reject: (error: unknown) => void;
  /** True: the reply was one of several and more will come. */
  partial: (reply: Reply) => boolean;
}

/** One worker and the calls that wait for its replies. When it ends, they are all rejected. */
export class WorkerCalls {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private ended: { reason: unknown } | null = null;

  constructor(workerFile: string, onEnd: () => void = () => undefined) {
    this.worker = new Worker(workerFile);
    this.worker.on('message', (reply: Reply) => this.take(reply));
    this.worker.on('error', (error) => this.fail(new MatchingError(`The matching worker failed: ${error.message}`)));
    this.worker.on('exit', (code) => {
      this.fail(new MatchingError(`The matching worker stopped (exit code ${code}).`));
      onEnd();
    });
  }

  newId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  get busy(): boolean {
    return this.waiting.size > 0;
  }

  post(request: Request): void {
    if (!this.ended) this.worker.postMessage(request);
  }

  /** Sends the records of a call in slices, and lets the event loop turn between two of them. */
  async sendRecords(id: number, side: Side, records: RecordSource): Promise<void> {
    const pages = Symbol.asyncIterator in records ? records : [records];
    for await (const page of pages) {
      for (const slice of slices(page, recordsPerSlice)) {
        this.post({ type: 'records', id, side, records: slice });
        await nextTurn();
      }
    }
  }

  /** The last reply to a call; `partial` sees the ones before. */
  reply(id: number, partial: (reply: Reply) => boolean = () => false): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.ended) reject(asError(this.ended.reason));
      else this.waiting.set(id, { resolve, reject, partial });
    });
  }

  /** The worker does not keep the process alive. */
  unref(): void {
    this.worker.unref();
  }

  async end(reason: unknown = new MatchingError('Matching was stopped.')): Promise<void> {
    this.fail(reason);
    await this.worker.terminate();
  }

  private take(reply: Reply): void {
    const call = this.waiting.get(reply.id);
    if (!call || call.partial(reply)) return;
    this.waiting.delete(reply.id);
    if (reply.type === 'failed') call.reject(new MatchingError(reply.message));
    else call.resolve(reply);
  }

  private fail(reason: unknown): void {
    this.ended ??= { reason };
    for (const call of this.waiting.values()) call.reject(reason);
    this.waiting.clear();
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new MatchingError(String(reason)));
