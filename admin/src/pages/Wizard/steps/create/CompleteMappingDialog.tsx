import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import type { MappingCounts } from '../../../../../../server/src/contracts';
import { SummaryTable } from '../../../../components/review/SummaryTable';
import { useWizardText } from '../../../../components/review/useWizardText';
import { externalLeft, externalLeftInAll } from '../../counts';

interface CompleteMappingDialogProps {
  counts: readonly MappingCounts[];
  saving: boolean;
  onYes: () => void;
  onClose: () => void;
}

/** Says what leaving the step means: only mapped records are imported. */
export function CompleteMappingDialog({ counts, saving, onYes, onClose }: CompleteMappingDialogProps) {
  const text = useWizardText();
  const left = externalLeftInAll(counts);
  const mapped = counts.reduce((sum, entry) => sum + entry.confirmed + entry.proposed, 0);
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>{text('wizard.create.complete.title')}</Dialog.Header>
        <Dialog.Body alignItems="stretch">
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Dialog.Description textAlign="left">{text('wizard.create.complete.text', { mapped })}</Dialog.Description>
            {left > 0 ? (
              <>
                <Typography textColor="neutral800">{text('wizard.create.complete.left', { count: left })}</Typography>
                <SummaryTable
                  label={text('wizard.mapping')}
                  numberLabel={text('wizard.create.complete.notImported')}
                  rows={externalLeft(counts)}
                />
              </>
            ) : null}
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {text('wizard.cancel')}
            </Button>
          </Dialog.Cancel>
          <Button fullWidth loading={saving} onClick={onYes}>
            {text('wizard.confirmAll.yes')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
