import { Button } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { RecordCard } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useToast } from '../../../../components/Toasts';
import { useCrosswalkIgnoreRecordsMutation, useCrosswalkStopIgnoringMutation } from '../../../../services/crosswalk';
import { errorMessage } from '../../../../utils/errors';
import type { MapState } from './useMapStep';

interface IgnoreButtonProps {
  mappingId: string;
  record: RecordCard;
  state: MapState;
}

/** Says that a record shall have no partner, or takes that back; either has its Undo. */
export function IgnoreButton({ mappingId, record, state }: IgnoreButtonProps) {
  const intl = useIntl();
  const text = useWizardText();
  const toast = useToast();
  const [ignore, ignoring] = useCrosswalkIgnoreRecordsMutation();
  const [stop, stopping] = useCrosswalkStopIgnoringMutation();
  const arg = {
    params: { id: mappingId },
    body: { side: state.side, records: [{ id: record.id, locale: record.locale }] },
  };

  const run = async (act: 'ignore' | 'stop', isUndo = false) => {
    try {
      await (act === 'ignore' ? ignore(arg) : stop(arg)).unwrap();
      if (!isUndo) state.goOn(record);
      const opposite = act === 'ignore' ? 'stop' : 'ignore';
      toast({
        tone: 'success',
        message: text(act === 'ignore' ? 'wizard.ignore.done' : 'wizard.ignore.stopped', { name: record.label }),
        ...(isUndo ? {} : { onUndo: () => void run(opposite, true) }),
      });
    } catch (error) {
      toast({ tone: 'danger', message: errorMessage(error, intl) });
    }
  };
  return (
    <Button
      size="S"
      variant="tertiary"
      loading={ignoring.isLoading || stopping.isLoading}
      onClick={() => void run(state.showIgnored ? 'stop' : 'ignore')}
    >
      {text(state.showIgnored ? 'wizard.ignore.stop' : 'wizard.ignore')}
    </Button>
  );
}
