import type { Run, RunKind, RunProgress } from '../contracts/runs';
import type { Database } from '../utils/database';
import { type Said, sayingOf, type Words } from '../utils/sentence';

export type RunRow = Run & {
  input: Record<string, unknown>;
  checkpoint: unknown;
  answer: string | null;
  leaseOwner: string | null;
};

/** What a handler works with. */
export interface RunContext {
  run: { id: number; kind: RunKind; connectionId: string; input: Record<string, unknown>; answer: string | null };
  /** Where an earlier attempt stopped; null at the start. */
  checkpoint: unknown;
  /** Kept up to date by the handler; stored by `save`. */
  progress: RunProgress;
  /**
   * Stores progress and checkpoint. Call it with the transaction that did the work, so that both are
   * committed or neither; throws `LeaseLostError` when another process has taken the run over.
   */
  save(db: Database, change?: { checkpoint?: unknown }): Promise<void>;
  /** Aborted on cancel, on shutdown and when the lease is lost. */
  signal: AbortSignal;
}

/** Must be idempotent: after a crash it is called again with the last saved checkpoint. */
export interface RunHandler {
  execute(ctx: RunContext): Promise<void>;
}

/** Another process works on the run now; whatever is under way here must stop without a trace. */
export class LeaseLostError extends Error {
  constructor() {
    super('Another process has taken this run over');
    this.name = 'LeaseLostError';
  }
}

/** Thrown by a handler that needs an admin's answer before it goes on. */
export class QuestionError extends Error {
  readonly question: NonNullable<Run['question']>;
  readonly words: Words | undefined;
  constructor(said: Said, question: NonNullable<Run['question']>) {
    const { message, words } = sayingOf(said);
    super(message);
    this.words = words;
    this.name = 'QuestionError';
    this.question = question;
  }
}

export const emptyProgress = (): RunProgress => ({
  parts: [],
  counts: { created: 0, changed: 0, unchanged: 0, removed: 0, failed: 0, proposed: 0 },
  problems: [],
});
