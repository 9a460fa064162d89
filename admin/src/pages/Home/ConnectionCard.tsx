import { Box, Button, Flex, IconButton, Link as TextLink, LinkButton, Menu, Typography } from '@strapi/design-system';
import { More } from '@strapi/icons';
import { Link, useNavigate } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { ConnectionStateTag } from '../../components/ConnectionStateTag';
import { ExpiryWarning } from '../../components/ExpiryWarning';
import { SystemBadge } from '../../components/SystemBadge';
import { When } from '../../components/When';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import { useReconnect } from '../../hooks/useReconnect';
import { useText } from '../../hooks/useText';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkSyncConnectionMutation } from '../../services/crosswalk';
import { chargesPath, settingsPath, setupPath, wizardPath } from '../../utils/connectionPaths';
import { Coverage } from './Coverage';
import { RunStatus } from './RunStatus';

/** One connection: its state, what is linked, what it does now, and the one next act. */
export function ConnectionCard({ connection }: { connection: Connection }) {
  const t = useText();
  const { canConfigure, canCharges } = useAllowed();
  const attention = connection.counts.reduce((sum, counts) => sum + counts.attention, 0);
  const titleId = `crosswalk-connection-${connection.id}`;
  const account = [connection.connectorName, connection.accountName].filter(Boolean).join(' · ');
  return (
    <Flex
      tag="article"
      aria-labelledby={titleId}
      direction="column"
      alignItems="stretch"
      gap={4}
      padding={5}
      height="100%"
      background="neutral0"
      borderColor="neutral200"
      hasRadius
    >
      <Flex gap={3} alignItems="flex-start">
        <SystemBadge connector={connection.connector} />
        <Box flex="1" minWidth={0}>
          <Typography id={titleId} variant="delta" fontWeight="bold" tag="h3" style={{ overflowWrap: 'anywhere' }}>
            {connection.name}
          </Typography>
          <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
            {account}
          </Typography>
        </Box>
        <CardMenu connection={connection} />
      </Flex>
      <Flex gap={3} wrap="wrap">
        <ConnectionStateTag connection={connection} />
        <Typography variant="pi" textColor="neutral600">
          {connection.lastSyncAt ? (
            <>
              {t('home.synced')} <When at={connection.lastSyncAt} />
            </>
          ) : (
            t('home.neverSynced')
          )}
        </Typography>
        {connection.hasCharges && canCharges ? (
          <TextLink tag={Link} to={chargesPath(connection)}>
            {t('home.charges')}
          </TextLink>
        ) : null}
      </Flex>
      {connection.counts.length > 0 ? (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
          {connection.counts.map((counts) => (
            <Coverage key={counts.mappingId} counts={counts} />
          ))}
        </Flex>
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {t('home.noMappings')}
        </Typography>
      )}
      <ExpiryWarning connection={connection} />
      <RunStatus connection={connection} canConfigure={canConfigure} />
      <Box flex="1" />
      <Flex
        justifyContent="space-between"
        gap={3}
        wrap="wrap"
        paddingTop={4}
        borderStyle="solid"
        borderWidth="1px 0 0 0"
        borderColor="neutral150"
      >
        {attention > 0 ? (
          <TextLink tag={Link} to={`${BASE_PATH}/mappings?connection=${connection.id}&attention=any`}>
            {t('home.attention', { count: attention })}
          </TextLink>
        ) : (
          <Typography variant="pi" textColor="neutral600">
            {t('home.noAttention')}
          </Typography>
        )}
        <NextAct connection={connection} />
      </Flex>
    </Flex>
  );
}

function NextAct({ connection }: { connection: Connection }) {
  const t = useText();
  const { canConfigure } = useAllowed();
  const { reconnect, isLoading } = useReconnect();
  const proposed = connection.counts.reduce((sum, counts) => sum + counts.proposed, 0);
  const unlinked = connection.counts.reduce((sum, counts) => sum + counts.localUnlinked, 0);
  switch (connection.state) {
    case 'draft':
      return canConfigure ? (
        <LinkButton tag={Link} to={setupPath(connection)}>
          {t('home.finishSetup')}
        </LinkButton>
      ) : null;
    case 'setup':
      return (
        <LinkButton tag={Link} to={setupPath(connection)}>
          {t('home.continueSetup')}
        </LinkButton>
      );
    case 'expired':
      return canConfigure ? (
        <Button variant="danger-light" loading={isLoading} onClick={() => void reconnect(connection)}>
          {t('home.reconnect')}
        </Button>
      ) : null;
    case 'live':
      if (proposed > 0) {
        return (
          <LinkButton tag={Link} to={`${BASE_PATH}/review?connection=${connection.id}`}>
            {t('home.review', { count: proposed })}
          </LinkButton>
        );
      }
      return unlinked > 0 ? (
        <LinkButton tag={Link} variant="tertiary" to={wizardPath(connection, 'map')}>
          {t('home.map', { count: unlinked })}
        </LinkButton>
      ) : (
        <LinkButton tag={Link} variant="tertiary" to={`${BASE_PATH}/mappings?connection=${connection.id}`}>
          {t('home.openMappings')}
        </LinkButton>
      );
  }
}

function CardMenu({ connection }: { connection: Connection }) {
  const t = useText();
  const act = useAct();
  const navigate = useNavigate();
  const { canConfigure, canReview } = useAllowed();
  const [sync] = useCrosswalkSyncConnectionMutation();
  const start = (full: boolean) =>
    void act(sync({ params: { id: connection.id }, body: { full } }).unwrap(), {
      done: t('home.syncStarted'),
      undo: false,
    });
  const canSync = canReview && connection.state !== 'draft' && connection.state !== 'expired' && !connection.activeRun;
  return (
    <Menu.Root>
      <Menu.Trigger
        tag={IconButton}
        icon={<More />}
        label={t('home.menu', { name: connection.name })}
        variant="ghost"
      />
      {/* By itself it would show four items and scroll without a sign of it. */}
      <Menu.Content popoverPlacement="bottom-end" maxHeight="80vh">
        <Menu.Item disabled={!canSync} onSelect={() => start(false)}>
          {t('home.syncNow')}
        </Menu.Item>
        {connection.canReadChanges ? (
          <Menu.Item disabled={!canSync} onSelect={() => start(true)}>
            {t('home.syncAll')}
          </Menu.Item>
        ) : null}
        <Menu.Item onSelect={() => navigate(`${BASE_PATH}/mappings?connection=${connection.id}`)}>
          {t('home.openMappings')}
        </Menu.Item>
        {canConfigure ? (
          <Menu.Item onSelect={() => navigate(settingsPath(connection))}>{t('home.settings')}</Menu.Item>
        ) : null}
        {connection.state === 'draft' ? null : (
          <Menu.Item onSelect={() => navigate(wizardPath(connection))}>{t('home.openSetup')}</Menu.Item>
        )}
      </Menu.Content>
    </Menu.Root>
  );
}
