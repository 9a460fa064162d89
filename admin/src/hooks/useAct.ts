import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { useToast } from '../components/Toasts';
import { useCrosswalkUndoDecisionMutation } from '../services/crosswalk';
import { errorMessage } from '../utils/errors';
import { useText } from './useText';

interface ActOptions<Result> {
  /** Said when it has worked, e.g. `6 links confirmed`. */
  done: string | ((result: Result) => string);
  /** false: no Undo button even where the act could be undone. */
  undo?: boolean;
}

/**
 * Carries out an act and says how it went. `act(confirm({ body }).unwrap(), { done: '6 links confirmed' })` shows the
 * result with an Undo button when the answer holds a batchId, or the server's refusal in words. Answers with the
 * response, or null when it failed.
 */
export function useAct(): <Result>(work: Promise<Result>, options: ActOptions<Result>) => Promise<Result | null> {
  const intl = useIntl();
  const t = useText();
  const toast = useToast();
  const [undoDecision] = useCrosswalkUndoDecisionMutation();

  return useCallback(
    async (work, { done, undo = true }) => {
      try {
        const result = await work;
        const batchId = undo ? batchOf(result) : null;
        toast({
          tone: 'success',
          message: typeof done === 'function' ? done(result) : done,
          onUndo: batchId
            ? () => {
                undoDecision({ params: { id: batchId } })
                  .unwrap()
                  .then(({ data }) => {
                    const text = t('undone', { count: data.count });
                    toast({ tone: 'success', message: text });
                  })
                  .catch((error: unknown) => toast({ tone: 'danger', message: errorMessage(error, intl) }));
              }
            : undefined,
        });
        return result;
      } catch (error) {
        toast({ tone: 'danger', message: errorMessage(error, intl) });
        return null;
      }
    },
    [intl, t, toast, undoDecision],
  );
}

function batchOf(result: unknown): string | null {
  if (typeof result !== 'object' || result === null || !('data' in result)) return null;
  const { data } = result;
  if (typeof data !== 'object' || data === null || !('batchId' in data)) return null;
  return typeof data.batchId === 'string' ? data.batchId : null;
}
