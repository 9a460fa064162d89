/**
 * What went wrong at a vendor, sorted by what can be done about it.
 * - `reauthorize`: credentials are refused; a person must reconnect.
 * - `unavailable`: down, too slow, rate limited; try again after `retryAfterMs`.
 * - `uncertain`: a write was sent and its answer lost; look before trying again.
 * - `rejected`: the vendor refuses this request; the data must change.
 * - `misconfigured`: wrong environment, scope, URL; an admin must change the set-up.
 * - `pending`: the vendor's program has not brought the answer yet; the run goes on when it does.
 * - `cancelled`: the signal was aborted.
 */
export type ConnectorErrorKind =
  'reauthorize' | 'unavailable' | 'uncertain' | 'rejected' | 'misconfigured' | 'pending' | 'cancelled';

export class ConnectorError extends Error {
  readonly kind: ConnectorErrorKind;
  /** The vendor's error code, e.g. `6240`. */
  readonly code: string | null;
  /** The vendor's id of the request, for its support. */
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  /** `message` is shown to admins: it holds the vendor's own text and never a secret. */
  constructor(
    kind: ConnectorErrorKind,
    message: string,
    details: { code?: string | null; requestId?: string | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ConnectorError';
    this.kind = kind;
    this.code = details.code ?? null;
    this.requestId = details.requestId ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}
