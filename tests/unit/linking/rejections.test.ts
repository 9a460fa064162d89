import type { Evidence, FieldEvidence } from '../../../server/src/contracts/links';
import { changesOf, teaches } from '../../../server/src/linking/rejections';

const field = (role: FieldEvidence['role'], rest: Partial<FieldEvidence>): FieldEvidence => ({
  role,
  left: null,
  right: null,
  verdict: 'same',
  leftNormal: null,
  rightNormal: null,
  similarity: 1,
  weight: 2,
  ...rest,
});
const evidence = (...fields: FieldEvidence[]): Evidence => ({
  prior: -3,
  fields,
  adjustments: [],
  total: 0,
  vetoes: [],
  sentence: '',
});

describe('what has changed since a rejection', () => {
  const name = field('name', { left: 'Acme Inc', leftNormal: 'acme', right: 'ACME', rightNormal: 'acme' });

  it('is nothing while the values read the same after normalisation', () => {
    expect(changesOf(evidence(name), evidence({ ...name, left: 'ACME, Inc.' }))).toEqual([]);
  });

  it('is told with side and values, for either side', () => {
    const now = { ...name, left: 'Acme West', leftNormal: 'acme west', right: null, rightNormal: null };
    expect(changesOf(evidence(name), evidence(now))).toEqual([
      { role: 'name', side: 'local', before: 'Acme Inc', after: 'Acme West' },
      { role: 'name', side: 'external', before: 'ACME', after: null },
    ]);
  });

  it('leaves out fields that carried no weight, and knows those that are gone', () => {
    const phone = field('phone', { left: '1', right: null, verdict: 'missing', similarity: null, weight: 0 });
    expect(changesOf(evidence(name, phone), evidence(name, { ...phone, left: '2', right: '2', weight: 6 }))).toEqual(
      [],
    );
    const city = field('city', { left: 'Bend', right: 'Bend', weight: -1 });
    expect(changesOf(evidence(city), evidence())).toHaveLength(2);
  });

  it('says which reasons mean that the two are different', () => {
    expect(
      ['another_company', 'branch', 'other', 'old_record', 'unlinked'].filter((r) => teaches(r as 'other')),
    ).toEqual(['another_company', 'branch', 'other']);
  });
});
