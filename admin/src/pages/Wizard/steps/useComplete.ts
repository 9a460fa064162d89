import { useIntl } from 'react-intl';
import type { WizardStep } from '../../../../../server/src/contracts';
import { useToast } from '../../../components/Toasts';
import { errorMessage } from '../../../utils/errors';
import type { Wizard } from '../useWizard';

/** Leaves a step for the next one; a refusal is shown in words. Answers whether it worked. */
export function useComplete(wizard: Wizard) {
  const intl = useIntl();
  const toast = useToast();
  return async (step: Exclude<WizardStep, 'done'>): Promise<boolean> => {
    try {
      await wizard.complete(step);
      return true;
    } catch (error) {
      toast({ tone: 'danger', message: errorMessage(error, intl) });
      return false;
    }
  };
}
