import { Box, Flex, LinkButton } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { useBatchText } from '../../components/batch/useBatchText';
import { ConnectionSelect } from '../../components/ConnectionSelect';
import { DecisionRow } from '../../components/DecisionRow';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { useAllowed } from '../../hooks/useAllowed';
import { useText } from '../../hooks/useText';
import { useUrlState } from '../../hooks/useUrlState';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListConnectionsQuery, useCrosswalkListDecisionsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { pageInUrl } from '../../utils/pageInUrl';

const DEFAULTS = { connection: '', page: '1', pageSize: '25' } as const;

/** The journal: every act on links, newest first. */
export default function ActivityPage() {
  const t = useText();
  const batchText = useBatchText();
  const intl = useIntl();
  const { canReview } = useAllowed();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const connections = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const { data, error, isFetching, refetch } = useCrosswalkListDecisionsQuery(
    {
      query: {
        ...pageInUrl(url),
        ...(url.connection ? { connectionId: url.connection } : {}),
      },
    },
    { refetchOnMountOrArgChange: true },
  );
  return (
    <Page.Main aria-busy={isFetching}>
      <Page.Title>{t('activity.title')}</Page.Title>
      <Layouts.Header
        title={t('activity.title')}
        subtitle={t('activity.subtitle')}
        primaryAction={
          <LinkButton tag={Link} to={`${BASE_PATH}/restore-points`} variant="secondary">
            {batchText('restore.open')}
          </LinkButton>
        }
      />
      <Layouts.Content>
        <Flex paddingBottom={4}>
          <ConnectionSelect
            label={t('activity.connection')}
            connections={connections}
            value={url.connection}
            all={t('activity.all')}
            onChange={(connection) => setUrl({ connection, page: '1' })}
          />
        </Flex>
        {error ? (
          <LoadError
            message={t('activity.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : !data ? (
          <LoadingRows rows={8} />
        ) : data.data.length === 0 ? (
          <EmptyState text={t('activity.empty')} />
        ) : (
          <>
            <Box tag="ul" background="neutral0" borderColor="neutral200" hasRadius>
              {data.data.map((decision) => (
                <DecisionRow
                  key={decision.batchId}
                  decision={decision}
                  connectionName={connections.find(({ id }) => id === decision.connectionId)?.name}
                  canReview={canReview}
                />
              ))}
            </Box>
            <PageNumbers pagination={data.meta.pagination} />
          </>
        )}
      </Layouts.Content>
    </Page.Main>
  );
}
