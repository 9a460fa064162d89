import type { Standing } from './assign';
import { vetoesOf } from './compare/fields';
import type { PairGraph } from './competition';
import type { PreparedRecord } from './corpus';
import type { MatchOptions, Unlinked } from './types';

/** Why each left record without proposal has none. */
export function unlinkedRecords(
  left: readonly PreparedRecord[],
  right: readonly PreparedRecord[],
  graph: PairGraph,
  scored: Float64Array,
  lefts: Standing,
  rights: Standing,
  chosen: ReadonlySet<number>,
  held: ReadonlySet<string>,
  taken: ReadonlySet<string>,
  rejected: Uint8Array,
  options: Pick<MatchOptions, 'cardinality' | 'threshold' | 'margin'>,
): Unlinked[] {
  const out: Unlinked[] = [];
  left.forEach((record, i) => {
    const pair = lefts.best[i]!;
    if (chosen.has(pair) || held.has(record.source.id)) return;
    if (pair < 0) {
      out.push({ left: record.source.id, why: 'no_candidate', best: null, rival: null, veto: null });
      return;
    }
    const partner = right[graph.right[pair]!]!;
    const best = { right: partner.source.id, score: scored[pair]! };
    const of = (why: Unlinked['why'], rest: Partial<Unlinked> = {}): Unlinked => ({
      left: record.source.id,
      why,
      best,
      rival: null,
      veto: null,
      ...rest,
    });
    const [veto] = vetoesOf(record, partner);
    const inactive = record.source.active === false || partner.source.active === false;
    const second = lefts.second[i]!;
    const preferred = rights.best[graph.right[pair]!]!;
    if (rejected[pair]) out.push(of('rejected'));
    else if (veto) out.push(of('vetoed', { veto }));
    else if (scored[pair]! < options.threshold) {
      const ambiguous = second >= 0 && scored[pair]! - scored[second]! < options.margin && scored[pair]! > 0.1;
      if (!ambiguous) out.push(of('below_threshold'));
      else {
        const rival = { side: 'right' as const, id: right[graph.right[second]!]!.source.id, score: scored[second]! };
        out.push(of('ambiguous', { rival }));
      }
    } else if (inactive) out.push(of('inactive'));
    else if (options.cardinality === 'one_to_one' && taken.has(partner.source.id)) out.push(of('taken'));
    else if (options.cardinality === 'one_to_one' && preferred !== pair) {
      const rival = {
        side: 'left' as const,
        id: left[graph.left[preferred]!]!.source.id,
        score: scored[preferred]!,
      };
      out.push(of('preferred_other', { rival }));
    } else out.push(of('ambiguous'));
  });
  return out;
}
