import type { ImportChangeKind, LinkFileColumn } from '../contracts/link-files';
import type { LinkState } from '../contracts/links';
import { isMangledId } from './cells';
import type { FileRow, RowState } from './row';
import { type Sentence, sentence } from '../utils/sentence';

/** What is known now of a pair that a row is about. */
export interface PairNow {
  state: LinkState;
  decidedBy: string | null;
}

/** What a row asks for. `leaves` is the partner whose link goes when a record gets another one. */
export type Verdict =
  | { kind: 'unchanged' }
  | { kind: ImportChangeKind; externalId: string; leaves: string | null; from: LinkState | 'none' }
  | ({ kind: 'conflict' } & Sentence)
  | ({ kind: 'problem'; field: LinkFileColumn } & Sentence);

const problem = (field: LinkFileColumn, said: Sentence): Verdict => ({ kind: 'problem', field, ...said });
const STATES = {
  proposed: sentence('links.state.proposed', 'proposed'),
  confirmed: sentence('links.state.confirmed', 'confirmed'),
  rejected: sentence('links.state.rejected', 'rejected'),
  unlinked: sentence('links.state.unlinked', 'unlinked'),
  withdrawn: sentence('links.state.withdrawn', 'withdrawn'),
};
const unchanged: Verdict = { kind: 'unchanged' };

/** External ids of a row that have to be looked up before it can be decided; none where it says what it said at export. */
export function pairsOf(row: FileRow): string[] {
  if (row.localId === '' || isUntouched(row)) return [];
  return [...new Set([partnerOf(row), row.base?.externalId ?? ''])].filter((id) => id !== '');
}

/**
 * What a row asks for, by three states: what it was at export, what the file says, and what is the case now (`now`, by
 * external id). Only what the file changed counts, so links that others changed meanwhile are left alone, and are a
 * conflict where the file changed them, too. Whether the partners are free is not asked here.
 */
export function decide(row: FileRow, now: (externalId: string) => PairNow | undefined): Verdict {
  if (isUntouched(row)) return unchanged;
  if (row.localId === '')
    return problem(
      'local_id',
      sentence('linkFiles.enterLocalId', 'Enter the id of the entry in Strapi that is to be linked.'),
    );
  const wanted = partnerOf(row);
  const present = now(wanted);
  if (!row.base && row.state === 'unlinked' && !present) return unchanged;
  const base = baseOf(row, present);
  if (wanted === base.externalId || (wanted === '' && row.state !== 'confirmed' && row.state !== 'proposed'))
    return decideState(row, base, now(base.externalId));
  return decidePartner(row, base, wanted, present, now(base.externalId));
}

interface Base {
  state: RowState;
  /** Empty where the record was unlinked. */
  externalId: string;
}

function baseOf(row: FileRow, present: PairNow | undefined): Base {
  const base = row.base ?? (present ? { state: present.state, externalId: partnerOf(row) } : null);
  return base && base.state !== 'unlinked' ? base : { state: 'unlinked', externalId: '' };
}

/** The id of the file, or the one of the export where it differs only by what spreadsheets do to ids. */
function partnerOf({ externalId, base }: FileRow): string {
  const known = base?.externalId ?? '';
  return externalId.trim() === known.trim() || isMangledId(externalId.trim(), known) ? known : externalId.trim();
}

function isUntouched(row: FileRow): boolean {
  if (row.localId === '' && row.externalId.trim() === '') return true;
  if (!row.base) return row.localId === '' && (row.state === '' || row.state === 'unlinked');
  const sameState = row.state === row.base.state || (row.state === '' && row.base.state === 'unlinked');
  // A row of an external record asks for a link as soon as it names an entry.
  const samePair = row.base.state !== 'unlinked' || row.base.externalId === '' || row.localId === '';
  return sameState && samePair && partnerOf(row) === row.base.externalId;
}

/** The partner is the same, the state is not. */
function decideState(row: FileRow, base: Base, present: PairNow | undefined): Verdict {
  const { state } = row;
  const externalId = base.externalId;
  if (base.state === 'unlinked')
    return state === '' || state === 'unlinked'
      ? unchanged
      : problem(
          'external_id',
          sentence('linkFiles.enterExternalId', 'Enter the id of the record in the other system.'),
        );
  if (state === '')
    return problem(
      'state',
      sentence(
        'linkFiles.stateMissing',
        'The state is missing. Write unlinked to remove the link, or what it was before.',
      ),
    );
  if (state === base.state) return unchanged;
  if (state === 'proposed')
    return problem(
      'state',
      sentence('linkFiles.noProposals', 'Proposals are made by matching. Write confirmed or rejected.'),
    );
  if (state === 'unlinked' && base.state === 'rejected')
    return problem(
      'state',
      sentence(
        'linkFiles.rejectedStays',
        'A rejected pair is not linked; its rejection is kept. Write confirmed to link it.',
      ),
    );
  const now = present?.state ?? 'none';
  const goal = state === 'unlinked' ? 'rejected' : state;
  if (now === goal) return unchanged;
  if (now !== base.state) return meanwhile(base.state, present);
  if (goal === 'confirmed')
    return { kind: now === 'proposed' ? 'confirmed' : 'added', externalId, leaves: null, from: now };
  return { kind: now === 'confirmed' ? 'removed' : 'rejected', externalId, leaves: null, from: now };
}

/** The file names another partner. */
function decidePartner(
  { state }: FileRow,
  base: Base,
  externalId: string,
  present: PairNow | undefined,
  before: PairNow | undefined,
): Verdict {
  if (externalId === '')
    return problem(
      'external_id',
      sentence('linkFiles.idMissing', 'The id is missing. To remove the link, write unlinked as its state.'),
    );
  const from = present?.state ?? 'none';
  if (base.state !== 'unlinked' && (state === 'rejected' || state === 'unlinked' || state === ''))
    return problem(
      'state',
      sentence('linkFiles.stateConfirmed', 'With another external_id the state has to be confirmed, not “{state}”.', {
        state: String(state),
      }),
    );
  if (state === 'proposed')
    return problem(
      'state',
      sentence('linkFiles.writeConfirmed', 'Write confirmed to link the two; proposals are made by matching alone.'),
    );
  if (state === 'rejected') {
    if (from === 'rejected') return unchanged;
    if (from === 'confirmed') return meanwhile('unlinked', present);
    return { kind: 'rejected', externalId, leaves: null, from };
  }
  if (from === 'confirmed') return unchanged;
  if (base.state === 'confirmed') {
    if (before?.state !== 'confirmed') return meanwhile('confirmed', before);
    return { kind: 'changed', externalId, leaves: base.externalId, from };
  }
  return { kind: from === 'proposed' ? 'confirmed' : 'added', externalId, leaves: null, from };
}

function meanwhile(was: RowState, present: PairNow | undefined): Verdict {
  const words = { was: STATES[was], is: STATES[present ? present.state : 'withdrawn'] };
  const said = present?.decidedBy
    ? sentence('linkFiles.meanwhileBy', 'Was {was} when it was exported, and is {is} by {name} since.', {
        ...words,
        name: present.decidedBy,
      })
    : sentence('linkFiles.meanwhile', 'Was {was} when it was exported, and is {is} since.', words);
  return { kind: 'conflict', ...said };
}
