import type { LinkState } from '../../../server/src/contracts/links';
import { decide } from '../../../server/src/link-files/decide';
import type { FileRow, RowState } from '../../../server/src/link-files/row';

/** `confirmed 7`: a state with an external id. */
const parse = (text: string) => {
  const [state = '', externalId = ''] = text.split(' ');
  return { state, externalId };
};

/** What a row becomes that was exported as `base`, says `edited`, while Strapi has `now` (by external id). */
function verdict(base: string | null, edited: string, now: Record<string, LinkState> = {}): string {
  const { state, externalId } = parse(edited.replace('blank', ''));
  const row: FileRow = {
    line: 2,
    localId: 'a',
    locale: '',
    externalId,
    state: state as FileRow['state'],
    reason: null,
    base: base === null ? null : (parse(base) as { state: RowState; externalId: string }),
  };
  const result = decide(row, (id) => (now[id] ? { state: now[id], decidedBy: 'Dana' } : undefined));
  if (result.kind === 'problem') return `problem: ${result.field}`;
  if (result.kind === 'conflict') return `conflict: ${result.message}`;
  if (result.kind === 'unchanged') return 'unchanged';
  return [result.kind, result.externalId, ...(result.leaves ? [`leaves ${result.leaves}`] : [])].join(' ');
}

describe('a row of an imported file', () => {
  it('changes nothing where it says what it said, whatever others did meanwhile', () => {
    expect(verdict('proposed 7', 'proposed 7', { 7: 'rejected' })).toBe('unchanged');
    expect(verdict('confirmed 7', 'confirmed 7')).toBe('unchanged');
    expect(verdict('unlinked', 'unlinked', { 7: 'confirmed' })).toBe('unchanged');
    expect(verdict('unlinked', 'blank', {})).toBe('unchanged');
  });

  it('decides on proposals', () => {
    expect(verdict('proposed 7', 'confirmed 7', { 7: 'proposed' })).toBe('confirmed 7');
    expect(verdict('proposed 7', 'rejected 7', { 7: 'proposed' })).toBe('rejected 7');
    expect(verdict('proposed 7', 'unlinked 7', { 7: 'proposed' })).toBe('rejected 7');
    expect(verdict('proposed 7', 'confirmed 8', { 7: 'proposed' })).toBe('added 8');
    expect(verdict('proposed 7', 'proposed 8', { 7: 'proposed' })).toBe('problem: state');
  });

  it('removes, changes and adds links', () => {
    expect(verdict('confirmed 7', 'unlinked 7', { 7: 'confirmed' })).toBe('removed 7');
    expect(verdict('confirmed 7', 'unlinked', { 7: 'confirmed' })).toBe('removed 7');
    expect(verdict('confirmed 7', 'rejected 7', { 7: 'confirmed' })).toBe('removed 7');
    expect(verdict('confirmed 7', 'confirmed 8', { 7: 'confirmed' })).toBe('changed 8 leaves 7');
    expect(verdict('rejected 7', 'confirmed 7', { 7: 'rejected' })).toBe('added 7');
    expect(verdict('unlinked', 'confirmed 7')).toBe('added 7');
    // Whoever fills in a partner wants the link, and need not know of states.
    expect(verdict('unlinked', 'unlinked 7')).toBe('added 7');
    expect(verdict('unlinked', 'blank 7')).toBe('added 7');
    expect(verdict('unlinked', 'rejected 7')).toBe('rejected 7');
    // A row of an external record, to which an entry was written.
    expect(verdict('unlinked 7', 'unlinked 7')).toBe('added 7');
  });

  it('is a conflict where the file and somebody else changed the same link', () => {
    expect(verdict('proposed 7', 'confirmed 7', { 7: 'rejected' })).toBe(
      'conflict: Was proposed when it was exported, and is rejected by Dana since.',
    );
    expect(verdict('proposed 7', 'confirmed 7')).toBe(
      'conflict: Was proposed when it was exported, and is withdrawn since.',
    );
    expect(verdict('confirmed 7', 'confirmed 8', { 7: 'rejected' })).toMatch('conflict');
    expect(verdict('unlinked', 'rejected 7', { 7: 'confirmed' })).toMatch('conflict');
    // Both wanted the same.
    expect(verdict('proposed 7', 'confirmed 7', { 7: 'confirmed' })).toBe('unchanged');
    expect(verdict('confirmed 7', 'unlinked 7', { 7: 'rejected' })).toBe('unchanged');
    expect(verdict('confirmed 7', 'confirmed 8', { 7: 'rejected', 8: 'confirmed' })).toBe('unchanged');
  });

  it('is not understood where it asks for what no import does', () => {
    expect(verdict('confirmed 7', 'proposed 7', { 7: 'confirmed' })).toBe('problem: state');
    expect(verdict('confirmed 7', 'blank 7', { 7: 'confirmed' })).toBe('problem: state');
    expect(verdict('confirmed 7', 'rejected 8', { 7: 'confirmed' })).toBe('problem: state');
    expect(verdict('rejected 7', 'unlinked 7', { 7: 'rejected' })).toBe('problem: state');
    expect(verdict('confirmed 7', 'confirmed', { 7: 'confirmed' })).toBe('problem: external_id');
    expect(verdict('unlinked', 'confirmed')).toBe('problem: external_id');
    expect(verdict(null, 'proposed 7')).toBe('problem: state');
  });

  it('counts as it is where the file does not say what was the case at export', () => {
    expect(verdict(null, 'confirmed 7')).toBe('added 7');
    expect(verdict(null, 'blank 7')).toBe('added 7');
    expect(verdict(null, 'confirmed 7', { 7: 'proposed' })).toBe('confirmed 7');
    expect(verdict(null, 'confirmed 7', { 7: 'confirmed' })).toBe('unchanged');
    expect(verdict(null, 'unlinked 7', { 7: 'confirmed' })).toBe('removed 7');
    expect(verdict(null, 'unlinked 7')).toBe('unchanged');
    expect(verdict(null, 'rejected 7', { 7: 'proposed' })).toBe('rejected 7');
    expect(verdict(null, 'rejected 7')).toBe('rejected 7');
  });

  it('needs an entry', () => {
    const row: FileRow = {
      line: 2,
      localId: '',
      locale: '',
      externalId: '7',
      state: 'confirmed',
      reason: null,
      base: null,
    };
    expect(decide(row, () => undefined)).toMatchObject({ kind: 'problem', field: 'local_id' });
    expect(decide({ ...row, state: 'unlinked' }, () => undefined)).toEqual({ kind: 'unchanged' });
  });
});
