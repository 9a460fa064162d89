import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { money } from '../../utils/format';
import { useWizardText } from './useWizardText';

/** How much unbilled work waits on a record; nothing where that was not asked for, or nothing waits. */
export function WaitingAmount({ amount }: { amount: string | null | undefined }) {
  const intl = useIntl();
  const text = useWizardText();
  if (!amount) return null;
  return (
    <Typography variant="pi" textColor="neutral800">
      {text('wizard.waiting', { amount: money(amount, null, intl.locale) })}
    </Typography>
  );
}
