import { Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useWizardText } from './useWizardText';

/** Why the decision about a card was not saved; the card stays for another try. */
export function FailedReason({ reason }: { reason: string | undefined }) {
  const text = useWizardText();
  if (reason === undefined) return null;
  return (
    <Flex gap={2} paddingLeft={5} paddingRight={5} paddingTop={2} paddingBottom={2} background="neutral100">
      <WarningCircle fill="danger600" aria-hidden width="1.6rem" height="1.6rem" />
      <Typography variant="pi" textColor="neutral800">
        {text('wizard.card.failed', { reason })}
      </Typography>
    </Flex>
  );
}
