import { Box, Button, Field, Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type {
  BatchAct,
  BodyInputOf,
  decideBatch,
  linkImpact,
  listLinks,
  QueryInputOf,
} from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useCrosswalkDecideBatchMutation, useCrosswalkPreviewBatchQuery } from '../../services/crosswalk';
import type { ArgOf } from '../../services/request';
import { errorMessage } from '../../utils/errors';
import { Drawer } from '../Drawer';
import { LinkImpact } from '../invoices/LinkImpact';
import { useLinkText } from '../links/useLinkText';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { SummaryTable } from '../review/SummaryTable';
import { type Reason, REASONS } from '../review/useReviewActs';
import { BatchPairs } from './BatchPairs';
import { useBatchText } from './useBatchText';

/** What a list of links is filtered by, without its state, order and page. */
export type BatchFilter = Omit<QueryInputOf<typeof listLinks>, 'state' | 'sort' | 'page' | 'pageSize'>;

interface BatchDrawerProps {
  act: BatchAct;
  filter: BatchFilter;
  onClose: () => void;
  onDone: (batchId: string) => void;
}

/** Says exactly what an act on all that a filter shows will change, link by link, before it does. */
export function BatchDrawer({ act, filter, onClose, onDone }: BatchDrawerProps) {
  const intl = useIntl();
  const text = useBatchText();
  const linkText = useLinkText();
  const report = useAct();
  const [reason, setReason] = useState<Reason>('other');
  const { currentData, error, refetch } = useCrosswalkPreviewBatchQuery(
    { query: { act, ...filter } },
    { refetchOnMountOrArgChange: true },
  );
  const [decide, deciding] = useCrosswalkDecideBatchMutation();
  const counts = currentData?.data;

  const run = async () => {
    if (!counts) return;
    const body = {
      act,
      filter,
      reason,
      expected: counts.mappings.map(({ mappingId, count }) => ({ mappingId, count })),
    } as ArgOf<typeof decideBatch>['body'];
    const result = await report(decide({ body }).unwrap(), {
      done: linkText(`links.done.${act}`, { count: counts.count }),
    });
    if (!result) return void refetch();
    onDone(result.data.batchId);
    onClose();
  };

  return (
    <Drawer
      title={counts ? text(`batch.${act}.title`, { count: counts.count }) : text('batch.loading')}
      onClose={onClose}
      footer={
        <Flex justifyContent="flex-end" gap={2} width="100%">
          <Button variant="tertiary" onClick={onClose}>
            {text('batch.cancel')}
          </Button>
          <Button
            variant={act === 'confirm' ? 'default' : 'danger'}
            disabled={!counts || counts.count === 0}
            loading={deciding.isLoading}
            onClick={() => void run()}
          >
            {text(`batch.${act}`, { count: counts?.count ?? 0 })}
          </Button>
        </Flex>
      }
    >
      {error && !counts ? (
        <LoadError
          message={text('batch.error', { message: errorMessage(error, intl) })}
          onRetry={() => void refetch()}
        />
      ) : !counts ? (
        <LoadingRows rows={4} />
      ) : counts.count === 0 ? (
        <Typography>{text('batch.none')}</Typography>
      ) : (
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Typography textColor="neutral800">{text(`batch.${act}.text`)}</Typography>
          <SummaryTable
            label={text('batch.mapping')}
            numberLabel={text('batch.links')}
            rows={counts.mappings.map(({ mappingId, name, count }) => ({ id: mappingId, name, count }))}
          />
          {counts.withWarning > 0 && act === 'confirm' && (
            <Typography textColor="neutral800">{text('batch.warnings', { count: counts.withWarning })}</Typography>
          )}
          {act === 'reject' && (
            <Box>
              <Field.Root name="reason">
                <Field.Label>{text('batch.reason')}</Field.Label>
                <SingleSelect value={reason} onChange={(value) => setReason(value as Reason)}>
                  {REASONS.map((each) => (
                    <SingleSelectOption key={each} value={each}>
                      {linkText(`links.reason.${each}`)}
                    </SingleSelectOption>
                  ))}
                </SingleSelect>
              </Field.Root>
            </Box>
          )}
          <LinkImpact of={{ batch: { act, filter } } as BodyInputOf<typeof linkImpact>} />
          <BatchPairs filter={filter} state={act === 'unlink' ? 'confirmed' : 'proposed'} />
        </Flex>
      )}
    </Drawer>
  );
}
