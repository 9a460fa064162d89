import { match } from '../../server/src/matching';
import { hasDataset, qualityOf, readDataset, type Quality } from '../unit/matching/dataset';

/**
 * Quality and speed of matching on the benchmark sets, without labels, one configuration.
 * `npm run bench -- [sets …] [--json]`; the default sets are those that take seconds.
 */
interface Row {
  set: string;
  left: number;
  right: number;
  at50: Quality;
  autoLink: Quality;
  seconds: number;
  /** Processor time, which a busy machine does not stretch as it does `seconds`. */
  cpuSeconds: number;
  peakMb: number;
}

const standard = ['fodors-zagats', 'dblp-acm', 'customers-10k', 'febrl4-half', 'abt-buy', 'dnb-names'];

function measure(name: string): Row {
  const set = readDataset(name);
  const cardinality = set.mode === 'n-1' ? 'many_to_one' : 'one_to_one';
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  const auto = match(set.left, set.right, { cardinality, threshold: 0.95, margin: 0.05 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  // At .5 the best partner of each record counts, with no margin asked for.
  const half = match(set.left, set.right, { cardinality, threshold: 0.5, margin: 0 });
  return {
    set: name,
    left: set.left.length,
    right: set.right.length,
    at50: qualityOf(half.proposals, set),
    autoLink: qualityOf(auto.proposals, set),
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

const args = process.argv.slice(2);
const asked = args.filter((arg) => !arg.startsWith('--'));
const sets = (asked.length > 0 ? asked : standard).filter((name) => {
  if (hasDataset(name)) return true;
  console.log(`${name}: skipped, the data set is not there.`);
  return false;
});
const number = (value: number, width = 6): string => value.toFixed(1).padStart(width);
const quality = (q: Quality): string => `${number(q.precision)} ${number(q.recall)} ${number(q.f1)}`;
console.log(`${''.padEnd(18)}  at .5: P      R     F1   auto-link: P     R     F1     s  cpu s peak MB`);
const rows = sets.map((name) => {
  const row = measure(name);
  const cells = [row.set.padEnd(18), quality(row.at50), '   ', quality(row.autoLink)];
  console.log(
    `${cells.join('  ')} ${row.seconds.toFixed(2).padStart(7)} ${row.cpuSeconds.toFixed(2).padStart(6)} ${number(row.peakMb, 7)}`,
  );
  return row;
});
if (args.includes('--json')) console.log(JSON.stringify({ sets: rows }));
