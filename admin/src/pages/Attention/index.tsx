import { Box, Flex } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { ConnectionSelect } from '../../components/ConnectionSelect';
import { EmptyState } from '../../components/EmptyState';
import { LinkDrawer } from '../../components/links/LinkDrawer';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { useLiveConnections } from '../../hooks/useLiveConnection';
import { useUrlState } from '../../hooks/useUrlState';
import { useCrosswalkListProblemsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { pageInUrl } from '../../utils/pageInUrl';
import { ProblemRow } from './ProblemRow';
import { useAttentionText } from './useAttentionText';

const DEFAULTS = { connection: '', page: '1', pageSize: '25' } as const;

/** The inbox: one entry per problem with the act that mends it. What is solved is gone by itself. */
export default function AttentionPage() {
  const intl = useIntl();
  const text = useAttentionText();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const connections = useLiveConnections().data?.data ?? [];
  const { data, error, isFetching, refetch } = useCrosswalkListProblemsQuery(
    {
      query: {
        ...pageInUrl(url),
        ...(url.connection ? { connectionId: url.connection } : {}),
      },
    },
    { refetchOnMountOrArgChange: true },
  );
  const [open, setOpen] = useState<{ id: string; change: boolean } | null>(null);
  const total = data?.meta.pagination.total;

  return (
    <Page.Main aria-busy={isFetching}>
      <Page.Title>{text('attention.title')}</Page.Title>
      <Layouts.Header
        title={text('attention.title')}
        subtitle={total === undefined ? undefined : text('attention.subtitle', { total })}
      />
      <Layouts.Content>
        {connections.length > 1 && (
          <Box paddingBottom={4}>
            <ConnectionSelect
              label={text('attention.connection')}
              connections={connections}
              value={url.connection}
              all={text('attention.all')}
              onChange={(connection) => setUrl({ connection, page: '1' })}
            />
          </Box>
        )}
        {error && !data ? (
          <LoadError
            message={text('attention.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : !data ? (
          <LoadingRows rows={5} height="8rem" />
        ) : data.data.length === 0 ? (
          <EmptyState text={text('attention.empty')} />
        ) : (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Box tag="ul" aria-label={text('attention.list')} background="neutral0" borderColor="neutral200" hasRadius>
              {data.data.map((problem) => (
                <ProblemRow
                  key={problem.key}
                  problem={problem}
                  connection={connections.find(({ id }) => id === problem.connectionId)}
                  onOpenLink={(id, change) => setOpen({ id, change })}
                />
              ))}
            </Box>
            <PageNumbers pagination={data.meta.pagination} />
          </Flex>
        )}
      </Layouts.Content>
      {open && (
        <LinkDrawer
          key={open.id}
          linkId={open.id}
          change={open.change}
          onOpenLink={(id) => setOpen({ id, change: false })}
          onClose={() => setOpen(null)}
        />
      )}
    </Page.Main>
  );
}
