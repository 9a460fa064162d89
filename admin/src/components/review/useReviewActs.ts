import { useCallback, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Link, RejectReason } from '../../../../server/src/contracts';
import {
  useCrosswalkConfirmLinksMutation,
  useCrosswalkRejectLinksMutation,
  useCrosswalkUndoDecisionMutation,
} from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { useWizardText } from './useWizardText';
import type { ReviewQueueState } from './useReviewQueue';

export type Reason = Exclude<RejectReason, 'unlinked'>;
export const REASONS: readonly Reason[] = ['another_company', 'branch', 'old_record', 'other'];

interface Done {
  batchId: string;
  ids: string[];
  said: string;
}

/**
 * Confirm, reject and undo. The cards leave at once and saving goes on behind; a refused card comes back with the
 * reason. `last` is what can be undone next, `news` what a screen reader should hear.
 */
export function useReviewActs(queue: Pick<ReviewQueueState, 'hide' | 'bringBack'>) {
  const intl = useIntl();
  const text = useWizardText();
  const { hide, bringBack } = queue;
  const [confirm] = useCrosswalkConfirmLinksMutation();
  const [reject] = useCrosswalkRejectLinksMutation();
  const [undoDecision] = useCrosswalkUndoDecisionMutation();
  const [history, setHistory] = useState<Done[]>([]);
  const [news, setNews] = useState<{ tone: 'success' | 'danger'; message: string } | null>(null);
  const saving = useRef<Promise<Done | null>>(Promise.resolve(null));

  const decide = (links: readonly Link[], act: 'confirm' | 'reject', reason: Reason = 'other') => {
    const first = links[0];
    if (!first) return;
    const ids = links.map((link) => link.id);
    const said = text(`wizard.said.${act}`, { count: ids.length, name: first.local.label });
    hide(ids);
    const request =
      act === 'confirm' ? confirm({ body: { ids } }).unwrap() : reject({ body: { ids, reason } }).unwrap();
    saving.current = request.then(
      ({ data }) => {
        const done = { batchId: data.batchId, ids, said };
        setHistory((before) => [...before, done]);
        setNews({ tone: 'success', message: said });
        return done;
      },
      (error: unknown) => {
        const message = errorMessage(error, intl);
        bringBack(ids, message);
        setNews({ tone: 'danger', message: text('wizard.said.failed', { name: first.local.label, message }) });
        return null;
      },
    );
  };

  const undo = useCallback(async () => {
    // The act before may still be on its way to the server.
    const late = await saving.current;
    const done = history[history.length - 1] ?? late;
    const latest = late && !history.includes(late) ? late : done;
    if (!latest) return;
    setHistory((before) => before.filter((entry) => entry.batchId !== latest.batchId));
    saving.current = Promise.resolve(null);
    try {
      await undoDecision({ params: { id: latest.batchId } }).unwrap();
      bringBack(latest.ids);
      setNews({ tone: 'success', message: text('wizard.said.undone', { what: latest.said }) });
    } catch (error) {
      setNews({ tone: 'danger', message: errorMessage(error, intl) });
    }
  }, [history, undoDecision, bringBack, intl, text]);

  return {
    confirm: (links: readonly Link[]) => decide(links, 'confirm'),
    reject: (links: readonly Link[], reason?: Reason) => decide(links, 'reject', reason),
    undo,
    canUndo: history.length > 0,
    news,
  };
}
