import { Flex, Typography } from '@strapi/design-system';
import type { RecordCard } from '../../../server/src/contracts';
import { useText } from '../hooks/useText';

/** A record as a person would name it: label, a second line, and a word when it is inactive. Never cut off. */
export function RecordName({ card }: { card: RecordCard }) {
  const t = useText();
  return (
    <Flex direction="column" alignItems="flex-start" minWidth={0}>
      <Typography fontWeight="bold" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {card.label}
      </Typography>
      {card.detail || !card.active ? (
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {card.active
            ? card.detail
            : t('record.inactive', { hasDetail: String(card.detail !== ''), detail: card.detail })}
        </Typography>
      ) : null}
    </Flex>
  );
}
