/** Ways in which a stand-in can be told to misbehave. All are plain JSON, so `POST /_faults` takes a list of them. */

interface Matching {
  /** HTTP method; any if absent. */
  method?: string;
  /** Part of the decoded path and query, any case: `/invoice`, `from customer`, `/tokens/bearer`. Any if absent. */
  path?: string;
  /** How many requests it meets; default 1. */
  times?: number;
}

export type Fault =
  /** All access tokens end now; a refresh helps. */
  | { kind: 'expire-access' }
  /** Request ids mean nothing from now on, as some have reported: only look-ups and numbers protect from doubles. */
  | { kind: 'ignore-request-ids' }
  /** All grants end now; only a new authorisation helps. */
  | { kind: 'revoke-refresh' }
  /**
   * Answers 429, 401, 403 or 5xx: before anything is done, or (5xx) after it is. `retryAfter` in seconds. `code`: a
   * fault of the accounting service's, with status 400.
   */
  | (Matching & { kind: 'answer'; status: number; when?: 'before' | 'after'; retryAfter?: number; code?: string })
  /** Breaks the connection without an answer, before or after the work is done; `within`: in the middle of the answer. */
  | (Matching & { kind: 'cut'; when: 'before' | 'within' | 'after' })
  /** Answers with JSON that stops in the middle. */
  | (Matching & { kind: 'broken' })
  /** Is carried out twice, as when something on the way repeats it; the second answer comes back. */
  | (Matching & { kind: 'twice' })
  /** Answers with a web page, as a proxy on the way does: in place of the work (`before`), or of its answer. */
  | (Matching & { kind: 'page'; when?: 'before' | 'after' })
  /** Calls its JSON something else. */
  | (Matching & { kind: 'type'; contentType: string })
  /** Gives its last answer to a GET once more. */
  | (Matching & { kind: 'repeat' })
  /** Its clock, as its answers tell, is off by so many seconds. */
  | (Matching & { kind: 'clock'; seconds: number })
  /** Answers late; `after`: the work is done at once. */
  | (Matching & { kind: 'slow'; ms: number; when?: 'before' | 'after' })
  /** Answers an update with "stale object", as if another user had saved. */
  | (Matching & { kind: 'stale' });

export type TimedFault = Exclude<Fault, { kind: 'expire-access' | 'revoke-refresh' | 'ignore-request-ids' }>;
/** A fault that answers in place of the vendor's own work. */
export type Refusal = Extract<Fault, { kind: 'answer' }>;

export interface LoggedRequest {
  method: string;
  /** Path with its query, decoded. */
  path: string;
  /** Parsed JSON, or text; bodies of the token endpoint are not kept. */
  body: unknown;
  status: number | 'cut';
}

const logLength = 20_000;

/** Pending faults and the log of requests. */
export class Misbehaviour {
  private pending: { fault: TimedFault; left: number }[] = [];
  private log: LoggedRequest[] = [];

  constructor(
    private readonly act: { expireAccess(): void; revokeRefresh(): void; ignoreRequestIds?(ignore: boolean): void },
  ) {}

  add(...faults: Fault[]): void {
    for (const fault of faults) {
      if (fault.kind === 'expire-access') this.act.expireAccess();
      else if (fault.kind === 'revoke-refresh') this.act.revokeRefresh();
      else if (fault.kind === 'ignore-request-ids') this.act.ignoreRequestIds?.(true);
      else this.pending.push({ fault, left: fault.times ?? 1 });
    }
  }

  clear(): void {
    this.pending = [];
    this.act.ignoreRequestIds?.(false);
  }

  /** Faults still to come. */
  waiting(): TimedFault[] {
    return this.pending.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** What one request meets: at most one fault of each kind. */
  meet(method: string, path: string): TimedFault[] {
    const met: TimedFault[] = [];
    for (const entry of this.pending) {
      const { fault } = entry;
      const applies =
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.path === undefined || path.toLowerCase().includes(fault.path.toLowerCase())) &&
        !met.some(({ kind }) => kind === fault.kind);
      if (!applies) continue;
      entry.left -= 1;
      met.push(fault);
    }
    this.pending = this.pending.filter(({ left }) => left > 0);
    return met;
  }

  record(request: LoggedRequest): void {
    this.log.push(request);
    if (this.log.length > logLength) this.log.splice(0, this.log.length - logLength);
  }

  requests(): readonly LoggedRequest[] {
    return this.log;
  }

  forgetRequests(): void {
    this.log = [];
  }
}

const kinds = [
  'expire-access',
  'revoke-refresh',
  'ignore-request-ids',
  'answer',
  'cut',
  'broken',
  'twice',
  'page',
  'type',
  'repeat',
  'clock',
  'slow',
  'stale',
];

/** Checks a posted list; the message says what is wrong with it. */
export const parseFaults = (body: unknown): Fault[] | string => {
  if (!Array.isArray(body)) return 'Send a JSON list of faults.';
  for (const fault of body as Record<string, unknown>[]) {
    if (typeof fault !== 'object' || fault === null || !kinds.includes(String(fault.kind))) {
      return `kind must be one of ${kinds.join(', ')}.`;
    }
    if (fault.kind === 'answer' && (typeof fault.status !== 'number' || fault.status < 400 || fault.status > 599)) {
      return 'answer needs a status from 400 to 599.';
    }
    if (fault.kind === 'cut' && !['before', 'within', 'after'].includes(String(fault.when))) {
      return 'cut needs when: before, within or after.';
    }
    if (fault.kind === 'type' && typeof fault.contentType !== 'string') return 'type needs contentType.';
    if (fault.kind === 'clock' && typeof fault.seconds !== 'number') return 'clock needs seconds.';
    if (fault.kind === 'slow' && typeof fault.ms !== 'number') return 'slow needs ms.';
  }
  return body as Fault[];
};
