import { useCallback } from 'react';
import type { WhyNot } from '../../../../server/src/contracts';
import { usePercent } from '../../hooks/usePercent';
import { LEAST } from '../limit/scale';
import { useEvidenceText } from './useEvidenceText';

/** A dash where there is none. */
function useScoreOf(): (record: { score: number | null } | null) => string {
  const percent = usePercent();
  return useCallback((record) => (typeof record?.score === 'number' ? percent(record.score) : '–'), [percent]);
}

/** No limit that can be set would let the best candidate through. */
export const isFar = ({ best }: Pick<WhyNot, 'best'>): boolean => (best?.score ?? 0) < LEAST;

/** Why a record has no proposal, with the names and the numbers. */
export function useWhyNotText(): (why: WhyNot, names: { connection: string }) => string {
  const say = useEvidenceText();
  const percent = usePercent();
  const scoreOf = useScoreOf();
  return useCallback(
    (why, { connection }) => {
      const { kind, best, rival } = why;
      const values = {
        connection,
        best: best?.label ?? '',
        score: scoreOf(best),
        rival: rival?.label ?? '',
        rivalScore: scoreOf(rival),
        threshold: percent(why.threshold),
        margin: percent(why.margin),
      };
      switch (kind) {
        case 'ambiguous':
          if (!rival) return say('why.ambiguous.unknown', values);
          return say(rival.side === 'external' ? 'why.ambiguous.right' : 'why.ambiguous.left', values);
        case 'taken':
        case 'preferred_other':
          return say(rival ? `why.${kind}` : `why.${kind}.unknown`, values);
        case 'below_threshold':
          return say(isFar(why) ? 'why.below_threshold.far' : 'why.below_threshold', values);
        case 'no_candidate':
        case 'vetoed':
        case 'rejected':
        case 'inactive':
          return say(`why.${kind}`, values);
      }
    },
    [say, percent, scoreOf],
  );
}

/** The same in a few words, for a list. */
export function useShortWhyNotText(): (why: Pick<WhyNot, 'kind' | 'best'>) => string {
  const say = useEvidenceText();
  const scoreOf = useScoreOf();
  return useCallback(({ kind, best }) => say(`why.short.${kind}`, { score: scoreOf(best) }), [say, scoreOf]);
}
