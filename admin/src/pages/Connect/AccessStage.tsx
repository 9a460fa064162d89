import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { Connection } from '../../../../server/src/contracts';
import { RedirectUri } from '../../components/RedirectUri';
import { useReconnect } from '../../hooks/useReconnect';
import { useText } from '../../hooks/useText';
import { ServerText } from '../../components/ServerText';

/** A connection that has a name but no access yet: the way to the vendor's page. */
export function AccessStage({ connection, redirectUri }: { connection: Connection; redirectUri: string }) {
  const t = useText();
  const { reconnect, isLoading } = useReconnect();
  return (
    <Box maxWidth="64rem" background="neutral0" borderColor="neutral200" hasRadius padding={6}>
      <Flex direction="column" alignItems="stretch" gap={5}>
        <Typography>{t('connect.access', { system: connection.connectorName })}</Typography>
        {connection.stateReason ? (
          <Typography>
            <ServerText message={connection.stateReason} words={connection.stateReasonWords} />
          </Typography>
        ) : null}
        <RedirectUri uri={redirectUri} />
        <Flex>
          <Button loading={isLoading} onClick={() => void reconnect(connection)}>
            {t('connect.goToSystem', { system: connection.connectorName })}
          </Button>
        </Flex>
      </Flex>
    </Box>
  );
}
