import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useRef } from 'react';
import type { RecordCard, Suggestion } from '../../../../../../server/src/contracts';
import { LinkImpact } from '../../../../components/invoices/LinkImpact';
import { Key } from '../../../../components/review/Key';
import { useWizardText } from '../../../../components/review/useWizardText';
import type { InTheWay } from './useMapPair';

interface MapConfirmationProps {
  /** The link as it would be, whichever side the list starts from. */
  change: { mappingId: string; localId: string; locale: string; externalId: string };
  record: RecordCard;
  suggestion: Suggestion;
  saving: boolean;
  inTheWay: InTheWay | null;
  onBack: () => void;
  onConfirm: (replace?: string) => void;
}

/** Asks in the row before two records are linked: who shares the record, and which link would be replaced. */
export function MapConfirmation({
  change,
  record,
  suggestion,
  saving,
  inTheWay,
  onBack,
  onConfirm,
}: MapConfirmationProps) {
  const text = useWizardText();
  const names = suggestion.takenBy.map((taker) => taker.label).join(', ');
  const yes = useRef<HTMLButtonElement>(null);
  // The row was opened by a key or a click for this question, so Enter answers it.
  useEffect(() => {
    yes.current?.focus();
  }, []);
  return (
    <Flex
      justifyContent="space-between"
      gap={4}
      wrap="wrap"
      padding={4}
      background="primary100"
      onKeyDown={(event: React.KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onBack();
      }}
    >
      <Box flex="1" minWidth="24rem" aria-live="polite">
        <Typography fontWeight="bold" tag="p" textColor="neutral800">
          {text('wizard.map.sure', { name: record.label, partner: suggestion.record.label })}
        </Typography>
        {names !== '' ? (
          <Typography variant="pi" tag="p" textColor="neutral800">
            {text('wizard.map.shared', { names, count: suggestion.takenBy.length })}
          </Typography>
        ) : null}
        {suggestion.rejected ? (
          <Typography variant="pi" tag="p" textColor="neutral800">
            {text('wizard.map.sureRejected')}
          </Typography>
        ) : null}
        {inTheWay ? (
          <Typography variant="pi" tag="p" textColor="neutral800">
            {inTheWay.message}
          </Typography>
        ) : null}
        <LinkImpact quiet of={{ changes: [change] }} />
      </Box>
      <Flex gap={3}>
        <Button variant="tertiary" onClick={onBack}>
          {text('wizard.cancel')}
        </Button>
        <Button
          ref={yes}
          loading={saving}
          variant={inTheWay ? 'danger' : 'default'}
          onClick={() => onConfirm(inTheWay?.linkId)}
        >
          <Flex tag="span" gap={2}>
            {text(inTheWay ? 'wizard.map.replace' : 'wizard.confirm')} <Key>↵</Key>
          </Flex>
        </Button>
      </Flex>
    </Flex>
  );
}
