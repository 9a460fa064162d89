import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useCrosswalkUndoDecisionMutation } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { useToast } from '../Toasts';
import { useWizardText } from './useWizardText';

interface Undoable {
  /** What was done, in words. */
  message: string;
  batchId: string;
  onUndone?: () => void;
}

/** Says what was done, with an Undo that takes the whole batch back. */
export function useUndoable(): (done: Undoable) => void {
  const intl = useIntl();
  const text = useWizardText();
  const toast = useToast();
  const [undoDecision] = useCrosswalkUndoDecisionMutation();
  return useCallback(
    ({ message, batchId, onUndone }) => {
      const undo = async () => {
        try {
          await undoDecision({ params: { id: batchId } }).unwrap();
          onUndone?.();
          toast({ tone: 'success', message: text('wizard.said.undone', { what: message }) });
        } catch (error) {
          toast({ tone: 'danger', message: errorMessage(error, intl) });
        }
      };
      toast({ tone: 'success', message, onUndo: () => void undo() });
    },
    [intl, text, toast, undoDecision],
  );
}
