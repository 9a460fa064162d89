import { Box, Button, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { RestorePoint } from '../../../../server/src/contracts';
import { useBatchText } from '../../components/batch/useBatchText';
import { EmptyState } from '../../components/EmptyState';
import { ConfirmAct } from '../../components/links/ConfirmAct';
import { LoadError } from '../../components/LoadError';
import { LoadingRows } from '../../components/LoadingRows';
import { PageNumbers } from '../../components/PageNumbers';
import { useAct } from '../../hooks/useAct';
import { useUrlState } from '../../hooks/useUrlState';
import { useCrosswalkCompareRestorePointQuery, useCrosswalkRestoreLinksMutation } from '../../services/crosswalk';
import { errorMessage } from '../../utils/errors';
import { DifferenceTable } from './DifferenceTable';

const DEFAULTS = { against: '', page: '1', pageSize: '25' } as const;
const NOW = 'now';

interface DifferencesProps {
  point: RestorePoint;
  others: RestorePoint[];
  canReview: boolean;
}

/** What is linked otherwise than at a restore point; all of it, or some, can be put back. */
export function Differences({ point, others, canReview }: DifferencesProps) {
  const intl = useIntl();
  const text = useBatchText();
  const act = useAct();
  const [url, setUrl] = useUrlState(DEFAULTS);
  const other = others.find(({ id }) => id === url.against);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<'some' | 'all' | null>(null);
  const { data, error, isFetching, refetch } = useCrosswalkCompareRestorePointQuery(
    {
      params: { id: point.id },
      query: {
        page: Math.max(1, Number(url.page) || 1),
        pageSize: Math.min(Number(url.pageSize) || 25, 100),
        ...(other ? { against: other.id } : {}),
      },
    },
    { refetchOnMountOrArgChange: true },
  );
  const [restore, { isLoading }] = useCrosswalkRestoreLinksMutation();
  const total = data?.meta.pagination.total ?? 0;
  const count = asking === 'some' ? selected.size : total;

  const run = async () => {
    const body = asking === 'some' ? { keys: [...selected] } : { expected: total };
    const done = text('restore.done', { count, name: point.name });
    if (await act(restore({ params: { id: point.id }, body }).unwrap(), { done })) setSelected(new Set());
    else void refetch();
  };

  return (
    <Box tag="section" aria-label={text('restore.differences', { name: point.name })} aria-busy={isFetching}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap" paddingBottom={4}>
        <Box>
          <Typography variant="delta" fontWeight="bold" tag="h2">
            {text('restore.differences', { name: point.name })}
          </Typography>
          {data && (
            <Typography textColor="neutral600" tag="p" role="status">
              {text('restore.count', { count: total })}
            </Typography>
          )}
        </Box>
        <Flex gap={2} wrap="wrap">
          {others.length > 0 && (
            <SingleSelect
              size="S"
              aria-label={text('restore.against')}
              value={other?.id ?? NOW}
              onChange={(value) => {
                setSelected(new Set());
                setUrl({ against: value === NOW ? '' : String(value), page: '1' });
              }}
            >
              <SingleSelectOption value={NOW}>{text('restore.against.now')}</SingleSelectOption>
              {others.map(({ id, name }) => (
                <SingleSelectOption key={id} value={id}>
                  {name}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          )}
          {canReview && !other && total > 0 && (
            <>
              <Button
                size="S"
                variant="secondary"
                disabled={selected.size === 0 || isLoading}
                onClick={() => setAsking('some')}
              >
                {text('restore.some', { count: selected.size })}
              </Button>
              <Button size="S" loading={isLoading} onClick={() => setAsking('all')}>
                {text('restore.all', { count: total })}
              </Button>
            </>
          )}
        </Flex>
      </Flex>
      {error && !data ? (
        <LoadError
          message={text('restore.differences.error', { message: errorMessage(error, intl) })}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <LoadingRows rows={4} />
      ) : total === 0 ? (
        <EmptyState text={text('restore.same')} />
      ) : (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <DifferenceTable
            differences={data.data}
            otherName={other?.name ?? null}
            selectable={canReview && !other}
            selected={selected}
            onSelect={setSelected}
          />
          <PageNumbers pagination={data.meta.pagination} />
        </Flex>
      )}
      {asking !== null && (
        <ConfirmAct
          title={text('restore.sure', { count })}
          yes={text('restore.yes')}
          cancel={text('batch.cancel')}
          onYes={() => void run()}
          onClose={() => setAsking(null)}
        >
          {text('restore.sure.text')}
        </ConfirmAct>
      )}
    </Box>
  );
}
