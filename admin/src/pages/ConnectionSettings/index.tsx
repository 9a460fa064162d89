import type { ReactNode } from 'react';
import { Box, Flex, Link as TextLink, LinkButton, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { ConnectionStateTag } from '../../components/ConnectionStateTag';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { WebConnectorSetup } from '../../components/WebConnectorSetup';
import { MappingSetup } from '../../components/setup/MappingSetup';
import { useWriteText } from '../../components/writes/useWriteText';
import { useLiveConnection } from '../../hooks/useLiveConnection';
import { useText } from '../../hooks/useText';
import { PERMISSIONS } from '../../permissions';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListConnectionsQuery, useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { setupPath } from '../../utils/connectionPaths';
import { errorMessage } from '../../utils/errors';
import { Access } from './Access';
import { CarryOver } from './CarryOver';
import { DeleteConnection } from './DeleteConnection';
import { GeneralForm } from './GeneralForm';
import { Keys } from './Keys';
import { ReplaceFile } from './ReplaceFile';
import { Webhook } from './Webhook';

/** Everything of a connection that can be changed after it was made. */
export default function ConnectionSettingsPage() {
  return (
    <Page.Protect permissions={PERMISSIONS.configure}>
      <Settings />
    </Page.Protect>
  );
}

function Settings() {
  const t = useText();
  const intl = useIntl();
  const { id = '' } = useParams();
  const { data, error, refetch } = useLiveConnection(id);
  const connection = data?.data;
  const title = connection ? t('settings.titleOf', { name: connection.name }) : t('settings.title');
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        navigationAction={
          <TextLink tag={Link} to={BASE_PATH} startIcon={<ArrowLeft />}>
            {t('connect.back')}
          </TextLink>
        }
        title={title}
        subtitle={
          connection ? [connection.connectorName, connection.accountName].filter(Boolean).join(' · ') : undefined
        }
        secondaryAction={connection ? <ConnectionStateTag connection={connection} /> : undefined}
        primaryAction={
          connection && connection.state !== 'live' && connection.state !== 'expired' ? (
            <LinkButton tag={Link} to={setupPath(connection)}>
              {t('home.continueSetup')}
            </LinkButton>
          ) : undefined
        }
      />
      <Layouts.Content>
        {error && !connection ? (
          <LoadError
            message={t('connect.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : connection?.id === id ? (
          <Sections connection={connection} key={id} />
        ) : (
          <LoadingRows rows={6} />
        )}
      </Layouts.Content>
    </Page.Main>
  );
}

function Sections({ connection }: { connection: Connection }) {
  const t = useText();
  const { data } = useCrosswalkListConnectionsQuery({}, { skip: connection.movedFrom === null });
  const write = useWriteText();
  const mappings = useCrosswalkListMappingsQuery({ query: { connectionId: connection.id } }).data?.data ?? [];
  const anchored = mappings.filter(({ canAnchor }) => canAnchor);
  const sources = (data?.data ?? []).filter(({ connector }) => connector === connection.movedFrom);
  return (
    <Flex direction="column" alignItems="stretch" gap={8}>
      <Section title={t('settings.general')}>
        <GeneralForm connection={connection} />
      </Section>
      {connection.auth === 'oauth2' ? (
        <Section title={t('settings.access')}>
          <Access connection={connection} />
        </Section>
      ) : null}
      {connection.webhook ? (
        <Section title={t('webhook.title')}>
          <Webhook connection={connection} />
        </Section>
      ) : null}
      {connection.auth === 'web-connector' ? (
        <Section title={t('settings.access')}>
          <WebConnectorSetup connection={connection} />
        </Section>
      ) : null}
      {connection.auth === 'file' ? (
        <Section title={t('settings.file')}>
          <ReplaceFile connection={connection} />
        </Section>
      ) : null}
      {connection.state === 'draft' ? null : (
        <Section title={t('settings.mappings')}>
          <MappingSetup connection={connection} />
        </Section>
      )}
      {anchored.length > 0 && connection.state !== 'draft' ? (
        <Section title={write('writes.keys.title', { system: connection.connectorName })}>
          <Keys connection={connection} mappings={anchored} />
        </Section>
      ) : null}
      {sources.length > 0 && connection.state !== 'draft' ? (
        <Section title={t('carry.title')}>
          <CarryOver connection={connection} sources={sources} />
        </Section>
      ) : null}
      <Section title={t('settings.delete')}>
        <DeleteConnection connection={connection} />
      </Section>
    </Flex>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box tag="section" aria-label={title}>
      <Box paddingBottom={3}>
        <Typography variant="delta" fontWeight="bold" tag="h2">
          {title}
        </Typography>
      </Box>
      {children}
    </Box>
  );
}
