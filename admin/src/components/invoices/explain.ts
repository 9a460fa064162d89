import type { BlockReason, PreflightResult, Reference, ReasonKind } from '../../../../server/src/contracts';

/** The way of a line (or the client) to the invoice, in order. */
export const STEPS = ['line', 'record', 'link', 'external', 'invoice'] as const;
export type StepKey = (typeof STEPS)[number];
export type StepState = 'ok' | 'broken' | 'unknown';

export interface Explanation {
  /** 1-based; null: the client. */
  line: number | null;
  record: BlockReason['record'];
  reference: Reference | null;
  /** The link it goes through, also one that cannot be used. */
  linkId: string | null;
  steps: { key: StepKey; state: StepState; reasons: BlockReason[] }[];
}

/** Where on the way a reason stops it. */
const STOPS_AT: Record<ReasonKind, StepKey> = {
  bad_amount: 'line',
  client_missing: 'record',
  line_record_missing: 'record',
  connection_not_live: 'link',
  connection_expired: 'link',
  no_mapping: 'link',
  client_unlinked: 'link',
  line_unlinked: 'link',
  needs_attention: 'external',
  not_sellable: 'external',
  currency_mismatch: 'external',
  tax_missing: 'external',
  price_differs: 'line',
  too_long: 'line',
  email_missing: 'record',
  wrong_status: 'invoice',
  no_lines: 'invoice',
  not_creditable: 'invoice',
};

/** Reasons without a line that are about the draft as a whole, not about its client. */
const WHOLE_DRAFT: ReasonKind[] = ['no_lines', 'bad_amount', 'too_long', 'email_missing', 'wrong_status'];
const CONNECTION: ReasonKind[] = ['connection_not_live', 'connection_expired'];

/** Follows one line, or the client (line null), up to the first break. Null: the draft has no such line. */
export function explain(draft: PreflightResult, line: number | null): Explanation | null {
  const subject = line === null ? draft.client : draft.lines.find((one) => one.line === line);
  if (!subject) return null;
  const own = draft.reasons.filter(
    ({ kind, line: at }) => CONNECTION.includes(kind) || (at === line && !(at === null && WHOLE_DRAFT.includes(kind))),
  );
  const broken = STEPS.findIndex((key) => own.some(({ kind }) => STOPS_AT[kind] === key));
  const end = broken === -1 ? STEPS.length - 1 : broken;
  return {
    line,
    record: subject.record,
    reference: subject.reference,
    linkId: subject.reference?.linkId ?? own.find(({ fix }) => fix?.linkId)?.fix?.linkId ?? null,
    steps: STEPS.map((key, index) => ({
      key,
      state: index < end ? 'ok' : index > end ? 'unknown' : broken !== -1 ? 'broken' : draft.ready ? 'ok' : 'unknown',
      reasons: own.filter(({ kind }) => STOPS_AT[kind] === key),
    })),
  };
}

/** Whether a line resolves by itself, whatever else stops the draft. */
export function lineIsFine(draft: PreflightResult, line: number): boolean {
  return (
    !draft.reasons.some((reason) => reason.line === line) &&
    draft.lines.some((one) => one.line === line && one.reference)
  );
}
