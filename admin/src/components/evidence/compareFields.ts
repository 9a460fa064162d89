import type { Evidence, FieldEvidence, FieldRole } from '../../../../server/src/contracts';
import { shownBits } from './waterfall';

/** One field of two rivals for the same record. */
export interface RivalField {
  role: FieldRole;
  /** The record's own value, which both were compared with. */
  own: string | null;
  /** What each rival has and what it weighs, in bits as shown; null: the field was not compared. */
  first: { value: string | null; verdict: FieldEvidence['verdict']; bits: number } | null;
  second: { value: string | null; verdict: FieldEvidence['verdict']; bits: number } | null;
}

/** Sets the fields of two pairs of one local record side by side; a role that occurs twice is told twice. */
export function rivalFields(first: Evidence, second: Evidence): RivalField[] {
  const rows = new Map<string, RivalField>();
  const add = (evidence: Evidence, place: 'first' | 'second') => {
    const bits = shownBits(evidence).fields;
    const seen = new Map<FieldRole, number>();
    evidence.fields.forEach(({ role, left, right, verdict }, index) => {
      const times = seen.get(role) ?? 0;
      seen.set(role, times + 1);
      const key = `${role} ${times}`;
      const row = rows.get(key) ?? { role, own: left, first: null, second: null };
      rows.set(key, { ...row, [place]: { value: right, verdict, bits: bits[index] ?? 0 } });
    });
  };
  add(first, 'first');
  add(second, 'second');
  return [...rows.values()];
}

/** What moves the score beside the fields, by kind, in bits as shown. */
export function rivalAdjustments(first: Evidence, second: Evidence) {
  const kinds = [...new Set([...first.adjustments, ...second.adjustments].map(({ kind }) => kind))];
  const of = (evidence: Evidence, kind: (typeof kinds)[number]) => {
    const bits = shownBits(evidence).adjustments;
    return evidence.adjustments.reduce(
      (sum, entry, index) => (entry.kind === kind ? sum + (bits[index] ?? 0) : sum),
      0,
    );
  };
  return kinds
    .map((kind) => ({ kind, first: of(first, kind), second: of(second, kind) }))
    .filter((row) => row.first !== 0 || row.second !== 0);
}
