import { Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import type { Connection } from '../../../../../../server/src/contracts';
import { useWizardText } from '../../../../components/review/useWizardText';
import { useReconnect } from '../../../../hooks/useReconnect';
import { BASE_PATH } from '../../../../pluginId';
import { ServerText } from '../../../../components/ServerText';

/** Says that the connection cannot be read from now, and leads to what mends it. Nothing while all is well. */
export function ConnectionNotice({ connection, canConfigure }: { connection: Connection; canConfigure: boolean }) {
  const text = useWizardText();
  const { reconnect, isLoading } = useReconnect();
  if (connection.state !== 'draft' && connection.state !== 'expired') return null;

  const isFile = connection.auth === 'file';
  return (
    <Flex role="alert" gap={4} wrap="wrap" background="neutral0" borderColor="danger600" hasRadius padding={5}>
      <WarningCircle fill="danger600" aria-hidden width="2rem" height="2rem" />
      <Flex direction="column" alignItems="flex-start" flex="1" minWidth="24rem">
        <Typography fontWeight="bold" textColor="neutral800">
          {text(connection.state === 'expired' ? 'wizard.expired' : isFile ? 'wizard.noFile' : 'wizard.notConnected', {
            system: connection.connectorName,
          })}
        </Typography>
        <Typography textColor="neutral800">
          {connection.stateReason !== null ? (
            <ServerText message={connection.stateReason} words={connection.stateReasonWords} />
          ) : connection.state === 'expired' ? (
            text('wizard.expired.kept')
          ) : (
            ''
          )}
        </Typography>
      </Flex>
      {!canConfigure ? (
        <Typography variant="pi" textColor="neutral600">
          {text('wizard.run.needsConfigure')}
        </Typography>
      ) : isFile ? (
        <LinkButton tag={NavLink} to={`${BASE_PATH}/connections/${connection.id}/settings`}>
          {text('wizard.uploadFile')}
        </LinkButton>
      ) : (
        <Button loading={isLoading} onClick={() => void reconnect(connection)}>
          {text(connection.state === 'expired' ? 'wizard.reconnect' : 'wizard.connect')}
        </Button>
      )}
    </Flex>
  );
}
