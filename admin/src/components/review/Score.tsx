import { Typography, VisuallyHidden } from '@strapi/design-system';
import { usePercent } from '../../hooks/usePercent';
import { useWizardText } from './useWizardText';

/** The probability of a pair; a dash where there is none (made by hand). */
export function Score({ score, large = false }: { score: number | null; large?: boolean }) {
  const text = useWizardText();
  const percent = usePercent();
  return (
    <Typography
      variant={large ? 'beta' : 'omega'}
      fontWeight="bold"
      textColor={score === null ? 'neutral600' : 'success600'}
      style={{ fontVariantNumeric: 'tabular-nums' }}
      tag="span"
    >
      <VisuallyHidden>{text('wizard.score')} </VisuallyHidden>
      {score === null ? '–' : percent(score)}
    </Typography>
  );
}
