import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { Connection } from '../../../../server/src/contracts';
import { RedirectUri } from '../../components/RedirectUri';
import { useReconnect } from '../../hooks/useReconnect';
import { useText } from '../../hooks/useText';
import { useCrosswalkListConnectorsQuery } from '../../services/crosswalk';

/** Signing in at the vendor again; links are kept. */
export function Access({ connection }: { connection: Connection }) {
  const t = useText();
  const { reconnect, isLoading } = useReconnect();
  const meta = useCrosswalkListConnectorsQuery(undefined).data?.meta;
  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography>
          {connection.state === 'expired'
            ? (connection.stateReason ?? t('home.expired'))
            : t('settings.accessText', { system: connection.connectorName })}
        </Typography>
        {meta ? <RedirectUri uri={meta.redirectUri} /> : null}
        <Flex>
          <Button
            variant={connection.state === 'expired' ? 'default' : 'tertiary'}
            loading={isLoading}
            onClick={() => void reconnect(connection)}
          >
            {t('home.reconnect')}
          </Button>
        </Flex>
      </Flex>
    </Box>
  );
}
