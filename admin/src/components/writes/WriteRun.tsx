import {
  Box,
  Button,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Table,
  Tbody,
  Td,
  Th,
  Thead,
  Tr,
  Typography,
} from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Run, Write } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import { BASE_PATH } from '../../pluginId';
import {
  useCrosswalkCancelRunMutation,
  useCrosswalkGetRunQuery,
  useCrosswalkListConnectionsQuery,
  useCrosswalkListWritesQuery,
  useCrosswalkResumeRunMutation,
} from '../../services/crosswalk';
import { when } from '../../utils/format';
import { Drawer } from '../Drawer';
import { RecordLink } from '../links/RecordLink';
import { LoadError } from '../LoadError';
import { LoadingRows } from '../LoadingRows';
import { ProgressLine } from '../ProgressLine';
import { StateTag, type Tone } from '../StateTag';
import { isUpdate, STRAPI } from './types';
import { PageButtons } from './PageButtons';
import { useWriteText } from './useWriteText';
import { ServerText } from '../ServerText';

const POLL_MS = 1000;
const PAGE_SIZE = 50;
const OVER = ['succeeded', 'failed', 'cancelled'];
const TONES: Record<Write['state'], Tone> = {
  planned: 'neutral',
  sending: 'primary',
  checking: 'primary',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
};

interface WriteRunProps {
  runId: string;
  /** Looks at records that failed again; null where that leads nowhere. */
  onRetry: ((writes: readonly Write[]) => void) | null;
  onClose: () => void;
}

/** The run that writes records: progress while it works, then what became of each and what to do next. */
export function WriteRun({ runId, onRetry, onClose }: WriteRunProps) {
  const intl = useIntl();
  const text = useWriteText();
  const act = useAct();
  const { canReview, canConfigure } = useAllowed();
  const [interval, setInterval] = useState(POLL_MS);
  const [page, setPage] = useState(1);
  const [failedOnly, setFailedOnly] = useState(false);
  const { data, error, refetch } = useCrosswalkGetRunQuery({ params: { id: runId } }, { pollingInterval: interval });
  const list = useCrosswalkListWritesQuery(
    {
      params: { id: runId },
      query: { page, pageSize: PAGE_SIZE, ...(failedOnly ? { state: 'failed' as const } : {}) },
    },
    { pollingInterval: interval, refetchOnMountOrArgChange: true },
  );
  const [cancel] = useCrosswalkCancelRunMutation();
  const [resume] = useCrosswalkResumeRunMutation();
  const run: Run | undefined = data?.data;
  const connections = useCrosswalkListConnectionsQuery(undefined).data?.data ?? [];
  const externalSystem = connections.find(({ id }) => id === run?.connectionId)?.connectorName ?? '';
  const over = run !== undefined && OVER.includes(run.state);
  const { refetch: readAgain } = list;
  useEffect(() => {
    setInterval(over ? 0 : POLL_MS);
    // The last poll of the list may have been before the run's end.
    if (over) void readAgain();
  }, [over, readAgain]);

  const writes = list.data?.data ?? [];
  const system = writes[0]?.act.endsWith('local') ? STRAPI : externalSystem;
  const failed = writes.filter(({ state }) => state === 'failed');
  const pagination = list.data?.meta.pagination;
  const counts = run?.progress.counts;
  const part = run?.progress.parts[0];
  const canResume =
    run && canConfigure && (run.state === 'failed' || (run.state === 'waiting' && run.runAfter !== null));

  return (
    <Drawer
      wide
      title={text('writes.run.title')}
      onClose={onClose}
      footer={
        <Flex justifyContent="space-between" gap={3} width="100%" wrap="wrap">
          <Button variant="tertiary" onClick={onClose}>
            {text('writes.close')}
          </Button>
          <Flex gap={2}>
            {run && !over && canReview ? (
              <Button
                variant="danger-light"
                disabled={run.cancelRequested}
                onClick={() =>
                  void act(cancel({ params: { id: runId } }).unwrap(), { done: text('writes.run.cancelled.said') })
                }
              >
                {text(run.cancelRequested ? 'writes.run.cancelling' : 'writes.run.cancel')}
              </Button>
            ) : null}
            {canResume ? (
              <Button
                variant="secondary"
                onClick={() =>
                  void act(resume({ params: { id: runId }, body: { answer: 'continue' } }).unwrap(), {
                    done: text('writes.run.resumed'),
                  })
                }
              >
                {text('writes.run.resume')}
              </Button>
            ) : null}
            {over && onRetry && failed.length > 0 ? (
              <Button variant="secondary" onClick={() => onRetry(failed)}>
                {text('writes.retry', { count: failed.length })}
              </Button>
            ) : null}
          </Flex>
        </Flex>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        {!run && error ? <LoadError message={text('writes.run.error')} onRetry={() => void refetch()} /> : null}
        {run && !over ? (
          <ProgressLine
            label={text('writes.run.working', { system })}
            done={part?.done ?? 0}
            total={part?.total ?? null}
          />
        ) : null}
        {run ? (
          <Box aria-live="polite">
            {run.state === 'queued' ? <Typography tag="p">{text('writes.run.queued')}</Typography> : null}
            {run.state === 'waiting' && run.runAfter !== null ? (
              <Typography tag="p">{text('writes.run.waiting', { when: when(intl, run.runAfter) })}</Typography>
            ) : null}
            {run.state === 'failed' ? <Typography tag="p">{text('writes.run.failed')}</Typography> : null}
            {run.state === 'cancelled' ? <Typography tag="p">{text('writes.run.cancelled')}</Typography> : null}
            {over && counts ? (
              <Typography tag="p" variant="delta" textColor="neutral800">
                {text('writes.run.done', { done: counts.created + counts.changed, failed: counts.failed })}
              </Typography>
            ) : null}
            {run.message !== null && run.state !== 'cancelled' ? (
              <Typography tag="p">
                <ServerText message={run.message} words={run.words} />
              </Typography>
            ) : null}
          </Box>
        ) : null}
        {list.error && !list.data ? (
          <LoadError message={text('writes.run.error')} onRetry={() => void list.refetch()} />
        ) : null}
        {!list.data && !list.error ? <LoadingRows rows={6} /> : null}
        {(counts?.failed ?? 0) > 0 && (part?.total ?? 0) > 1 ? (
          <Box width="20rem">
            <SingleSelect
              size="S"
              aria-label={text('writes.result.state')}
              value={failedOnly ? 'failed' : 'all'}
              onChange={(value) => {
                setFailedOnly(value === 'failed');
                setPage(1);
              }}
            >
              <SingleSelectOption value="all">{text('writes.result.all')}</SingleSelectOption>
              <SingleSelectOption value="failed">{text('writes.result.failedOnly')}</SingleSelectOption>
            </SingleSelect>
          </Box>
        ) : null}
        {writes.length > 0 ? (
          <Results writes={writes} system={externalSystem} waits={run?.state === 'waiting'} />
        ) : list.data && failedOnly ? (
          <Typography textColor="neutral600">{text('writes.result.noneFailed')}</Typography>
        ) : null}
        {pagination && pagination.pageCount > 1 ? (
          <Flex justifyContent="flex-end">
            <PageButtons page={page} pages={pagination.pageCount} onPage={setPage} />
          </Flex>
        ) : null}
      </Flex>
    </Drawer>
  );
}

function Results({ writes, system, waits }: { writes: readonly Write[]; system: string; waits: boolean }) {
  const text = useWriteText();
  return (
    <Table colCount={3} rowCount={writes.length + 1} aria-label={text('writes.result.table')}>
      <Thead>
        <Tr>
          {(['record', 'state', 'next'] as const).map((column) => (
            <Th key={column}>
              <Typography variant="sigma" textColor="neutral600">
                {text(`writes.result.${column}`)}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {writes.map((write) => (
          <Tr key={write.id}>
            <Td>
              <Typography fontWeight="bold" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
                {write.label}
              </Typography>
            </Td>
            <Td>
              <StateTag tone={TONES[write.state]}>{text(`writes.state.${write.state}`)}</StateTag>
            </Td>
            <Td>
              <Flex direction="column" alignItems="flex-start" gap={1} maxWidth="52rem">
                {write.message !== null || (waits && write.state === 'sending') ? (
                  <Typography variant="pi" textColor="neutral800" style={{ whiteSpace: 'normal' }}>
                    {write.message !== null ? (
                      <ServerText message={write.message} words={write.words} />
                    ) : (
                      text('writes.result.waitsForVisit')
                    )}
                  </Typography>
                ) : null}
                {write.state === 'done' ? (
                  <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
                    {changes(write)}
                  </Typography>
                ) : null}
                <Flex gap={3}>
                  {write.url && write.state === 'done' ? (
                    <RecordLink to={write.url}>{text('writes.result.openShort', { system })}</RecordLink>
                  ) : null}
                  {write.linkId ? (
                    <RecordLink to={`${BASE_PATH}/mappings?link=${encodeURIComponent(write.linkId)}`}>
                      {text('writes.result.link')}
                    </RecordLink>
                  ) : null}
                </Flex>
              </Flex>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** Of an update what became what; of a new record its values. */
const changes = ({ act, values, before }: Write): string =>
  Object.entries(values)
    .map(([role, value]) => (isUpdate(act) ? `${before[role as keyof typeof before] || '–'} → ${value || '–'}` : value))
    .join(' · ');
