import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { Run } from '../../../../server/src/contracts';
import { useAct } from '../../hooks/useAct';
import { useAllowed } from '../../hooks/useAllowed';
import {
  useCrosswalkCancelRunMutation,
  useCrosswalkGetRunQuery,
  useCrosswalkResumeRunMutation,
} from '../../services/crosswalk';
import { when } from '../../utils/format';
import { LoadError } from '../LoadError';
import { ProgressLine } from '../ProgressLine';
import { useInvoiceText } from './useInvoiceText';
import { ServerText } from '../ServerText';

const POLL_MS = 1000;
const OVER = ['succeeded', 'failed', 'cancelled'];

interface InvoiceRunProps {
  runId: string;
  connectionName: string;
  onDismiss: () => void;
}

/** The run that creates invoices: progress while it works, then how many there are and each failure in words. */
export function InvoiceRun({ runId, connectionName, onDismiss }: InvoiceRunProps) {
  const intl = useIntl();
  const text = useInvoiceText();
  const act = useAct();
  const { canReview, canConfigure } = useAllowed();
  const [interval, setInterval] = useState(POLL_MS);
  const { data, error, refetch } = useCrosswalkGetRunQuery({ params: { id: runId } }, { pollingInterval: interval });
  const [cancel] = useCrosswalkCancelRunMutation();
  const [resume] = useCrosswalkResumeRunMutation();
  const run: Run | undefined = data?.data;
  const over = run !== undefined && OVER.includes(run.state);
  useEffect(() => setInterval(over ? 0 : POLL_MS), [over]);

  if (!run) {
    return error ? <LoadError message={text('invoices.run.error')} onRetry={() => void refetch()} /> : null;
  }
  const part = run.progress.parts[0];
  const { created, failed } = run.progress.counts;

  return (
    <Box background="neutral0" borderColor="neutral200" hasRadius padding={4} marginBottom={4}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        {!over && (
          <ProgressLine
            label={text('invoices.run.working', { connection: connectionName })}
            done={part?.done ?? 0}
            total={part?.total ?? null}
          />
        )}
        <Box aria-live="polite">
          {run.state === 'queued' && <Typography tag="p">{text('invoices.run.queued')}</Typography>}
          {run.state === 'waiting' && run.runAfter !== null && (
            <Typography tag="p">{text('invoices.run.waiting', { when: when(intl, run.runAfter) })}</Typography>
          )}
          {run.state === 'failed' && <Typography tag="p">{text('invoices.run.failed')}</Typography>}
          {run.state === 'cancelled' && <Typography tag="p">{text('invoices.run.cancelled')}</Typography>}
          {over && (
            <Typography tag="p" fontWeight="bold">
              {text('invoices.run.done', { created, failed })}
            </Typography>
          )}
          {run.message !== null && run.state !== 'cancelled' && (
            <Typography tag="p">
              <ServerText message={run.message} words={run.words} />
            </Typography>
          )}
        </Box>
        {run.progress.problems.length > 0 && (
          <Box tag="ul">
            {run.progress.problems.map((problem, index) => (
              <Typography key={index} tag="li" variant="pi" textColor="neutral800">
                <ServerText message={problem.message} words={problem.words} />
              </Typography>
            ))}
          </Box>
        )}
        <Flex gap={2}>
          {!over && canReview && (
            <Button
              variant="tertiary"
              disabled={run.cancelRequested}
              onClick={() =>
                void act(cancel({ params: { id: runId } }).unwrap(), { done: text('invoices.run.cancel.done') })
              }
            >
              {text(run.cancelRequested ? 'invoices.run.cancelling' : 'invoices.run.cancel')}
            </Button>
          )}
          {((run.state === 'waiting' && run.runAfter !== null) || run.state === 'failed') && canConfigure && (
            <Button
              variant="secondary"
              onClick={() =>
                void act(resume({ params: { id: runId }, body: { answer: 'continue' } }).unwrap(), {
                  done: text('invoices.run.resume.done'),
                })
              }
            >
              {text('invoices.run.resume')}
            </Button>
          )}
          {over && (
            <Button variant="tertiary" onClick={onDismiss}>
              {text('invoices.run.dismiss')}
            </Button>
          )}
        </Flex>
      </Flex>
    </Box>
  );
}
