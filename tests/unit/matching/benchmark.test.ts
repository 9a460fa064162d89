import { match } from '../../../server/src/matching';
import { hasDataset, qualityOf, readDataset } from './dataset';

/** Floors a little under what was measured, so that a loss of quality fails and noise does not. */
const floors = [
  { set: 'fodors-zagats', f1: 99.1, precision: 98.5, recall: 93 },
  { set: 'dblp-acm', f1: 98.3, precision: 99, recall: 95 },
];

describe.each(floors)('$set', ({ set: name, f1, precision, recall }) => {
  if (!hasDataset(name)) {
    console.log(`${name}: skipped, the benchmark data is not beside the project.`);
    it.skip('needs the benchmark data', () => undefined);
    return;
  }
  const set = readDataset(name);

  it(`reaches F1 ${f1} at probability .5`, () => {
    const { proposals } = match(set.left, set.right, { cardinality: 'one_to_one', threshold: 0.5, margin: 0 });
    expect(qualityOf(proposals, set).f1).toBeGreaterThanOrEqual(f1);
  });

  it('auto-links precisely', () => {
    const { proposals } = match(set.left, set.right, { cardinality: 'one_to_one', threshold: 0.95, margin: 0.05 });
    const quality = qualityOf(proposals, set);
    expect(quality.precision).toBeGreaterThanOrEqual(precision);
    expect(quality.recall).toBeGreaterThanOrEqual(recall);
  });
});
