import { Box, Button, Field, Flex, Link as TextLink, TextInput } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { useBatchText } from '../../components/batch/useBatchText';
import { ConnectButton } from '../../components/ConnectButton';
import { ConnectionSelect } from '../../components/ConnectionSelect';
import { EmptyState } from '../../components/EmptyState';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import { useText } from '../../hooks/useText';
import { useUrlState } from '../../hooks/useUrlState';
import { BASE_PATH } from '../../pluginId';
import {
  useCrosswalkCreateRestorePointMutation,
  useCrosswalkListConnectionsQuery,
  useCrosswalkListRestorePointsQuery,
} from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { Differences } from './Differences';
import { PointList } from './PointList';

const DEFAULTS = { connection: '', point: '' } as const;

/** The links of a connection under names: keep them as they are now, compare, go back. */
export default function RestorePointsPage() {
  const intl = useIntl();
  const t = useText();
  const text = useBatchText();
  const { canReview } = useAllowed();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const connections = useCrosswalkListConnectionsQuery(undefined);
  const list = connections.data?.data;
  const connection = list?.find(({ id }) => id === url.connection) ?? list?.[0];
  const points = useCrosswalkListRestorePointsQuery(
    { query: connection ? { connectionId: connection.id } : {} },
    { skip: !connection },
  );
  const error = connections.error ?? points.error;
  const kept = points.currentData?.data;
  const open = kept?.find(({ id }) => id === url.point);

  return (
    <Page.Main>
      <Page.Title>{text('restore.title')}</Page.Title>
      <Layouts.Header
        navigationAction={
          <TextLink tag={Link} to={`${BASE_PATH}/activity`} startIcon={<ArrowLeft />}>
            {t('activity.title')}
          </TextLink>
        }
        title={text('restore.title')}
        subtitle={text('restore.subtitle')}
      />
      <Layouts.Content>
        {error && !kept ? (
          <LoadError
            message={text('restore.error', { message: errorMessage(error, intl) })}
            onRetry={() => {
              void connections.refetch();
              if (connection) void points.refetch();
            }}
          />
        ) : list?.length === 0 ? (
          <EmptyState text={text('restore.noConnection')} action={<ConnectButton />} />
        ) : !list || !kept || !connection ? (
          <LoadingRows rows={4} />
        ) : (
          <Flex direction="column" alignItems="stretch" gap={5}>
            {list.length > 1 && (
              <ConnectionSelect
                label={text('restore.connection')}
                connections={list}
                value={connection.id}
                onChange={(id) => setUrl({ connection: id, point: '' })}
              />
            )}
            {canReview && <NewPoint connectionId={connection.id} />}
            {kept.length === 0 ? (
              <EmptyState text={text('restore.empty')} />
            ) : (
              <PointList
                points={kept}
                canReview={canReview}
                openId={open?.id ?? null}
                onOpen={(point) => setUrl({ point })}
              />
            )}
            {open && (
              <Differences
                key={open.id}
                point={open}
                others={kept.filter(({ id }) => id !== open.id)}
                canReview={canReview}
              />
            )}
          </Flex>
        )}
      </Layouts.Content>
    </Page.Main>
  );
}

function NewPoint({ connectionId }: { connectionId: string }) {
  const text = useBatchText();
  const act = useAct();
  const [name, setName] = useState('');
  const [create, { isLoading }] = useCrosswalkCreateRestorePointMutation();
  const keep = async () => {
    const trimmed = name.trim();
    if (trimmed === '') return;
    const body = { connectionId, name: trimmed };
    if (await act(create({ body }).unwrap(), { done: text('restore.created', { name: trimmed }) })) setName('');
  };
  return (
    <Box
      tag="form"
      background="neutral0"
      borderColor="neutral200"
      hasRadius
      padding={5}
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Flex gap={3} alignItems="flex-end" wrap="wrap">
        <Box flex="1" minWidth="24rem">
          <Field.Root name="name">
            <Field.Label>{text('restore.name')}</Field.Label>
            <TextInput
              value={name}
              maxLength={120}
              placeholder={text('restore.name.hint')}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) => setName(event.target.value)}
            />
          </Field.Root>
        </Box>
        <Button type="submit" size="L" loading={isLoading} disabled={name.trim() === ''}>
          {text('restore.create')}
        </Button>
      </Flex>
    </Box>
  );
}
