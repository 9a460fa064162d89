import { type Said, sayingOf, type Words } from '../utils/sentence';

/**
 * What went wrong at a vendor, sorted by what can be done about it.
 * - `reauthorize`: credentials are refused; a person must reconnect.
 * - `unavailable`: down, too slow, rate limited; try again after `retryAfterMs`.
 * - `uncertain`: a write was sent and its answer lost; look before trying again.
 * - `rejected`: the vendor refuses this request; the data must change.
 * - `misconfigured`: wrong environment, scope, URL; an admin must change the set-up.
 * - `stopped`: the account itself is closed or lapsed; nothing works until a person has mended that at the vendor.
 * - `pending`: the vendor's program has not brought the answer yet; the run goes on when it does.
 * - `cancelled`: the signal was aborted.
 */
export type ConnectorErrorKind =
  'reauthorize' | 'unavailable' | 'uncertain' | 'rejected' | 'misconfigured' | 'stopped' | 'pending' | 'cancelled';

export class ConnectorError extends Error {
  readonly kind: ConnectorErrorKind;
  /** The vendor's error code, e.g. `6240`. */
  readonly code: string | null;
  /** The vendor's id of the request, for its support. */
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  /** The sentence's code and values; none of a connector that says plain text. */
  readonly words: Words | undefined;

  /** What is `said` is shown to admins: it holds the vendor's own text and never a secret. */
  constructor(
    kind: ConnectorErrorKind,
    said: Said,
    details: { code?: string | null; requestId?: string | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    const { message, words } = sayingOf(said);
    super(message, { cause: details.cause });
    this.words = words;
    this.name = 'ConnectorError';
    this.kind = kind;
    this.code = details.code ?? null;
    this.requestId = details.requestId ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}
