import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Connection } from '../../../../../../server/src/contracts';
import { LoadError } from '../../../../components/LoadError';
import { LoadingRows } from '../../../../components/LoadingRows';
import { SummaryTable } from '../../../../components/review/SummaryTable';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useCrosswalkReviewSummaryQuery } from '../../../../services/crosswalk';
import { errorMessage } from '../../../../utils/errors';
import type { Wizard } from '../../useWizard';
import { useComplete } from '../useComplete';

interface FinalizeDialogProps {
  connection: Connection;
  wizard: Wizard;
  onClose: () => void;
}

/** Asks before the connection goes live: how many links there will be, and how many of them are confirmed by this. */
export function FinalizeDialog({ connection, wizard, onClose }: FinalizeDialogProps) {
  const intl = useIntl();
  const text = useWizardText();
  const complete = useComplete(wizard);
  const summary = useCrosswalkReviewSummaryQuery(
    { query: { connectionId: connection.id } },
    { refetchOnMountOrArgChange: true },
  );
  const numbers = summary.isFetching ? undefined : summary.data?.data;
  const rows = connection.counts.map((entry) => ({
    id: entry.mappingId,
    name: entry.name,
    count:
      entry.confirmed + (numbers?.mappings.find((mapping) => mapping.mappingId === entry.mappingId)?.proposed ?? 0),
  }));

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>{text('wizard.finalize.title', { name: connection.name })}</Dialog.Header>
        <Dialog.Body alignItems="stretch">
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Dialog.Description textAlign="left">
              {text('wizard.finalize.text', { system: connection.connectorName })}
            </Dialog.Description>
            {summary.error && !summary.isFetching ? (
              <LoadError message={errorMessage(summary.error, intl)} onRetry={() => void summary.refetch()} />
            ) : numbers ? (
              <>
                <SummaryTable
                  rows={rows}
                  label={text('wizard.mapping')}
                  numberLabel={text('wizard.confirmAll.links')}
                />
                {numbers.proposed > 0 ? (
                  <Typography textColor="neutral800">
                    {text('wizard.finalize.proposed', { count: numbers.proposed, warnings: numbers.withWarning })}
                  </Typography>
                ) : null}
              </>
            ) : (
              <LoadingRows rows={4} height="3.2rem" />
            )}
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {text('wizard.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button
            fullWidth
            disabled={!numbers}
            loading={wizard.completing}
            onClick={() => void complete('check').then((worked) => (worked ? undefined : onClose()))}
          >
            {text('wizard.finalize.yes')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
