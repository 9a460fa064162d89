import { Box } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useParams } from 'react-router-dom';
import type { Connection, MappingCounts, WizardStep } from '../../../../server/src/contracts';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { externalLeftInAll } from './counts';
import { useWizardText } from '../../components/review/useWizardText';
import { useAllowed } from '../../hooks/useAllowed';
import { useLiveConnection } from '../../hooks/useLiveConnection';
import { useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { CheckStep } from './steps/check/CheckStep';
import { CreateStep } from './steps/create/CreateStep';
import { DoneStep } from './steps/DoneStep';
import { MapStep } from './steps/map/MapStep';
import { ReviewStep } from './steps/review/ReviewStep';
import { SyncStep } from './steps/sync/SyncStep';
import type { StepProps } from './steps/types';
import { useWizard } from './useWizard';
import { WithFooter } from './StepFooter';
import { WizardHeader } from './WizardHeader';

/** The set-up of one connection, from the first sync to live. Can be left and taken up again at any step. */
export default function WizardPage() {
  const { id = '' } = useParams();
  const intl = useIntl();
  const text = useWizardText();
  const { data, error, refetch } = useLiveConnection(id);
  const connection = data?.data;
  if (connection?.id === id) return <WizardOf connection={connection} key={id} />;
  return (
    <Page.Main>
      <Page.Title>{text('wizard.title')}</Page.Title>
      <Box padding={8}>
        {error ? (
          <LoadError
            message={text('wizard.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : (
          <LoadingRows rows={8} />
        )}
      </Box>
    </Page.Main>
  );
}

function WizardOf({ connection }: { connection: Connection }) {
  const text = useWizardText();
  const { canReview, canConfigure, canWrite } = useAllowed();
  const wizard = useWizard(connection);
  const mappings = useCrosswalkListMappingsQuery({ query: { connectionId: connection.id } });
  const props: StepProps = {
    connection,
    wizard,
    mappings: mappings.data?.data ?? [],
    canReview,
    canConfigure,
    canWrite,
  };
  return (
    <Page.Main>
      <Page.Title>{text('wizard.title.of', { name: connection.name })}</Page.Title>
      <WithFooter
        header={<WizardHeader connection={connection} wizard={wizard} left={leftIn(wizard.step, connection.counts)} />}
      >
        <Step {...props} />
      </WithFooter>
    </Page.Main>
  );
}

function Step(props: StepProps) {
  switch (props.wizard.step) {
    case 'sync':
      return <SyncStep {...props} />;
    case 'review':
      return <ReviewStep {...props} />;
    case 'map':
      return <MapStep {...props} />;
    case 'create':
      return <CreateStep {...props} />;
    case 'check':
      return <CheckStep {...props} />;
    case 'done':
      return <DoneStep {...props} />;
  }
}

/** How much is left to do in a step; null where nothing is counted. */
function leftIn(step: WizardStep, counts: readonly MappingCounts[]): number | null {
  const sum = (pick: (entry: MappingCounts) => number) => counts.reduce((total, entry) => total + pick(entry), 0);
  if (step === 'review') return sum((entry) => entry.proposed);
  if (step === 'map') return sum((entry) => entry.localUnlinked);
  if (step === 'create') return externalLeftInAll(counts);
  return null;
}
