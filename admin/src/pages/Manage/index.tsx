import { Flex, LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageTexts } from '../../components/PageTexts';
import { useCmText } from '../../content-manager/useCmText';
import { PERMISSIONS } from '../../permissions';
import { BASE_PATH } from '../../pluginId';
import { useCrosswalkListConnectionsQuery, useCrosswalkListMappingsQuery } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { menuText } from '../../utils/menuText';
import { ConnectionTable } from './ConnectionTable';
import { MappingTable } from './MappingTable';

/** In Strapi's settings: every connection and mapping in one place, each with the way to where it is changed. */
export default function ManagePage() {
  return (
    <Page.Protect permissions={PERMISSIONS.configure}>
      <PageTexts>
        <Manage />
      </PageTexts>
    </Page.Protect>
  );
}

function Manage() {
  const intl = useIntl();
  const text = useCmText();
  const connections = useCrosswalkListConnectionsQuery(undefined);
  const mappings = useCrosswalkListMappingsQuery({ query: {} });
  const title = intl.formatMessage(menuText('manage.page'));
  const error = connections.error ?? mappings.error;
  const list = connections.data?.data;
  const connect = (
    <LinkButton tag={Link} to={`${BASE_PATH}/connect`} startIcon={<Plus />}>
      {text('manage.connect')}
    </LinkButton>
  );
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={text('manage.subtitle')}
        primaryAction={list && list.length > 0 ? connect : undefined}
      />
      <Layouts.Content>
        {error && (!list || !mappings.data) ? (
          <LoadError
            message={text('manage.error', { message: errorMessage(error, intl) })}
            onRetry={() => {
              void connections.refetch();
              void mappings.refetch();
            }}
          />
        ) : !list || !mappings.data ? (
          <LoadingRows rows={4} />
        ) : list.length === 0 ? (
          <EmptyState text={text('manage.none')} action={connect} />
        ) : (
          <Flex direction="column" alignItems="stretch" gap={8}>
            <ConnectionTable connections={list} />
            <MappingTable mappings={mappings.data.data} connections={list} />
          </Flex>
        )}
      </Layouts.Content>
    </Page.Main>
  );
}
