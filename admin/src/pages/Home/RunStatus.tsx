import type { ReactNode } from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import type { Connection, Run } from '../../../../server/src/contracts';
import { ProgressLine } from '../../components/ProgressLine';
import { useAct } from '../../hooks/useAct';
import { usePartName } from '../../hooks/useLabel';
import { useServerText } from '../../hooks/useServerText';
import { type TextKey, useText } from '../../hooks/useText';
import { useCrosswalkResumeRunMutation } from '../../services/crosswalk';
import { when } from '../../utils/format';
import { ServerText } from '../../components/ServerText';

interface RunStatusProps {
  connection: Connection;
  canConfigure: boolean;
}

/** What a connection is doing now, what it asks, or why its last run failed. Nothing when all is quiet. */
export function RunStatus({ connection, canConfigure }: RunStatusProps) {
  const t = useText();
  const { activeRun, lastRun } = connection;
  if (connection.state === 'expired') {
    return (
      <Notice>
        {connection.stateReason !== null ? (
          <ServerText message={connection.stateReason} words={connection.stateReasonWords} />
        ) : (
          t('home.expired')
        )}
      </Notice>
    );
  }
  if (activeRun) return <ActiveRun run={activeRun} canConfigure={canConfigure} />;
  if (lastRun?.state === 'failed') return <FailedRun run={lastRun} canConfigure={canConfigure} />;
  if (lastRun && lastRun.kind === 'sync' && lastRun.progress.counts.failed > 0) {
    return <Notice>{t('home.run.skipped', { count: lastRun.progress.counts.failed })}</Notice>;
  }
  return null;
}

function ActiveRun({ run, canConfigure }: { run: Run; canConfigure: boolean }) {
  const t = useText();
  const partName = usePartName();
  const said = useServerText();
  const intl = useIntl();
  if (run.state === 'asking') return <Question run={run} canConfigure={canConfigure} />;
  if (run.state === 'waiting') {
    // Without a time it waits for somebody to call, and says so itself.
    if (run.runAfter === null && run.message) return <Notice>{said(run.message, run.words)}</Notice>;
    const next = run.runAfter ? when(intl, run.runAfter) : t('home.run.soon');
    return <Notice>{t('home.run.waiting', { reason: said(run.message ?? '', run.words), next })}</Notice>;
  }
  const { parts } = run.progress;
  const current = parts.find(({ phase }) => phase !== 'done' && phase !== 'waiting') ?? parts.at(-1);
  if (run.state === 'queued' || !current) return <ProgressLine label={t('home.run.queued')} done={0} total={null} />;
  const key: TextKey = `home.run.${current.phase}`;
  return <ProgressLine label={t(key, { what: partName(current) })} done={current.done} total={current.total} />;
}

function Question({ run, canConfigure }: { run: Run; canConfigure: boolean }) {
  const t = useText();
  const act = useAct();
  const [resume, { isLoading }] = useCrosswalkResumeRunMutation();
  const answer = (choice: 'continue' | 'keep') =>
    void act(resume({ params: { id: run.id }, body: { answer: choice } }).unwrap(), { done: t('home.run.goesOn') });
  return (
    <Notice
      action={
        canConfigure ? (
          <Flex gap={2} wrap="wrap">
            <Button size="S" variant="tertiary" disabled={isLoading} onClick={() => answer('keep')}>
              {t('home.run.keep')}
            </Button>
            <Button size="S" variant="danger-light" disabled={isLoading} onClick={() => answer('continue')}>
              {t('home.run.remove', { count: run.question?.removed ?? 0 })}
            </Button>
          </Flex>
        ) : undefined
      }
    >
      {run.question ? (
        t('home.run.question', { removed: run.question.removed, of: run.question.of })
      ) : run.message !== null ? (
        <ServerText message={run.message} words={run.words} />
      ) : (
        t('home.run.asks')
      )}
    </Notice>
  );
}

function FailedRun({ run, canConfigure }: { run: Run; canConfigure: boolean }) {
  const t = useText();
  const said = useServerText();
  const act = useAct();
  const [resume, { isLoading }] = useCrosswalkResumeRunMutation();
  return (
    <Notice
      action={
        canConfigure ? (
          <Button
            size="S"
            variant="tertiary"
            loading={isLoading}
            onClick={() =>
              void act(resume({ params: { id: run.id }, body: {} }).unwrap(), { done: t('home.run.goesOn') })
            }
          >
            {t('tryAgain')}
          </Button>
        ) : undefined
      }
    >
      {t('home.run.failed', { reason: said(run.message ?? '', run.words) })}
    </Notice>
  );
}

function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Box background="neutral100" borderColor="neutral200" hasRadius padding={3} role="status">
      <Flex gap={3} alignItems="flex-start">
        <WarningCircle aria-hidden fill="warning600" width="1.6rem" height="1.6rem" style={{ flexShrink: 0 }} />
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Typography variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {children}
          </Typography>
          {action}
        </Flex>
      </Flex>
    </Box>
  );
}
