import { Box, Flex, Link as TextLink, Typography } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { Connection } from '../../../../server/src/contracts';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { useText } from '../../hooks/useText';
import { useUrlState } from '../../hooks/useUrlState';
import { PERMISSIONS } from '../../permissions';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkGetConnectionQuery, useCrosswalkListConnectorsQuery } from '../../services/crosswalk';
import { mappingSetupPath } from '../../utils/connectionPaths';
import { errorMessage } from '../../utils/errors';
import { AccessStage } from './AccessStage';
import { ChooseSystem } from './ChooseSystem';
import { FileStage } from './file/FileStage';
import { MappingsStage } from './MappingsStage';
import { NewConnection } from './NewConnection';
import { WebConnectorStage } from './WebConnectorStage';

const DEFAULTS = { connection: '', stage: '' } as const;

/** Connecting a system: choose it, name it, give access or a file, say what is mapped; then the wizard goes on. */
export default function ConnectPage() {
  const t = useText();
  return (
    <Page.Protect permissions={PERMISSIONS.configure}>
      <Page.Main>
        <Page.Title>{t('connect.title')}</Page.Title>
        <Stages />
      </Page.Main>
    </Page.Protect>
  );
}

function Stages() {
  const t = useText();
  const intl = useIntl();
  const { connectorId } = useParams();
  const [url] = useUrlState(DEFAULTS);
  const { data, error, refetch } = useCrosswalkListConnectorsQuery(undefined);
  const connector = data?.data.find(({ id }) => id === connectorId);
  const back = (
    <TextLink tag={Link} to={connectorId ? `${BASE_PATH}/connect` : BASE_PATH} startIcon={<ArrowLeft />}>
      {t(connectorId ? 'connect.otherSystem' : 'connect.back')}
    </TextLink>
  );
  return (
    <>
      <Layouts.Header
        navigationAction={back}
        title={connector ? t('connect.titleOf', { system: connector.displayName }) : t('connect.title')}
        subtitle={connector ? undefined : t('connect.subtitle')}
      />
      <Layouts.Content>
        {error && !data ? (
          <LoadError
            message={t('connect.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : !data ? (
          <LoadingRows rows={4} />
        ) : !connectorId ? (
          <ChooseSystem connectors={data.data} />
        ) : !connector ? (
          <EmptyState
            text={t('connect.unknown', { id: connectorId })}
            action={
              <TextLink tag={Link} to={`${BASE_PATH}/connect`}>
                {t('connect.otherSystem')}
              </TextLink>
            }
          />
        ) : url.connection ? (
          <Existing id={url.connection} stage={url.stage} redirectUri={data.meta.redirectUri} />
        ) : (
          <NewConnection connector={connector} meta={data.meta} />
        )}
      </Layouts.Content>
    </>
  );
}

function Existing({ id, stage, redirectUri }: { id: string; stage: string; redirectUri: string }) {
  const t = useText();
  const intl = useIntl();
  const navigate = useNavigate();
  const { data, error, refetch } = useCrosswalkGetConnectionQuery(
    { params: { id } },
    { refetchOnMountOrArgChange: true },
  );
  const connection = data?.data;
  if (error && !connection) {
    return (
      <LoadError message={t('connect.error', { message: errorMessage(error, intl) })} onRetry={() => void refetch()} />
    );
  }
  if (!connection) return <LoadingRows rows={4} />;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <ConnectionName connection={connection} />
      {connection.auth === 'file' && (connection.state === 'draft' || stage === 'file') ? (
        <FileStage connection={connection} onDone={(next) => navigate(mappingSetupPath(next), { replace: true })} />
      ) : connection.state === 'draft' && stage !== 'mappings' ? (
        <AccessStage connection={connection} redirectUri={redirectUri} />
      ) : connection.auth === 'web-connector' && stage === 'access' ? (
        <WebConnectorStage connection={connection} />
      ) : (
        <MappingsStage connection={connection} />
      )}
    </Flex>
  );
}

function ConnectionName({ connection }: { connection: Connection }) {
  return (
    <Box>
      <Typography variant="delta" fontWeight="bold" tag="h2" style={{ overflowWrap: 'anywhere' }}>
        {[connection.name, connection.accountName].filter(Boolean).join(' · ')}
      </Typography>
    </Box>
  );
}
