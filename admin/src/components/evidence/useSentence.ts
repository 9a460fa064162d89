import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { Evidence } from '../../../../server/src/contracts';
import { inSentence } from '../../utils/format';
import { getTranslation } from '../../utils/getTranslation';
import { useWizardText } from '../review/useWizardText';
import { useEvidenceText } from './useEvidenceText';

const VERDICTS = ['same', 'close', 'different'] as const;

/**
 * How a pair compares, in a sentence. The server's own is English and says more about names; where there is a
 * translation it is put together from the fields: `Gleich: E-Mail und Telefon. Ähnlich: Straße.`
 */
export function useSentence(): (evidence: Pick<Evidence, 'fields' | 'sentence'>) => string {
  const intl = useIntl();
  const say = useEvidenceText();
  const text = useWizardText();
  return useCallback(
    ({ fields, sentence }) => {
      if (!(getTranslation('evidence.sentence.none') in intl.messages)) return sentence;
      const parts = VERDICTS.flatMap((verdict) => {
        const roles = fields.filter((field) => field.verdict === verdict).map(({ role }) => role);
        const names = [...new Set(roles)].map((role) => inSentence(intl, text(`wizard.role.${role}`)));
        return names.length === 0 ? [] : say(`evidence.sentence.${verdict}`, { fields: intl.formatList(names) });
      });
      return parts.length === 0 ? say('evidence.sentence.none') : parts.join(' ');
    },
    [intl, say, text],
  );
}
