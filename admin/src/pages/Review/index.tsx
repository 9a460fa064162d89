import { Flex, LinkButton, Typography } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { NavLink } from 'react-router-dom';
import { ConnectButton } from '../../components/ConnectButton';
import { ConnectionSelect } from '../../components/ConnectionSelect';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { ReviewQueue } from '../../components/review/ReviewQueue';
import { useWizardText } from '../../components/review/useWizardText';
import { useAllowed } from '../../hooks/useAllowed';
import { useLiveConnections } from '../../hooks/useLiveConnection';
import { useText } from '../../hooks/useText';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { InSetup } from './InSetup';
import { useReviewScope } from './useReviewScope';

/** What later syncs bring: the proposals of all live connections, in one queue. */
export default function ReviewPage() {
  const intl = useIntl();
  const t = useText();
  const text = useWizardText();
  const { canReview, canConfigure } = useAllowed();
  const { data, error, refetch } = useLiveConnections();
  const mappings = useCrosswalkListMappingsQuery({ query: {} });
  const connections = data?.data;
  const scope = useReviewScope(connections ?? []);

  return (
    <Page.Main>
      <Page.Title>{text('wizard.queue.title')}</Page.Title>
      <Layouts.Header
        title={text('wizard.queue.title')}
        subtitle={connections ? text('wizard.queue.subtitle', { count: scope.proposed }) : undefined}
      />
      <Layouts.Content>
        {error && !connections ? (
          <LoadError
            message={text('wizard.review.error', { message: errorMessage(error, intl) })}
            onRetry={() => void refetch()}
          />
        ) : null}
        {!error && !connections ? <LoadingRows rows={6} height="6rem" /> : null}
        {connections ? (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <InSetup connections={scope.inSetup} />
            {connections.length === 0 ? (
              <EmptyState text={t(canConfigure ? 'home.empty' : 'home.emptyReader')} action={<ConnectButton />} />
            ) : scope.live.length === 0 ? (
              <EmptyState
                text={text('wizard.queue.noLive')}
                action={
                  <LinkButton tag={NavLink} to={BASE_PATH}>
                    {text('wizard.done.home')}
                  </LinkButton>
                }
              />
            ) : (
              <>
                <ConnectionSelect
                  label={text('wizard.queue.connection')}
                  connections={scope.live}
                  value={scope.connectionId ?? ''}
                  all={scope.canShowAll ? text('wizard.queue.all') : undefined}
                  onChange={scope.setConnection}
                />
                <ReviewQueue
                  key={scope.connectionId ?? 'all'}
                  scope={scope.connectionId ? { connectionId: scope.connectionId } : {}}
                  mappings={mappings.data?.data ?? []}
                  canReview={canReview}
                  running={scope.live.some((connection) => connection.activeRun !== null)}
                  showConnection
                  empty={
                    <EmptyState
                      text={text('wizard.queue.empty', { count: scope.unlinked })}
                      action={
                        scope.toMap ? (
                          <LinkButton tag={NavLink} to={`${BASE_PATH}/connections/${scope.toMap}?step=map`}>
                            {text('wizard.review.mapThem')}
                          </LinkButton>
                        ) : undefined
                      }
                    />
                  }
                  footer={(keys) => (
                    <Flex justifyContent="space-between" gap={4} wrap="wrap" paddingTop={4} paddingBottom={4}>
                      {keys}
                      {canReview ? null : <Typography textColor="neutral800">{text('wizard.readOnly')}</Typography>}
                    </Flex>
                  )}
                />
              </>
            )}
          </Flex>
        ) : null}
      </Layouts.Content>
    </Page.Main>
  );
}
