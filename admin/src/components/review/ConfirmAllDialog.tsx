import { Box, Button, Checkbox, Dialog, Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Connection } from '../../../../server/src/contracts';
import { useCrosswalkConfirmAllMutation, useCrosswalkReviewSummaryQuery } from '../../services/crosswalk';
import { errorMessage, errorStatus } from '../../utils/errors';
import { ImpactBox } from '../invoices/LinkImpact';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { useToast } from '../Toasts';
import { SummaryTable } from './SummaryTable';
import { useWizardText } from './useWizardText';

interface ConfirmAllDialogProps {
  connection: Connection;
  onClose: () => void;
  /** All is confirmed; `count` links were. */
  onDone: (result: { batchId: string; count: number }) => void;
}

/**
 * Asks before all proposals of a connection are confirmed, with the server's exact numbers of this moment. When they
 * have changed by the time of the answer nothing is confirmed and the new numbers show. Mounted means open.
 */
export function ConfirmAllDialog({ connection, onClose, onDone }: ConfirmAllDialogProps) {
  const intl = useIntl();
  const text = useWizardText();
  const toast = useToast();
  const [includeWarnings, setIncludeWarnings] = useState(false);
  const [changed, setChanged] = useState(false);
  const summary = useCrosswalkReviewSummaryQuery(
    { query: { connectionId: connection.id } },
    { refetchOnMountOrArgChange: true },
  );
  const [confirmAll, { isLoading: saving }] = useCrosswalkConfirmAllMutation();
  const numbers = summary.isFetching ? undefined : summary.data?.data;
  const rows = (numbers?.mappings ?? []).map(({ mappingId, name, proposed, withWarning }) => ({
    id: mappingId,
    name,
    count: includeWarnings ? proposed : proposed - withWarning,
  }));
  const total = rows.reduce((sum, row) => sum + row.count, 0);

  const confirm = async () => {
    const expected = rows.map(({ id, count }) => ({ mappingId: id, count }));
    try {
      const { data } = await confirmAll({ body: { connectionId: connection.id, includeWarnings, expected } }).unwrap();
      onDone(data);
    } catch (error) {
      if (errorStatus(error) === 409) {
        setChanged(true);
        void summary.refetch();
      } else toast({ tone: 'danger', message: errorMessage(error, intl) });
    }
  };

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>
          {numbers ? text('wizard.confirmAll.title', { count: total }) : text('wizard.confirmAll.counting')}
        </Dialog.Header>
        <Dialog.Body alignItems="stretch">
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            {changed ? (
              <Box role="alert" background="neutral100" borderColor="warning600" hasRadius padding={3}>
                <Typography textColor="neutral800">{text('wizard.confirmAll.changed')}</Typography>
              </Box>
            ) : null}
            <Dialog.Description textAlign="left">
              {text('wizard.confirmAll.text', { system: connection.connectorName })}
            </Dialog.Description>
            {summary.error && !summary.isFetching ? (
              <LoadError message={errorMessage(summary.error, intl)} onRetry={() => void summary.refetch()} />
            ) : numbers ? (
              <>
                <SummaryTable
                  rows={rows}
                  label={text('wizard.confirmAll.mapping')}
                  numberLabel={text('wizard.confirmAll.links')}
                />
                <ImpactBox
                  of={
                    includeWarnings
                      ? { proposalsOf: connection.id }
                      : { batch: { act: 'confirm', filter: { connectionId: connection.id, warning: 'none' } } }
                  }
                />
                {numbers.withWarning > 0 ? (
                  <Checkbox checked={includeWarnings} onCheckedChange={(value) => setIncludeWarnings(value === true)}>
                    {text('wizard.confirmAll.warnings', { count: numbers.withWarning })}
                  </Checkbox>
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
          <Button fullWidth disabled={!numbers} loading={saving} onClick={() => void confirm()}>
            {text('wizard.confirmAll.yes')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
