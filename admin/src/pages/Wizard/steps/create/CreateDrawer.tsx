import { useIntl } from 'react-intl';
import { Drawer } from '../../../../components/Drawer';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useCrosswalkCreateFormQuery } from '../../../../services/crosswalk';
import { errorMessage } from '../../../../utils/errors';
import { CreateForm } from './CreateForm';

interface CreateDrawerProps {
  mappingId: string;
  externalId: string;
  localName: string;
  hasNext: boolean;
  onClose: () => void;
  /** Created or linked; `next` asks for the following record. */
  onDone: (externalId: string, next: boolean) => void;
}

/** The form of the content type for one external record, at the right edge. */
export function CreateDrawer({ mappingId, externalId, localName, hasNext, onClose, onDone }: CreateDrawerProps) {
  const intl = useIntl();
  const text = useWizardText();
  const { currentData, error, refetch } = useCrosswalkCreateFormQuery(
    { params: { id: mappingId }, query: { externalId } },
    { refetchOnMountOrArgChange: true },
  );
  const form = currentData?.data;
  if (form) {
    return (
      <CreateForm
        key={form.external.id}
        mappingId={mappingId}
        localName={localName}
        form={form}
        hasNext={hasNext}
        onClose={onClose}
        onDone={(next) => onDone(externalId, next)}
      />
    );
  }
  return (
    <Drawer title={text('wizard.create.loading')} onClose={onClose}>
      {error ? (
        <LoadError
          message={text('wizard.create.formError', { message: errorMessage(error, intl) })}
          onRetry={() => void refetch()}
        />
      ) : (
        <LoadingRows rows={6} />
      )}
    </Drawer>
  );
}
