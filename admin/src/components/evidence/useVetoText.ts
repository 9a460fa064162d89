import { useCallback } from 'react';
import type { Veto } from '../../../../server/src/contracts';
import texts from '../../translations/en/evidence.json';
import { type EvidenceTextKey, useEvidenceText } from './useEvidenceText';

const isText = (key: string): key is EvidenceTextKey => Object.hasOwn(texts, key);

/** `Another tax id: 12-345 and 98-765`, `Not the same size: 6 mm and 8 mm`. */
export function useVetoText(): (veto: Veto) => string {
  const say = useEvidenceText();
  return useCallback(
    ({ kind, what, left, right }) => {
      const values = { left, right };
      if (kind !== 'variant') return say(`evidence.veto.${kind}`, values);
      if (what === null) return say('evidence.veto.variant.unnamed', values);
      // What differs is named by the engine; a word that has no text here is told as it is.
      const key = `evidence.variant.${what}`;
      return say('evidence.veto.variant', { ...values, what: isText(key) ? say(key) : what });
    },
    [say],
  );
}
