import { Box, Button, Flex, Grid, LinkButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link, useNavigate } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { useAllowed } from '../../hooks/useAllowed';
import { useLiveConnections } from '../../hooks/useLiveConnection';
import { useText } from '../../hooks/useText';
import { BASE_PATH } from '../../pluginId';
import { errorMessage } from '../../utils/errors';
import { ConnectionCard } from './ConnectionCard';
import { Legend } from './Coverage';
import { ReadyToInvoice } from './ReadyToInvoice';
import { RecentActivity } from './RecentActivity';

/** Where each connection stands, and the next thing to do for it. */
export default function HomePage() {
  const t = useText();
  const intl = useIntl();
  const navigate = useNavigate();
  const { canConfigure } = useAllowed();
  const { data, error, refetch } = useLiveConnections();
  const connections = data?.data;
  const connect = canConfigure ? (
    <Button
      startIcon={<Plus />}
      size={connections?.length === 0 ? 'L' : 'M'}
      onClick={() => navigate(`${BASE_PATH}/connect`)}
    >
      {t('home.connect')}
    </Button>
  ) : undefined;

  return (
    <Page.Main>
      <Page.Title>{t('home.title')}</Page.Title>
      <Layouts.Header
        title={t('home.title')}
        subtitle={t('home.subtitle')}
        primaryAction={connections && connections.length > 0 ? connect : undefined}
        secondaryAction={
          connections && connections.length > 0 ? (
            <LinkButton tag={Link} to={`${BASE_PATH}/mappings`} variant="tertiary">
              {t('home.viewMappings')}
            </LinkButton>
          ) : undefined
        }
      />
      <Layouts.Content>
        {error && !connections ? (
          <LoadError message={t('home.error', { message: errorMessage(error, intl) })} onRetry={() => void refetch()} />
        ) : !connections ? (
          <LoadingRows rows={2} height="24rem" />
        ) : connections.length === 0 ? (
          <EmptyState text={canConfigure ? t('home.empty') : t('home.emptyReader')} action={connect} />
        ) : (
          <Connections connections={connections} />
        )}
      </Layouts.Content>
    </Page.Main>
  );
}

function Connections({ connections }: { connections: Connection[] }) {
  const t = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={8}>
      <Box tag="section" aria-labelledby="crosswalk-connections">
        <Flex justifyContent="space-between" paddingBottom={4} wrap="wrap" gap={4}>
          <Typography id="crosswalk-connections" variant="delta" fontWeight="bold" tag="h2">
            {t('home.connections')}
          </Typography>
          <Legend />
        </Flex>
        <Grid.Root gap={4}>
          {connections.map((connection) => (
            <Grid.Item key={connection.id} col={6} s={12} direction="column" alignItems="stretch">
              <ConnectionCard connection={connection} />
            </Grid.Item>
          ))}
        </Grid.Root>
      </Box>
      <ReadyToInvoice />
      <RecentActivity connections={connections} />
    </Flex>
  );
}
