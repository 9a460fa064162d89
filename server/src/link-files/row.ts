import { type LinkFileColumn, linkFileColumn, type ImportIssue } from '../contracts/link-files';
import { type RejectReason, rejectReason } from '../contracts/links';
import { unprotectCell } from './cells';
import { sentence } from '../utils/sentence';

/** State of a row: that of its link, or that it has none. */
export type RowState = 'proposed' | 'confirmed' | 'rejected' | 'unlinked';
const rowStates: readonly string[] = ['proposed', 'confirmed', 'rejected', 'unlinked'] satisfies RowState[];

/** What a row says: which two records, and how they stand. */
export interface FileRow {
  /** 1-based. */
  line: number;
  localId: string;
  locale: string;
  externalId: string;
  /** Empty: not said. */
  state: RowState | '';
  reason: RejectReason | null;
  /** What the row was when it was exported; null where the file does not say. */
  base: { state: RowState; externalId: string } | null;
}

export const writeBase = (state: RowState, externalId: string): string =>
  externalId === '' ? state : `${state} ${externalId}`;

function readBase(text: string): FileRow['base'] | undefined {
  const space = text.indexOf(' ');
  const state = space < 0 ? text : text.slice(0, space);
  if (!rowStates.includes(state)) return undefined;
  return { state: state as RowState, externalId: space < 0 ? '' : text.slice(space + 1) };
}

/** Where each column stands in a header; other columns are passed over. Null: the ids are not among them. */
export function placesOf(header: string[]): Map<LinkFileColumn, number> | null {
  const names: readonly string[] = linkFileColumn.options;
  const places = new Map<LinkFileColumn, number>();
  header.forEach((cell, at) => {
    const name = cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_');
    if (names.includes(name) && !places.has(name as LinkFileColumn)) places.set(name as LinkFileColumn, at);
  });
  return places.has('local_id') && places.has('external_id') ? places : null;
}

/** Reads cells as a row, or says which cell is not understood. */
export function readRow(line: number, cells: string[], places: Map<LinkFileColumn, number>): FileRow | ImportIssue {
  const cell = (column: LinkFileColumn): string => {
    const at = places.get(column);
    return at === undefined ? '' : unprotectCell(cells[at] ?? '');
  };
  const word = (column: LinkFileColumn): string => cell(column).trim().toLowerCase();
  const state = word('state');
  if (state !== '' && !rowStates.includes(state))
    return {
      line,
      field: 'state',
      ...sentence('linkFiles.noState', '“{given}” is no state. Write {states}.', {
        given: short(cell('state')),
        states: rowStates.join(', '),
      }),
    };
  const reason = word('reason');
  const knownReason = rejectReason.safeParse(reason);
  if (reason !== '' && !knownReason.success) {
    const said = sentence('linkFiles.noReason', '“{given}” is no reason. Write {reasons}, or nothing.', {
      given: short(cell('reason')),
      reasons: rejectReason.options.join(', '),
    });
    return { line, field: 'reason', ...said };
  }
  const exportedAs = cell('exported_as');
  const base = exportedAs.trim() === '' ? null : readBase(exportedAs);
  if (base === undefined)
    return {
      line,
      field: 'exported_as',
      ...sentence('linkFiles.exportedAsChanged', 'This was changed. Leave exported_as as it was exported, or empty.'),
    };
  return {
    line,
    localId: cell('local_id').trim(),
    locale: cell('local_locale').trim(),
    externalId: cell('external_id'),
    state: state as FileRow['state'],
    reason: knownReason.success ? knownReason.data : null,
    base,
  };
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
