import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { RecordCard, Side, Suggestion } from '../../../../../../server/src/contracts';
import { useUndoable } from '../../../../components/review/useUndoable';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useToast } from '../../../../components/Toasts';
import { useCrosswalkMapRecordsMutation } from '../../../../services/crosswalk';
import { errorDetails, errorMessage } from '../../../../utils/errors';

/** The link that a refused act would have to replace. */
export interface InTheWay {
  linkId: string;
  message: string;
}

interface MapPairOptions {
  mappingId: string;
  side: Side;
  onMapped: (record: RecordCard) => void;
  onUndone: (record: RecordCard) => void;
}

/**
 * Links a record with the partner chosen for it. When the local record has another link by now, nothing is changed
 * and `inTheWay` says which; a second call with it replaces that link in the same act.
 */
export function useMapPair({ mappingId, side, onMapped, onUndone }: MapPairOptions) {
  const intl = useIntl();
  const text = useWizardText();
  const toast = useToast();
  const [inTheWay, setInTheWay] = useState<InTheWay | null>(null);
  const [map, { isLoading: saving }] = useCrosswalkMapRecordsMutation();
  const undoable = useUndoable();

  const link = async (record: RecordCard, partner: Suggestion['record'], replace?: string) => {
    const [local, external] = side === 'local' ? [record, partner] : [partner, record];
    try {
      const { data } = await map({
        body: {
          mappingId,
          localId: local.id,
          locale: local.locale,
          externalId: external.id,
          ...(replace ? { replace } : {}),
        },
      }).unwrap();
      setInTheWay(null);
      undoable({
        message: text('wizard.map.done', { local: local.label, external: external.label }),
        batchId: data.batchId,
        onUndone: () => onUndone(record),
      });
      onMapped(record);
    } catch (error) {
      const details = errorDetails(error);
      const replaceable =
        typeof details === 'object' && details !== null && 'replace' in details ? details.replace : undefined;
      const message = errorMessage(error, intl);
      if (typeof replaceable === 'string') setInTheWay({ linkId: replaceable, message });
      else toast({ tone: 'danger', message });
    }
  };

  return { link, saving, inTheWay, forget: () => setInTheWay(null) };
}
