import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useAct } from '../../../../hooks/useAct';
import { useCrosswalkCancelRunMutation } from '../../../../services/crosswalk';
import { errorMessage } from '../../../../utils/errors';
import { StepFooter } from '../../StepFooter';
import { orderOf } from '../../useWizard';
import { NoMappings } from '../NoMappings';
import type { StepProps } from '../types';
import { useComplete } from '../useComplete';
import { ConnectionNotice } from './ConnectionNotice';
import { RunCounts } from './RunCounts';
import { RunNotice } from './RunNotice';
import { RunParts } from './RunParts';
import { RunProblems } from './RunProblems';
import { useAutoSync } from './useAutoSync';

/** Step 1: records are read and matched. Starts by itself; leaving the page does not stop it. */
export function SyncStep({ connection, wizard, canReview, canConfigure }: StepProps) {
  const intl = useIntl();
  const text = useWizardText();
  const act = useAct();
  const complete = useComplete(wizard);
  const auto = useAutoSync(connection, canReview);
  const [cancel, { isLoading: cancelling }] = useCrosswalkCancelRunMutation();

  const { activeRun } = connection;
  const run = activeRun ?? connection.lastRun;
  const proposed = connection.counts.reduce((sum, entry) => sum + entry.proposed, 0);
  const usable = connection.state === 'setup' || connection.state === 'live';
  const finished = activeRun === null && connection.lastSyncAt !== null && run?.state === 'succeeded';
  const waitsForVisit = run?.state === 'waiting' && run.runAfter === null;
  const reached = orderOf(wizard.furthest) > orderOf('sync');

  const stop = (id: string) =>
    void act(cancel({ params: { id } }).unwrap(), { done: text('wizard.sync.cancelled'), undo: false });

  return (
    <>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <ConnectionNotice connection={connection} canConfigure={canConfigure} />
        {usable && connection.counts.length === 0 && !activeRun ? <NoMappings connection={connection} /> : null}
        {auto.error && !run ? (
          <LoadError
            message={text('wizard.sync.notStarted', { message: errorMessage(auto.error, intl) })}
            onRetry={auto.start}
          />
        ) : null}
        {usable && connection.counts.length > 0 && !run && !auto.error && !auto.waitsForStart ? (
          <LoadingRows rows={4} />
        ) : null}
        {auto.waitsForStart ? <Typography textColor="neutral800">{text('wizard.sync.notAllowed')}</Typography> : null}
        {run ? (
          <>
            <RunNotice run={run} canConfigure={canConfigure} canReview={canReview} onSyncAgain={auto.start} />
            <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
              <Flex justifyContent="space-between" gap={4} paddingBottom={5} wrap="wrap">
                <Typography variant="delta" tag="h2" textColor="neutral800" aria-live="polite">
                  {finished
                    ? text('wizard.sync.finished', { count: proposed })
                    : text(waitsForVisit ? 'wizard.run.title.visit' : `wizard.run.title.${run.state}`, {
                        system: connection.connectorName,
                      })}
                </Typography>
                {activeRun && canReview ? (
                  <Button
                    variant="tertiary"
                    loading={cancelling}
                    disabled={activeRun.cancelRequested}
                    onClick={() => stop(activeRun.id)}
                  >
                    {text(activeRun.cancelRequested ? 'wizard.sync.cancelling' : 'wizard.sync.cancel')}
                  </Button>
                ) : null}
                {!activeRun && usable && canReview ? (
                  <Button variant="tertiary" loading={auto.starting} onClick={auto.start}>
                    {text('wizard.sync.again')}
                  </Button>
                ) : null}
              </Flex>
              <RunParts run={run} />
              <Box paddingTop={6}>
                <RunCounts run={run} />
              </Box>
            </Box>
            <RunProblems run={run} />
          </>
        ) : null}
      </Flex>
      <StepFooter
        hints={
          <Typography variant="pi" textColor="neutral600">
            {activeRun ? text('wizard.sync.leave') : null}
          </Typography>
        }
      >
        {reached ? (
          <Button size="L" onClick={() => wizard.goTo('review')}>
            {proposed > 0 ? text('wizard.sync.review', { count: proposed }) : text('wizard.continue')}
          </Button>
        ) : finished && canReview ? (
          <Button size="L" loading={wizard.completing} onClick={() => void complete('sync')}>
            {proposed > 0 ? text('wizard.sync.review', { count: proposed }) : text('wizard.continue')}
          </Button>
        ) : null}
      </StepFooter>
    </>
  );
}
