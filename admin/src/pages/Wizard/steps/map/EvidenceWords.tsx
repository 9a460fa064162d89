import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Evidence } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';
import { VerdictSign } from '../../../../components/review/Verdict';
import { inSentence } from '../../../../utils/format';

/** How two records compare, in a few words: `= same email`, `≠ other city`. What one side lacks is left out. */
export function EvidenceWords({ evidence }: { evidence: Evidence }) {
  const intl = useIntl();
  const text = useWizardText();
  return (
    <Flex tag="ul" gap={4} wrap="wrap" style={{ rowGap: 0 }}>
      {evidence.fields.map((field, index) =>
        field.verdict === 'missing' ? null : (
          <Typography tag="li" key={index} variant="pi" textColor="neutral800" title={field.right ?? undefined}>
            <VerdictSign verdict={field.verdict} />{' '}
            {text(`wizard.words.${field.verdict}`, { field: inSentence(intl, text(`wizard.role.${field.role}`)) })}
          </Typography>
        ),
      )}
    </Flex>
  );
}
