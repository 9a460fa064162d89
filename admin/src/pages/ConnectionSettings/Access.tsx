import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { Connection } from '../../../../server/src/contracts';
import { ExpiryWarning } from '../../components/ExpiryWarning';
import { RedirectUri } from '../../components/RedirectUri';
import { When } from '../../components/When';
import { useReconnect } from '../../hooks/useReconnect';
import { useText } from '../../hooks/useText';
import { useCrosswalkListConnectorsQuery } from '../../services/crosswalk';
import { Disconnect } from './Disconnect';
import { Facts } from './Facts';
import { ServerText } from '../../components/ServerText';

/** What access there is and until when; signing in at the vendor again, or giving the access back. Links are kept. */
export function Access({ connection }: { connection: Connection }) {
  const t = useText();
  const { reconnect, isLoading } = useReconnect();
  const meta = useCrosswalkListConnectorsQuery(undefined).data?.meta;
  const isCutOff = connection.state === 'expired';
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <ExpiryWarning connection={connection} />
        <Typography>
          {isCutOff ? (
            connection.stateReason !== null ? (
              <ServerText message={connection.stateReason} words={connection.stateReasonWords} />
            ) : (
              t('home.expired')
            )
          ) : (
            t('settings.accessText', { system: connection.connectorName })
          )}
        </Typography>
        <Ends connection={connection} />
        <Facts connection={connection} />
        {meta ? <RedirectUri uri={meta.redirectUri} /> : null}
        <Flex gap={2} wrap="wrap">
          <Button
            variant={isCutOff || connection.expiresWithinDays !== null ? 'default' : 'tertiary'}
            loading={isLoading}
            onClick={() => void reconnect(connection)}
          >
            {t('home.reconnect')}
          </Button>
          {isCutOff || connection.state === 'draft' ? null : <Disconnect connection={connection} />}
        </Flex>
      </Flex>
    </Box>
  );
}

/** When each part of the authorisation ends, as far as the vendor says. */
function Ends({ connection: { expiries } }: { connection: Connection }) {
  const t = useText();
  const intl = useIntl();
  if (!expiries) return null;
  const date = (end: string) => intl.formatDate(end, { dateStyle: 'long' });
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
      {expiries.accessExpiresAt ? (
        <Typography tag="li" variant="pi" textColor="neutral600">
          {t('access.token')} <When at={expiries.accessExpiresAt} />
        </Typography>
      ) : null}
      {expiries.refreshExpiresAt ? (
        <Typography tag="li" variant="pi" textColor="neutral600">
          {t('access.refresh', { date: date(expiries.refreshExpiresAt) })}
        </Typography>
      ) : null}
      {expiries.grantExpiresAt ? (
        <Typography tag="li" variant="pi" textColor="neutral600">
          {t('access.grant', { date: date(expiries.grantExpiresAt) })}
        </Typography>
      ) : null}
    </Flex>
  );
}
