import { Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { Connection } from '../../../server/src/contracts';
import { useText } from '../hooks/useText';

/** When the authorisation ends unless somebody signs in again; null where the vendor does not say. */
export function endOfAccess({ expiries }: Pick<Connection, 'expiries'>): string | null {
  const ends = [expiries?.refreshExpiresAt, expiries?.grantExpiresAt].filter((end): end is string => Boolean(end));
  return ends.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** Says 30, 7 and 2 days ahead that the authorisation ends. Nothing before. */
export function ExpiryWarning({ connection }: { connection: Connection }) {
  const t = useText();
  const intl = useIntl();
  const end = endOfAccess(connection);
  if (connection.expiresWithinDays === null || end === null) return null;
  const urgent = connection.expiresWithinDays === 2;
  return (
    <Flex
      role={urgent ? 'alert' : 'status'}
      gap={3}
      alignItems="flex-start"
      background="neutral100"
      borderColor={urgent ? 'danger600' : 'warning600'}
      hasRadius
      padding={3}
    >
      <WarningCircle
        aria-hidden
        fill={urgent ? 'danger600' : 'warning600'}
        width="1.6rem"
        height="1.6rem"
        style={{ flexShrink: 0 }}
      />
      <Typography variant="pi" textColor="neutral800">
        {t('access.ends', {
          system: connection.connectorName,
          date: intl.formatDate(end, { dateStyle: 'long' }),
        })}
      </Typography>
    </Flex>
  );
}
