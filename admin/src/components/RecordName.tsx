import { Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { RecordCard } from '../../../server/src/contracts';
import { getTranslation } from '../utils/getTranslation';

/** A record as a person would name it: label, a second line, and a word when it is inactive. Never cut off. */
export function RecordName({ card }: { card: RecordCard }) {
  const { formatMessage } = useIntl();
  return (
    <Flex direction="column" alignItems="flex-start" minWidth={0}>
      <Typography fontWeight="bold" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {card.label}
      </Typography>
      {card.detail || !card.active ? (
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          {card.active
            ? card.detail
            : formatMessage(
                {
                  id: getTranslation('record.inactive'),
                  defaultMessage: 'Inactive{hasDetail, select, true { · {detail}} other {}}',
                },
                { hasDetail: String(card.detail !== ''), detail: card.detail },
              )}
        </Typography>
      ) : null}
    </Flex>
  );
}
